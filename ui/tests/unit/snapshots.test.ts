import { describe, expect, test } from 'vitest';
import type { SnapshotRow } from '../../src/lib/backend';
import { before, ofStore, pairOf } from '../../src/screens/snapshots/compare';

const row = (id: number, userstore: string, taken: string, imported = taken) =>
  ({ id, userstore, taken_at: `${taken}T06:00:00Z`, imported_at: `${imported}T07:00:00Z` }) as SnapshotRow;
/** In the order of import: the fourth was late. */
const all = [
  row(1, 'gitlab', '2026-06-01'),
  row(2, 'ldap', '2026-06-15'),
  row(3, 'gitlab', '2026-08-01'),
  row(4, 'gitlab', '2026-07-01', '2026-09-01'),
  row(5, 'gitlab', '2026-08-01', '2026-08-02'),
];
const ids = (rows: SnapshotRow[]) => rows.map(({ id }) => id);

describe('which two are compared', () => {
  test('one is compared with the one before it, by when the source was read', () => {
    expect(pairOf(all, { to: '3' })?.from?.id).toBe(4);
    expect(pairOf(all, { to: '4' })?.from?.id).toBe(1);
    expect(pairOf(all, { to: '1' })?.from).toBeNull();
    expect(pairOf(all, { to: '2' })?.from).toBeNull();
  });
  test('two of one day stand in the order they were imported', () =>
    expect(pairOf(all, { to: '5' })?.from?.id).toBe(3));
  test('two the wrong way round are turned', () => {
    const pair = pairOf(all, { from: '3', to: '1' });
    expect([pair?.from?.id, pair?.to.id]).toEqual([1, 3]);
  });
  test('of different userstores, or one with itself, are not compared', () => {
    expect(pairOf(all, { from: '2', to: '3' })?.from?.id).toBe(4);
    expect(pairOf(all, { from: '3', to: '3' })?.from?.id).toBe(4);
  });
  test('none is chosen where the address names none there is', () => {
    expect(pairOf(all, {})).toBeNull();
    expect(pairOf(all, { to: '99' })).toBeNull();
    expect(pairOf(all, { to: 'x' })).toBeNull();
  });
  test('lists are the newest first, and of one userstore', () => {
    expect(ids(ofStore(all, 'gitlab'))).toEqual([5, 3, 4, 1]);
    expect(ids(before(all, all[2] as SnapshotRow))).toEqual([4, 1]);
  });
});
