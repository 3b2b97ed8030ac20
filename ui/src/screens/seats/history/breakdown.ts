/** The users behind a row of a breakdown. */
import type { BreakdownBy } from '../../../lib/backend';
import { compose, equals } from '../../../lib/users/filter';
import { byUserstore, highestRole } from '../../../lib/users/links';

/** The plan's rule and the row's own condition; none where no filter says the same. */
export function filterFor(by: BreakdownBy, name: string | null, rule: string): string | null {
  const clause: Record<BreakdownBy, () => string | null> = {
    role: () => highestRole(name),
    userstore: () => (name === null ? null : byUserstore(name)),
    group: () => (name === null ? 'not (groups pr)' : equals('groups', name)),
    department: () => (name === null ? 'not (department pr)' : equals('department', name)),
  };
  const found = clause[by]();
  return found === null ? null : compose([rule.trim(), found], '');
}
