/** What the in-memory realm answers to each command. */
import type {
  Commands,
  Kind,
  Overview,
  PlanGlance,
  ProfileValue,
  Seat,
  SeatReport,
  SortBy,
  UserDetail,
  UserRow,
  UsersPage,
} from '../../src/lib/backend/types';
import type { OnProgress } from '../../src/lib/backend/transport';
import { matches } from './filter';
import { importAnswers } from './importing';
import { logAnswers } from './log';
import { NOW, person } from './people';
import { ago, type World } from './world';

export type Answers = {
  [C in keyof Commands]: (
    request: Commands[C]['request'],
    progress: OnProgress,
  ) => Commands[C]['answer'] | Promise<Commands[C]['answer']>;
};

export class Fault extends Error {
  constructor(
    readonly code: string,
    message: string,
    readonly details: Record<string, unknown> = {},
  ) {
    super(message);
  }
}

export const pause = (ms: number) => new Promise((done) => setTimeout(done, ms));

const PEOPLE = 'state eq "active" and (kind eq "human" or kind eq "external") and gone eq false';
const SEAT_FILTER =
  'state eq "active" and kind ne "bot" and kind ne "service" and (grants[role.level gt 10] or permissions co "read_code")';

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

function overview(world: World): Overview {
  const count = (filter: string) => world.rows.filter(matches(filter)).length;
  const roles = ['Owner', 'Maintainer', 'Developer', 'Reporter', 'Planner', 'Guest', null];
  const byRole = world.countBy((row) => row.highest_role?.role ?? null);
  const by_kind = [...world.countBy((row) => row.kind)].map(([kind, n]) => ({ kind: kind as Kind, count: n }));
  return {
    as_of: new Date(NOW).toISOString(),
    users: world.states().reduce((sum, s) => sum + s.count, 0),
    gone: world.rows.filter((row) => row.gone_since).length,
    by_state: world.states(),
    by_kind: by_kind.sort((a, b) => b.count - a.count),
    by_role: roles.map((role) => ({ role, count: byRole.get(role) ?? 0 })).filter((r) => r.count > 0),
    unseen: {
      rule: PEOPLE,
      days: 90,
      dormant: count(`${PEOPLE} and lastSeen le "-90d"`),
      never: count(`${PEOPLE} and lastSeen eq never`),
      unknown: count(`${PEOPLE} and lastSeen eq unknown`),
      not_collected: count(`${PEOPLE} and lastSeen eq not_collected`),
    },
    seats: world.plan === null ? null : { plan: world.plan, title: 'GitLab Ultimate', ...seatCounts(world) },
    snapshots:
      world.scenario.users === 0
        ? []
        : [
            { userstore: 'gitlab', taken_at: ago(0.01), complete: true, users: 1131, rejected: 0 },
            { userstore: 'ldap', taken_at: ago(18), complete: false, users: 152, rejected: 3 },
          ],
    privileged: {
      total: count('state eq "active" and privileged eq true and gone eq false'),
      without_mfa: count('state eq "active" and privileged eq true and gone eq false and mfa eq false'),
    },
  };
}

const seatsOf = (world: World) => world.rows.filter((row) => row.seat && !row.gone_since);

function freeable(row: UserRow): string | null {
  if (row.last_seen.status === 'never') return 'never';
  return row.last_seen.at !== null && Date.parse(row.last_seen.at) < NOW - 90 * 86_400_000 ? 'dormant' : null;
}

function seatCounts(world: World) {
  const seats = seatsOf(world);
  return { consumed: seats.length, purchased: world.purchased, reclaimable: seats.filter(freeable).length };
}

function plans(world: World): PlanGlance[] {
  const bought = (name: string) =>
    name === world.plan
      ? { purchased: world.purchased, price_cents: world.priceCents, currency: 'EUR' }
      : { purchased: null, price_cents: null, currency: null };
  const plan = (name: string, title: string, rule: string, source: string) => ({
    name,
    title,
    rule,
    filter: SEAT_FILTER,
    source,
    ...bought(name),
    chosen: name === world.plan,
  });
  return [
    plan(
      'gitlab-premium',
      'GitLab Premium',
      'Every active user takes a seat, except bots and service accounts.',
      'GitLab documentation, Subscription seats, 18.9',
    ),
    plan(
      'gitlab-ultimate',
      'GitLab Ultimate',
      'Active users take a seat, except bots, service accounts, and users whose highest role is Guest or Minimal Access without further permissions.',
      'GitLab documentation, Subscription seats, 18.9',
    ),
    plan('per-active-user', 'Per active user', 'Any enabled human takes a seat.', 'A rule of your own contract'),
  ];
}

