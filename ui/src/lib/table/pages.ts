/**
 * A window onto a list that lives in the backend: pages of rows that are asked
 * for when they come into view, a few at a time, and forgotten when far away.
 */

export interface Page<T> {
  rows: T[];
  /** None while the backend has not counted yet. */
  total: number | null;
  /** Pages of different generations may not fit together. */
  generation: number;
}

export type Load<T> = (offset: number, limit: number) => Promise<Page<T>>;

export interface Options {
  /** Rows in a page. */
  size: number;
  /** Pages kept. */
  keep: number;
  /** Requests under way at once. */
  parallel: number;
}

const usual: Options = { size: 200, keep: 30, parallel: 2 };

export class Pages<T> {
  /** How many rows there are; none until the backend has counted. */
  total: number | null = null;
  /** The generation of the newest answer. */
  generation = -1;
  /** Why the newest request failed, until one succeeds. */
  error: unknown = null;
  /** Whether any page has arrived. */
  ready = false;

  private readonly pages = new Map<number, { rows: T[]; epoch: number }>();
  private readonly asked = new Map<number, number>();
  private readonly options: Options;
  private wanted: number[] = [];
  private underWay = 0;
  private closed = false;
  /** Rises when everything known becomes old; answers to older questions are not believed. */
  private epoch = 0;

  constructor(
    private readonly load: Load<T>,
    private readonly changed: () => void,
    options: Partial<Options> = {},
  ) {
    this.options = { ...usual, ...options };
  }

  /** Rows known or believed to exist: the count, or at least what was seen. */
  get known(): number {
    if (this.total !== null) return this.total;
    let end = 0;
    for (const [page, held] of this.pages) end = Math.max(end, page * this.options.size + held.rows.length);
    return end;
  }

  /** A row, if its page is here. */
  at(index: number): T | undefined {
    const page = Math.floor(index / this.options.size);
    return this.pages.get(page)?.rows[index - page * this.options.size];
  }

  /** Says which rows are in view. What is missing or old is asked for; what is no longer wanted is not. */
  want(first: number, last: number): void {
    const { size } = this.options;
    const from = Math.floor(Math.max(first, 0) / size);
    const to = Math.floor(Math.max(last - 1, first, 0) / size);
    this.wanted = [];
    for (let page = from; page <= to; page += 1) this.wanted.push(page);
    for (const page of this.wanted) this.touch(page);
    this.pump();
  }

  /** Everything known is old: it stays on screen until its replacement is here. */
  invalidate(): void {
    this.epoch += 1;
    this.error = null;
    this.pump();
  }

  /** No answer is believed from now on. */
  close(): void {
    this.closed = true;
  }

  private touch(page: number): void {
    const held = this.pages.get(page);
    if (!held) return;
    this.pages.delete(page);
    this.pages.set(page, held);
  }

  private next(): number | undefined {
    return this.wanted.find(
      (page) => this.pages.get(page)?.epoch !== this.epoch && this.asked.get(page) !== this.epoch && !this.beyond(page),
    );
  }

  private beyond(page: number): boolean {
    return page > 0 && this.total !== null && page * this.options.size >= this.total;
  }

  private pump(): void {
    while (!this.closed && this.error === null && this.underWay < this.options.parallel) {
      const page = this.next();
      if (page === undefined) return;
      void this.fetch(page);
    }
  }

  private async fetch(page: number): Promise<void> {
    const { epoch } = this;
    const { size } = this.options;
    this.asked.set(page, epoch);
    this.underWay += 1;
    try {
      const answer = await this.load(page * size, size);
      if (!this.closed && epoch === this.epoch) this.take(page, answer);
    } catch (error) {
      if (!this.closed && epoch === this.epoch) this.error = error;
    } finally {
      this.underWay -= 1;
      if (this.asked.get(page) === epoch) this.asked.delete(page);
    }
    if (this.closed) return;
    this.changed();
    this.pump();
  }

  private take(page: number, answer: Page<T>): void {
    // Users changed between two pages: rows may have moved, so all is old but this.
    if (this.generation >= 0 && answer.generation > this.generation) this.epoch += 1;
    if (answer.generation < this.generation) return;
    this.generation = answer.generation;
    this.ready = true;
    this.error = null;
    if (answer.total !== null) this.total = answer.total;
    this.pages.delete(page);
    this.pages.set(page, { rows: answer.rows, epoch: this.epoch });
    for (const old of this.pages.keys()) {
      if (this.pages.size <= this.options.keep) break;
      if (!this.wanted.includes(old)) this.pages.delete(old);
    }
  }
}
