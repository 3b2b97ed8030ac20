/** Invented users, each a function of its number. */
import type { LastSeen, State, UserRow } from '../../src/lib/backend/types';
import { random } from './random';

export const NOW = Date.parse('2026-11-20T09:14:00Z');
const DAY = 86_400_000;

const FIRST =
  'Amara Bengt Chiara Daniel Erika Farid Grace Hiroshi Ines Jonas Katya Liam Mei Noor Olek Priya Quentin Rosa Sven Tomás Ulla Viktor Wanjiru Ximena Yusuf Zofia Aiko Björn Chukwu Dilnoza Esra François Gunnar Hana Ivana Jürgen'.split(
    ' ',
  );
const LAST =
  'Okafor Lindqvist Conti Osei Haddad Kim Tanaka Duarte Weber Petrova Byrne Lin Rahman Nowak Sharma Dubois Alvarez Eriksson Horák Schulz Silva Kamau Reyes Öztürk Kowalska Sato Nilsson Eze Karimova Yıldız Moreau Berg Novák Marić Becker Ferreira'.split(
    ' ',
  );
const TEAMS = ['api', 'web', 'ops', 'docs', 'data', 'mobile', 'design', 'infra'];
const ROLES: [string, number, number][] = [
  ['Owner', 50, 0.03],
  ['Maintainer', 40, 0.14],
  ['Developer', 30, 0.62],
  ['Reporter', 20, 0.76],
  ['Planner', 15, 0.83],
  ['Guest', 10, 0.94],
];
const STATES: [State, number][] = [
  ['active', 0.815],
  ['deactivated', 0.905],
  ['blocked', 0.965],
  ['pending', 0.985],
  ['locked', 0.993],
  ['invited', 1],
];

const pick = <T>(list: T[], r: number) => list[Math.floor(r * list.length)] as T;
const upTo = <T>(list: [T, number][], r: number) => (list.find(([, limit]) => r < limit) ?? list[0])?.[0] as T;
const plain = (text: string) =>
  text
    .normalize('NFD')
    .replace(/[^A-Za-z]/g, '')
    .toLowerCase();

function lastSeen(r: () => number, state: State): LastSeen {
  const dice = r();
  if (state === 'pending' || state === 'invited' || dice < 0.014) {
    return { status: 'never', at: null, source: 'last_activity_on', precision: null };
  }
  if (dice < 0.02) return { status: 'unknown', at: null, source: null, precision: null };
  const days =
    state === 'active'
      ? r() < 0.96
        ? Math.floor(r() ** 3 * 88)
        : 91 + Math.floor(r() * 200)
      : 60 + Math.floor(r() * 700);
  const at = new Date(Math.floor((NOW - days * DAY) / DAY) * DAY).toISOString();
  return { status: 'seen', at, source: 'last_activity_on', precision: 'day' };
}

/** User number `i`, from 0. */
export function person(i: number, long = false): UserRow {
  const r = random(i * 7919 + 17);
  const first = pick(FIRST, r());
  const last = pick(LAST, r());
  const service = r() < 0.04;
  const external = !service && r() < 0.05;
  const team = pick(TEAMS, r());
  let name = service ? `${team}-deployer-${i % 17}` : `${first} ${last}`;
  let username = service ? name : plain(first).slice(0, 1) + plain(last) + (i >= 36 ? String(i) : '');
  if (long && i % 3 !== 1) {
    name = `${first} Maximiliane von und zu ${last}-Schwarzenbach-Hohenlohe-Waldenburg-Schillingsfürst`;
    username = `${plain(first)}.maximiliane.${plain(last)}.schwarzenbach-hohenlohe.external.contractor.${i}`;
  }
  // From right to left, among names that go the other way.
  if (long && i % 5 === 1) name = i % 2 === 0 ? 'عبد الرحمن الخوارزمي' : 'ליאורה בן־דוד (Berlin)';
  const state: State = service ? 'active' : upTo(STATES, r());
  const rolled = upTo(
    ROLES.map(([role, level, limit]) => [[role, level] as [string, number], limit]),
    r(),
  );
  const role = state === 'pending' || state === 'invited' ? null : rolled;
  const ldap = r() < 0.12;
  const userstore = i === 0 ? 'PRIMARY' : ldap ? 'ldap' : 'gitlab';
  const privileged = role?.[0] === 'Owner';
  const path = long
    ? `acme/${team}/platform-engineering/very-long-subgroup-name/another-level/${team}-service`
    : `acme/${team}`;
  return {
    id: i + 1,
    source_id: userstore === 'PRIMARY' ? null : String(1000 + i),
    userstore,
    username,
    display_name: name,
    email: service ? null : `${plain(first)}.${plain(last)}${i >= 36 ? i : ''}@acme.example`,
    state,
    kind: service ? 'service' : external ? 'external' : 'human',
    privileged,
    mfa: ldap ? null : privileged ? r() < 0.8 : r() < 0.7,
    created_at: new Date(NOW - Math.floor(100 + r() * 1400) * DAY).toISOString(),
    expires_at: external ? new Date(NOW + Math.floor(10 + r() * 200) * DAY).toISOString() : null,
    last_seen: ldap ? { status: 'not_collected', at: null, source: null, precision: null } : lastSeen(r, state),
    roles: role ? [role[0]] : [],
    highest_role: role
      ? { role: role[0], level: role[1], scope: { kind: 'group', path: r() < 0.2 ? 'acme' : path } }
      : null,
    gone_since: !service && state === 'blocked' && r() < 0.12 ? '2026-11-02T06:00:00Z' : null,
    has_avatar: false,
    pending: false,
    seat: state === 'active' && !service && role !== null && role[1] > 10,
  };
}
