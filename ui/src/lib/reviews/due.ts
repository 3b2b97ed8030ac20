/** The last day to decide, and how far it is. */

const DAY = 86_400_000;

/** Days from today, by the UTC calendar as the backend counts; negative when it is over. */
export function daysLeft(due: string, now: number = Date.now()): number {
  return Math.round(Date.parse(`${due}T00:00:00Z`) / DAY) - Math.floor(now / DAY);
}

/** How near the end is: it decides the tone. */
export function nearness(due: string, now: number = Date.now()): 'over' | 'soon' | 'far' {
  const left = daysLeft(due, now);
  return left < 0 ? 'over' : left <= 7 ? 'soon' : 'far';
}
