/** How well a few typed letters fit a title. */

const plain = (text: string) => text.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase();

const isWordStart = (text: string, at: number) => at === 0 || !/[\p{L}\p{N}]/u.test(text[at - 1] ?? '');

/** What a letter counts that begins a word, and one right after the last. */
const BEGINS = 14;
const BESIDE = 12;

/**
 * A score, the higher the better; none if the letters are not all there in this
 * order. Letters that begin words and letters side by side count for more, and
 * so does a title of which little is left.
 */
export function fuzzy(query: string, title: string): number | null {
  const wanted = plain(query).replace(/\s+/g, ' ').trim();
  const text = plain(title);
  if (wanted === '') return 0;
  const whole = text.indexOf(wanted);
  if (whole >= 0 && isWordStart(text, whole)) return 1000 - whole - text.length / 10;
  // Inside a word it counts for less than the letters that begin several.
  const inside = whole < 0 ? null : BESIDE * wanted.length - 2 - text.length / 10;
  let score = 0;
  let at = -1;
  for (const letter of wanted) {
    if (letter === ' ') continue;
    const next = best(text, letter, at + 1);
    if (next < 0) return inside;
    score += isWordStart(text, next) ? BEGINS : next === at + 1 ? BESIDE : 1;
    at = next;
  }
  return Math.max(score - text.length / 10, inside ?? -Infinity);
}

/** The next place of a letter: right here, else at a word's start if one is left, else the first. */
function best(text: string, letter: string, from: number): number {
  const first = text.indexOf(letter, from);
  if (first === from || first < 0) return first;
  for (let i = first; i >= 0; i = text.indexOf(letter, i + 1)) if (isWordStart(text, i)) return i;
  return first;
}

/** What other words count less than the title. */
const ASIDE = 2000;

/** Those that fit by their title or else by other words, best first; the order stays where nothing is typed. */
export function ranked<T>(
  query: string,
  items: readonly T[],
  titleOf: (item: T) => string,
  most: number,
  alsoOf: (item: T) => string = () => '',
): T[] {
  const score = (item: T) => {
    const byTitle = fuzzy(query, titleOf(item));
    if (byTitle !== null || alsoOf(item) === '') return byTitle;
    const aside = fuzzy(query, alsoOf(item));
    return aside === null ? null : aside - ASIDE;
  };
  return items
    .map((item, i) => ({ item, i, score: score(item) }))
    .filter((found): found is { item: T; i: number; score: number } => found.score !== null)
    .sort((a, b) => b.score - a.score || a.i - b.i)
    .slice(0, most)
    .map(({ item }) => item);
}
