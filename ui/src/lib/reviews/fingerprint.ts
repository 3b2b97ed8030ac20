/** A key's fingerprint in groups of eight, as it is read out and compared. What is not hexadecimal stays as it is. */
export const grouped = (fingerprint: string): string =>
  /^[0-9a-f]+$/i.test(fingerprint) ? (fingerprint.match(/.{1,8}/g) ?? []).join(' ') : fingerprint;

/** As people write it down, taken back to what it is: without spaces and colons. */
export const ungrouped = (written: string): string => written.replace(/[\s:]/g, '').toLowerCase();

/** Whether it can be a fingerprint: SHA-256 in hexadecimal. */
export const isFingerprint = (written: string): boolean => /^[0-9a-f]{64}$/.test(ungrouped(written));
