/** A decision being written: which roles can take a grant's place, and what is missing. */
import type { ReviewItem, ReviewRoles } from '../../../lib/backend';
import type { VerdictWord } from '../../../lib/reviews/verdict';

type Held = Pick<ReviewItem, 'userstore' | 'role'>;

/** The userstore all of them are of; none if they are of several. */
export function storeOf(rows: readonly Held[]): string | null {
  const [first] = rows;
  return first && rows.every((row) => row.userstore === first.userstore) ? first.userstore : null;
}

const same = (a: string, b: string) => a.toLocaleLowerCase() === b.toLocaleLowerCase();

/** Roles that can take their place: those of their userstore, without the one that all of them hold. */
export function lowerRoles(rows: readonly Held[], roles: readonly ReviewRoles[]): string[] {
  const store = storeOf(rows);
  const known = roles.find((one) => one.userstore === store)?.roles ?? [];
  return known.filter((role) => !rows.every((row) => same(row.role, role)));
}

export interface Written {
  verdict: VerdictWord | '';
  to: string;
  rows: readonly Held[];
}

/** What is missing; none if nothing is. */
export function problemOf({ verdict, to, rows }: Written): 'verdict' | 'role' | 'same' | null {
  if (verdict === '') return 'verdict';
  if (verdict !== 'reduce') return null;
  if (to.trim() === '' || storeOf(rows) === null) return 'role';
  return rows.every((row) => same(row.role, to.trim())) ? 'same' : null;
}
