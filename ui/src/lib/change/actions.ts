/**
 * Which states a change can ask for, by kind of userstore: GitLab's moderation
 * actions (gitlab.md 1.1); most others know only on and off, and some locked
 * besides. The backend has the last word, user by user.
 */
import type { State, Userstore, UserstoreKind } from '../backend/types';
import { m } from '../messages';
import { clausesOf, readClause } from '../users/filter';

const TARGETS: Record<UserstoreKind, State[]> = {
  local: ['active', 'deactivated', 'blocked', 'banned', 'locked', 'pending', 'invited'],
  gitlab: ['active', 'deactivated', 'blocked', 'banned'],
  scim: ['active', 'deactivated'],
  ldap: ['active', 'deactivated', 'locked'],
  keycloak: ['active', 'deactivated'],
  wso2: ['active', 'deactivated', 'locked'],
  entra: ['active', 'deactivated'],
  google: ['active', 'deactivated'],
  okta: ['active', 'deactivated', 'locked'],
  authelia: ['active', 'deactivated'],
  file: ['active', 'deactivated', 'blocked', 'locked'],
};

export interface Target {
  state: State;
  /** Domains that know it, where not all of those in question do. */
  only: string[] | null;
}

/** What can be asked of users of these userstores, in the order of a menu. */
export function targetsFor(stores: Pick<Userstore, 'domain' | 'kind'>[]): Target[] {
  const order = TARGETS.local;
  return order.flatMap((state) => {
    const knowing = stores.filter((store) => TARGETS[store.kind].includes(state)).map((store) => store.domain);
    if (knowing.length === 0) return [];
    return [{ state, only: knowing.length === stores.length ? null : knowing }];
  });
}

/** What the way to a state is called, given the state users are in now where that is one. */
export function verbOf(state: State, now: State | null): string {
  return (state === 'active' && now !== null && m.changing.from[now]) || m.changing.to[state];
}

/** What a filter says of all it finds: their userstore and their state, where it names just one. */
export function knownOf(filter: string): { userstore: string | null; state: State | null } {
  const clauses = clausesOf(filter).map(readClause);
  const value = (attribute: string) =>
    clauses.find((clause) => clause?.attribute === attribute && clause.operator === 'eq')?.value ?? null;
  return { userstore: value('userstore'), state: value('state') as State | null };
}
