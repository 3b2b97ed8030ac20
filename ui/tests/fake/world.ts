/** An in-memory realm with which the window can be looked at. Never part of a build. */
import type {
  ChangeGlance,
  ChangePreview,
  ChangeRequest,
  FieldChange,
  PendingField,
  PersonGlance,
  PlanDraft,
  Profile,
  SavedMap,
  SeatTerms,
  State,
  UserRow,
  Userstore,
  VaultInfo,
  View,
} from '../../src/lib/backend/types';
import type { OnProgress } from '../../src/lib/backend/transport';
import { NOW, person } from './people';

export interface Scenario {
  users: number;
  long?: boolean;
  open?: boolean;
  auditor?: boolean;
  readOnly?: boolean;
  demo?: boolean;
  /** Commands that never answer. */
  hangs?: string[];
  /** Commands that fail. */
  fails?: string[];
  over?: boolean;
  noPlan?: boolean;
  /** Things were done before: changes wait, people are linked. */
  managed?: boolean;
  /** How much is known of the past; years without it. */
  history?: 'none' | 'one';
  /** How many seats were bought is not known. */
  unbought?: boolean;
  /** No review yet, or one of 100,000 grants. */
  reviews?: 'none' | 'many';
  /** Nobody can tell of some roles whether they are privileged. */
  untold?: boolean;
  /** The instance counts as the rule does. */
  agrees?: boolean;
  /** How audits stand; one was run today without it. */
  audit?: 'never' | 'clean' | 'stale';
}

export const scenarios: Record<string, Scenario> = {
  usual: { users: 1284 },
  start: { users: 1284, open: false },
  empty: { users: 0, noPlan: true },
  million: { users: 1_000_000 },
  long: { users: 1284, long: true },
  loading: {
    users: 1284,
    hangs: [
      'overview',
      'users_page',
      'users_views',
      'user_show',
      'seats_report',
      'seats_plans',
      'log_page',
      'audit_overview',
      'reviews_list',
      'review_items',
    ],
  },
  error: {
    users: 1284,
    fails: [
      'audit_overview',
      'overview',
      'users_page',
      'seats_plans',
      'log_page',
      'user_show',
      'reviews_list',
      'review_items',
    ],
  },
  auditor: { users: 1284, auditor: true, readOnly: true },
  demo: { users: 1284, demo: true },
  over: { users: 1284, over: true },
  managed: { users: 1284, managed: true },
  'no-history': { users: 1284, history: 'none' },
  'one-snapshot': { users: 1284, history: 'one', agrees: true },
  unbought: { users: 1284, unbought: true },
  unaudited: { users: 1284, audit: 'never' },
  clean: { users: 1284, audit: 'clean' },
  stale: { users: 1284, audit: 'stale' },
  'no-reviews': { users: 1284, reviews: 'none' },
  'many-grants': { users: 20_000, reviews: 'many' },
  untold: { users: 1284, untold: true },
  'managed-long': { users: 1284, managed: true, long: true },
};

export const DAYS = 86_400_000;
export const ago = (days: number) => new Date(NOW - days * DAYS).toISOString();

export class World {
  rows: UserRow[];
  profiles = new Map<number, Profile>();
  changes: ChangeGlance[] = [];
  undoes = new Map<number, UserRow[]>();
  /** What is wanted of users and not yet seen at their source, by user. */
  pending = new Map<number, PendingField[]>();
  people = new Map<number, PersonGlance>();
  /** Views an operator saved. */
  views: Omit<View, 'count'>[] = [];
  maps: SavedMap[] = [];
  extraStores: Userstore[] = [];
  generation = 1;
  /** Rises when a job is asked to stop. */
  stops = 0;
  open: boolean;
  purchased: number | null;
  priceCents: number | null = 2900;
  plan: string | null;
  terms: SeatTerms;
  /** Plans the team wrote. */
  ownPlans: PlanDraft[] = [];
  /** Files that are chosen next, in place of the usual ones. */
  picks: string[][] = ((globalThis as { fakePicks?: string[][] }).fakePicks ??= []);
  /** How many seats a staged change frees. */
  staged: ((number: number) => number) | null = null;

  /** Stages a change, for those that make one of something else. */
  preview: ((request: ChangeRequest, progress: OnProgress) => ChangePreview | Promise<ChangePreview>) | null = null;

