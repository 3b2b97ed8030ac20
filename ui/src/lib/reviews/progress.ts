/** Sums over a review's decisions. */
import type { ReviewProgress } from '../backend/types';

export const allOf = (p: ReviewProgress) => p.keep + p.revoke + p.reduce + p.undecided;
export const decidedOf = (p: ReviewProgress) => p.keep + p.revoke + p.reduce;

/** How many of all are shown under a choice. */
export const shownOf = (p: ReviewProgress): Record<'all' | 'undecided' | 'keep' | 'revoke' | 'reduce', number> => ({
  all: allOf(p),
  undecided: p.undecided,
  keep: p.keep,
  revoke: p.revoke,
  reduce: p.reduce,
});
