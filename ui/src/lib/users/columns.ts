/**
 * Which columns a table of some width shows. They drop in this order as it
 * narrows: created, e-mail, userstore, seat, highest role, last seen. The user
 * and the state always stay.
 */
import type { SortBy } from '../backend';

export type ColumnId = 'user' | 'state' | 'role' | 'seen' | 'seat' | 'userstore' | 'email' | 'created';

interface Plan {
  id: ColumnId;
  /** Least width in pixels. */
  least: number;
  width: string;
}

/** In the order in which they are shown. */
const PLAN: Plan[] = [
  { id: 'user', least: 240, width: 'minmax(240px, 3fr)' },
  { id: 'state', least: 104, width: '104px' },
  { id: 'role', least: 180, width: 'minmax(180px, 2fr)' },
  { id: 'seen', least: 112, width: '112px' },
  { id: 'seat', least: 56, width: '56px' },
  { id: 'userstore', least: 104, width: 'minmax(104px, 1fr)' },
  { id: 'email', least: 220, width: 'minmax(220px, 2fr)' },
  { id: 'created', least: 112, width: '112px' },
];

/** From the one that drops last to the one that drops first. */
const KEPT: ColumnId[] = ['user', 'state', 'seen', 'role', 'seat', 'userstore', 'email', 'created'];
const GAP = 16;

export function columnsFor(width: number): { id: ColumnId; width: string }[] {
  const kept = new Set<ColumnId>(['user', 'state']);
  let used = 2 * 20 + 240 + GAP + 104;
  for (const id of KEPT.slice(2)) {
    const plan = PLAN.find((p) => p.id === id);
    used += GAP + (plan?.least ?? 0);
    if (used > width) break;
    kept.add(id);
  }
  return PLAN.filter((p) => kept.has(p.id)).map(({ id, width: track }) => ({ id, width: track }));
}

/** What a column sorts by. */
export const sortOf: Record<ColumnId, SortBy> = {
  user: 'displayName',
  state: 'state',
  role: 'highestRole',
  seen: 'lastSeen',
  seat: 'seat',
  userstore: 'userstore',
  email: 'email',
  created: 'created',
};

/** The column that sorts by this. */
export function columnOf(sort: string): ColumnId | null {
  const found = Object.entries(sortOf).find(([, by]) => by === sort);
  return (found?.[0] as ColumnId | undefined) ?? null;
}
