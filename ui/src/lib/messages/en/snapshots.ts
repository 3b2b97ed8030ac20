/** What imports saw, and how two of them differ. */
import type { Became } from '../../backend/types';
import { f } from './format';

const became: Record<Became, string> = { added: 'Came', removed: 'Went', changed: 'Changed' };

export const snapshots = {
  title: 'Snapshots',
  lead: 'What each import or sync saw. Any two of a userstore can be compared.',
  count: (n: number) => f.plural(n, { one: '# snapshot', other: '# snapshots' }),
  newest: (n: number) => `the newest ${f.number(n)} are listed`,
  list: 'Snapshots, newest first',
  detail: 'Comparison',
  userstore: 'Userstore',
  all: 'All',
  empty: 'No snapshots yet',
  emptyText: 'Every import or sync is kept as a snapshot: who was there, and what they could do, on that day.',
  emptyAction: 'Import users…',
  back: 'Userstores',
  complete: 'Complete',
  incomplete: 'Only a part',
  late: 'Late',
  lateMeans: 'Imported after a later snapshot, and put in its place by its day.',
  users: (n: number) => f.plural(n, { one: '# user', other: '# users' }),
  came: (n: number) => `${f.signed(n)} came`,
  went: (n: number) => `${f.signed(-n)} went`,
  differ: (n: number) => f.plural(n, { one: '# changed', other: '# changed' }),
  same: 'nothing changed',
  choose: 'Which two?',
  chooseText:
    'Choose a snapshot from the list. It is compared with the one before it; choose any other above the result.',
  first: 'The first of its userstore',
  firstText: 'There is nothing before it to compare with. The next import will be compared with this one.',
  between: (from: string, to: string) => `${from} to ${to}`,
  from: 'Earlier',
  to: 'Later',
  option: (at: string, complete: boolean) => (complete ? at : `${at} (only a part)`),
  facts: 'About these snapshots',
  taken: 'Read at its source',
  imported: 'Imported',
  by: (at: string, who: string) => `${at}, by ${who}`,
  files: 'Files',
  format: 'Format',
  listed: 'Listed',
  listedOf: (users: number, rejected: number) =>
    rejected === 0
      ? f.plural(users, { one: '# user', other: '# users' })
      : `${f.plural(users, { one: '# user', other: '# users' })}, ${f.plural(rejected, { one: '# row rejected', other: '# rows rejected' })}`,
  incompleteNote: (because: string | null) =>
    because
      ? `The later one lists only a part, so nobody counts as gone: ${because}`
      : 'The later one lists only a part, so nobody counts as gone.',
  incompleteFrom: (because: string | null) =>
    because
      ? `The earlier one lists only a part, so some of those who came may have been there before: ${because}`
      : 'The earlier one lists only a part, so some of those who came may have been there before.',
  became,
  filter: 'What became of them',
  everyone: 'All',
  field: 'Field',
  anyField: 'Any field',
  fieldCount: (name: string, n: number) => `${name} (${f.number(n)})`,
  search: 'Find by name',
  columns: { became: 'What', user: 'User', fields: 'What differs' },
  noneChanged: 'Nothing differs',
  noneChangedText: 'Both snapshots list the same users, and each is the same in both.',
  noneFound: 'Nobody fits',
  noneFoundText: 'Choose something else, or clear the search.',
  export: 'Export…',
  table: 'Who came, went and changed',
  compare: 'Compare two days',
  show: 'Snapshots',
};
