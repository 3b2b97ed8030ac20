/** The letters on an avatar: of the first and the last word, or the first two of a single word. */
export function initials(name: string): string {
  const words = name
    .trim()
    .split(/[\s._-]+/)
    .filter(Boolean);
  const first = [...(words[0] ?? '?')];
  const last = [...(words.at(-1) ?? '')];
  return ((first[0] ?? '?') + ((words.length > 1 ? last[0] : first[1]) ?? '')).toLocaleUpperCase();
}
