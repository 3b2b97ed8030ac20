/** The parts of the screen of seats, each an address of its own. */
import type { Params } from '../../lib/state/route.svelte';

export const PARTS = ['count', 'free', 'holders', 'differ', 'plan'] as const;
export type Part = (typeof PARTS)[number];

/** What an address asks for. `only=reclaimable` is how it was said before there were parts. */
export function partOf(params: Params): Part {
  const named = PARTS.find((part) => part === params.part);
  return named ?? (params.only === 'reclaimable' ? 'free' : 'count');
}
