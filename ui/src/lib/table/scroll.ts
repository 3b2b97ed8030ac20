/**
 * Where the rows of a long table are.
 *
 * A browser draws no element taller than about 17 to 33 million pixels, and a
 * million rows of 36 pixels are 36 million. So the table keeps a place of its
 * own, `top`, in pixels of the whole table, and the scrollbar runs along a
 * track that is never longer than `CAP`. While the table fits, the two are the
 * same. Beyond that the scrollbar maps to `top` by ratio, and the wheel and the
 * keys move `top` itself, pixel by pixel and row by row.
 */

/** The tallest the scrolled element is made, in pixels. */
export const CAP = 8_000_000;

export interface Geometry {
  rows: number;
  rowHeight: number;
  /** Height of the part that shows rows, in pixels. */
  view: number;
  /** Height of the scrolled element. */
  spacer: number;
  /** The largest `top`. */
  range: number;
  /** The largest scroll position of the element. */
  track: number;
  /** Pixels of the table for one pixel of the track; 1 while the table fits. */
  ratio: number;
}

export function geometry(rows: number, rowHeight: number, view: number, cap = CAP): Geometry {
  const height = rows * rowHeight;
  const spacer = Math.max(Math.min(height, cap), 0);
  const range = Math.max(height - view, 0);
  const track = Math.max(spacer - view, 0);
  return { rows, rowHeight, view, spacer, range, track, ratio: track > 0 ? range / track : 1 };
}

export const clamp = (g: Geometry, top: number) => Math.min(Math.max(top, 0), g.range);

/** The place for a scroll position. Its ends are exactly the table's ends. */
export function fromTrack(g: Geometry, scrollTop: number): number {
  if (scrollTop <= 0 || g.track === 0) return 0;
  if (scrollTop >= g.track) return g.range;
  return clamp(g, scrollTop * g.ratio);
}

/** The scroll position for a place. */
export function toTrack(g: Geometry, top: number): number {
  return Math.min(clamp(g, top) / g.ratio, g.track);
}

/** The rows that show at a place, with `spare` more on each side; `last` is one past the end. */
export function visible(g: Geometry, top: number, spare = 0): { first: number; last: number } {
  const at = clamp(g, top);
  const first = Math.max(Math.floor(at / g.rowHeight) - spare, 0);
  const last = Math.min(Math.ceil((at + g.view) / g.rowHeight) + spare, g.rows);
  return { first, last: Math.max(last, first) };
}

/** The nearest place at which a row shows whole. */
export function reveal(g: Geometry, top: number, index: number): number {
  const start = index * g.rowHeight;
  const end = start + g.rowHeight;
  const at = clamp(g, top);
  if (start < at) return clamp(g, start);
  if (end > at + g.view) return clamp(g, end - g.view);
  return at;
}

/** How many rows PageUp and PageDown move: those that show whole, less one for the eye to hold on to. */
export const pageRows = (g: Geometry) => Math.max(Math.floor(g.view / g.rowHeight) - 1, 1);

/** The row a key leads to, or none if the key does not move. */
export function moved(g: Geometry, index: number, key: string): number | null {
  const last = g.rows - 1;
  if (last < 0) return null;
  const steps: Record<string, number> = {
    ArrowDown: index + 1,
    ArrowUp: index - 1,
    PageDown: index + pageRows(g),
    PageUp: index - pageRows(g),
    Home: 0,
    End: last,
  };
  const to = steps[key];
  return to === undefined ? null : Math.min(Math.max(to, 0), last);
}
