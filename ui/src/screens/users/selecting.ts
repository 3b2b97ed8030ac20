/** From rows on screen to users selected: single ones, stretches, everyone. */
import { call, toBackendError, type UserRow, type UsersQuery } from '../../lib/backend';
import { m } from '../../lib/messages';
import { toasts } from '../../lib/state/toasts.svelte';
import type { Pages } from '../../lib/table/pages';
import type { Selection } from '../../lib/users/selection.svelte';

/** The longest stretch of rows that is selected by hand, and the most users copied at once. */
export const STRETCH = 10_000;
/** The most rows the backend gives at once. */
const PAGE = 500;

type Question = Pick<UsersQuery, 'filter' | 'sort' | 'descending'>;

/** Keys of the users at these places, asked for where they are not at hand. */
export async function usersAt(
  question: Question,
  first: number,
  last: number,
  pages: Pages<UserRow> | null,
): Promise<number[]> {
  const ids: number[] = [];
  for (let at = first; at <= last; at += 1) {
    const row = pages?.at(at);
    if (row) {
      ids.push(row.id);
      continue;
    }
    const limit = Math.min(PAGE, last - at + 1);
    const page = await call('users_page', { ...question, offset: at, limit });
    ids.push(...page.users.map((user) => user.id));
    at += limit - 1;
  }
  return ids;
}

export class Selecting {
  /** Where the stretch began. */
  private anchor = 0;
  /** What was selected before the stretch that is being drawn. */
  private before: number[] = [];
  private stretching = false;
  private turn = 0;

  constructor(
    private readonly selection: Selection,
    private readonly ask: () => { question: Question; pages: Pages<UserRow> | null },
  ) {}

  toggle(index: number): void {
    this.turn += 1;
    const row = this.ask().pages?.at(index);
    if (!row) return;
    if (!this.selection.toggle(row.id)) toasts.say(m.users.tooManyLeftOut);
    this.stretching = false;
  }

  /** From a row to another; `beside` keeps what was selected before. One stretch keeps the row it began at. */
  async reach(index: number, beside: boolean, from: number): Promise<void> {
    this.turn += 1;
    const { turn } = this;
    if (!this.stretching) {
      this.before = beside ? (this.selection.picked ?? []) : [];
      this.anchor = from;
      this.stretching = true;
    }
    const [first, last] = [Math.min(this.anchor, index), Math.max(this.anchor, index)];
    if (last - first >= STRETCH) {
      toasts.say(m.users.stretchTooLong(STRETCH));
      return;
    }
    const { question, pages } = this.ask();
    try {
      const ids = await usersAt(question, first, last, pages);
      // Another key was pressed meanwhile: what it asks for counts.
      if (turn === this.turn) this.selection.only([...this.before, ...ids]);
    } catch (error) {
      toasts.fail(toBackendError(error));
    }
  }

  /** The next stretch begins anew. */
  settle(): void {
    this.stretching = false;
  }

  everyone(): void {
    this.reset();
    this.selection.all(this.ask().question.filter);
  }

  nobody(): void {
    this.reset();
    this.selection.clear();
  }

  private reset(): void {
    this.turn += 1;
    this.stretching = false;
  }
}
