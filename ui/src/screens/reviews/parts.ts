/** The parts of one review, each an address of its own. */
import type { ReviewState } from '../../lib/backend';
import type { Params } from '../../lib/state/route.svelte';

export const PARTS = ['decide', 'progress', 'worksheets', 'close', 'evidence'] as const;
export type Part = (typeof PARTS)[number];

/** What an address asks for; without a word an open review is decided on, and a closed one shows what came of it. */
export function partOf(params: Params, state: ReviewState): Part {
  return PARTS.find((part) => part === params.part) ?? (state === 'open' ? 'decide' : 'close');
}
