/** Which seats to free are picked: single ones, stretches, or the surest of a reason. */
import { call, type ReclaimReason, type ReclaimRow } from '../../../lib/backend';
import { Picks, type Read } from '../../../lib/table/picks.svelte';

/** The most that are picked at once. */
export const MOST = 5_000;

export interface Question {
  plan: string;
  reason: ReclaimReason | null;
}

/** Rows of a question, as the backend gives them. */
export const reading =
  ({ plan, reason }: Question): Read<ReclaimRow> =>
  async (offset, limit) =>
    (await call('seats_reclaimable', { plan, ...(reason && { reason }), offset, limit })).rows;

export class Picking extends Picks<ReclaimRow> {
  constructor() {
    super((row) => row.id, MOST);
  }

  get ids(): number[] {
    return this.rows.map((row) => row.id);
  }

  /** Domains they are of, so that the change dialog knows what can be done there. */
  get userstores(): string[] {
    return [...new Set(this.rows.map((row) => row.userstore))];
  }
}