function report(world: World): SeatReport {
  const seats = seatsOf(world);
  const chosen = plans(world)[1] as PlanGlance;
  const by = new Map<string, number>();
  for (const row of seats)
    by.set(row.highest_role?.role ?? 'No role', (by.get(row.highest_role?.role ?? 'No role') ?? 0) + 1);
  const consumed = seats.length;
  const never = seats.filter((row) => freeable(row) === 'never').length;
  const { purchased } = world;
  return {
    plan: world.plan ?? chosen.name,
    title: chosen.title,
    rule: chosen.rule,
    filter: chosen.filter,
    as_of: new Date(NOW).toISOString(),
    consumed,
    purchased,
    over: purchased === null ? 0 : Math.max(consumed - purchased, 0),
    by_role: ['Owner', 'Maintainer', 'Developer', 'Reporter', 'Planner'].map((role) => ({
      role,
      count: by.get(role) ?? 0,
    })),
    reclaimable: seats.filter(freeable).length,
    reclaimable_dormant: seats.filter(freeable).length - never,
    reclaimable_never: never,
    price_cents: world.priceCents,
    currency: world.priceCents === null ? null : 'EUR',
    instance_count: consumed + 3,
    notes: [
      'Users of ldap have no grants in the last snapshot, so they are counted by state alone.',
      'The permissions file of 2 Nov lists active users only.',
    ],
    seats: [],
  };
}

const seatOf = (row: UserRow): Seat => ({
  id: row.id,
  userstore: row.userstore,
  username: row.username,
  display_name: row.display_name,
  email: row.email,
  role: row.highest_role?.role ?? null,
  why: `Active, and ${row.highest_role?.role} on ${row.highest_role?.scope.path} is above Guest.`,
  reclaimable: freeable(row),
  last_seen: row.last_seen.at,
});

