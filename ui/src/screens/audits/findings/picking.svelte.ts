/** Which findings are picked: single ones and stretches, or all that the filter finds but a few. */
import type { FindingFilter, FindingRow } from '../../../lib/backend';
import type { Pages } from '../../../lib/table/pages';
import { Picks, type Read } from '../../../lib/table/picks.svelte';
import { isOf, mayHold, ofAll, ofRows, type Chosen, type Which } from '../chosen';

/** The longest stretch that is picked by hand. */
export const MOST = 10_000;
/** How many can be left out of all: the backend takes no more. */
export const MOST_LEFT_OUT = 100;

export class Picking {
  private readonly picks = new Picks<FindingRow>((row) => row.id, MOST);
  private filter = $state.raw<FindingFilter | null>(null);
  /** With a filter, those that are left out. */
  private out = $state.raw<ReadonlyMap<string, FindingRow>>(new Map());

  /** Whether all that the filter finds are picked, with or without exceptions. */
  get isAll(): boolean {
    return this.filter !== null;
  }

  /** How many, of `total` that the filter finds. */
  count(total: number): number {
    return this.filter === null ? this.picks.count : Math.max(total - this.out.size, 0);
  }

  has(row: FindingRow): boolean {
    return this.filter === null ? this.picks.has(row) : !this.out.has(row.id);
  }

  /** Takes one in or out. False if no more can be left out of all. */
  toggle(row: FindingRow): boolean {
    if (this.filter === null) {
      this.picks.toggle(row);
      return true;
    }
    const out = new Map(this.out);
    if (!out.delete(row.id)) out.set(row.id, row);
    if (out.size > MOST_LEFT_OUT) return false;
    this.out = out;
    return true;
  }

  async reach(
    from: number,
    to: number,
    beside: boolean,
    read: Read<FindingRow>,
    pages: Pages<FindingRow> | null,
  ): Promise<void> {
    this.filter = null;
    await this.picks.reach(from, to, beside, read, pages);
  }

  all(filter: FindingFilter): void {
    this.clear();
    this.filter = filter;
  }

  settle(): void {
    this.picks.settle();
  }

  clear(): void {
    this.picks.clear();
    this.filter = null;
    this.out = new Map();
  }

  /** Whether some of those picked may be open, or accepted. */
  may(which: Which): boolean {
    return this.filter === null ? this.picks.rows.some(isOf(which)) : mayHold(this.filter, which);
  }

  /** Those of the picked that are open, or accepted. */
  async chosen(which: Which): Promise<Chosen> {
    if (this.filter !== null) return ofAll({ filter: this.filter, except: [...this.out.values()] }, which);
    return ofRows(this.picks.rows.filter(isOf(which)));
  }
}
