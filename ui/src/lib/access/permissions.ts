/**
 * The permission tree: choosing a node grants all below it. Paths are compared
 * without case; `read_code` of a flat set is the node `/read_code`
 * (`muster_model::permission`).
 */
import type { IncludedPermission, PermissionNode } from '../backend/types';
import type { Node } from '../tree/tree';

/** The node above all others: whoever holds it may do everything. */
export const ROOT = '/';

const partsOf = (path: string) =>
  path
    .split('/')
    .map((part) => part.trim())
    .filter((part) => part !== '');

/** How a path is compared. */
export const keyOf = (path: string): string => `/${partsOf(path.toLowerCase()).join('/')}`;

/** Whether holding `held` is holding `asked`; both are keys. */
export const covers = (held: string, asked: string): boolean =>
  held === ROOT || held === asked || asked.startsWith(`${held}/`);

export interface Permission {
  /** As the userstore writes it. */
  path: string;
  title: string;
  description: string | null;
  builtin: boolean;
  /** Whether the userstore's tree names it: not one that only a role names, or that only holds others. */
  known: boolean;
  /** Roles that name it themselves. */
  roles: string[];
}

/**
 * The tree of these permissions. What only roles name is put where it belongs,
 * and so are nodes that are missing between.
 */
export function treeOf(nodes: PermissionNode[], named: string[] = []): Node<Permission>[] {
  const root: Node<Permission>[] = [];
  const byKey = new Map<string, Node<Permission>>();
  const known = new Map(nodes.map((node) => [keyOf(node.path), node]));
  const titles = new Map([...nodes.map((node) => node.path), ...named].map((path) => [keyOf(path), path]));

  function place(key: string, path: string): Node<Permission> {
    const there = byKey.get(key);
    if (there) return there;
    const node = known.get(key);
    const made: Node<Permission> = {
      key,
      item: node
        ? { ...node, known: true }
        : { path, title: partsOf(path).at(-1) ?? ROOT, description: null, builtin: false, known: false, roles: [] },
      children: [],
    };
    byKey.set(key, made);
    const cut = key.lastIndexOf('/');
    // Everything else stands below the root only where the userstore has one.
    const above = cut > 0 ? key.slice(0, cut) : key !== ROOT && titles.has(ROOT) ? ROOT : null;
    if (above === null) root.push(made);
    else place(above, titles.get(above) ?? partsWritten(path, above)).children.push(made);
    return made;
  }

  const keys = [...titles.keys()].sort((a, b) => (a < b ? -1 : 1));
  for (const key of keys) place(key, titles.get(key) ?? key);
  return root;
}

/** The part of a written path that is as long as a key. */
const partsWritten = (path: string, key: string) => `/${partsOf(path).slice(0, partsOf(key).length).join('/')}`;

export type Checked = boolean | 'mixed';

/** Whether a node is granted by what is chosen: all of it, some of what is below, or nothing. */
export function checkedOf(key: string, chosen: string[]): Checked {
  const keys = chosen.map(keyOf);
  if (keys.some((one) => covers(one, key))) return true;
  return keys.some((one) => covers(key, one)) ? 'mixed' : false;
}

/** The way by which a role has a permission through another; none if it has it not so. */
export function throughOf(key: string, included: IncludedPermission[]): string[] | null {
  return included.find((one) => covers(keyOf(one.permission), key))?.through ?? null;
}

/** Paths without those that another one covers. */
export function reduced(paths: string[]): string[] {
  const keyed = paths.map((path) => [keyOf(path), path] as const);
  return keyed
    .filter(([key], i) => !keyed.some(([other], j) => i !== j && covers(other, key) && (other !== key || j < i)))
    .map(([, path]) => path);
}

/**
 * What is chosen after a node was switched. On: the node, and nothing below it
 * by name. Off: neither it nor anything below; if it was granted by a node
 * above, that one gives way to all it held but this.
 */
export function toggled(tree: Node<Permission>[], chosen: string[], key: string): string[] {
  const keys = chosen.map(keyOf);
  const outside = chosen.filter((path) => !covers(key, keyOf(path)));
  if (checkedOf(key, chosen) !== true) {
    const path = find(tree, key)?.item.path ?? key;
    return reduced([...outside, path]);
  }
  const above = keys.filter((one) => one !== key && covers(one, key));
  const rest = outside.filter((path) => !above.includes(keyOf(path)));
  return reduced([...rest, ...above.flatMap((one) => without(find(tree, one), key))]);
}

/** All that lies below a node but what lies in `key`. */
function without(node: Node<Permission> | null, key: string): string[] {
  if (!node) return [];
  return node.children.flatMap((child) => {
    if (covers(key, child.key)) return [];
    return covers(child.key, key) ? without(child, key) : [child.item.path];
  });
}

export function find(tree: Node<Permission>[], key: string): Node<Permission> | null {
  for (const node of tree) {
    if (node.key === key) return node;
    if (covers(node.key, key)) {
      const below = find(node.children, key);
      if (below) return below;
    }
  }
  return null;
}

/** Of the tree, what has these words in its path, title or description, with what is above it. */
export function matching(tree: Node<Permission>[], words: string): Node<Permission>[] {
  const wanted = words.trim().toLowerCase();
  if (wanted === '') return tree;
  return tree.flatMap((node) => {
    const { path, title, description } = node.item;
    if ([path, title, description].some((text) => text?.toLowerCase().includes(wanted))) return [node];
    const children = matching(node.children, words);
    return children.length > 0 ? [{ ...node, children }] : [];
  });
}

/** Keys of every node that has something below. */
export const parentsIn = (tree: Node<Permission>[]): string[] =>
  tree.flatMap((node) => (node.children.length > 0 ? [node.key, ...parentsIn(node.children)] : []));
