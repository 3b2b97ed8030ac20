/** Which findings are picked. */
import type { FindingRow } from '../../../lib/backend';
import { Picks } from '../../../lib/table/picks.svelte';

/** The most that are picked at once. */
export const MOST = 10_000;

export const picking = () => new Picks<FindingRow>((row) => row.id, MOST);
