/** The tree of groups, read as it is opened: only what is looked at is asked for. */
import { call, toBackendError, type BackendError, type GroupGlance } from '../backend';
import type { Row } from '../tree/tree';

/** Groups asked for at a time. */
const SIZE = 200;

/** A row: a group, or the offer to read more of those beside it. */
export type Leaf = { group: GroupGlance; way: number[] } | { more: number; way: number[] };

interface Branch {
  groups: GroupGlance[];
  total: number;
}

/** What is below: nothing for the top. A group in two others stands below both, so a place is its way there. */
const keyOf = (way: number[]) => way.join('/');

export class GroupTree {
  private branches = $state.raw<ReadonlyMap<string, Branch>>(new Map());
  private open = $state.raw<ReadonlySet<string>>(new Set());
  error = $state.raw<BackendError | null>(null);
  /** Whether the top was read. */
  ready = $state(false);
  private turn = 0;

  /** All groups of the userstore, or all that were found. */
  total = $state(0);

  /** Reads everything that is shown again. */
  async load(search: string, userstore: string | null): Promise<void> {
    this.turn += 1;
    const { turn } = this;
    const ways = search === '' ? [...this.open].map((key) => key.split('/').map(Number)) : [];
    try {
      const top = await this.read([], search, userstore, 0);
      const below = await Promise.all(
        ways.map(async (way) => [keyOf(way), await this.read(way, '', userstore, 0)] as const),
      );
      const total = search === '' ? await this.count(userstore) : top.total;
      if (turn !== this.turn) return;
      this.total = total;
      this.branches = new Map([['', top], ...below]);
      this.error = null;
      this.ready = true;
    } catch (thrown) {
      if (turn === this.turn) this.error = toBackendError(thrown);
    }
  }

  /** Forgets what is open: what comes next is another list. */
  fold(): void {
    this.open = new Set();
  }

  async toggle(row: Row<Leaf>, open: boolean): Promise<void> {
    const { way } = row.item;
    const key = keyOf(way);
    const now = new Set(this.open);
    if (open) now.add(key);
    else now.delete(key);
    this.open = now;
    if (open && !this.branches.has(key)) await this.extend(way, '', null);
  }

  /** Reads the next groups of a branch. */
  async extend(way: number[], search: string, userstore: string | null): Promise<void> {
    const key = keyOf(way);
    const { turn } = this;
    const held = this.branches.get(key);
    try {
      const next = await this.read(way, search, userstore, held?.groups.length ?? 0);
      if (turn !== this.turn) return;
      const branch = { groups: [...(held?.groups ?? []), ...next.groups], total: next.total };
      this.branches = new Map(this.branches).set(key, branch);
    } catch (thrown) {
      this.error = toBackendError(thrown);
    }
  }

  /** What shows; a search shows what it found, without what is below. */
  rows(flat: boolean): Row<Leaf>[] {
    return this.below([], flat);
  }

  private below(way: number[], flat: boolean): Row<Leaf>[] {
    const branch = this.branches.get(keyOf(way));
    if (!branch) return [];
    const rest = branch.total - branch.groups.length;
    const siblings = branch.groups.length + (rest > 0 ? 1 : 0);
    const place = (item: Leaf, i: number, parent: boolean, open: boolean): Row<Leaf> => ({
      key: keyOf(item.way) + ('more' in item ? '/more' : ''),
      item,
      level: way.length + 1,
      position: i + 1,
      siblings,
      parent,
      open,
    });
    const rows = branch.groups.flatMap((group, i) => {
      const there = [...way, group.id];
      // A group that is in itself, as a source may have it, ends there.
      const parent = !flat && group.groups > 0 && !way.includes(group.id);
      const open = parent && this.open.has(keyOf(there));
      const row = place({ group, way: there }, i, parent, open);
      return open ? [row, ...this.below(there, flat)] : [row];
    });
    return rest > 0 ? [...rows, place({ more: rest, way }, siblings - 1, false, false)] : rows;
  }

  private async read(way: number[], search: string, userstore: string | null, offset: number): Promise<Branch> {
    const within = way.at(-1) ?? null;
    const top = within === null && search === '';
    const page = await call('groups_page', { search, userstore, within, top, offset, limit: SIZE });
    return { groups: page.groups, total: page.total };
  }

  private async count(userstore: string | null): Promise<number> {
    const all = { search: '', userstore, within: null, top: false, offset: 0, limit: 1 };
    return (await call('groups_page', all)).total;
  }
}
