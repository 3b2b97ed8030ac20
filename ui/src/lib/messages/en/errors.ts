/** What went wrong and what now, by code. The backend's own message says what it happened to. */
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
  internal: 'A fault in Muster',
};

const next: Record<Code, string> = {
  invalid: 'Correct it and try again.',
  invalid_filter: 'Correct the filter; the list shows what it showed before.',
  wrong_passphrase: 'Check the keyboard layout and Caps Lock, or use the recovery key.',
  not_permitted: 'Ask an owner of this vault, or open it where nobody else is writing.',
  locked: 'Unlock the vault to go on. Nothing was lost.',
  not_found: 'It may have been moved or removed. Go back and look again.',
  exists: 'Choose another name or place.',
  in_use: 'Close it there, or go on reading here.',
  damaged: 'Restore the latest backup, then check the vault.',
  too_new: 'Update Muster on this computer. The vault was not touched.',
  unreadable: 'Export the file again at its source, or choose what it is by hand.',
  strict: 'Mend the rows below, or import without “all or nothing”.',
  cancelled: 'Nothing was changed.',
  disk: 'Make room or use another disk, then try again. The vault is as it was.',
  internal: 'Try again. If it comes back, report the sentence above.',
};

export const errors = {
  title,
  next,
  at: (position: number) => `At character ${position + 1}`,
  expected: (what: string) => `Expected ${what}.`,
  holder: (who: string) => `Held by ${who}.`,
};
