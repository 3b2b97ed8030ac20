import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  checkedOf,
  covers,
  keyOf,
  matching,
  parentsIn,
  reduced,
  throughOf,
  toggled,
  treeOf,
  type Permission,
} from '../../src/lib/access/permissions';
import type { PermissionNode } from '../../src/lib/backend/types';
import type { Node } from '../../src/lib/tree/tree';

const node = (path: string): PermissionNode => ({ path, title: path, description: null, builtin: true, roles: [] });
const PATHS = ['/a', '/a/b', '/a/b/c', '/a/b/d', '/a/e', '/f', '/f/g', 'read_code'];
const tree = treeOf(PATHS.map(node));
const keysOf = (nodes: Node<Permission>[]): string[] => nodes.flatMap((n) => [n.key, ...keysOf(n.children)]);
const all = keysOf(tree);

describe('the tree', () => {
  test('stands as its paths say', () => {
    expect(tree.map((n) => n.key)).toEqual(['/a', '/f', '/read_code']);
    expect(tree[0]?.children.map((n) => n.key)).toEqual(['/a/b', '/a/e']);
    expect(parentsIn(tree)).toEqual(['/a', '/a/b', '/f']);
  });

  test('holds what only a role names, and what is missing between', () => {
    const more = treeOf([node('/a')], ['/x/y/Z']);
    expect(keysOf(more)).toEqual(['/a', '/x', '/x/y', '/x/y/z']);
    expect(more[1]?.item.known).toBe(false);
    expect(more[1]?.children[0]?.children[0]?.item).toMatchObject({ path: '/x/y/Z', title: 'Z', known: false });
  });

  test('has everything below a root where there is one', () => {
    expect(treeOf([node('/'), node('/a'), node('read_code')]).map((n) => n.key)).toEqual(['/']);
  });

  test('is searched with what is above a find', () => {
    expect(keysOf(matching(tree, 'B/C'))).toEqual(['/a', '/a/b', '/a/b/c']);
    expect(matching(tree, 'nothing')).toEqual([]);
    expect(matching(tree, ' ')).toBe(tree);
  });
});

describe('what is chosen', () => {
  test('a node grants what is below it, and is mixed where only some is', () => {
    expect(checkedOf('/a/b/c', ['/a'])).toBe(true);
    expect(checkedOf('/a', ['/A/b/'])).toBe('mixed');
    expect(checkedOf('/f', ['/a'])).toBe(false);
    expect(checkedOf('/read_code', ['read_code'])).toBe(true);
  });

  test('a name that only begins alike is another node', () => {
    expect(covers('/a', '/ab')).toBe(false);
    expect(checkedOf('/ab', ['/a'])).toBe(false);
  });

  test('a node that is switched on takes in what is below it', () => {
    expect(toggled(tree, ['/a/b/c', '/f/g'], '/a')).toEqual(['/f/g', '/a']);
  });

  test('a node switched off below a chosen one leaves the rest of it', () => {
    expect(toggled(tree, ['/a'], '/a/b/c').sort()).toEqual(['/a/b/d', '/a/e']);
    expect(toggled(tree, ['/a'], '/a')).toEqual([]);
  });

  test('through another role it is said through which', () => {
    const included = [{ permission: '/a', through: ['everyone'] }];
    expect(throughOf('/a/b', included)).toEqual(['everyone']);
    expect(throughOf('/f', included)).toBeNull();
  });

  const chosen = fc.subarray(PATHS);
  const key = fc.constantFrom(...all);
  const leaves = all.filter((one) => !all.some((other) => other !== one && covers(one, other)));
  const granted = (paths: string[]) => leaves.filter((leaf) => checkedOf(leaf, paths) === true);

  test('switching changes exactly what is below the node', () => {
    fc.assert(
      fc.property(chosen, key, (before, at) => {
        const on = checkedOf(at, before) !== true;
        const after = toggled(tree, before, at);
        const wanted = leaves.filter((leaf) => (covers(at, leaf) ? on : checkedOf(leaf, before) === true));
        expect(granted(after)).toEqual(wanted);
        expect(checkedOf(at, after)).toBe(on);
      }),
    );
  });

  test('what is reduced grants the same and names nothing twice', () => {
    fc.assert(
      fc.property(fc.array(fc.constantFrom(...PATHS, '/A/B', '/f/')), (paths) => {
        const kept = reduced(paths);
        expect(granted(kept)).toEqual(granted(paths));
        for (const a of kept) for (const b of kept) if (a !== b) expect(covers(keyOf(a), keyOf(b))).toBe(false);
      }),
    );
  });
});
