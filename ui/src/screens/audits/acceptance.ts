/** Leaving findings as they are: what is wrong with a reason and a last day. */
import { dayAfter, isDay } from '../../lib/day';
import { m } from '../../lib/messages';
import { lengthOf } from '../../lib/text';

export const LONGEST_REASON = 1_000;
/** Days that are offered. */
export const QUICK = [30, 90, 183, 365];
/** The furthest day; what is accepted for longer is forgotten. */
const FURTHEST = 731;

export function problemsOf(reason: string, until: string, today: string): Partial<Record<'reason' | 'until', string>> {
  const v = m.audits.invalid;
  const problems: Partial<Record<'reason' | 'until', string>> = {};
  if (reason.trim() === '') problems.reason = v.reason;
  else if (lengthOf(reason.trim()) > LONGEST_REASON) problems.reason = v.reasonLong(LONGEST_REASON);
  if (!isDay(until)) problems.until = v.until;
  else if (until < today) problems.until = v.past;
  else if (until > dayAfter(FURTHEST, Date.parse(today))) problems.until = v.far;
  return problems;
}
