/** The userstores that users in question can be of. */
import type { Userstore, UserstoreKind } from '../backend';
import { session } from '../state/session.svelte';

/** Those of these domains; all where none are named. */
export function storesOf(domains: string[] | undefined): Userstore[] {
  const all = session.vault?.userstores ?? [];
  return domains === undefined ? all : all.filter((store) => domains.includes(store.domain));
}

/** What a domain reflects. */
export const kindOf = (domain: string): UserstoreKind =>
  session.vault?.userstores.find((store) => store.domain === domain)?.kind ?? 'file';

/** The one domain in question, where there is just one. */
export const onlyStore = (domains: string[] | undefined): string | null =>
  domains?.length === 1 ? (domains[0] ?? null) : null;
