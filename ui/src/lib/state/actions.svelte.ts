/**
 * Everything that can be done by a key or from the palette, in one registry:
 * the handler of keys, the palette (Ctrl+K) and the list of shortcuts (`?`)
 * all read it. What works everywhere is in screens/shell/actions.ts; a screen
 * adds its own while it is there.
 */
import { capsOf, keyOf } from '../keys';

export type Group = 'go' | 'do' | 'screen' | 'table' | 'filter';

export interface Action {
  /** A stable name, by which the palette remembers it. */
  id: string;
  /** As the palette and the list of shortcuts call it. */
  title: string;
  group: Group;
  /** Keys, each enough by itself, as lib/keys.ts writes them. */
  keys?: string[];
  /** Other words by which the palette finds it. */
  also?: string;
  /** Whether it can be done now; without it always. */
  when?: () => boolean;
  /** Does it. Without it the keys belong to a table or a box, and are only listed. */
  run?: () => void;
  /** Whether its keys work while something is being written. */
  anywhere?: boolean;
  /** Whether the palette leaves it out: it is of no use there. */
  hidden?: boolean;
}

class Actions {
  private sets = $state.raw<readonly (readonly Action[])[]>([]);

  readonly all = $derived(this.sets.flat());

  /** Those that can be done now. */
  get possible(): Action[] {
    return this.all.filter((action) => action.run !== undefined && (action.when?.() ?? true));
  }

  /** Adds some; returns what takes them away again. */
  offer(actions: readonly Action[]): () => void {
    this.sets = [...this.sets, actions];
    return () => (this.sets = this.sets.filter((set) => set !== actions));
  }

  /** What some keys are for now. The last that was offered comes first: the screen before the window. */
  byKeys(keys: string): Action | undefined {
    return this.possible.findLast((action) => action.keys?.some((k) => keyOf(k) === keys));
  }

  /** Whether a key is the first of two. */
  begins(key: string): boolean {
    return this.possible.some((action) => action.keys?.some((k) => keyOf(k).startsWith(`${key} `)));
  }
}

export const actions = new Actions();
export { capsOf };
