/**
 * Which element draws which row. Making elements is what makes scrolling
 * stutter, so a row that leaves the view hands its element to one that comes
 * in. A row that stays keeps its own, and with it the focus.
 */

/** No row. */
export const FREE = -1;

/**
 * The next assignment: `wanted` are rows, each once; `slots` is what each
 * element draws now. A row takes the element that keeps elements in the order
 * of rows if that is free, else any.
 */
export function assign(slots: readonly number[], wanted: readonly number[]): number[] {
  const size = Math.max(slots.length, wanted.length);
  const next = new Array<number>(size).fill(FREE);
  const want = new Set(wanted);
  slots.forEach((row, slot) => {
    if (want.delete(row)) next[slot] = row;
  });
  const waiting: number[] = [];
  for (const row of want) {
    if (next[row % size] === FREE) next[row % size] = row;
    else waiting.push(row);
  }
  let slot = 0;
  for (const row of waiting) {
    while (next[slot] !== FREE) slot += 1;
    next[slot] = row;
  }
  return next;
}
