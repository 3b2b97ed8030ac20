/** Which seats to free are picked: single ones, stretches, or the surest of a reason. */
import { call, type ReclaimReason, type ReclaimRow } from '../../../lib/backend';
import type { Pages } from '../../../lib/table/pages';

/** The most that are picked at once: they are named one by one in what is sent. */
export const MOST = 5_000;
/** The most rows the backend gives at once. */
const PAGE = 500;

export interface Question {
  plan: string;
  reason: ReclaimReason | null;
}

/** Rows from one place to another, asked for where they are not at hand. */
export async function rowsAt(
  { plan, reason }: Question,
  first: number,
  last: number,
  pages: Pages<ReclaimRow> | null,
): Promise<ReclaimRow[]> {
  const rows: ReclaimRow[] = [];
  for (let at = first; at <= last;) {
    const held = pages?.at(at);
    if (held) {
      rows.push(held);
      at += 1;
      continue;
    }
    const limit = Math.min(PAGE, last - at + 1);
    const page = await call('seats_reclaimable', { plan, ...(reason && { reason }), offset: at, limit });
    rows.push(...page.rows);
    if (page.rows.length === 0) break;
    at += page.rows.length;
  }
  return rows;
}

export class Picking {
  /** Each with the domain it is of, so that the change dialog knows what can be done there. */
  private rows = $state.raw<ReadonlyMap<number, string>>(new Map());
  private anchor: number | null = null;
  private before: ReadonlyMap<number, string> = new Map();
  private turn = 0;

  get count(): number {
    return this.rows.size;
  }

  get ids(): number[] {
    return [...this.rows.keys()];
  }

  get userstores(): string[] {
    return [...new Set(this.rows.values())];
  }

  has(id: number): boolean {
    return this.rows.has(id);
  }

  toggle(row: ReclaimRow): void {
    this.turn += 1;
    this.anchor = null;
    const rows = new Map(this.rows);
    if (!rows.delete(row.id)) rows.set(row.id, row.userstore);
    this.rows = rows;
  }

  /** From a row to another, in place of what was picked or beside it. */
  async reach(
    from: number,
    to: number,
    beside: boolean,
    question: Question,
    pages: Pages<ReclaimRow> | null,
  ): Promise<void> {
    this.turn += 1;
    const { turn } = this;
    if (this.anchor === null) {
      this.anchor = from;
      this.before = beside ? this.rows : new Map();
    }
    const first = Math.min(this.anchor, to);
    const last = Math.min(Math.max(this.anchor, to), first + MOST - 1);
    const rows = await rowsAt(question, first, last, pages);
    if (turn === this.turn)
      this.rows = new Map([...this.before, ...rows.map((row) => [row.id, row.userstore] as const)]);
  }

  settle(): void {
    this.anchor = null;
  }

  clear(): void {
    this.turn += 1;
    this.anchor = null;
    this.rows = new Map();
  }
}
