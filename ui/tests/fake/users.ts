/** The list, and one user at a time. */
import type {
  Commands,
  SortBy,
  State,
  StateAction,
  UserDetail,
  UserEdit,
  UserRow,
  UsersPage,
} from '../../src/lib/backend/types';
import type { Answers } from './answers';
import { Fault } from './fault';
import { matches } from './language';
import { aboutOf } from './manage/about';
import { person } from './people';
import { seatOfUser } from './seats';
import { ago, type World } from './world';

const keys: Record<SortBy, (row: UserRow) => string | number> = {
  displayName: (row) => row.display_name.toLowerCase(),
  userName: (row) => row.username.toLowerCase(),
  email: (row) => row.email ?? '~',
  state: (row) => row.state,
  kind: (row) => row.kind,
  highestRole: (row) => row.highest_role?.level ?? 0,
  lastSeen: (row) => row.last_seen.at ?? '',
  created: (row) => row.created_at ?? '',
  userstore: (row) => row.userstore,
  seat: (row) => Number(row.seat),
};

function usersPage(world: World, query: Commands['users_page']['request']): UsersPage {
  const { generation } = world;
  if (world.scenario.users > world.rows.length && query.filter === '') {
    const end = Math.min(query.offset + query.limit, world.scenario.users);
    const users = Array.from({ length: Math.max(end - query.offset, 0) }, (_, i) => person(query.offset + i));
    return { users, total: world.scenario.users, generation };
  }
  const key = keys[query.sort];
  const sign = query.descending ? -1 : 1;
  const found = world.rows
    .filter(matches(query.filter))
    .sort((a, b) => (key(a) < key(b) ? -sign : key(a) > key(b) ? sign : a.id - b.id));
  return { users: found.slice(query.offset, query.offset + query.limit), total: found.length, generation };
}

/** As GitLab has it: who is blocked is unblocked, who is active can be blocked, deactivated, banned. */
function actionsOf(row: UserRow): StateAction[] {
  const action = (name: string, state: State, refused: string | null = null) => ({ action: name, state, refused });
  if (row.state === 'blocked') return [action('unblock', 'active'), action('delete', 'deleted')];
  if (row.state === 'deactivated') return [action('activate', 'active'), action('block', 'blocked')];
  if (row.state === 'pending') return [action('approve', 'active'), action('reject', 'deleted')];
  const recent = 'Seen within the last 90 days; GitLab deactivates only who was not.';
  const fresh = row.last_seen.at !== null && row.last_seen.at > ago(90);
  return [
    action('block', 'blocked'),
    action('deactivate', 'deactivated', fresh ? recent : null),
    action('ban', 'banned'),
    action('delete', 'deleted'),
  ];
}

function detail(world: World, id: number): UserDetail {
  const row = world.row(id);
  if (!row) throw new Fault('not_found', `There is no user number ${id} in this vault.`);
  const about = aboutOf(world);
  const local = row.userstore === 'PRIMARY';
  const role = row.highest_role;
  const grant = role && {
    role: { name: role.role, level: role.level, privileged: row.privileged, base: null, permissions: [] },
    scope: role.scope,
    through: 'acme/frontend',
    since: '2026-03-02T00:00:00Z',
    expires: null,
  };
  return {
    user: row,
    editable: local,
    changeable: true,
    actions: actionsOf(row),
    pending: world.pending.get(id) ?? [],
    person: about.personOf(id),
    service: about.serviceOf(row),
    invitation: about.invited(row),
    profile: about.profileOf(row),
    grants: grant
      ? [
          grant,
          {
            role: {
              name: 'Release captain',
              level: 25,
              privileged: false,
              base: 'Reporter',
              permissions: ['read_code', 'admin_runners'],
            },
            scope: { kind: 'project', path: 'acme/web/shop' },
            through: null,
            since: '2026-09-14T00:00:00Z',
            expires: '2026-12-31T00:00:00Z',
          },
        ]
      : [],
    groups: row.highest_role ? ['acme', 'acme/frontend', 'acme/guild-accessibility'] : [],
    seat: seatOfUser(world, row),
    avatar: about.avatars.get(id) ?? null,
    history: [
      {
        at: ago(18),
        operator: null,
        action: 'changed',
        fields: [{ name: 'profile.title', before: 'Engineer', after: 'Front-end engineer' }],
      },
      {
        at: ago(96),
        operator: null,
        action: 'changed',
        fields: [
          { name: 'state', before: 'pending', after: row.state },
          { name: 'email', before: null, after: row.email },
        ],
      },
      { at: ago(300), operator: null, action: 'created', fields: [] },
    ],
    seat_flag: row.userstore === 'gitlab' ? row.seat : null,
    snapshot_at: local ? null : ago(0.01),
  };
}

/** Row and profile, as one change. */
function changed(world: World, row: UserRow, edit: UserEdit, created: boolean) {
  const about = aboutOf(world);
  const { profile, visibility, attributes, service, invitation, ...rest } = edit;
  void invitation;
  const beside = about.edit(row, {
    ...(profile && { profile }),
    ...(visibility && { visibility }),
    ...(attributes && { attributes }),
    ...(service && { service }),
  });
  const done = world.edit(row, rest as Partial<UserRow>, created);
  about.undo.set(done.change, beside.undo);
  const fields = [...done.fields, ...beside.fields];
  const glance = world.changes.find((one) => one.id === done.change);
  if (glance) glance.fields = fields;
  return { change: done.change, fields };
}

export function userAnswers(world: World): Pick<Answers, 'users_page' | 'user_show' | 'user_create' | 'user_edit'> {
  return {
    users_page: (query) => usersPage(world, query),
    user_show: (id) => detail(world, id),
    user_create: ({ userstore, edit }) => {
      const row = { ...person(world.rows.length), userstore, id: world.rows.length + 1, source_id: null };
      world.rows.push(row);
      if (edit.state === 'invited') {
        aboutOf(world).invitations.set(row.id, {
          at: ago(0),
          operator: 'Dana Reyes',
          message: edit.invitation ?? null,
        });
      }
      return { user: row, pending: false, ...changed(world, row, edit, true) };
    },
    user_edit: ([id, edit]) => {
      const row = world.row(id);
      if (!row) throw new Fault('not_found', 'There is no such user.');
      if (edit.username === 'taken')
        throw new Fault('exists', 'PRIMARY/taken is another user. Choose another username.');
      return { user: row, pending: row.userstore !== 'PRIMARY', ...changed(world, row, edit, false) };
    },
  };
}
