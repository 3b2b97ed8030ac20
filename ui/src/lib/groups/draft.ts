/** A group as a form has it. */
import type { GroupDetail, GroupEdit, GroupRole, ScopeKind } from '../backend/types';

export interface RoleDraft {
  role: string;
  kind: ScopeKind;
  path: string;
}

export interface GroupDraft {
  path: string;
  display_name: string;
  description: string;
  parents: string[];
  roles: RoleDraft[];
}

export const emptyGroup = (): GroupDraft => ({ path: '', display_name: '', description: '', parents: [], roles: [] });

export const groupDraft = (detail: GroupDetail): GroupDraft => ({
  path: detail.group.path,
  display_name: detail.group.display_name ?? '',
  description: detail.group.description ?? '',
  parents: detail.parents.map((parent) => parent.path),
  roles: detail.roles.map(({ role, scope }) => ({ role, kind: scope.kind, path: scope.path })),
});

const roleOf = ({ role, kind, path }: RoleDraft): GroupRole => ({
  role: role.trim(),
  scope: { kind, path: kind === 'instance' ? '' : path.trim() },
});

const same = (a: unknown, b: unknown) => JSON.stringify(a) === JSON.stringify(b);

/** Only what differs: what is left out stays. */
export function groupEdit(before: GroupDraft, after: GroupDraft): GroupEdit {
  const edit: GroupEdit = {};
  if (after.path.trim() !== before.path) edit.path = after.path.trim();
  if (after.display_name.trim() !== before.display_name) edit.display_name = after.display_name.trim();
  if (after.description.trim() !== before.description) edit.description = after.description.trim();
  if (!same(after.parents, before.parents)) edit.parents = after.parents;
  if (!same(after.roles.map(roleOf), before.roles.map(roleOf))) edit.roles = after.roles.map(roleOf);
  return edit;
}

/** What is missing, by field: `path`, `roles.0.role`, `roles.0.path`. */
export function groupProblems(draft: GroupDraft): Record<string, 'path' | 'role' | 'scope'> {
  const problems: Record<string, 'path' | 'role' | 'scope'> = {};
  if (draft.path.trim() === '') problems.path = 'path';
  draft.roles.forEach(({ role, kind, path }, i) => {
    if (role.trim() === '') problems[`roles.${i}.role`] = 'role';
    if (kind !== 'instance' && path.trim() === '') problems[`roles.${i}.path`] = 'scope';
  });
  return problems;
}
