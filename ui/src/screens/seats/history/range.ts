/** Which days are asked for. */
import type { SeatHistoryQuery } from '../../../lib/backend';
import { dayAfter } from '../../../lib/day';

export const RANGES = ['period', 'year', 'all'] as const;
export type Range = (typeof RANGES)[number];

/** No vault knows of a day before it: the backend leaves out days before the first snapshot. */
const BEGINNING = '2000-01-01';

export const rangeOf = (param: string | undefined): Range => RANGES.find((one) => one === param) ?? 'period';

/** The licence period is what the backend answers with if nothing is said. */
export function daysOf(range: Range, now: number = Date.now()): Pick<SeatHistoryQuery, 'from'> {
  if (range === 'year') return { from: dayAfter(-364, now) };
  return range === 'all' ? { from: BEGINNING } : {};
}
