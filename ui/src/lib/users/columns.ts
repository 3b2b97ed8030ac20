/**
 * Which columns a table of some width shows, by the names exports and saved
 * views have for them. Until columns are chosen they drop in this order as the
 * table narrows: created, e-mail, userstore, seat, highest role, last seen.
 * Chosen columns never drop: the table scrolls sideways under the user, who
 * always stays.
 */
import type { SortBy } from '../backend';

export const COLUMNS = [
  'display_name',
  'state',
  'highest_role',
  'last_seen',
  'seat',
  'userstore',
  'email',
  'created_at',
  'username',
  'kind',
  'mfa',
  'privileged',
  'roles',
  'expires_at',
  'gone_since',
  'source_id',
] as const;
export type ColumnId = (typeof COLUMNS)[number];

/** The column that is always shown, and first. */
export const USER: ColumnId = 'display_name';

interface Plan {
  /** Least width in pixels. */
  least: number;
  /** A track of a CSS grid. */
  track: string;
  sort?: SortBy;
  /** What an export has to hold what this column shows. */
  exports?: string[];
}

const PLAN: Record<ColumnId, Plan> = {
  display_name: {
    least: 240,
    track: 'minmax(240px, 3fr)',
    sort: 'displayName',
    exports: ['display_name', 'username'],
  },
  state: { least: 104, track: '104px', sort: 'state' },
  highest_role: {
    least: 180,
    track: 'minmax(180px, 2fr)',
    sort: 'highestRole',
    exports: ['highest_role', 'highest_role_on'],
  },
  last_seen: { least: 112, track: '112px', sort: 'lastSeen' },
  seat: { least: 56, track: '56px', sort: 'seat' },
  userstore: { least: 104, track: 'minmax(104px, 1fr)', sort: 'userstore' },
  email: { least: 220, track: 'minmax(220px, 2fr)', sort: 'email' },
  created_at: { least: 112, track: '112px', sort: 'created' },
  username: { least: 140, track: 'minmax(140px, 1fr)', sort: 'userName' },
  kind: { least: 88, track: '88px', sort: 'kind' },
  mfa: { least: 88, track: '88px' },
  privileged: { least: 88, track: '88px' },
  roles: { least: 180, track: 'minmax(180px, 2fr)' },
  expires_at: { least: 112, track: '112px' },
  gone_since: { least: 112, track: '112px' },
  source_id: { least: 96, track: 'minmax(96px, 1fr)' },
};

/** From the one that drops last to the one that drops first. */
const KEPT: ColumnId[] = [USER, 'state', 'last_seen', 'highest_role', 'seat', 'userstore', 'email', 'created_at'];
export const GAP = 16;
/** What stands left of the first column: the edge, and the box by which a user is selected. */
const BEFORE = 20 + 20 + GAP;
/** The narrowest and the widest a column is drawn, in pixels. */
export const NARROWEST = 56;
export const WIDEST = 800;

export interface Shown {
  id: ColumnId;
  /** A track of a CSS grid. */
  width: string;
  /** Least width in pixels. */
  least: number;
}

const isColumn = (name: string): name is ColumnId => (COLUMNS as readonly string[]).includes(name);

/** The chosen columns that exist, each once, the user first; empty for those that fit. */
export function chosenOf(names: readonly string[]): ColumnId[] {
  const known = [...new Set(names.filter(isColumn))].filter((id) => id !== USER);
  return names.length === 0 ? [] : [USER, ...known];
}

/** Those that a table of this width has room for. */
export function fitting(width: number): ColumnId[] {
  const kept = new Set<ColumnId>([USER, 'state']);
  let used = BEFORE + 20 + PLAN[USER].least + GAP + PLAN.state.least;
  for (const id of KEPT.slice(2)) {
    used += GAP + PLAN[id].least;
    if (used > width) break;
    kept.add(id);
  }
  return COLUMNS.filter((id) => kept.has(id));
}

export function columnsFor(
  width: number,
  chosen: readonly string[] = [],
  widths: Readonly<Record<string, number>> = {},
): Shown[] {
  const ids = chosenOf(chosen);
  return (ids.length > 0 ? ids : fitting(width)).map((id) => {
    const drawn = widths[id];
    const { track, least } = PLAN[id];
    return drawn === undefined ? { id, width: track, least } : { id, width: `${drawn}px`, least: drawn };
  });
}

/** What a column sorts by; none where it does not. */
export const sortOf = (id: string): SortBy | null => (isColumn(id) ? (PLAN[id].sort ?? null) : null);

/** The column that sorts by this. */
export const columnOf = (sort: string): ColumnId | null => COLUMNS.find((id) => PLAN[id].sort === sort) ?? null;

/** The columns of an export that hold what these show. */
export const exportsOf = (ids: readonly ColumnId[]): string[] => [
  ...new Set(ids.flatMap((id) => PLAN[id].exports ?? [id])),
];

/** A column moved by some steps; the user stays first. */
export function movedColumn(ids: readonly ColumnId[], id: ColumnId, steps: number): ColumnId[] {
  const from = ids.indexOf(id);
  const to = Math.min(Math.max(from + steps, 1), ids.length - 1);
  if (from < 1 || from === to) return [...ids];
  const rest = ids.filter((other) => other !== id);
  return [...rest.slice(0, to), id, ...rest.slice(to)];
}
