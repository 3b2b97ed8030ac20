/**
 * Who is selected: either users picked one by one, or everyone a filter finds
 * but a few. The second is what a million needs: nobody has to be listed.
 */
import type { Selected } from '../backend';
import { compose } from './filter';

/** How many may be left out of everyone: the filter that says so has a limit of 4,096 characters. */
export const MOST_LEFT_OUT = 100;

/** Characters a filter may have, with some room for what is put around it. */
const LONGEST_FILTER = 4_000;

export class Selection {
  /** The filter all of whose users are selected; none while users are picked. */
  private everyone = $state<string | null>(null);
  /** Who is picked; with `everyone`, who is left out. */
  private ids = $state.raw<ReadonlySet<number>>(new Set());

  /** Whether all that match are selected, with or without exceptions. */
  get isAll(): boolean {
    return this.everyone !== null;
  }

  /** Whether certainly nobody is. */
  get empty(): boolean {
    return this.everyone === null && this.ids.size === 0;
  }

  /** Who is left out of everyone. */
  get leftOut(): number {
    return this.everyone === null ? 0 : this.ids.size;
  }

  /** Those picked, in the order in which they were; none if everyone is selected. */
  get picked(): number[] | null {
    return this.everyone === null ? [...this.ids] : null;
  }

  /** How many, of `total` that match; none while that is not known. */
  count(total: number | null): number | null {
    if (this.everyone === null) return this.ids.size;
    return total === null ? null : Math.max(total - this.ids.size, 0);
  }

  has(id: number): boolean {
    return this.ids.has(id) !== (this.everyone !== null);
  }

  /** Takes one in or out. False if no more can be left out of everyone. */
  toggle(id: number): boolean {
    return this.set([id], !this.has(id));
  }

  /** Takes these in, or out. False, and nothing done, if no more can be left out of everyone. */
  set(users: Iterable<number>, selected: boolean): boolean {
    const ids = new Set(this.ids);
    for (const id of users) {
      if (selected === (this.everyone === null)) ids.add(id);
      else ids.delete(id);
    }
    if (this.everyone !== null && ids.size > MOST_LEFT_OUT) return false;
    this.ids = ids;
    return true;
  }

  /** These and nobody else. */
  only(users: Iterable<number>): void {
    this.everyone = null;
    this.ids = new Set(users);
  }

  /** Everyone a filter finds; empty for all there are. */
  all(filter: string): void {
    this.everyone = filter;
    this.ids = new Set();
  }

  clear(): void {
    this.everyone = null;
    this.ids = new Set();
  }

  /** As a change or an export asks for it. */
  get selected(): Selected {
    const { filter } = this;
    return filter === null ? { users: [...this.ids] } : { filter };
  }

  /** Those selected as a filter; none where they are too many to be named one by one. */
  get expression(): string | null {
    if (this.everyone !== null) return this.filter;
    const named = [...this.ids].map((id) => `id eq ${id}`).join(' or ');
    return named !== '' && named.length <= LONGEST_FILTER ? named : null;
  }

  /** Everyone selected as a filter; none while users are picked one by one. */
  get filter(): string | null {
    if (this.everyone === null) return null;
    const out = [...this.ids].map((id) => `id ne ${id}`);
    return out.length === 0 ? this.everyone : compose([...(this.everyone === '' ? [] : [this.everyone]), ...out], '');
  }
}
