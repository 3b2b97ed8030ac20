/** The finding that is open, and which stand beside it in the list. */
import { tick } from 'svelte';
import type { FindingRow } from '../../lib/backend';
import { router } from '../../lib/state/route.svelte';
import type { List } from '../../lib/table/list.svelte';
import { t } from '../../lib/testids';

/** How far from the row with the focus the open one is looked for. */
const NEAR = 400;

class Opening {
  private list = $state.raw<List<FindingRow> | null>(null);
  private near = $state(0);

  /** The list that findings are opened from, and the row that has the focus there. */
  among(list: List<FindingRow>, active: number): void {
    this.list = list;
    this.near = active;
  }

  get id(): string | null {
    return router.route.params.finding ?? null;
  }

  private get at(): number | null {
    const { list, near, id } = this;
    void list?.version;
    for (let step = 0; step < NEAR; step += 1) {
      for (const at of step === 0 ? [near] : [near - step, near + step]) {
        if (at >= 0 && list?.pages?.at(at)?.id === id) return at;
      }
    }
    return null;
  }

  private beside(step: number): (() => void) | undefined {
    const { at } = this;
    const row = at === null ? undefined : this.list?.pages?.at(at + step);
    if (row === undefined || at === null) return undefined;
    return () => {
      this.near = at + step;
      router.amend({ finding: row.id });
    };
  }

  get previous(): (() => void) | undefined {
    return this.beside(-1);
  }

  get next(): (() => void) | undefined {
    return this.beside(1);
  }

  /** Whether it stands in a list that is there. */
  get inList(): boolean {
    return this.at !== null;
  }

  /** Closes it, and gives the focus back to its row. */
  close(): void {
    const { id } = this;
    router.amend({ finding: null });
    void tick().then(() => {
      const row =
        document.querySelector<HTMLElement>(`[data-testid="${t.findingsRow}"][data-key="${id}"]`) ??
        document.querySelector<HTMLElement>(`[data-testid="${t.findingsRow}"][tabindex="0"]`);
      row?.focus();
    });
  }
}

export const opening = new Opening();
