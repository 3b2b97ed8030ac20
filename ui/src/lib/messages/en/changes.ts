import { f } from './format';

/** What a sentence about a change needs of it. */
type Change = { title: string; users: number };

const people = (n: number) => f.plural(n, { one: '# user is as before', other: '# users are as before' });
const waiting = (n: number) => f.plural(n, { one: '# user stays as it is', other: '# users stay as they are' });

export const changes = {
  title: 'Changes',
  nothingToUndo: 'There is no change to undo.',
  undoing: 'Undoing…',
  showAll: 'Show changes',
  undone: (change: Change) => `Undone: ${change.title}; ${people(change.users)}.`,
  withdrawn: (change: Change) => `Withdrawn: ${change.title}; ${waiting(change.users)}.`,
};
