import fc from 'fast-check';
import { expect, test } from 'vitest';
import { assign, FREE } from '../../src/lib/table/slots';

const view = fc.record({
  first: fc.nat(1_000_000),
  length: fc.nat(60),
  active: fc.option(fc.nat(1_000_000), { nil: undefined }),
});
const rowsOf = ({ first, length, active }: { first: number; length: number; active?: number | undefined }) => [
  ...new Set([...Array.from({ length }, (_, i) => first + i), ...(active === undefined ? [] : [active])]),
];

test('every row that is wanted is drawn once, and nothing else is', () => {
  fc.assert(
    fc.property(fc.array(view, { minLength: 1, maxLength: 20 }), (views) => {
      let slots: number[] = [];
      for (const v of views) {
        const wanted = rowsOf(v);
        slots = assign(slots, wanted);
        const drawn = slots.filter((row) => row !== FREE);
        expect([...drawn].sort((a, b) => a - b)).toEqual([...wanted].sort((a, b) => a - b));
      }
    }),
  );
});

test('a row that stays keeps its element', () => {
  fc.assert(
    fc.property(view, view, (a, b) => {
      const before = assign([], rowsOf(a));
      const after = assign(before, rowsOf(b));
      const stay = new Set(rowsOf(b));
      before.forEach((row, slot) => {
        if (row !== FREE && stay.has(row)) expect(after[slot]).toBe(row);
      });
    }),
  );
});

test('no more elements than were ever drawn at once', () => {
  let slots: number[] = [];
  for (let first = 0; first < 5000; first += 7) slots = assign(slots, rowsOf({ first, length: 24 }));
  expect(slots.length).toBe(24);
});
