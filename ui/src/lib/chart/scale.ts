/** From numbers to pixels and back, and the round numbers that an axis names. */

export interface Scale {
  /** The numbers at both ends. */
  from: number;
  to: number;
  /** The pixels they stand at. */
  start: number;
  end: number;
}

/** Where a number stands. */
export function place(scale: Scale, value: number): number {
  const span = scale.to - scale.from || 1;
  return scale.start + ((value - scale.from) / span) * (scale.end - scale.start);
}

/** The number that stands at a pixel. */
export function valueAt(scale: Scale, pixel: number): number {
  const span = scale.end - scale.start || 1;
  return scale.from + ((pixel - scale.start) / span) * (scale.to - scale.from);
}

/** The smallest of 1, 2, 5, 10, 20, 50, ... that is no smaller than this. Counts are whole, so nothing is below 1. */
export function niceStep(least: number): number {
  if (least <= 1) return 1;
  const power = 10 ** Math.floor(Math.log10(least));
  const factor = [1, 2, 5, 10].find((f) => f * power >= least * (1 - 1e-9)) ?? 10;
  return factor * power;
}

/** Round numbers around counts, the first at or below the lowest, the last at or above the highest. */
export function countTicks(lowest: number, highest: number, about = 4): number[] {
  const step = niceStep(Math.max(highest - lowest, 1) / about);
  const first = Math.floor(lowest / step) * step;
  const ticks = [first];
  while ((ticks.at(-1) ?? 0) < highest || ticks.length < 2) ticks.push((ticks.at(-1) ?? 0) + step);
  return ticks;
}

/**
 * Where an axis of counts begins: at nothing, unless what is shown moves so
 * little that its shape could not be seen from there.
 */
export function baseOf(lowest: number, highest: number): number {
  return lowest < highest * 0.6 ? 0 : lowest - (highest - lowest) * 0.04;
}
