/**
 * What can be done to the state of users, by kind of userstore: the table of
 * `muster_model::transition`, without what depends on a user. The backend has
 * the last word, user by user.
 */
import type { Action, State, Userstore, UserstoreKind } from '../backend/types';
import { m } from '../messages';
import { clausesOf, readClause } from '../users/filter';
import type { Target } from './draft';

const ALL: Action[] = [
  'approve',
  'reject',
  'activate',
  'unlock',
  'unblock',
  'unban',
  'deactivate',
  'block',
  'lock',
  'ban',
  'restore',
];
/** One switch: on or off. */
const SWITCH: Action[] = ['unlock', 'activate', 'deactivate'];

const ACTIONS: Record<UserstoreKind, Action[]> = {
  local: ALL,
  file: ALL,
  gitlab: ['approve', 'reject', 'unlock', 'unblock', 'activate', 'unban', 'deactivate', 'block', 'ban'],
  ldap: ['unlock', 'unblock', 'activate', 'deactivate', 'block'],
  wso2: ['unlock', 'activate', 'deactivate', 'lock'],
  google: ['unblock', 'activate', 'block'],
  okta: ['unlock', 'unblock', 'activate', 'deactivate', 'block'],
  scim: SWITCH,
  keycloak: SWITCH,
  entra: SWITCH,
  authelia: SWITCH,
};

/** States that can be asked for, with an action that leads there. */
const STATES: [State, Action][] = [
  ['active', 'activate'],
  ['deactivated', 'deactivate'],
  ['blocked', 'block'],
  ['banned', 'ban'],
  ['locked', 'lock'],
];

/** Actions that only some users offer, with the state those are in. */
const FROM: [Action, State][] = [
  ['approve', 'pending'],
  ['reject', 'pending'],
  ['unblock', 'blocked'],
  ['unlock', 'locked'],
  ['unban', 'banned'],
  ['restore', 'deleted'],
];

export interface Choice {
  target: Target;
  /** Domains that know it, where not all of those in question do. */
  only: string[] | null;
}

/**
 * What can be asked of users of these userstores: states by whatever action
 * leads there, then the actions of some. `now` is the state all of them are in,
 * where that is known.
 */
export function choicesFor(stores: Pick<Userstore, 'domain' | 'kind'>[], now: State | null): Choice[] {
  const choice = (target: Target, action: Action): Choice[] => {
    const knowing = stores.filter((store) => ACTIONS[store.kind].includes(action)).map((store) => store.domain);
    if (knowing.length === 0) return [];
    return [{ target, only: knowing.length === stores.length ? null : knowing }];
  };
  const states = STATES.filter(([state]) => state !== now).flatMap(([state, action]) => choice(state, action));
  // Who is known to be pending is approved by being activated; to reject is another matter.
  const some = FROM.filter(([action, from]) => now === null || (from === now && action === 'reject'));
  return [...states, ...some.flatMap(([action]) => choice(`act:${action}`, action))];
}

/** What a choice is called, given the state users are in now where that is one. */
export function verbOf(target: Target, now: State | null): string {
  if (target.startsWith('act:')) return m.changing.action[target.slice('act:'.length) as Action];
  return (target === 'active' && now !== null && m.changing.from[now]) || m.changing.to[target as State];
}

/** What a choice means for those it is asked of. */
export function meaningOf(target: Target, now: State | null): string {
  if (target.startsWith('act:')) return m.changing.actMeans[target.slice('act:'.length) as Action] ?? '';
  if (target === 'active' && now !== null) return m.words.stateMeans.active;
  return m.changing.toMeans[target as State];
}

/** What a filter says of all it finds: their userstore and their state, where it names just one. */
export function knownOf(filter: string): { userstore: string | null; state: State | null } {
  const clauses = clausesOf(filter).map(readClause);
  const value = (attribute: string) =>
    clauses.find((clause) => clause?.attribute === attribute && clause.operator === 'eq')?.value ?? null;
  return { userstore: value('userstore'), state: value('state') as State | null };
}
