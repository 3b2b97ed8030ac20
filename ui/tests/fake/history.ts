/** Seats over time, under whichever plan. */
import type {
  BreakdownBy,
  DayCount,
  ForecastDay,
  SeatBill,
  SeatBreakdownRow,
  SeatDays,
  SeatForecast,
  SeatHistory,
  UserRow,
} from '../../src/lib/backend/types';
import { dayOf, monthStart, numberOf } from '../../src/lib/chart/days';
import type { Answers } from './answers';
import { NOW } from './people';
import { random } from './random';
import { seatsOf } from './seats';
import type { World } from './world';

const TODAY = numberOf(new Date(NOW).toISOString());
const PERIOD = numberOf('2025-12-01');
const END = numberOf('2026-11-30');
/** The first snapshot there is. */
const FIRST = numberOf('2025-06-03');
const PEAK = numberOf('2026-11-03');

/** The day of the first snapshot; none without history. */
function firstDay(world: World): number | null {
  if (world.scenario.history === 'none' || world.scenario.users === 0) return null;
  return world.scenario.history === 'one' ? TODAY : FIRST;
}

/** Counts that grow to today's, with a peak shortly before. */
function counts(world: World): DayCount[] {
  const first = firstDay(world);
  if (first === null) return [];
  const now = seatsOf(world).length;
  const r = random(11);
  const all: DayCount[] = [];
  let drift = 0;
  let held = 0;
  for (let day = first; day <= TODAY; day += 1) {
    // Every third day or so there is something new.
    if (day === first || r() < 0.35) {
      drift = Math.max(Math.min(drift + (r() - 0.48) * 5, 9), -9);
      const share = (day - FIRST) / (TODAY - FIRST);
      held = Math.round(now * (0.86 + 0.14 * share) + drift * (1 - share));
    }
    const after = day - PEAK;
    const peak = after >= 0 && after < 12 ? Math.round(27 * (1 - after / 12)) : 0;
    all.push({ date: dayOf(day), count: day === TODAY ? now : held + peak });
  }
  return all;
}

const purchases = (world: World): DayCount[] =>
  world.terms.purchases.map(({ from, seats }) => ({ date: from, count: seats }));

export function peakOf(world: World): DayCount | null {
  const period = counts(world).filter(({ date }) => numberOf(date) >= PERIOD);
  return period.reduce<DayCount | null>((most, day) => (most === null || day.count > most.count ? day : most), null);
}

function bill(world: World): SeatBill | null {
  const { terms } = world;
  const bought = terms.purchases.at(-1)?.seats;
  if (bought === undefined) return null;
  const peak = peakOf(world)?.count ?? seatsOf(world).length;
  const owed = Math.max(peak - bought, 0);
  const cost = (seats: number) => (terms.price_cents === null ? null : seats * terms.price_cents * 12);
  return {
    true_up: terms.true_up,
    period_from: dayOf(PERIOD),
    period_to: dayOf(END),
    purchased: bought,
    basis: peak,
    owed,
    cost_cents: cost(bought),
    owed_cents: cost(owed),
    currency: terms.currency,
    said:
      owed === 0
        ? `The highest day of the period took ${peak} of ${bought} seats, so nothing is owed.`
        : `The highest day of the period took ${peak} seats, ${owed} more than the ${bought} bought.`,
  };
}

function snapshotsOf(world: World): string[] {
  const first = firstDay(world);
  if (first === null) return [];
  const days: string[] = [];
  for (let day = first; day <= TODAY; day += 14) days.push(dayOf(day));
  return days;
}

function history(world: World, from: string | undefined, to: string | undefined): SeatHistory {
  const start = from === undefined ? PERIOD : numberOf(from);
  const end = to === undefined ? TODAY : numberOf(to);
  const within = <T extends { date: string }>(all: T[]) =>
    all.filter(({ date }) => numberOf(date) >= start && numberOf(date) <= end);
  const by_day = within(counts(world));
  const theirs = by_day
    .filter((_, i) => i % 30 === 12)
    .map(({ date, count }, i) => ({ date, count: count + 3 - (i % 2) * 5 }));
  return {
    plan: world.plan ?? '',
    from: dayOf(start),
    to: dayOf(end),
    by_day,
    peak: by_day.length === 0 ? null : by_day.reduce((most, day) => (day.count > most.count ? day : most)),
    purchased: purchases(world),
    instance: theirs,
    snapshots: snapshotsOf(world).filter((day) => numberOf(day) >= start && numberOf(day) <= end),
    bill: bill(world),
    notes: [],
  };
}

