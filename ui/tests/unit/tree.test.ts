import { describe, expect, test } from 'vitest';
import { rowsOf, stepOf, type Node } from '../../src/lib/tree/tree';

const node = (key: string, children: Node<string>[] = []): Node<string> => ({ key, item: key, children });
const tree = [node('a', [node('b', [node('c')]), node('d')]), node('e')];
const rows = (open: string[]) => rowsOf(tree, (key) => open.includes(key));

describe('a tree as rows', () => {
  test('shows what is open, with levels and places', () => {
    expect(rows([]).map((row) => row.key)).toEqual(['a', 'e']);
    const all = rows(['a', 'b']);
    expect(all.map((row) => [row.key, row.level, row.position, row.siblings])).toEqual([
      ['a', 1, 1, 2],
      ['b', 2, 1, 2],
      ['c', 3, 1, 1],
      ['d', 2, 2, 2],
      ['e', 1, 2, 2],
    ]);
  });

  test('what has nothing below cannot be open', () => {
    expect(rows(['e']).at(-1)).toMatchObject({ key: 'e', parent: false, open: false });
  });
});

describe('keys', () => {
  const all = rows(['a', 'b']);
  test('up and down stay in the tree', () => {
    expect(stepOf(all, 0, 'ArrowUp')).toEqual({ to: 0 });
    expect(stepOf(all, 4, 'ArrowDown')).toEqual({ to: 4 });
    expect(stepOf(all, 1, 'Home')).toEqual({ to: 0 });
    expect(stepOf(all, 1, 'End')).toEqual({ to: 4 });
  });

  test('right opens, then goes in; left closes, then goes out', () => {
    expect(stepOf(rows([]), 0, 'ArrowRight')).toEqual({ toggle: 0, open: true });
    expect(stepOf(all, 0, 'ArrowRight')).toEqual({ to: 1 });
    expect(stepOf(all, 4, 'ArrowRight')).toBeNull();
    expect(stepOf(all, 0, 'ArrowLeft')).toEqual({ toggle: 0, open: false });
    expect(stepOf(all, 3, 'ArrowLeft')).toEqual({ to: 0 });
    expect(stepOf(all, 4, 'ArrowLeft')).toBeNull();
  });

  test('other keys and an empty tree do nothing', () => {
    expect(stepOf(all, 0, 'x')).toBeNull();
    expect(stepOf([], 0, 'ArrowDown')).toBeNull();
  });
});
