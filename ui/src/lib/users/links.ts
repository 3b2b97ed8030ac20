/** The filters behind numbers that can be opened. Spelled here once. */
import type { Kind, State } from '../backend/types';
import { hrefOf } from '../state/route.svelte';
import { equals } from './filter';

export const byState = (state: State) => equals('state', state);
export const byKind = (kind: Kind) => equals('kind', kind);
export const byUserstore = (domain: string) => equals('userstore', domain);
export const byHighestRole = (role: string | null) =>
  role === null ? 'not (highestRole pr)' : equals('highestRole', role);

/** Active humans: those of whom `Unseen` speaks. */
const ACTIVE_HUMANS = `${equals('state', 'active')} and ${equals('kind', 'human')}`;
export const NEVER_SEEN = `${ACTIVE_HUMANS} and lastSeen eq never`;
export const SEEN_UNKNOWN = `${ACTIVE_HUMANS} and lastSeen eq unknown`;
export const SEEN_NOT_COLLECTED = `${ACTIVE_HUMANS} and lastSeen eq not_collected`;
export const PRIVILEGED = `${equals('state', 'active')} and privileged eq true`;
export const PRIVILEGED_NO_MFA = `${PRIVILEGED} and mfa eq false`;

/** The address of Users with a filter. */
export const usersWith = (filter: string) => hrefOf('users', { where: filter });
/** The address of Users with one user's drawer open. */
export const userAt = (id: number) => hrefOf('users', { user: String(id) });
