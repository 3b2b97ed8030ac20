/** The parts of the screen of audits, each an address of its own. */
import type { Params } from '../../lib/state/route.svelte';

export const PARTS = ['findings', 'rules'] as const;
export type Part = (typeof PARTS)[number];

export const partOf = (params: Params): Part => PARTS.find((part) => part === params.part) ?? 'findings';

/** Every rule there is; the name the backend has for it. */
export const ALL = 'all';
