/** What went wrong, by code. The backend's own message says what it happened to and what to do next. */
import type { Code } from '../../backend/types';

const title: Record<Code, string> = {
  invalid: 'That cannot be done as asked',
  invalid_filter: 'This filter cannot be read',
  wrong_passphrase: 'Wrong passphrase',
  not_permitted: 'Not permitted',
  locked: 'The vault is locked',
  not_found: 'Not found',
  exists: 'It exists already',
  in_use: 'Another program holds this vault',
  damaged: 'The vault is damaged',
  too_new: 'This vault was written by a newer Muster',
  unreadable: 'The file cannot be read',
  strict: 'Rows were rejected, so nothing was imported',
  cancelled: 'Cancelled',
  disk: 'The disk is full, read-only or failing',
  needs_twice: 'This would take the last owner or privileged user',
  internal: 'A fault in Muster',
};

/** Said where the backend's own sentence cannot: it always ends in what to do next, faults of the bridge do not. */
const next: Partial<Record<Code, string>> = {
  internal: 'Try again. If it comes back, please report the sentence above.',
};

export const errors = {
  title,
  next,
  at: (position: number) => `At character ${position + 1}`,
  expected: (what: string) => `Expected ${what}.`,
};
