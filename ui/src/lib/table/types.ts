/** What a table is told of its columns and of the rows that are selected. */

export interface Column {
  id: string;
  label: string;
  /** A track of a CSS grid, such as `minmax(120px, 1fr)`. */
  width: string;
  /** Least width in pixels; where the sum is wider than the table, it scrolls sideways. */
  least?: number;
  /** Whether its header sorts. */
  sorts?: boolean;
  end?: boolean;
}

/** Rows that can be selected, and what the mouse and the keys ask for. */
export interface Marks<T> {
  has: (row: T) => boolean;
  /** Whether everyone is selected, some are, or nobody is. */
  state: 'all' | 'some' | 'none';
  /** What the box of a row is called. */
  label: (row: T) => string;
  /** What the box of all rows is called. */
  labelAll: string;
  toggle: (index: number) => void;
  /** From the row with the focus to here; in place of what is selected, or beside it. */
  reach: (index: number, beside: boolean) => void;
  /** The focus went on without selecting: the next stretch begins anew. */
  settle: () => void;
  everyone: () => void;
  nobody: () => void;
}