  constructor(readonly scenario: Scenario) {
    const some = Math.min(scenario.users, 20_000);
    this.rows = Array.from({ length: some }, (_, i) => person(i, scenario.long));
    this.open = scenario.open ?? true;
    // Someone came and went: a little more than is taken now, so that a peak is near.
    const taken = this.rows.filter((row) => row.seat && !row.gone_since).length;
    const bought = Math.round((taken * (scenario.over ? 0.94 : 1.045)) / 10) * 10;
    this.purchased = scenario.unbought || scenario.noPlan ? null : bought;
    this.terms = {
      purchases:
        this.purchased === null
          ? []
          : [
              { from: '2025-12-01', seats: bought - 50 },
              { from: '2026-06-01', seats: bought },
            ],
      price_cents: this.purchased === null ? null : 2900,
      currency: this.purchased === null ? null : 'EUR',
      period_from: '2025-12-01',
      period_months: 12,
      true_up: 'peak',
    };
    this.plan = scenario.noPlan ? null : 'gitlab-ultimate';
  }

  get total(): number {
    return this.scenario.users > this.rows.length ? this.scenario.users : this.rows.length;
  }

  row(id: number): UserRow | undefined {
    return this.rows[id - 1] ?? (id <= this.scenario.users ? person(id - 1, this.scenario.long) : undefined);
  }

  stores(): Userstore[] {
    const count = (domain: string) => this.rows.filter((row) => row.userstore === domain && !row.gone_since).length;
    const scale = this.scenario.users > this.rows.length ? this.scenario.users / this.rows.length : 1;
    const store = (id: number, domain: string, kind: Userstore['kind'], days: number | null): Userstore =>
      ({
        id,
        domain,
        kind,
        authority: kind === 'local' ? 'local' : 'mirrored',
        users: Math.round(count(domain) * scale),
        gone: this.rows.filter((row) => row.userstore === domain && row.gone_since).length,
        last_snapshot: days === null ? null : ago(days),
        last_complete: days === null ? null : kind === 'gitlab',
      }) as unknown as Userstore;
    const primary = store(1, 'PRIMARY', 'local', null);
    if (this.scenario.users === 0) return [primary, ...this.extraStores];
    const gitlab = this.scenario.long ? 'gitlab' : 'gitlab';
    return [primary, store(2, gitlab, 'gitlab', 0.01), store(3, 'ldap', 'ldap', 18), ...this.extraStores];
  }

  vault(): VaultInfo {
    const long = this.scenario.long ? 'Acme International Holding Verwaltungsgesellschaft' : 'Acme';
    return {
      name: this.scenario.demo ? 'Demo' : long,
      path: `/home/dana/Vaults/${long}.muster`,
      operator: this.scenario.long ? 'Dana Reyes-Montgomery-Featherstonehaugh' : 'Dana Reyes',
      role: this.scenario.auditor ? 'auditor' : 'owner',
      read_only: this.scenario.readOnly ?? false,
      demo: this.scenario.demo ?? false,
      userstores: this.stores(),
    };
  }

  edit(row: UserRow, changes: Partial<UserRow>, created: boolean): { change: number; fields: FieldChange[] } {
    const before = { ...row };
    const fields = Object.entries(changes).map(([name, after]) => ({
      name,
      before: created ? null : String(before[name as keyof UserRow] ?? ''),
      after: String(after),
    }));
    Object.assign(row, changes);
    const id = this.changes.length + 1;
    this.undoes.set(id, [before]);
    const target = `${row.userstore}/${row.username}`;
    this.changes.unshift({
      id,
      at: new Date(NOW).toISOString(),
      operator: 'Dana Reyes',
      title: created ? `Created ${target}` : `Edited ${target}`,
      target,
      user: row.id,
      status: 'applied',
      users: 1,
      outstanding: 0,
      confirmed: 0,
      refused: 0,
      undone_at: null,
      undone_by: null,
      can_undo: true,
      fields,
    });
    this.generation += 1;
    return { change: id, fields };
  }

  countBy<K>(key: (row: UserRow) => K): Map<K, number> {
    const scale = this.scenario.users > this.rows.length ? this.scenario.users / this.rows.length : 1;
    const counts = new Map<K, number>();
    for (const row of this.rows) if (!row.gone_since) counts.set(key(row), (counts.get(key(row)) ?? 0) + 1);
    for (const [k, n] of counts) counts.set(k, Math.round(n * scale));
    return counts;
  }

  states(): { state: State; count: number }[] {
    return [...this.countBy((row) => row.state)]
      .map(([state, count]) => ({ state, count }))
      .sort((a, b) => b.count - a.count);
  }
}
