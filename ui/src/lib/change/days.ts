/** Days that are often meant. */
import { dayAfter } from '../day';
import { m } from '../messages';

export function quickDays(now: number = Date.now()): { label: string; value: string }[] {
  return [
    ...[30, 90, 180].map((days) => ({ label: m.changing.inDays(days), value: dayAfter(days, now) })),
    { label: m.changing.endOfYear, value: `${new Date(now).getUTCFullYear()}-12-31` },
  ];
}
