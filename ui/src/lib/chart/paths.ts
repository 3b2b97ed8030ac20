/** Lines and bands as the `d` of an SVG path. */
import { place, type Scale } from './scale';

export interface Point {
  day: number;
  count: number;
}

const at = (n: number) => String(Math.round(n * 10) / 10);

/** Stairs: a count holds from its day until the next point's day, the last until `end`. */
export function stairs(points: Point[], x: Scale, y: Scale, end: number): string {
  const parts: string[] = [];
  let before: number | null = null;
  for (const { day, count } of points) {
    if (count === before) continue;
    const height = at(place(y, count));
    parts.push(before === null ? `M${at(place(x, day))} ${height}` : `H${at(place(x, day))}V${height}`);
    before = count;
  }
  return before === null ? '' : `${parts.join('')}H${at(place(x, end))}`;
}

/** The stairs down to the foot of the chart, to be filled. */
export function below(points: Point[], x: Scale, y: Scale, end: number): string {
  const first = points[0];
  if (!first) return '';
  const foot = at(y.start);
  return `${stairs(points, x, y, end)}V${foot}H${at(place(x, first.day))}Z`;
}

/** A line from point to point, each in the middle of its day; broken where days are missing for longer than `gap`. */
export function line(points: Point[], x: Scale, y: Scale, gap = Infinity): string {
  let last: number | null = null;
  return points
    .map(({ day, count }) => {
      const move = last === null || day - last > gap;
      last = day;
      return `${move ? 'M' : 'L'}${at(place(x, day + 0.5))} ${at(place(y, count))}`;
    })
    .join('');
}

export interface Spread {
  day: number;
  low: number;
  high: number;
}

/** The space between the lowest and the highest, day by day. */
export function band(days: Spread[], x: Scale, y: Scale): string {
  if (days.length === 0) return '';
  const spot = (day: number, count: number) => `${at(place(x, day + 0.5))} ${at(place(y, count))}`;
  const upper = days.map(({ day, high }) => spot(day, high));
  const lower = days.map(({ day, low }) => spot(day, low)).reverse();
  return `M${[...upper, ...lower].join('L')}Z`;
}
