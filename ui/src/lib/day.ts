/** Days of the calendar, as `YYYY-MM-DD`, without a time zone. */

const DAY = 86_400_000;

/** Whether it is a day that exists, of a year that was not meant to be another: 31 is 2031 half typed. */
export function isDay(text: string): boolean {
  if (!/^(?:19|[2-9]\d)\d{2}-\d{2}-\d{2}$/.test(text)) return false;
  const at = new Date(`${text}T00:00:00Z`);
  return !Number.isNaN(at.getTime()) && at.toISOString().startsWith(text);
}

/** The day of a time, by the UTC calendar, as the backend counts. */
export const dayOf = (at: string) => new Date(at).toISOString().slice(0, 10);

/** The day some days after a time. */
export const dayAfter = (days: number, now: number) => new Date(now + days * DAY).toISOString().slice(0, 10);

/** The first second of a day, as the backend keeps times. */
export const startOf = (day: string) => `${day}T00:00:00Z`;