function detail(world: World, id: number): UserDetail {
  const row = world.row(id);
  if (!row) throw new Fault('not_found', `There is no user number ${id} in this vault.`);
  const field = (value: string, visibility: ProfileValue['visibility'] = 'public') => ({ value, visibility });
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
    profile: world.profiles.get(id) ?? {
      fields: {
        given_name: field(row.display_name.split(' ')[0] ?? ''),
        family_name: field(row.display_name.split(' ').slice(1).join(' ') || '–'),
        pronouns: field('they/them'),
        title: field('Front-end engineer', 'instance'),
        location: field('Lisbon'),
        time_zone: field('Europe/Lisbon', 'private'),
        note: field('Moved from the web team in March.', 'private'),
      },
      attributes: local ? {} : { extern_uid: [`uid=${row.username},ou=people,dc=acme`], provider: ['ldapmain'] },
    },
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
    seat: world.plan
      ? {
          username: row.username,
          plan: world.plan,
          title: 'GitLab Ultimate',
          takes_seat: row.seat ?? false,
          why: row.seat ? `${role?.role} on ${role?.scope.path} is above Guest.` : 'No role is above Guest.',
          clauses: [
            { text: 'state eq "active"', holds: row.state === 'active', because: `state is ${row.state}` },
            {
              text: 'grants[role.level gt 10]',
              holds: row.seat ?? false,
              because: role ? `${role.role} on ${role.scope.path} through acme/frontend` : 'no grant',
            },
          ],
          reclaimable: row.seat ? freeable(row) : null,
          price_cents: world.priceCents,
          currency: 'EUR',
        }
      : null,
    avatar: null,
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

const written = (path: string, rows: number) => ({
  path,
  rows,
  bytes: rows * 118 + 412,
  sha256: '9f2c1d4ab07e5a3361f0c8d94e7b2a6058dd3f4be1a9c7702b5e6f8d1c3a4b59',
});

export function answersOf(world: World): Answers {
  const info = () => world.vault();
  const views = () => {
    const view = (name: string, filter: string) => ({ name, filter, count: world.rows.filter(matches(filter)).length });
    const all = {
      name: 'all',
      filter: '',
      count: world.scenario.users > world.rows.length ? world.total : world.rows.filter(matches('')).length,
    };
    return [
      all,
      view('active', 'state eq "active" and gone eq false'),
      view('dormant-90d', 'state eq "active" and lastSeen le "-90d" and gone eq false'),
      view('never-seen', 'state eq "active" and lastSeen eq never and gone eq false'),
      view('privileged', 'privileged eq true and gone eq false'),
      view('takes-a-seat', 'seat eq true'),
      view('gone', 'gone eq true'),
    ];
  };
  return {
    status: () => ({
      vault: world.open ? info() : null,
      recent: [
        { name: 'Acme', path: '/home/dana/Vaults/Acme.muster' },
        { name: 'Foundation', path: '/home/dana/Documents/Work/2026/Foundation.muster' },
      ],
      version: '0.1.0',
    }),
    vault_create: async (request) => {
      await pause(400);
      world.open = true;
      return {
        vault: { ...info(), path: request.path, operator: request.operator },
        recovery_key: 'K7QM-2XNP-9RTV-4HBD-W8FC-6JYS-3G1E-5ZA0-M2PK-7RXT-Q4VN-8CDH-T3B9-XE6W',
      };
    },
    vault_open: async ({ passphrase }) => {
      await pause(400);
      if (passphrase !== 'correct horse battery') throw new Fault('wrong_passphrase', 'No key slot of Acme fits.');
      world.open = true;
      return info();
    },
    vault_lock: () => {
      world.open = false;
      return null;
    },
    demo_open: async (_, progress) => {
      for (let i = 0; i <= 4; i += 1) {
        progress({ stage: 'writing', done: i, total: 4, rows: i * 321 });
        await pause(60);
      }
      world.open = true;
      return { ...info(), demo: true, name: 'Demo' };
    },
    passphrase_change: async ({ current }) => {
      await pause(300);
      if (current !== 'correct horse battery') throw new Fault('wrong_passphrase', 'No key slot of Acme fits.');
      return null;
    },
    vault_info: info,
    vault_check: async (_, progress) => {
      progress({ stage: 'reading', done: 1, total: 3, rows: 0 });
      await pause(200);
      return { ok: true, problems: [] };
    },
    vault_backup: (path) => written(path, 0),
    userstore_add: ({ domain, kind }) => {
      const store = {
        id: 10 + world.extraStores.length,
        domain,
        kind,
        authority: kind === 'local' ? ('local' as const) : ('mirrored' as const),
        users: 0 as number,
        gone: 0 as number,
        last_snapshot: null,
        last_complete: null,
      };
      world.extraStores.push(store);
      return store;
    },
    overview: () => overview(world),
    users_page: (query) => usersPage(world, query),
    users_views: views,
    user_show: (id) => detail(world, id),
    user_create: ({ userstore, edit }) => {
      const row = { ...person(world.rows.length), userstore, id: world.rows.length + 1, source_id: null };
      world.rows.push(row);
      const { profile, ...rest } = edit;
      void profile;
      return { user: row, ...world.edit(row, rest as Partial<UserRow>, true) };
    },
    user_edit: ([id, edit]) => {
      const row = world.row(id);
      if (!row) throw new Fault('not_found', 'There is no such user.');
      if (edit.username === 'taken')
        throw new Fault('exists', 'PRIMARY/taken is another user. Choose another username.');
      const { profile, ...rest } = edit;
      void profile;
      return { user: row, ...world.edit(row, rest as Partial<UserRow>, false) };
    },
    changes_list: () => world.changes,
    change_undo: (id) => {
      const change = world.changes.find((c) => c.id === id);
      const before = world.undoes.get(id);
      if (!change || !before) throw new Fault('not_found', 'There is no such change.');
      Object.assign(world.row(change.user_id) ?? {}, before);
      change.undone = true;
      world.generation += 1;
      return change;
    },
    ...importAnswers(),
    seats_plans: () => plans(world),
    seats_choose: (plan) => {
      world.plan = plan;
      return null;
    },
    seats_set: (set) => {
      world.purchased = set.purchased ?? null;
      world.priceCents = set.price_cents ?? null;
      return plans(world)[1] as PlanGlance;
    },
    seats_report: () => report(world),
    seats_page: ([, only, offset, limit]) => {
      const all = seatsOf(world)
        .filter((row) => !only || freeable(row) !== null)
        .map(seatOf);
      return { seats: all.slice(offset, offset + limit), total: all.length };
    },
    seats_explain: ([id]) => {
      const { seat } = detail(world, id);
      if (!seat) throw new Fault('not_found', 'No plan.');
      return seat;
    },
    export_users: ({ filter, path }) => written(path, world.rows.filter(matches(filter ?? '')).length),
    export_seats: ({ path, overwrite }) => {
      if (!overwrite && path.includes('taken')) throw new Fault('exists', `${path} exists already.`);
      return written(path, seatsOf(world).length);
    },
    ...logAnswers(),
    cancel: () => null,
    pick_files: () => [
      '/home/dana/Downloads/users-1.json',
      '/home/dana/Downloads/people.csv',
      '/home/dana/Downloads/notes.docx',
    ],
    pick_vault: () => '/home/dana/Vaults/Acme.muster',
    pick_save: ([, name]) => `/home/dana/${name}`,
  };
}
