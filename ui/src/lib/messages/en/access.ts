/** What users hold and may do, and through what. */
import type { StepKind } from '../../access/way';
import type { Scope } from '../../backend/types';
import { f } from './format';

const step: Record<StepKind, string> = { group: 'group', role: 'role', permission: 'permission' };

const scopeName = (scope: Scope) => (scope.path === '' ? 'the whole instance' : scope.path);

export const access = {
  step,
  scopeName,
  scopeTitle: (scope: Scope) => (scope.path === '' ? f.capital(scopeName(scope)) : scope.path),
  roleOn: (role: string, scope: Scope) => `${role} on ${scopeName(scope)}`,
  way: 'The way there',
  directly: 'held directly',
  more: (n: number) => f.plural(n, { one: 'and # more way', other: 'and # more ways' }),
  through: 'through',
  throughGroup: (group: string) => `group ${group}`,
  give: 'Give a role…',
  take: 'Take away…',
  takeOf: (role: string) => `Take away… ${role}`,
  join: 'Put into a group…',
  leaveOf: (group: string) => `Take out of ${group}`,
  what: 'What may this user do, and through what?',
  search: 'Search permissions, roles, groups and places',
  searchPlaceholder: 'Search what they may do',
  permissions: (n: number) => f.plural(n, { one: '# permission', other: '# permissions' }),
  rolesOnly: 'roles only',
  heldRole: (role: string) => `Role ${role}`,
  ends: (at: string) => `until ${at}`,
  nothing: 'No permission is known',
  nothingText: 'The roles this user holds name no permission, or no role is held.',
  noneFound: 'Nothing they may do is like this.',
};
