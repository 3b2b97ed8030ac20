/** Ways into the change dialog that are offered in several places. */
import { changing } from './changing.svelte';
import { draftFor } from './draft';

/** Users from a list of names: who they are is written in the dialog itself. */
export function changeFromFile(): void {
  changing.begin({ selected: { lines: '' }, count: null, drafts: [draftFor('set_state')] });
}
