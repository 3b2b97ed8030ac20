/** Trees as the rows a screen shows: flat, each with its level, so that keys move up and down in one list. */

export interface Node<T> {
  /** Unique in the tree. */
  key: string;
  item: T;
  children: Node<T>[];
}

export interface Row<T> {
  key: string;
  item: T;
  /** From 1. */
  level: number;
  /** Its place among its siblings, from 1. */
  position: number;
  siblings: number;
  /** Whether there is something below it; what is below need not be here yet. */
  parent: boolean;
  open: boolean;
}

/** The rows that show, given which nodes are open. */
export function rowsOf<T>(nodes: Node<T>[], isOpen: (key: string) => boolean, level = 1): Row<T>[] {
  return nodes.flatMap((node, i) => {
    const parent = node.children.length > 0;
    const open = parent && isOpen(node.key);
    const row = { key: node.key, item: node.item, level, position: i + 1, siblings: nodes.length, parent, open };
    return open ? [row, ...rowsOf(node.children, isOpen, level + 1)] : [row];
  });
}

export type Step = { to: number } | { toggle: number; open: boolean } | null;

/** What a key does in a tree: go to a row, open or close one, or nothing (WAI-ARIA tree pattern). */
export function stepOf<T>(rows: Row<T>[], at: number, key: string): Step {
  const row = rows[at];
  if (!row) return null;
  switch (key) {
    case 'ArrowDown':
      return { to: Math.min(at + 1, rows.length - 1) };
    case 'ArrowUp':
      return { to: Math.max(at - 1, 0) };
    case 'Home':
      return { to: 0 };
    case 'End':
      return { to: rows.length - 1 };
    case 'ArrowRight':
      if (!row.parent) return null;
      if (!row.open) return { toggle: at, open: true };
      return (rows[at + 1]?.level ?? 0) > row.level ? { to: at + 1 } : null;
    case 'ArrowLeft': {
      if (row.parent && row.open) return { toggle: at, open: false };
      const above = rows.slice(0, at).findLastIndex((other) => other.level < row.level);
      return above < 0 ? null : { to: above };
    }
    default:
      return null;
  }
}
