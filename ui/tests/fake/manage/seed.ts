/** A realm in which something was done before: changes that wait, were confirmed, undone, withdrawn. */
import type { ChangeGlance, ChangeUserRow, FieldChange, Standing } from '../../../src/lib/backend/types';
import { ago, type World } from '../world';

interface Seed {
  title: string;
  days: number;
  operator: string;
  status: ChangeGlance['status'];
  store: string;
  users: number;
  waits: number;
  refused: number;
  field: (i: number) => FieldChange;
}

const state = (before: string, after: string) => (): FieldChange => ({ name: 'state', before, after });

/** The oldest first. */
const SEEDS: Seed[] = [
  {
    title: 'Set title',
    days: 61,
    operator: 'Dana Reyes',
    status: 'applied',
    store: 'PRIMARY',
    users: 1,
    waits: 0,
    refused: 0,
    field: () => ({ name: 'profile.title', before: 'Engineer', after: 'Staff engineer' }),
  },
  {
    title: 'Deactivate',
    days: 44,
    operator: 'Noor Rahman',
    status: 'confirmed',
    store: 'gitlab',
    users: 118,
    waits: 0,
    refused: 9,
    field: state('active', 'deactivated'),
  },
  {
    title: 'Add role Reporter on acme/docs',
    days: 30,
    operator: 'Dana Reyes',
    status: 'withdrawn',
    store: 'gitlab',
    users: 24,
    waits: 0,
    refused: 0,
    field: () => ({ name: 'grant', before: null, after: 'Reporter on acme/docs' }),
  },
  {
    title: 'Set department to Platform',
    days: 12,
    operator: 'Dana Reyes',
    status: 'undone',
    store: 'PRIMARY',
    users: 1,
    waits: 0,
    refused: 0,
    field: () => ({ name: 'profile.department', before: null, after: 'Platform' }),
  },
  {
    title: 'Lock',
    days: 9,
    operator: 'Noor Rahman',
    status: 'pending',
    store: 'ldap',
    users: 7,
    waits: 7,
    refused: 0,
    field: state('active', 'locked'),
  },
  {
    title: 'Block',
    days: 2,
    operator: 'Dana Reyes',
    status: 'pending',
    store: 'gitlab',
    users: 46,
    waits: 38,
    refused: 3,
    field: state('active', 'blocked'),
  },
];

function standingOf(seed: Seed, i: number): Standing {
  if (i >= seed.users) return 'refused';
  if (seed.status === 'pending') return i < seed.waits ? 'outstanding' : 'confirmed';
  return seed.status;
}

const REASON: Partial<Record<Standing, string>> = {
  outstanding: 'The snapshot of 20 Nov still says: active.',
  refused: 'GitLab bans and blocks only who is active.',
};

export function seedChanges(world: World, users: Map<number, ChangeUserRow[]>): void {
  SEEDS.forEach((seed, n) => {
    const id = n + 1;
    const pool = world.rows.filter(
      (row) => row.userstore === seed.store && (seed.store === 'PRIMARY' || row.state === 'active'),
    );
    const rows = pool.slice(0, seed.users + seed.refused);
    const [first] = rows;
    users.set(
      id,
      rows.map((row, i) => {
        const standing = standingOf(seed, i);
        const reason = i % 3 === 0 || standing === 'refused' ? (REASON[standing] ?? null) : null;
        const fields = standing === 'refused' ? [] : [seed.field(i)];
        return { user: row.id, target: `${row.userstore}/${row.username}`, standing, reason, fields };
      }),
    );
    if (seed.status === 'pending') {
      for (const row of rows.slice(0, seed.waits)) {
        row.pending = true;
        world.pending.set(row.id, [{ change: id, title: seed.title, field: seed.field(0) }]);
      }
    }
    world.undoes.set(id, []);
    const single = seed.users === 1 && first;
    world.changes.unshift({
      id,
      at: ago(seed.days),
      operator: seed.operator,
      title: seed.title,
      target: single ? `${first.userstore}/${first.username}` : null,
      user: single ? first.id : null,
      status: seed.status,
      users: seed.users,
      outstanding: seed.waits,
      confirmed: seed.status === 'confirmed' ? seed.users : seed.status === 'pending' ? seed.users - seed.waits : 0,
      refused: seed.refused,
      undone_at: seed.status === 'undone' || seed.status === 'withdrawn' ? ago(seed.days - 1) : null,
      undone_by: seed.status === 'undone' || seed.status === 'withdrawn' ? 'Dana Reyes' : null,
      can_undo: seed.status === 'applied' || seed.status === 'pending',
      fields: single ? [seed.field(0)] : [],
    });
  });
}
