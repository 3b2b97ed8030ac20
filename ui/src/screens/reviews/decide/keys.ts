/** What can be done on the table of decisions, as keys and commands. */
import { m } from '../../../lib/messages';
import type { Action } from '../../../lib/state/actions.svelte';

export interface Doings {
  keep: () => void;
  revoke: () => void;
  reduce: () => void;
  note: () => void;
  give: () => void;
  next: () => void;
  undo: () => void;
}

export const KEYS: Record<keyof Doings, string[]> = {
  keep: ['k'],
  revoke: ['r'],
  reduce: ['d'],
  note: ['n'],
  give: ['a'],
  next: ['u'],
  undo: ['z', 'Ctrl+Z'],
};

export function decideActions(may: () => boolean, undoable: () => boolean, doings: Doings): Action[] {
  const names = Object.keys(KEYS) as (keyof Doings)[];
  return names.map((name) => ({
    id: `review:${name}`,
    title: m.reviews.keys[name],
    group: 'screen',
    keys: KEYS[name],
    when: name === 'undo' ? undoable : may,
    run: () => doings[name](),
  }));
}
