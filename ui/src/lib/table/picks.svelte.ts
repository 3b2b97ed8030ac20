/** Rows that are picked out of a list, each kept whole: single ones and stretches. */
import type { Pages } from './pages';

/** The most rows the backend gives at once. */
const PAGE = 500;

/** Rows of a question, from a place on. */
export type Read<T> = (offset: number, limit: number) => Promise<T[]>;

/** Rows from one place to another, asked for where they are not at hand. */
export async function rowsAt<T>(read: Read<T>, first: number, last: number, pages: Pages<T> | null): Promise<T[]> {
  const rows: T[] = [];
  for (let at = first; at <= last;) {
    const held = pages?.at(at);
    if (held) {
      rows.push(held);
      at += 1;
      continue;
    }
    const page = await read(at, Math.min(PAGE, last - at + 1));
    rows.push(...page);
    if (page.length === 0) break;
    at += page.length;
  }
  return rows;
}

export class Picks<T> {
  private held = $state.raw<ReadonlyMap<string | number, T>>(new Map());
  private anchor: number | null = null;
  private before: ReadonlyMap<string | number, T> = new Map();
  private turn = 0;

  /** `most` at once: they are named one by one in what is sent. */
  constructor(
    private readonly keyOf: (row: T) => string | number,
    private readonly most: number,
  ) {}

  get count(): number {
    return this.held.size;
  }

  get rows(): T[] {
    return [...this.held.values()];
  }

  has(row: T): boolean {
    return this.held.has(this.keyOf(row));
  }

  toggle(row: T): void {
    this.turn += 1;
    this.anchor = null;
    const held = new Map(this.held);
    if (!held.delete(this.keyOf(row))) held.set(this.keyOf(row), row);
    this.held = held;
  }

  /** From a row to another, in place of what was picked or beside it. */
  async reach(from: number, to: number, beside: boolean, read: Read<T>, pages: Pages<T> | null): Promise<void> {
    this.turn += 1;
    const { turn } = this;
    if (this.anchor === null) {
      this.anchor = from;
      this.before = beside ? this.held : new Map();
    }
    const first = Math.min(this.anchor, to);
    const last = Math.min(Math.max(this.anchor, to), first + this.most - 1);
    const rows = await rowsAt(read, first, last, pages);
    if (turn === this.turn)
      this.held = new Map([...this.before, ...rows.map((row) => [this.keyOf(row), row] as const)]);
  }

  /** All of `total`, or as many of the first as can be. */
  async everyone(total: number, read: Read<T>, pages: Pages<T> | null): Promise<void> {
    this.settle();
    await this.reach(0, Math.min(total, this.most) - 1, false, read, pages);
    this.settle();
  }

  settle(): void {
    this.anchor = null;
  }

  clear(): void {
    this.turn += 1;
    this.anchor = null;
    this.held = new Map();
  }
}
