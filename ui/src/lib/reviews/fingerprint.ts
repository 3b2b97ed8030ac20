/** A key's fingerprint in groups of eight, as it is read out and compared. What is not hexadecimal stays as it is. */
export const grouped = (fingerprint: string): string =>
  /^[0-9a-f]+$/i.test(fingerprint) ? (fingerprint.match(/.{1,8}/g) ?? []).join(' ') : fingerprint;
