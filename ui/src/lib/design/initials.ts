/** The letters on an avatar: of the first and the last word, or the first two of a single word. */
export function initials(name: string): string {
  // What is said in brackets is no part of the name, unless nothing else is.
  const bare = name.replace(/\([^)]*\)/g, ' ').trim() || name.trim();
  const words = bare
    .split(/[\s._-]+/)
    .map((word) => word.replace(/^[^\p{L}\p{N}]+/u, ''))
    .filter(Boolean);
  const first = [...(words[0] ?? '?')];
  const last = [...(words.at(-1) ?? '')];
  return ((first[0] ?? '?') + ((words.length > 1 ? last[0] : first[1]) ?? '')).toLocaleUpperCase();
}
