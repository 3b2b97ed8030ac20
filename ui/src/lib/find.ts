/** What a picker offers: users, groups and roles, found by a part of their name. */
import { call } from './backend';
import type { Option } from './design/Picker.svelte';
import { m } from './messages';
import { equals, USERSTORE } from './users/filter';

/** How many are offered at once. */
const MOST = 50;

const within = (userstores: string[] | undefined) => (domain: string) =>
  userstores === undefined || userstores.includes(domain);

/** Roles by name, each name once. */
export async function findRoles(search: string, userstores?: string[]): Promise<Option[]> {
  const roles = (await call('roles_list', null)).filter((role) => within(userstores)(role.userstore));
  const wanted = search.toLocaleLowerCase();
  const found = new Map<string, Set<string>>();
  for (const role of roles) {
    if (!role.name.toLocaleLowerCase().includes(wanted)) continue;
    found.set(role.name, (found.get(role.name) ?? new Set()).add(role.userstore));
  }
  return [...found]
    .slice(0, MOST)
    .map(([name, stores]) => ({ value: name, label: name, hint: [...stores].join(', ') }));
}

/** Groups by path; `valueOf` says what is chosen of one. */
export async function findGroups(
  search: string,
  userstores?: string[],
  valueOf: 'path' | 'id' = 'path',
): Promise<Option[]> {
  const userstore = userstores?.length === 1 ? (userstores[0] ?? null) : null;
  const page = await call('groups_page', { search, userstore, within: null, top: false, offset: 0, limit: MOST });
  return page.groups
    .filter((group) => within(userstores)(group.userstore))
    .map((group) => ({
      value: valueOf === 'path' ? group.path : String(group.id),
      label: group.path,
      hint: group.display_name ?? group.userstore,
    }));
}

/** Users by name, username or e-mail; without `except`. */
export async function findUsers(search: string, except?: number, userstore?: string): Promise<Option[]> {
  const clauses = [
    ...(search === '' ? [] : [JSON.stringify(search)]),
    ...(userstore ? [equals(USERSTORE, userstore)] : []),
  ];
  const page = await call('users_page', {
    filter: clauses.join(' and '),
    sort: 'displayName',
    descending: false,
    offset: 0,
    limit: MOST,
  });
  return page.users
    .filter((user) => user.id !== except)
    .map((user) => ({
      value: String(user.id),
      label: user.display_name,
      hint: m.words.fullName(user.userstore, user.username),
    }));
}
