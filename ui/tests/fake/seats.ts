/** Seats under a plan. */
import type { PlanGlance, Seat, SeatExplanation, SeatReport, UserRow } from '../../src/lib/backend/types';
import type { Answers } from './answers';
import { Fault } from './fault';
import { NOW } from './people';
import type { World } from './world';

const SEAT_FILTER =
  'state eq "active" and kind ne "bot" and kind ne "service" and (grants[role.level gt 10] or permissions co "read_code")';

export const seatsOf = (world: World) => world.rows.filter((row) => row.seat && !row.gone_since);

function freeable(row: UserRow): string | null {
  if (row.last_seen.status === 'never') return 'never';
  return row.last_seen.at !== null && Date.parse(row.last_seen.at) < NOW - 90 * 86_400_000 ? 'dormant' : null;
}

export function seatCounts(world: World) {
  const seats = seatsOf(world);
  return { consumed: seats.length, purchased: world.purchased, reclaimable: seats.filter(freeable).length };
}

export function plans(world: World): PlanGlance[] {
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
    product: name.startsWith('gitlab') ? 'GitLab' : '',
    versions: name.startsWith('gitlab') ? '18.9 and later' : '',
    own: false,
    true_up: world.terms.true_up,
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
    ...world.ownPlans.map((own) => ({
      ...plan(own.name, own.title, own.rule, ''),
      filter: own.filter,
      own: true,
    })),
  ];
}

function report(world: World, name: string): SeatReport {
  const seats = seatsOf(world);
  const chosen = plans(world).find((plan) => plan.name === name) ?? (plans(world)[1] as PlanGlance);
  const by = new Map<string, number>();
  for (const row of seats)
    by.set(row.highest_role?.role ?? 'No role', (by.get(row.highest_role?.role ?? 'No role') ?? 0) + 1);
  const consumed = seats.length;
  const never = seats.filter((row) => freeable(row) === 'never').length;
  const { purchased } = world;
  return {
    plan: chosen.name,
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
    instance_count: world.scenario.agrees ? consumed : consumed + 1,
    notes: [
      'Users of ldap have no grants in the last snapshot, so they are counted by state alone.',
      'The permissions file of 2 Nov lists active users only.',
    ],
    reclaimable_by: [],
    by_day: [],
    peak: null,
    true_up: null,
    cost: null,
    mismatched: 0,
    mismatches: [],
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

/** Why a user does or does not take a seat; none without a plan. */
export function seatOfUser(world: World, row: UserRow): SeatExplanation | null {
  if (world.plan === null) return null;
  const role = row.highest_role;
  return {
    username: row.username,
    plan: world.plan,
    title: 'GitLab Ultimate',
    takes_seat: row.seat ?? false,
    why: row.seat ? `${role?.role} on ${role?.scope.path} is above Guest.` : 'No role is above Guest.',
    clauses: [
      {
        text: 'state eq "active"',
        clause: 'state eq "active"',
        holds: row.state === 'active',
        because: `state is ${row.state}`,
      },
      {
        text: 'grants[role.level gt 10]',
        clause: 'grants[role.level gt 10]',
        holds: row.seat ?? false,
        because: role ? `${role.role} on ${role.scope.path} through acme/frontend` : 'no grant',
      },
    ],
    reclaimable: row.seat ? freeable(row) : null,
    price_cents: world.priceCents,
    currency: 'EUR',
  };
}

type Named = 'seats_plans' | 'seats_choose' | 'seats_set' | 'seats_report' | 'seats_page' | 'seats_explain';

export function seatAnswers(world: World): Pick<Answers, Named> {
  return {
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
    seats_report: (name) => report(world, name),
    seats_page: ([, only, offset, limit]) => {
      const all = seatsOf(world)
        .filter((row) => !only || freeable(row) !== null)
        .map(seatOf);
      return { seats: all.slice(offset, offset + limit), total: all.length };
    },
    seats_explain: ([id]) => {
      const row = world.row(id);
      const seat = row && seatOfUser(world, row);
      if (!seat) throw new Fault('not_found', 'No plan.');
      return seat;
    },
  };
}
