/** Days of the calendar as whole numbers, so that they can stand on an axis. Day 0 is 1 January 1970, UTC. */

const DAY = 86_400_000;

/** The number of a day such as `2026-11-03`. */
export const numberOf = (day: string) => Math.round(Date.parse(`${day.slice(0, 10)}T00:00:00Z`) / DAY);

/** The day of a number. */
export const dayOf = (number: number) => new Date(number * DAY).toISOString().slice(0, 10);

/** The first day of the month of a day, some months on. */
export function monthStart(number: number, months = 0): number {
  const at = new Date(number * DAY);
  return Date.UTC(at.getUTCFullYear(), at.getUTCMonth() + months, 1) / DAY;
}

export type Unit = 'day' | 'month' | 'year';
export interface Tick {
  day: number;
  unit: Unit;
}

const DAY_STEPS = [1, 2, 7, 14];
const MONTH_STEPS = [1, 2, 3, 6, 12];
const MONTH = 30.44;

/** Days of a stretch that are worth a word below the axis: no more than `most`, each where a month, a week or a day begins. */
export function dayTicks(from: number, to: number, most: number): Tick[] {
  const span = Math.max(to - from, 1);
  const days = DAY_STEPS.find((step) => span / step <= most);
  if (days !== undefined && span < 3 * MONTH) {
    // Weeks begin on a Monday; 1 January 1970 was a Thursday.
    const first = days >= 7 ? from + ((((4 - from) % days) + days) % days) : from;
    const ticks: Tick[] = [];
    for (let day = first; day <= to; day += days) ticks.push({ day, unit: 'day' });
    return ticks;
  }
  const months = MONTH_STEPS.find((step) => span / MONTH / step <= most) ?? Math.ceil(span / MONTH / most / 12) * 12;
  return monthTicks(from, to, months);
}

function monthTicks(from: number, to: number, step: number): Tick[] {
  const ticks: Tick[] = [];
  const begins = new Date(monthStart(from) * DAY);
  // Steps count from January, so that quarters and halves are those of the year.
  const late = begins.getUTCMonth() % Math.min(step, 12);
  for (let n = -late; ; n += step) {
    const day = monthStart(from, n);
    if (day > to) return ticks;
    const january = new Date(day * DAY).getUTCMonth() === 0;
    if (day >= from) ticks.push({ day, unit: january ? 'year' : 'month' });
  }
}
