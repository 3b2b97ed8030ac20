/** What a user may do, as a tree: on what, which permission, and every way there. */
import type { EffectiveGrant, Grant, Scope } from '../backend/types';
import type { Node } from '../tree/tree';
import { covers, keyOf, treeOf } from './permissions';
import { groupsOf, stepsOf } from './way';

export type Item =
  | { kind: 'scope'; scope: Scope; permissions: number; privileged: boolean }
  | { kind: 'permission'; path: string; title: string; named: boolean }
  | { kind: 'role'; name: string }
  | { kind: 'way'; grant: EffectiveGrant };

function groupedBy<T>(list: T[], key: (one: T) => string): Map<string, T[]> {
  const groups = new Map<string, T[]>();
  for (const one of list) {
    const held = groups.get(key(one));
    if (held) held.push(one);
    else groups.set(key(one), [one]);
  }
  return groups;
}

const scopeKey = (scope: Scope) => `${scope.kind}:${scope.path}`;

function says(grant: EffectiveGrant, words: string): boolean {
  const texts = [grant.role, grant.permission ?? '', grant.scope.path, ...stepsOf(grant.path).map((step) => step.name)];
  return texts.some((text) => text.toLowerCase().includes(words));
}

const wayNode = (key: string, grant: EffectiveGrant, i: number): Node<Item> => ({
  key: `${key}|${i}`,
  item: { kind: 'way', grant },
  children: [],
});

/** Permissions on one scope; each named one has its ways below it, before what it grants. */
function permissionsOn(key: string, grants: EffectiveGrant[]): Node<Item>[] {
  const named = grants.filter((grant) => grant.permission !== null);
  const byKey = groupedBy(named, (grant) => keyOf(grant.permission ?? ''));
  const build = (nodes: ReturnType<typeof treeOf>): Node<Item>[] =>
    nodes.map((node) => {
      const here = byKey.get(node.key) ?? [];
      const at = `${key}|${node.key}`;
      return {
        key: at,
        item: { kind: 'permission', path: node.item.path, title: node.item.title, named: here.length > 0 },
        children: [...here.map((grant, i) => wayNode(at, grant, i)), ...build(node.children)],
      };
    });
  return build(treeOf([], [...new Set(named.map((grant) => grant.permission ?? ''))]));
}

/** Roles without any permission that is known: they are held all the same. */
function bareRolesOn(key: string, grants: EffectiveGrant[]): Node<Item>[] {
  const bare = groupedBy(
    grants.filter((grant) => grant.permission === null),
    (grant) => grant.role,
  );
  return [...bare].map(([name, ways]) => ({
    key: `${key}|role:${name}`,
    item: { kind: 'role', name },
    children: ways.map((grant, i) => wayNode(`${key}|role:${name}`, grant, i)),
  }));
}

/** The whole instance first, then by path. What has none of the words is left out. */
export function effectiveTree(grants: EffectiveGrant[], words = ''): Node<Item>[] {
  const wanted = words.trim().toLowerCase();
  const found = wanted === '' ? grants : grants.filter((grant) => says(grant, wanted));
  const scopes = [...groupedBy(found, (grant) => scopeKey(grant.scope))].sort(([, [a]], [, [b]]) =>
    (a?.scope.path ?? '') < (b?.scope.path ?? '') ? -1 : 1,
  );
  return scopes.flatMap(([key, here]) => {
    const scope = here[0]?.scope;
    if (!scope) return [];
    const permissions = new Set(here.flatMap((grant) => (grant.permission === null ? [] : keyOf(grant.permission))));
    const privileged = here.some((grant) => grant.privileged);
    return [
      {
        key,
        item: { kind: 'scope' as const, scope, permissions: permissions.size, privileged },
        children: [...bareRolesOn(key, here), ...permissionsOn(key, here)],
      },
    ];
  });
}

/** The groups through which a grant is held, way by way, the nearest to the grant first. */
export function waysTo(grant: Grant, effective: EffectiveGrant[]): string[][] {
  const seen = new Map<string, string[]>();
  for (const one of effective) {
    if (one.role !== grant.role.name || scopeKey(one.scope) !== scopeKey(grant.scope)) continue;
    const groups = groupsOf(one.path).reverse();
    if (groups.length > 0) seen.set(groups.join('\n'), groups);
  }
  if (grant.through !== null && ![...seen.values()].some((groups) => groups.includes(grant.through ?? ''))) {
    seen.set(grant.through, [grant.through]);
  }
  // A grant that is held directly says nothing of the ways another one has.
  return grant.through === null ? [] : [...seen.values()];
}

/** Whether a grant holds a permission, by its name or above it. */
export const holds = (grant: EffectiveGrant, permission: string): boolean =>
  grant.permission !== null && covers(keyOf(grant.permission), keyOf(permission));
