/** As much of the filter language as the pictures and the screen tests need. */
import type { UserRow } from '../../src/lib/backend/types';
import { clausesOf, readChoice, readClause } from '../../src/lib/users/filter';
import { NOW } from './people';

const DAY = 86_400_000;

function value(row: UserRow, attribute: string): string | boolean | null | undefined {
  const values: Record<string, string | boolean | null> = {
    state: row.state,
    kind: row.kind,
    userstore: row.userstore,
    highestRole: row.highest_role?.role ?? null,
    mfa: row.mfa,
    privileged: row.privileged,
    seat: row.seat,
    gone: row.gone_since !== null,
  };
  return values[attribute];
}

function seenHolds(row: UserRow, operator: string, wanted: string): boolean {
  const { status, at } = row.last_seen;
  if (operator === 'eq') return status === wanted;
  const days = Number(/^-(\d+)d$/.exec(wanted)?.[1] ?? NaN);
  if (status !== 'seen' || at === null) return false;
  return operator === 'le' ? Date.parse(at) <= NOW - days * DAY : Date.parse(at) >= NOW - days * DAY;
}

function holds(row: UserRow, clause: string): boolean {
  if (clause === 'not (highestRole pr)') return row.highest_role === null;
  const choice = readChoice(clause);
  if (choice) return choice.values.includes(String(value(row, choice.attribute)));
  const read = readClause(clause);
  if (!read) {
    const word = clause.replaceAll('"', '').toLowerCase();
    return [row.username, row.display_name, row.email ?? ''].some((text) => text.toLowerCase().includes(word));
  }
  if (read.attribute === 'lastSeen') return seenHolds(row, read.operator, read.value);
  const is = String(value(row, read.attribute)) === read.value;
  return read.operator === 'ne' ? !is : is;
}

export class FilterFault extends Error {
  constructor(
    readonly at: number,
    readonly expected: string,
    message: string,
  ) {
    super(message);
  }
}

const KNOWN = ['state', 'kind', 'userstore', 'highestRole', 'mfa', 'privileged', 'seat', 'lastSeen', 'gone'];

export function matches(filter: string): (row: UserRow) => boolean {
  const clauses = clausesOf(filter);
  for (const clause of clauses) {
    const read = readClause(clause);
    if (read && !KNOWN.includes(read.attribute)) {
      const at = filter.indexOf(read.attribute);
      throw new FilterFault(at, 'an attribute', `There is no attribute “${read.attribute}”. Did you mean state?`);
    }
  }
  return (row) => clauses.every((clause) => holds(row, clause));
}
