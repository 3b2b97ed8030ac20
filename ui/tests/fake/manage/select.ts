/** Which users a change is about. */
import type { Selected, Unmatched, UserRow } from '../../../src/lib/backend/types';
import { matches } from '../language';
import type { World } from '../world';

export function usersOf(world: World, selected: Selected): { rows: UserRow[]; unmatched: Unmatched[] } {
  if ('users' in selected) return { rows: selected.users.flatMap((id) => world.row(id) ?? []), unmatched: [] };
  if ('filter' in selected) return { rows: world.rows.filter(matches(selected.filter)), unmatched: [] };
  const rows = new Set<UserRow>();
  const unmatched: Unmatched[] = [];
  selected.lines.split('\n').forEach((line, i) => {
    const text = line.trim();
    if (text === '') return;
    const key = text.toLowerCase();
    const found = world.rows.filter((row) =>
      [row.username, row.email, `${row.userstore}/${row.username}`].some((name) => name?.toLowerCase() === key),
    );
    const [only] = found;
    if (only && found.length === 1) rows.add(only);
    else {
      const reason = only
        ? `${found.length} users are called so. Write DOMAIN/username.`
        : 'No username, full name, e-mail or id is like this.';
      unmatched.push({ line: i + 1, text, reason });
    }
  });
  return { rows: [...rows], unmatched };
}