function forecast(world: World): SeatForecast {
  const known = counts(world);
  if (known.length < 90) {
    return {
      refused: `The history is ${known.length === 1 ? '1 day' : `${known.length} days`} long. A forecast needs 90.`,
      days: [],
      passes_on: null,
      said: [],
    };
  }
  const now = known.at(-1)?.count ?? 0;
  const bought = world.terms.purchases.at(-1)?.seats ?? null;
  const days: ForecastDay[] = [];
  for (let day = TODAY + 1; day <= END; day += 1) {
    const n = day - TODAY;
    const likely = Math.round(now + n * 0.9);
    const spread = Math.round(2 + Math.sqrt(n) * 4);
    days.push({ date: dayOf(day), low: likely - spread, likely, high: likely + spread });
  }
  const passes = bought === null || now > bought ? undefined : days.find(({ likely }) => likely > bought);
  const last = days.at(-1);
  return {
    refused: null,
    days,
    passes_on: passes?.date ?? null,
    said: [
      `This is a forecast, drawn from ${known.length} days of history.`,
      `On the last day of the period about ${last?.likely} seats are taken, nine times of ten between ${last?.low} and ${last?.high}.`,
    ],
  };
}

const keyOf: Record<BreakdownBy, (row: UserRow) => string | null> = {
  role: (row) => row.highest_role?.role ?? null,
  group: (row) => row.highest_role?.scope.path ?? null,
  userstore: (row) => row.userstore,
  department: (row) => departmentOf(row),
};

const DEPARTMENTS = ['Engineering', 'Operations', 'Design', 'Finance', 'Research', null];
const departmentOf = (row: UserRow) => DEPARTMENTS[row.id % DEPARTMENTS.length] ?? null;

function breakdown(world: World, by: BreakdownBy, from: string | undefined) {
  const days: number[] = [];
  const start = Math.max(from === undefined ? PERIOD : numberOf(from), firstDay(world) ?? TODAY);
  for (let day = monthStart(start, 1) - 1; day < TODAY; day = monthStart(day + 1, 1) - 1) days.push(day);
  days.push(TODAY);
  const now = new Map<string | null, number>();
  for (const row of seatsOf(world)) now.set(keyOf[by](row), (now.get(keyOf[by](row)) ?? 0) + 1);
  const rows: SeatBreakdownRow[] = [...now]
    .sort((a, b) => b[1] - a[1])
    .map(([name, count], n) => {
      const r = random(n + 5);
      const shrink = days.map((_, i) => Math.round(count * (1 - (days.length - 1 - i) * (0.004 + r() * 0.012))));
      return { name, counts: shrink };
    });
  return {
    by,
    days: days.map(dayOf),
    rows,
    notes: by === 'group' ? ['A user in several groups counts in each of them.'] : [],
  };
}

function seatDays(world: World, from: string | undefined): SeatDays[] {
  const start = Math.max(from === undefined ? PERIOD : numberOf(from), firstDay(world) ?? TODAY);
  return seatsOf(world)
    .map((row) => {
      const r = random(row.id);
      const first = r() < 0.8 ? start : start + Math.floor(r() * (TODAY - start));
      const last = r() < 0.9 ? TODAY : Math.max(first, TODAY - Math.floor(r() * 90));
      return {
        id: row.id,
        userstore: row.userstore,
        username: row.username,
        display_name: row.display_name,
        department: departmentOf(row),
        first: dayOf(first),
        last: dayOf(last),
        days: last - first + 1,
      };
    })
    .sort((a, b) => a.display_name.localeCompare(b.display_name));
}

type Named = 'seats_history' | 'seats_breakdown' | 'seats_days' | 'seats_forecast';

export function historyAnswers(world: World): Pick<Answers, Named> {
  return {
    seats_history: ({ plan, from, to }) => ({ ...history(world, from, to), plan }),
    seats_breakdown: ({ by, from }) => breakdown(world, by, from),
    seats_days: ({ from, offset, limit }) => {
      const all = seatDays(world, from);
      return { rows: all.slice(offset ?? 0, (offset ?? 0) + limit), total: all.length };
    },
    seats_forecast: () => forecast(world),
  };
}
