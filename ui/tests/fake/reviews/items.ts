/** Invented grants of a review, each a function of its user. */
import type { ReviewItem, UserRow } from '../../../src/lib/backend/types';
import { NOW } from '../people';
import { random } from '../random';

const DAY = 86_400_000;
const day = (days: number) => new Date(NOW - days * DAY).toISOString();

/** Names that are read from the right, for looking at what becomes of them. */
const RTL = ['ليلى حدّاد', 'יעל כהן', 'سامر العلي'];

function letters(n: number): string {
  const all = 'ABCDEFGHJKMNPQRSTVWXYZ';
  const r = random(n * 31 + 7);
  return Array.from({ length: 6 }, () => all[Math.floor(r() * all.length)]).join('');
}

/** What user `row` holds: one grant, and every third a second through the same group. */
function grantsOf(row: UserRow): Omit<ReviewItem, 'item' | 'key' | 'reviewer' | 'own'>[] {
  const role = row.highest_role;
  if (!role) return [];
  const r = random(row.id * 97 + 5);
  const name = row.id % 41 === 7 ? (RTL[row.id % RTL.length] ?? row.display_name) : row.display_name;
  const through = r() < 0.55 ? `acme/${row.id % 2 ? 'frontend' : 'backend'}` : null;
  const all = 4 + Math.floor(r() * 30);
  const first = {
    user: row.id,
    userstore: row.userstore,
    username: row.username,
    name,
    email: row.email,
    kind: row.kind,
    state: row.state,
    role: role.role,
    scope: role.scope,
    through,
    privileged: row.privileged,
    since: r() < 0.85 ? day(30 + Math.floor(r() * 900)) : null,
    expires: row.expires_at,
    last_seen: row.last_seen,
    peers: r() < 0.9 ? { of: 'department Engineering', all, holding: Math.floor(r() * all) } : null,
    decision: null,
  };
  if (row.id % 3 !== 0) return [first];
  const second = {
    ...first,
    role: 'Release captain',
    privileged: false,
    scope: { kind: 'project' as const, path: 'acme/web/shop' },
  };
  return [first, { ...second, peers: first.peers && { ...first.peers, holding: 1 } }];
}

/** The grants of some users, each given to a reviewer in turn. */
export function itemsOf(rows: UserRow[], reviewers: string[], most: number, own?: number): ReviewItem[] {
  return rows
    .flatMap(grantsOf)
    .slice(0, most)
    .map((grant, item) => ({
      ...grant,
      item,
      key: `R${item + 1}-${letters(item)}`,
      reviewer: reviewers[grant.user % reviewers.length] ?? '',
      own: item === own,
    }));
}
