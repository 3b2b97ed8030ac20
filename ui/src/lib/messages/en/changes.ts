import type { ChangeStatus, Standing } from '../../backend/types';
import { f } from './format';
import { words } from './words';

/** What a sentence about a change needs of it. */
type Change = { title: string; users: number };

const people = (n: number) => f.plural(n, { one: '# user is as before', other: '# users are as before' });
const waiting = (n: number) => f.plural(n, { one: '# user stays as it is', other: '# users stay as they are' });

const status: Record<ChangeStatus, string> = {
  applied: 'Applied',
  pending: 'Pending',
  confirmed: 'Confirmed',
  undone: 'Undone',
  withdrawn: 'Withdrawn',
};

const statusMeans: Record<ChangeStatus, string> = {
  applied: 'Done here; nothing waits.',
  pending: 'Wanted, and to be carried out at the source.',
  confirmed: 'A snapshot showed all of it at the source.',
  undone: 'Taken back: everyone is as before.',
  withdrawn: 'Given up before it was carried out.',
};

const standing: Record<Standing, string> = {
  applied: 'Applied',
  outstanding: 'Outstanding',
  confirmed: 'Confirmed',
  undone: 'Undone',
  withdrawn: 'Withdrawn',
  refused: 'Refused',
};

const standingMeans: Record<Standing, string> = {
  applied: 'Done here.',
  outstanding: 'Wanted, and not yet seen at its source.',
  confirmed: 'A snapshot showed it at the source.',
  undone: 'Taken back.',
  withdrawn: 'Given up before it was carried out.',
  refused: 'Could not be, and changed nothing.',
};

export const changes = {
  title: 'Changes',
  nothingToUndo: 'There is no change to undo.',
  undoing: 'Undoing…',
  twiceTitle: 'Undo all the same?',
  showAll: 'Show changes',
  undone: (change: Change) => `Undone: ${words.inWords(change.title)}; ${people(change.users)}.`,
  withdrawn: (change: Change) => `Withdrawn: ${words.inWords(change.title)}; ${waiting(change.users)}.`,
  status,
  statusMeans,
  standing,
  standingMeans,
  list: 'Changes, newest first',
  filter: 'Show changes that are',
  all: 'All',
  count: (n: number) => f.plural(n, { one: '# change', other: '# changes' }),
  empty: 'Nothing was changed yet',
  emptyText:
    'Every change of users is kept here: what it did, to whom, and the way back. Select users to make the first.',
  goUsers: 'Go to Users',
  noneSo: 'No change is so',
  noneSoText: 'Choose another kind above, or all.',
  byline: (when: string, who: string) => `${when} by ${who}`,
  waits: (n: number) => f.plural(n, { one: '# waits', other: '# wait' }),
  detail: 'The change',
  number: (n: number) => `Change ${f.number(n)}`,
  users: 'Users',
  outstanding: 'Outstanding',
  confirmed: 'Confirmed',
  refused: 'Refused',
  target: 'Of',
  undoneBy: (who: string, when: string) => `Taken back by ${who}, ${when}.`,
  withdrawnBy: (who: string, when: string) => `Withdrawn by ${who}, ${when}.`,
  undo: 'Undo',
  withdraw: 'Withdraw',
  undoTitle: 'Take this change back?',
  withdrawTitle: 'Withdraw this change?',
  undoLead: (n: number) => f.plural(n, { one: '# user becomes as before.', other: '# users become as before.' }),
  withdrawLead: (n: number) =>
    f.plural(n, {
      one: '# user is no longer wanted changed at its source. What was carried out there already stays so.',
      other: '# users are no longer wanted changed at their source. What was carried out there already stays so.',
    }),
  export: 'Write the file…',
  import: 'Import…',
  closed: 'Nothing is left to do.',
  // what to do next
  todo: 'To do',
  todoNone: 'Nothing waits',
  todoNoneText: 'No user waits to be changed at a source. Choose a change to see what it did.',
  todoLead: (n: number) =>
    f.plural(n, {
      one: '# user waits to be changed at its source',
      other: '# users wait to be changed at their source',
    }),
  next: 'Write the file, carry it out at the source, then import from there again: each user is confirmed or said to be outstanding.',
  nextImport: (stores: string[]) =>
    `Carried it out already? Import from ${f.list(stores)} again; what the source then shows is confirmed.`,
  table: 'Users of this change',
  columns: { user: 'User', what: 'Before → after', standing: 'How far' },
  noUsers: 'No user is so',
  nobody: 'It changed no user',
  nobodyText: 'It is about a group, a role or a permission itself.',
  choose: 'Choose a change to see what it did.',
};
