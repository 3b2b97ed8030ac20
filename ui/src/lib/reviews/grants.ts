/** A review's grants as the table of decisions shows and asks for them. */
import type { DecidedAs, ReviewItem, ReviewItemsQuery, ReviewPeers } from '../backend/types';
import type { Params } from '../state/route.svelte';
import type { Decided } from './deciding.svelte';

/** What can be shown, in the order it is offered. */
export const SHOWN = ['undecided', 'keep', 'revoke', 'reduce', 'all'] as const;
export type Shown = (typeof SHOWN)[number];

export interface Look {
  shown: Shown;
  /** The key of a reviewer, or none for all. */
  of: string | null;
  privileged: boolean;
  text: string;
}

/** What an address asks for: without a word, what is left to decide, and all of a closed review. */
export function lookOf(params: Params, open: boolean): Look {
  const shown = SHOWN.find((one) => one === params.shown) ?? (open ? 'undecided' : 'all');
  return { shown, of: params.of ?? null, privileged: params.privileged === 'yes', text: params.q ?? '' };
}

/** The question for it, without the page. */
export function questionOf(review: string, look: Look): Omit<ReviewItemsQuery, 'offset' | 'limit'> {
  return {
    review,
    ...(look.of !== null && { reviewer: look.of }),
    ...(look.shown !== 'all' && { decided: look.shown satisfies DecidedAs }),
    ...(look.privileged && { privileged: true }),
    ...(look.text.trim() !== '' && { text: look.text.trim() }),
  };
}

export const decidedOf = ({ item, decision }: ReviewItem): Decided => ({
  place: item,
  said: decision && { verdict: decision.verdict, to: decision.to, note: decision.note },
});

/** Few enough of enough peers hold the same, so that it deserves a look. */
export const isRare = (peers: ReviewPeers | null) => peers !== null && peers.all >= 5 && peers.holding * 10 < peers.all;

/** The next of some rows that fits, from one on and then from the first; none if none does. */
export function nextOf(from: number, total: number, fits: (index: number) => boolean): number | null {
  for (let step = 1; step <= total; step += 1) {
    const at = (from + step) % total;
    if (fits(at)) return at;
  }
  return null;
}
