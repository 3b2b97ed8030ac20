/** Which two snapshots are compared: those the address names, or one and the one before it. */
import type { SnapshotRow } from '../../lib/backend';
import type { Params } from '../../lib/state/route.svelte';

const numberIn = (text: string | undefined) => (text !== undefined && /^\d+$/.test(text) ? Number(text) : null);

export interface Pair {
  /** None where there is none before the later one. */
  from: SnapshotRow | null;
  to: SnapshotRow;
}

/** By when the source was read; where that is the same, by when it was imported. */
const byTime = (a: SnapshotRow, b: SnapshotRow) =>
  a.taken_at.localeCompare(b.taken_at) || a.imported_at.localeCompare(b.imported_at) || a.id - b.id;

/** The snapshots of a userstore before one, the newest first. */
export function before(all: SnapshotRow[], one: SnapshotRow): SnapshotRow[] {
  return all
    .filter((row) => row.userstore === one.userstore && byTime(row, one) < 0)
    .sort(byTime)
    .reverse();
}

/** All of a userstore, the newest first. */
export const ofStore = (all: SnapshotRow[], userstore: string) =>
  all
    .filter((row) => row.userstore === userstore)
    .sort(byTime)
    .reverse();

/** What an address asks for. Two that stand the wrong way round are turned. */
export function pairOf(all: SnapshotRow[], params: Params): Pair | null {
  const to = all.find((row) => row.id === numberIn(params.to));
  if (!to) return null;
  const from = all.find((row) => row.id === numberIn(params.from) && row.userstore === to.userstore);
  if (!from || from.id === to.id) return { from: before(all, to)[0] ?? null, to };
  return byTime(from, to) < 0 ? { from, to } : { from: to, to: from };
}
