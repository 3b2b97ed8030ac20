/** What the chart of seats shows, as points on a line of days, and what is true of one day or of a stretch of them. */
import type { SeatForecast, SeatHistory } from '../../../lib/backend';
import { numberOf } from '../../../lib/chart/days';
import type { Point, Spread } from '../../../lib/chart/paths';
import type { View } from '../../../lib/chart/zoom';

export interface Expected extends Spread {
  likely: number;
}

export interface Series {
  /** One a day. */
  taken: Point[];
  /** From which day on how many were bought. */
  bought: Point[];
  /** The instance's own count, on days it is known for. */
  instance: Point[];
  forecast: Expected[];
  /** Days with a snapshot. */
  snapshots: ReadonlySet<number>;
  peak: Point | null;
  /** The last day that was, as opposed to those to come. */
  last: number;
  /** All days there is something to show for. */
  bounds: View;
}

const pointOf = ({ date, count }: { date: string; count: number }): Point => ({ day: numberOf(date), count });

/** None where nothing is known yet. */
export function seriesOf(history: SeatHistory, forecast: SeatForecast | null): Series | null {
  const taken = history.by_day.map(pointOf);
  const instance = history.instance.map(pointOf);
  const known = [taken[0], instance[0]].flatMap((point) => (point ? [point.day] : []));
  if (known.length === 0) return null;
  const last = Math.max(taken.at(-1)?.day ?? -Infinity, instance.at(-1)?.day ?? -Infinity);
  const coming = (forecast?.refused === null ? forecast.days : [])
    .map(({ date, low, likely, high }) => ({ day: numberOf(date), low, likely, high }))
    .filter(({ day }) => day > last);
  return {
    taken,
    bought: history.purchased.map(pointOf),
    instance,
    forecast: coming,
    snapshots: new Set(history.snapshots.map(numberOf)),
    peak: history.peak && pointOf(history.peak),
    last,
    bounds: { from: Math.min(...known), to: coming.at(-1)?.day ?? last },
  };
}

/** What holds on a day by the last point until then. */
export function heldAt(points: Point[], day: number): number | null {
  let held: number | null = null;
  for (const point of points) {
    if (point.day > day) break;
    held = point.count;
  }
  return held;
}

export interface Reading {
  day: number;
  taken: number | null;
  bought: number | null;
  instance: number | null;
  forecast: Expected | null;
  snapshot: boolean;
  peak: boolean;
}

/** Everything that is known of each day of a stretch, in order. */
export function readings(series: Series, { from, to }: View): Reading[] {
  const taken = new Map(series.taken.map((p) => [p.day, p.count]));
  const instance = new Map(series.instance.map((p) => [p.day, p.count]));
  const forecast = new Map(series.forecast.map((p) => [p.day, p]));
  const all: Reading[] = [];
  for (let day = from; day <= to; day += 1) {
    all.push({
      day,
      taken: taken.get(day) ?? null,
      bought: heldAt(series.bought, day),
      instance: instance.get(day) ?? null,
      forecast: forecast.get(day) ?? null,
      snapshot: series.snapshots.has(day),
      peak: series.peak?.day === day,
    });
  }
  return all;
}

export const readingAt = (series: Series, day: number): Reading =>
  readings(series, { from: day, to: day })[0] as Reading;

/** The points of a stretch; of stairs also the one that holds when it begins. */
export function inView(points: Point[], { from, to }: View): Point[] {
  return points.filter(({ day }) => day >= from && day <= to);
}

export function stairsIn(points: Point[], view: View): Point[] {
  const held = heldAt(points, view.from);
  const later = points.filter(({ day }) => day > view.from && day <= view.to);
  return held === null ? later : [{ day: view.from, count: held }, ...later];
}

/** The lowest and the highest count to be seen in a stretch. */
export function extentOf(series: Series, view: View): { low: number; high: number } {
  const counts = [
    ...inView(series.taken, view),
    ...inView(series.instance, view),
    ...stairsIn(series.bought, view),
  ].map(({ count }) => count);
  const coming = series.forecast.filter(({ day }) => day >= view.from && day <= view.to);
  const all = [...counts, ...coming.flatMap(({ low, high }) => [low, high])];
  if (all.length === 0) return { low: 0, high: 1 };
  let low = Infinity;
  let high = 0;
  for (const count of all) {
    low = Math.min(low, count);
    high = Math.max(high, count);
  }
  return { low, high };
}
