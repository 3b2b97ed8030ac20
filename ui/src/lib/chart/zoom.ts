/** Which days of a chart are in view. Both ends are days that are shown. */

export interface View {
  from: number;
  to: number;
}

/** Fewer days than these are not worth a chart. */
export const LEAST = 7;

const length = ({ from, to }: View) => to - from + 1;

/** Moves a view inside its bounds without changing its length, as far as that can be. */
export function within(view: View, bounds: View): View {
  const days = Math.min(length(view), length(bounds));
  const from = Math.max(Math.min(view.from, bounds.to - days + 1), bounds.from);
  return { from, to: from + days - 1 };
}

/** Shows `factor` times as many days around one that keeps its place. */
export function zoomed(view: View, bounds: View, around: number, factor: number): View {
  const days = Math.round(Math.min(Math.max(length(view) * factor, LEAST), length(bounds)));
  const share = (around - view.from) / Math.max(length(view) - 1, 1);
  const from = Math.round(around - share * (days - 1));
  return within({ from, to: from + days - 1 }, bounds);
}

/** The days between two, in whichever order; widened to the fewest worth showing. */
export function between(one: number, other: number, bounds: View): View {
  const from = Math.min(one, other);
  const to = Math.max(one, other);
  const missing = Math.max(LEAST - (to - from + 1), 0);
  const start = from - Math.floor(missing / 2);
  return within({ from: start, to: start + to - from + missing }, bounds);
}

/** Moves the view so that a day is in it. */
export function showing(view: View, bounds: View, day: number): View {
  if (day < view.from) return within({ from: day, to: day + length(view) - 1 }, bounds);
  if (day > view.to) return within({ from: day - length(view) + 1, to: day }, bounds);
  return view;
}

export const same = (a: View, b: View) => a.from === b.from && a.to === b.to;
