/** A role as a form has it. */
import { keyOf } from '../access/permissions';
import type { IncludedPermission, RoleDetail, RoleEdit } from '../backend/types';

export interface RoleDraft {
  name: string;
  description: string;
  privileged: boolean;
  base: string;
  includes: string[];
  permissions: string[];
}

export const emptyRole = (): RoleDraft => ({
  name: '',
  description: '',
  privileged: false,
  base: '',
  includes: [],
  permissions: [],
});

export const roleDraft = ({ role, own }: RoleDetail): RoleDraft => ({
  name: role.name,
  description: role.description ?? '',
  privileged: role.privileged,
  base: role.base ?? '',
  includes: [...role.includes],
  permissions: [...own],
});

const sameSet = (a: string[], b: string[]) => [...a].sort().join('\n') === [...b].sort().join('\n');

/** Only what differs: what is left out stays. */
export function roleEdit(before: RoleDraft, after: RoleDraft): RoleEdit {
  const edit: RoleEdit = {};
  if (after.name.trim() !== before.name) edit.name = after.name.trim();
  if (after.description.trim() !== before.description) edit.description = after.description.trim();
  if (after.privileged !== before.privileged) edit.privileged = after.privileged;
  if (after.base !== before.base) edit.base = after.base;
  if (!sameSet(after.includes, before.includes)) edit.includes = after.includes;
  if (!sameSet(after.permissions.map(keyOf), before.permissions.map(keyOf))) edit.permissions = after.permissions;
  return edit;
}

/** What a role has through those it is based on or includes: what each of them has, and by which. */
export function includedBy(others: RoleDetail[]): IncludedPermission[] {
  return others.flatMap(({ role, own, included }) => [
    ...own.map((permission) => ({ permission, through: [role.name] })),
    ...included.map(({ permission, through }) => ({ permission, through: [role.name, ...through] })),
  ]);
}
