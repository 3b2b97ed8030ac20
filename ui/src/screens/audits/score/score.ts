/** What there is to say of a score beside the number. */
import type { AuditOverview, AuditRun, AuditScore, Severity } from '../../../lib/backend';
import type { Point } from '../../../lib/chart/paths';
import { f, m } from '../../../lib/messages';

/** The run before the last, of the same rules. */
export function previousOf({ trend, last }: AuditOverview): AuditRun | null {
  const at = trend.findIndex((run) => run.id === last?.id);
  return trend[(at < 0 ? trend.length : at) - 1] ?? null;
}

/** Scores one after another: what counts is the run, not how many days lie between. */
export const pointsOf = (trend: AuditRun[]): Point[] => trend.map((run, i) => ({ day: i, count: run.score }));

/** "+3 since the last run". */
export function moved(now: number, before: number): string {
  return now === before ? f.capital(m.audits.same) : m.audits.up(now - before);
}

/** What a score would be without a ceiling, rounded down as the backend does. */
export const plainOf = (users: number, points: number) => Math.floor((100 * users) / (users + points));

/** The severity that holds the score down, where it would be higher without. */
export function capOf(score: AuditScore): { most: number; worst: Severity } | null {
  if (plainOf(score.users, score.points) <= score.ceiling) return null;
  const worst = score.terms.find((term) => term.open > 0)?.severity;
  return worst ? { most: score.ceiling, worst } : null;
}

/** The most a score can be while one finding of a severity is open: docs/audit.md has the table. */
const CEILINGS: Partial<Record<Severity, number>> = { critical: 70, high: 90 };

/** How much higher the score would be without what is open of a severity. */
export function takenBy(score: AuditScore, severity: Severity): number {
  const rest = score.terms.filter((term) => term.severity !== severity && term.open > 0);
  const points = rest.reduce((sum, term) => sum + term.points, 0);
  const ceiling = Math.min(100, ...rest.map((term) => CEILINGS[term.severity] ?? 100));
  return Math.min(plainOf(score.users, points), ceiling) - score.score;
}

/** How many were open in a run. */
export const openIn = (run: AuditRun) => run.severities.reduce((sum, { open }) => sum + open, 0);
