import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { CAP, clamp, fromTrack, geometry, moved, pageRows, reveal, toTrack, visible } from '../../src/lib/table/scroll';

const sizes = fc.record({
  rows: fc.integer({ min: 0, max: 5_000_000 }),
  rowHeight: fc.constantFrom(28, 36),
  view: fc.integer({ min: 40, max: 2400 }),
});
const shape = sizes.map(({ rows, rowHeight, view }) => geometry(rows, rowHeight, view));
/** A share of the way along, ends included. */
const share = fc.double({ min: 0, max: 1, noNaN: true });

describe('a table that fits', () => {
  test('scrolls as the browser does', () => {
    const g = geometry(1284, 36, 600);
    expect(g.ratio).toBe(1);
    expect(g.spacer).toBe(1284 * 36);
    expect(fromTrack(g, 1234)).toBe(1234);
    expect(toTrack(g, 1234)).toBe(1234);
  });

  test('that is shorter than its view does not scroll', () => {
    const g = geometry(3, 36, 600);
    expect(g.range).toBe(0);
    expect(fromTrack(g, 50)).toBe(0);
    expect(visible(g, 0)).toEqual({ first: 0, last: 3 });
  });
});

describe('a million rows', () => {
  const g = geometry(1_000_000, 36, 600);

  test('never make the element taller than the cap', () => {
    expect(g.ratio).toBeGreaterThan(1);
    expect(g.spacer).toBe(CAP);
  });

  test('are all reachable: the end of the track shows the last row whole', () => {
    const top = fromTrack(g, g.track);
    expect(visible(g, top).last).toBe(1_000_000);
    expect(top + g.view).toBe(1_000_000 * 36);
  });

  test('move row by row with the keys, whatever the ratio', () => {
    const top = reveal(g, fromTrack(g, g.track / 2), 500_123);
    const next = reveal(g, top, 500_124);
    expect(next - top).toBeLessThanOrEqual(36);
  });
});

describe('for any table', () => {
  test('the spacer is never above the cap, and places never leave the table', () => {
    fc.assert(
      fc.property(shape, fc.double({ min: -1e9, max: 1e9, noNaN: true }), (g, at) => {
        expect(g.spacer).toBeLessThanOrEqual(CAP);
        const top = fromTrack(g, at);
        expect(top).toBeGreaterThanOrEqual(0);
        expect(top).toBeLessThanOrEqual(g.range);
        expect(clamp(g, at)).toBe(Math.min(Math.max(at, 0), g.range));
      }),
    );
  });

  test('a place to a scroll position and back is the same place', () => {
    fc.assert(
      fc.property(shape, share, (g, s) => {
        const top = s * g.range;
        expect(fromTrack(g, toTrack(g, top))).toBeCloseTo(top, 3);
      }),
    );
  });

  test('further along the track is never earlier in the table', () => {
    fc.assert(
      fc.property(shape, share, share, (g, a, b) => {
        const [low, high] = a < b ? [a, b] : [b, a];
        expect(fromTrack(g, low * g.track)).toBeLessThanOrEqual(fromTrack(g, high * g.track));
      }),
    );
  });

  test('the rows drawn cover the view and are few', () => {
    fc.assert(
      fc.property(shape, share, (g, s) => {
        const top = s * g.range;
        const { first, last } = visible(g, top);
        expect(first * g.rowHeight).toBeLessThanOrEqual(top);
        expect(last * g.rowHeight).toBeGreaterThanOrEqual(Math.min(top + g.view, g.rows * g.rowHeight));
        expect(last - first).toBeLessThanOrEqual(Math.ceil(g.view / g.rowHeight) + 1);
      }),
    );
  });

  test('a revealed row shows whole, and the table moves no more than it must', () => {
    fc.assert(
      fc.property(shape, share, share, (g, s, r) => {
        fc.pre(g.rows > 0 && g.view >= g.rowHeight);
        const index = Math.min(Math.floor(r * g.rows), g.rows - 1);
        const top = s * g.range;
        const next = reveal(g, top, index);
        expect(next).toBeLessThanOrEqual(index * g.rowHeight);
        expect(next + g.view).toBeGreaterThanOrEqual(Math.min((index + 1) * g.rowHeight, g.rows * g.rowHeight));
        const was = index * g.rowHeight >= top && (index + 1) * g.rowHeight <= top + g.view;
        if (was) expect(next).toBe(top);
      }),
    );
  });

  test('keys stay within the table; down then up comes back', () => {
    fc.assert(
      fc.property(
        shape,
        share,
        fc.constantFrom('ArrowDown', 'ArrowUp', 'PageDown', 'PageUp', 'Home', 'End'),
        (g, r, key) => {
          fc.pre(g.rows > 0);
          const index = Math.min(Math.floor(r * g.rows), g.rows - 1);
          const to = moved(g, index, key);
          expect(to).not.toBeNull();
          expect(to).toBeGreaterThanOrEqual(0);
          expect(to).toBeLessThan(g.rows);
          if (index + 1 < g.rows) expect(moved(g, moved(g, index, 'ArrowDown') ?? -1, 'ArrowUp')).toBe(index);
          if (index + pageRows(g) < g.rows) {
            expect(moved(g, moved(g, index, 'PageDown') ?? -1, 'PageUp')).toBe(index);
          }
        },
      ),
    );
  });
});

test('a key that does not move leads nowhere, nor does any in an empty table', () => {
  expect(moved(geometry(10, 36, 100), 0, 'x')).toBeNull();
  expect(moved(geometry(0, 36, 100), 0, 'End')).toBeNull();
});
