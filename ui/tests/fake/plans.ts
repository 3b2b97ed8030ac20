/** Plans of one's own, terms, what could be freed, what if, and where the instance counts otherwise. */
import type { Mismatch, PlanDraft, ReclaimReason, ReclaimRow, UserRow } from '../../src/lib/backend/types';
import type { Answers } from './answers';
import { work } from './changes';
import { Fault } from './fault';
import { peakOf } from './history';
import { matches } from './language';
import { NOW } from './people';
import { plans, seatsOf } from './seats';
import type { World } from './world';

const REASONS: ReclaimReason[] = [
  'disabled_but_counted',
  'duplicate_person',
  'never_seen',
  'machine_counted',
  'dormant',
];
const DAY = 86_400_000;
/** Months until the period ends, rounded up. */
const LEFT = 1;

function reasonOf(row: UserRow): { reason: ReclaimReason; why: string } | null {
  if (row.id % 211 === 7) {
    return {
      reason: 'duplicate_person',
      why: `The same person holds ${row.userstore}/${row.username}-2 since 2026-03-02.`,
    };
  }
  if (row.last_seen.status === 'never') {
    return { reason: 'never_seen', why: `Created ${row.created_at?.slice(0, 10)}, and nobody ever signed in.` };
  }
  const { at } = row.last_seen;
  const days = at === null ? 0 : Math.floor((NOW - Date.parse(at)) / DAY);
  return days >= 90 ? { reason: 'dormant', why: `Not seen for ${days} days.` } : null;
}

function reclaimable(world: World): ReclaimRow[] {
  const price = world.terms.price_cents;
  return seatsOf(world)
    .flatMap((row) => {
      const why = reasonOf(row);
      return why === null
        ? []
        : [
            {
              id: row.id,
              userstore: row.userstore,
              username: row.username,
              display_name: row.display_name,
              role: row.highest_role?.role ?? null,
              last_seen: row.last_seen.at,
              ...why,
              saves_cents: price === null ? null : price * LEFT,
            },
          ];
    })
    .sort((a, b) => REASONS.indexOf(a.reason) - REASONS.indexOf(b.reason));
}

function mismatches(world: World): Mismatch[] {
  if (world.scenario.agrees) return [];
  const [first, second] = seatsOf(world).slice(40);
  const free = world.rows.find((row) => row.kind === 'service');
  const of = (row: UserRow | undefined, instance: boolean, because: string): Mismatch[] =>
    row ? [{ id: row.id, userstore: row.userstore, username: row.username, instance, rule: !instance, because }] : [];
  return [
    ...of(first, false, 'Developer on acme/api through group acme, since 2026-03-02.'),
    ...of(free, true, 'A service account takes no seat under this rule, whatever its role.'),
    ...of(second, false, 'Reporter on acme/docs, since 2026-11-19; the instance counts at noon.'),
  ];
}

const draftOf = (world: World, name: string): PlanDraft => {
  const own = world.ownPlans.find((plan) => plan.name === name);
  if (own) return own;
  const plan = plans(world).find((one) => one.name === name);
  if (!plan) throw new Fault('not_found', `There is no seat plan ${name}.`);
  return {
    name,
    title: plan.title,
    product: name.startsWith('gitlab') ? 'GitLab' : '',
    plan: plan.title.replace('GitLab ', ''),
    versions: '18.9 and later',
    userstores: [],
    rule: plan.rule,
    filter: plan.filter,
  };
};

type Named =
  | 'seats_what_if'
  | 'seats_terms'
  | 'seats_terms_set'
  | 'seats_plan_read'
  | 'seats_plan_save'
  | 'seats_plan_remove'
  | 'seats_plan_try'
  | 'seats_reclaimable'
  | 'seats_mismatches';

export function planAnswers(world: World): Pick<Answers, Named> {
  const glance = (name: string) => {
    const found = plans(world).find((plan) => plan.name === name);
    if (!found) throw new Fault('not_found', `There is no seat plan ${name}.`);
    return found;
  };
  const takes = (filter: string, stores: string[]) => {
    const fits = matches(filter);
    return world.rows.filter(
      (row) => !row.gone_since && (stores.length === 0 || stores.includes(row.userstore)) && fits(row),
    );
  };
  return {
    seats_what_if: async ({ staged }, progress) => {
      await work(world, progress, 1284);
      const before = seatsOf(world).length;
      const freed = world.staged?.(staged) ?? 0;
      const after = before - freed;
      const peak = peakOf(world)?.count ?? before;
      const bought = world.terms.purchases.at(-1)?.seats ?? null;
      const owed = bought === null ? null : Math.max(peak - bought, 0);
      return {
        consumed_before: before,
        consumed_after: after,
        peak_before: peak,
        peak_after: peak,
        owed_before: owed,
        owed_after: owed,
        said:
          freed === 0
            ? []
            : [
                `${freed} ${freed === 1 ? 'seat is' : 'seats are'} freed from today on.`,
                `The peak of this period, ${peak}, stays: freeing seats later does not lower it.`,
              ],
      };
    },
    seats_terms: () => world.terms,
    seats_terms_set: ([name, terms]) => {
      world.terms = terms;
      world.purchased = terms.purchases.at(-1)?.seats ?? null;
      world.priceCents = terms.price_cents;
      return glance(name);
    },
    seats_plan_read: (name) => draftOf(world, name),
    seats_plan_save: (draft) => {
      if (draft.name.includes('taken')) throw new Fault('invalid', `A plan that ships is called ${draft.name}.`);
      world.ownPlans = [...world.ownPlans.filter((plan) => plan.name !== draft.name), draft];
      return glance(draft.name);
    },
    seats_plan_remove: (name) => {
      world.ownPlans = world.ownPlans.filter((plan) => plan.name !== name);
      return null;
    },
    seats_plan_try: ({ filter, userstores, against }) => {
      const mine = takes(filter, userstores ?? []);
      const saved = against === undefined ? null : new Set(seatsOf(world));
      const gained = saved === null ? 0 : mine.filter((row) => !saved.has(row)).length;
      return {
        takes: mine.length,
        against: saved?.size ?? null,
        gained,
        lost: saved === null ? 0 : saved.size - (mine.length - gained),
        said: '',
      };
    },
    seats_reclaimable: ({ reason, offset = 0, limit }) => {
      const all = reclaimable(world);
      const shares = REASONS.map((one) => ({
        reason: one,
        count: all.filter((row) => row.reason === one).length,
      })).filter((share) => share.count > 0);
      const price = world.terms.price_cents;
      const some = reason === undefined || reason === null ? all : all.filter((row) => row.reason === reason);
      return {
        shares: shares.map((share) => ({ ...share, saves_cents: price === null ? null : share.count * price * LEFT })),
        rows: some.slice(offset, offset + limit),
        total: some.length,
        said:
          all.length === 0
            ? []
            : ['Freeing seats keeps the next peak low. It does not lower the peak this period already had.'],
      };
    },
    seats_mismatches: ([, offset, limit]) => {
      const all = mismatches(world);
      return { rows: all.slice(offset, offset + limit), total: all.length };
    },
  };
}
