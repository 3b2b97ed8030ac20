/** Which grants are picked to be decided on together: single ones and stretches, by their places in the population. */
import type { Pages } from '../table/pages';

/** The most that are picked at once: they are named one by one in what is sent. */
export const MOST = 20_000;

export class Picking<T> {
  private rows = $state.raw<ReadonlyMap<number, T>>(new Map());
  private anchor: number | null = null;
  private before: ReadonlyMap<number, T> = new Map();
  private turn = 0;

  constructor(
    private readonly placeOf: (row: T) => number,
    /** Rows of the list from one to another, where they are not at hand. */
    private readonly read: (offset: number, limit: number) => Promise<T[]>,
    /** The most rows that are read at once. */
    private readonly size: number,
  ) {}

  get count(): number {
    return this.rows.size;
  }

  get all(): T[] {
    return [...this.rows.values()];
  }

  has(row: T): boolean {
    return this.rows.has(this.placeOf(row));
  }

  toggle(row: T): void {
    this.turn += 1;
    this.anchor = null;
    const rows = new Map(this.rows);
    if (!rows.delete(this.placeOf(row))) rows.set(this.placeOf(row), row);
    this.rows = rows;
  }

  /** From a row to another, in place of what was picked or beside it. */
  async reach(from: number, to: number, beside: boolean, pages: Pages<T> | null): Promise<void> {
    this.turn += 1;
    const { turn } = this;
    if (this.anchor === null) {
      this.anchor = from;
      this.before = beside ? this.rows : new Map();
    }
    const first = Math.min(this.anchor, to);
    const last = Math.min(Math.max(this.anchor, to), first + MOST - 1);
    const found = await this.rowsAt(first, last, pages);
    if (turn === this.turn)
      this.rows = new Map([...this.before, ...found.map((row) => [this.placeOf(row), row] as const)]);
  }

  settle(): void {
    this.anchor = null;
  }

  clear(): void {
    this.turn += 1;
    this.anchor = null;
    this.rows = new Map();
  }

  private async rowsAt(first: number, last: number, pages: Pages<T> | null): Promise<T[]> {
    const rows: T[] = [];
    for (let at = first; at <= last;) {
      const held = pages?.at(at);
      if (held !== undefined) {
        rows.push(held);
        at += 1;
        continue;
      }
      const found = await this.read(at, Math.min(this.size, last - at + 1));
      rows.push(...found);
      if (found.length === 0) break;
      at += found.length;
    }
    return rows;
  }
}
