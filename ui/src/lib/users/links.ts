/**
 * The filters behind numbers that can be opened, spelled here once. Counts
 * leave out who is gone, so the filters do too; tests/unit/links.test.ts holds
 * them to what the backend counts.
 */
import type { Kind, State, Unseen } from '../backend/types';
import { hrefOf, router } from '../state/route.svelte';
import { equals } from './filter';

const PRESENT = 'gone eq false';
const present = (clause: string) => `${clause} and ${PRESENT}`;

export const EVERYONE_PRESENT = PRESENT;
export const GONE = 'gone eq true';
export const byState = (state: State) => present(equals('state', state));
export const byKind = (kind: Kind) => present(equals('kind', kind));
export const byUserstore = (domain: string) => present(equals('userstore', domain));
export const goneFrom = (domain: string) => `${equals('userstore', domain)} and ${GONE}`;
/** Without a word on who is gone: it stands in other rules too, which say that themselves. */
export const highestRole = (role: string | null) =>
  role === null ? 'not (highestRole pr)' : equals('highestRole', role);
export const byHighestRole = (role: string | null) => present(highestRole(role));
export const PRIVILEGED = present(`${equals('state', 'active')} and privileged eq true`);
export const PRIVILEGED_NO_MFA = `${PRIVILEGED} and mfa eq false`;

/** Of the people an `Unseen` speaks of, those one of its four numbers counts. */
export function unseenBy(unseen: Unseen, which: 'dormant' | 'never' | 'unknown' | 'not_collected'): string {
  const clause = which === 'dormant' ? `lastSeen le "-${unseen.days}d"` : `lastSeen eq ${which}`;
  return unseen.rule === '' ? clause : `${unseen.rule} and ${clause}`;
}

/** The address of Users with a filter. */
export const usersWith = (filter: string) => hrefOf('users', { where: filter });
/** The address of Users with one user's drawer open. */
export const userAt = (id: number) => hrefOf('users', { user: String(id) });
/** The address of the present screen with one user's drawer open over it. */
export const userHere = (id: number) => router.hrefHere({ user: String(id) });
