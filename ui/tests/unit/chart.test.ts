import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { dayOf, dayTicks, monthStart, numberOf } from '../../src/lib/chart/days';
import { band, below, line, stairs } from '../../src/lib/chart/paths';
import { baseOf, countTicks, niceStep, place, valueAt } from '../../src/lib/chart/scale';
import { between, LEAST, same, showing, within, zoomed } from '../../src/lib/chart/zoom';

const days = fc.integer({ min: 0, max: 60_000 });

describe('days', () => {
  test('are numbered and named back', () => {
    expect(numberOf('1970-01-01')).toBe(0);
    expect(dayOf(numberOf('2028-02-29'))).toBe('2028-02-29');
    fc.assert(fc.property(days, (day) => numberOf(dayOf(day)) === day));
  });

  test('months begin where they begin, across years too', () => {
    expect(dayOf(monthStart(numberOf('2026-11-20')))).toBe('2026-11-01');
    expect(dayOf(monthStart(numberOf('2026-11-20'), 3))).toBe('2027-02-01');
    expect(dayOf(monthStart(numberOf('2026-03-31'), -1))).toBe('2026-02-01');
  });

  test('below the axis are no more than fit, in order, and within it', () => {
    fc.assert(
      fc.property(days, fc.integer({ min: 1, max: 4_000 }), fc.integer({ min: 2, max: 20 }), (from, length, most) => {
        const ticks = dayTicks(from, from + length, most).map(({ day }) => day);
        const ordered = ticks.every((day, i) => i === 0 || day > (ticks[i - 1] ?? 0));
        // Months differ in length, so one more may fit.
        return ordered && ticks.length <= most + 2 && ticks.every((day) => day >= from && day <= from + length);
      }),
    );
  });

  test('of a year are months, quarters count from January, weeks from Monday', () => {
    const year = dayTicks(numberOf('2025-12-01'), numberOf('2026-11-30'), 12);
    expect(year.map(({ day }) => dayOf(day).slice(5))).toContain('06-01');
    expect(year.find(({ day }) => dayOf(day) === '2026-01-01')?.unit).toBe('year');
    const quarters = dayTicks(numberOf('2025-12-01'), numberOf('2026-11-30'), 4);
    expect(quarters.map(({ day }) => dayOf(day))).toEqual(['2026-01-01', '2026-04-01', '2026-07-01', '2026-10-01']);
    const weeks = dayTicks(numberOf('2026-11-05'), numberOf('2026-12-20'), 8);
    expect(weeks.every(({ day }) => new Date(day * 86_400_000).getUTCDay() === 1)).toBe(true);
  });
});

describe('scales', () => {
  test('say where a number stands, and what stands there', () => {
    const scale = { from: 700, to: 850, start: 200, end: 20 };
    expect(place(scale, 700)).toBe(200);
    expect(place(scale, 850)).toBe(20);
    expect(valueAt(scale, place(scale, 812))).toBeCloseTo(812);
  });

  test('steps are whole and round', () => {
    expect([0.2, 1, 3, 13, 51, 4_999].map(niceStep)).toEqual([1, 1, 5, 20, 100, 5_000]);
  });

  test('round counts hold all that is shown', () => {
    fc.assert(
      fc.property(fc.nat(2_000_000), fc.nat(100_000), (low, more) => {
        const ticks = countTicks(low, low + more);
        return (ticks[0] ?? 1) <= low && (ticks.at(-1) ?? 0) >= low + more && ticks.length <= 8;
      }),
    );
  });

  test('an axis begins at nothing unless the shape would be lost', () => {
    expect(baseOf(10, 100)).toBe(0);
    expect(baseOf(800, 850)).toBeGreaterThan(700);
    expect(baseOf(0, 0)).toBeLessThanOrEqual(0);
  });
});

describe('paths', () => {
  const x = { from: 0, to: 10, start: 0, end: 100 };
  const y = { from: 0, to: 10, start: 100, end: 0 };
  const counts = [2, 2, 5, 5, 3].map((count, day) => ({ day, count }));

  test('stairs hold each count until the next, and say nothing twice', () => {
    expect(stairs(counts, x, y, 5)).toBe('M0 80H20V50H40V70H50');
    expect(stairs([], x, y, 5)).toBe('');
  });

  test('what is filled goes down to the foot', () =>
    expect(below(counts, x, y, 5)).toBe('M0 80H20V50H40V70H50V100H0Z'));

  test('a line breaks where nothing is known for long', () => {
    const some = [0, 1, 8].map((day) => ({ day, count: 5 }));
    expect(line(some, x, y, 3).match(/M/g)).toHaveLength(2);
    expect(line(some, x, y).match(/M/g)).toHaveLength(1);
  });

  test('a band goes there and back', () => {
    expect(band([{ day: 0, low: 1, high: 2 }], x, y)).toBe('M5 80L5 90Z');
    expect(band([], x, y)).toBe('');
  });
});

describe('zooming', () => {
  const bounds = { from: 100, to: 464 };
  const inside = fc.integer({ min: 100, max: 464 });

  test('never leaves the bounds and never shows fewer than the least', () => {
    fc.assert(
      fc.property(inside, inside, inside, fc.double({ min: 0.01, max: 50, noNaN: true }), (a, b, around, factor) => {
        const view = between(a, b, bounds);
        const next = zoomed(view, bounds, Math.min(Math.max(around, view.from), view.to), factor);
        for (const one of [view, next]) {
          expect(one.from).toBeGreaterThanOrEqual(bounds.from);
          expect(one.to).toBeLessThanOrEqual(bounds.to);
          expect(one.to - one.from + 1).toBeGreaterThanOrEqual(LEAST);
        }
      }),
    );
  });

  test('keeps the day it is around in its place', () => {
    expect(zoomed({ from: 200, to: 299 }, bounds, 250, 0.5)).toEqual({ from: 225, to: 274 });
  });

  test('between two days holds both, in whichever order', () => {
    expect(between(300, 200, bounds)).toEqual({ from: 200, to: 300 });
    const tight = between(300, 301, bounds);
    expect(tight.from).toBeLessThanOrEqual(300);
    expect(tight.to - tight.from + 1).toBe(LEAST);
  });

  test('out all the way is the whole', () =>
    expect(same(zoomed({ from: 200, to: 299 }, bounds, 250, 99), bounds)).toBe(true));

  test('a day out of view comes into view at the edge', () => {
    expect(showing({ from: 200, to: 209 }, bounds, 150)).toEqual({ from: 150, to: 159 });
    expect(showing({ from: 200, to: 209 }, bounds, 460)).toEqual({ from: 451, to: 460 });
    expect(showing({ from: 200, to: 209 }, bounds, 205)).toEqual({ from: 200, to: 209 });
  });

  test('bounds shorter than the least are shown whole', () => {
    expect(within({ from: 3, to: 9 }, { from: 5, to: 5 })).toEqual({ from: 5, to: 5 });
  });
});
