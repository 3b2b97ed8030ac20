import { describe, expect, test } from 'vitest';
import { effectiveTree, holds, waysTo, type Item } from '../../src/lib/access/effective';
import { groupsOf, includedOf, stepsOf } from '../../src/lib/access/way';
import type { EffectiveGrant, Grant, Scope } from '../../src/lib/backend/types';
import { rowsOf, type Node } from '../../src/lib/tree/tree';

const scope = (path: string): Scope => ({ kind: path === '' ? 'instance' : 'group', path });
function way(role: string, permission: string | null, path: string, groups: string[] = []): EffectiveGrant {
  const steps = [
    ...groups.map((g) => `group:${g}`),
    `role:${role}`,
    ...(permission ? [`permission:${permission}`] : []),
  ];
  const direct = groups.length === 0;
  return { role, permission, scope: scope(path), path: steps, direct, privileged: role === 'Owner', expires: null };
}

const words = ({ item }: Node<Item>): string => {
  if (item.kind === 'scope') return item.scope.path || 'instance';
  if (item.kind === 'permission') return item.path;
  return item.kind === 'role' ? item.name : item.grant.path.join(' ');
};
const told = (nodes: Node<Item>[]) =>
  rowsOf(nodes, () => true).map(
    (row) => `${'  '.repeat(row.level - 1)}${words({ key: '', item: row.item, children: [] })}`,
  );

describe('a way', () => {
  test('is taken apart, whatever is in a name', () => {
    expect(stepsOf(['group:a:b', 'role:Owner', 'odd'])).toEqual([
      { kind: 'group', name: 'a:b' },
      { kind: 'role', name: 'Owner' },
      { kind: 'group', name: 'odd' },
    ]);
    const path = ['group:platform', 'group:ops', 'role:admin', 'role:everyone', 'permission:/a'];
    expect(groupsOf(path)).toEqual(['platform', 'ops']);
    expect(includedOf(path)).toEqual(['everyone']);
  });
});

describe('what a user may do', () => {
  const grants = [
    way('Reporter', 'read_code', 'acme/web', ['frontend']),
    way('Reporter', 'read_code', 'acme/web'),
    way('admin', '/admin/users', '', ['ops']),
    way('everyone', null, ''),
  ];

  test('stands by what it is on, then permission, then every way', () => {
    expect(told(effectiveTree(grants))).toEqual([
      'instance',
      '  everyone',
      '    role:everyone',
      '  /admin',
      '    /admin/users',
      '      group:ops role:admin permission:/admin/users',
      'acme/web',
      '  read_code',
      '    group:frontend role:Reporter permission:read_code',
      '    role:Reporter permission:read_code',
    ]);
  });

  test('is searched by permission, role, group and scope', () => {
    expect(told(effectiveTree(grants, 'FRONTEND'))).toEqual([
      'acme/web',
      '  read_code',
      '    group:frontend role:Reporter permission:read_code',
    ]);
    expect(effectiveTree(grants, 'nothing such')).toEqual([]);
    expect(effectiveTree([])).toEqual([]);
  });

  test('a node above holds what is below it', () => {
    const grant = way('admin', '/Admin', '');
    expect(holds(grant, '/admin/users')).toBe(true);
    expect(holds(grant, '/administrator')).toBe(false);
    expect(holds(way('x', null, ''), '/admin')).toBe(false);
  });
});

describe('the ways to a grant', () => {
  const role = { name: 'Owner', level: 50, privileged: true, base: null, permissions: [] };
  const grant = (through: string | null): Grant => ({
    role,
    scope: scope('acme'),
    through,
    since: null,
    expires: null,
  });
  const effective = [way('Owner', 'x', 'acme', ['platform', 'ops']), way('Owner', 'y', 'acme', ['platform', 'ops'])];

  test('are told once, from the grant back to the user', () => {
    expect(waysTo(grant('ops'), effective)).toEqual([['ops', 'platform']]);
  });
  test('are what the grant itself says where nothing more is known', () => {
    expect(waysTo(grant('elsewhere'), [])).toEqual([['elsewhere']]);
  });
  test('are none for a direct one', () => {
    expect(waysTo(grant(null), effective)).toEqual([]);
  });
});
