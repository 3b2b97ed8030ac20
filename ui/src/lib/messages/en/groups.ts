import type { UserstoreKind } from '../../backend/types';
import { f } from './format';

const users = (n: number) => f.plural(n, { one: '# user', other: '# users' });
const groupsOf = (n: number) => f.plural(n, { one: '# group', other: '# groups' });

export const groups = {
  title: 'Groups',
  list: 'Groups',
  search: 'Search groups',
  placeholder: 'Search by path, name or description',
  allStores: 'All userstores',
  store: 'Userstore',
  new: 'New group',
  count: groupsOf,
  users,
  gone: 'No longer listed',
  goneMeans: 'The last complete snapshot does not list this group any more.',
  more: (n: number) => f.plural(n, { one: 'Show # more', other: 'Show # more' }),
  empty: 'No groups yet',
  emptyText:
    'Groups gather users, and give them roles together. Import a file that lists groups, or make the first one here.',
  noMatch: 'No group is like this',
  noMatchText: 'Search for a part of its path, name or description.',
  choose: 'Choose a group',
  chooseText: 'Who is in it, what it is in and what it gives is shown here.',
  detail: 'The group',
  in: 'Is in',
  inNone: 'In no other group.',
  contains: 'Contains',
  containsNone: 'No group is in it.',
  gives: 'Gives roles',
  givesNone: 'No role.',
  sourceId: 'Source’s id',
  members: 'Members',
  direct: 'Direct',
  nested: 'With groups below',
  membersShown: 'Members shown',
  columns: { user: 'User', through: 'Through' },
  directly: 'directly',
  noMembers: 'Nobody is in it',
  noMembersText: 'Add users here, or from the users’ own pages.',
  openUsers: 'Show in Users',
  add: 'Add members…',
  takeOut: (name: string) => `Take ${name} out… (Delete)`,
  edit: 'Edit',
  remove: 'Remove…',
  mirrored: (kind: UserstoreKind, name: string) =>
    kind === 'file'
      ? 'The file it came from has the last word on this group. Who is in it can be changed here, and waits to be carried out there.'
      : `${name} has the last word on this group. Who is in it can be changed here, and waits to be carried out there.`,
  removeTitle: (path: string) => `Remove ${path}?`,
  removeLead: (direct: number) =>
    direct === 0
      ? 'Nobody is directly in it. Groups in it stay, and lose this one.'
      : `${users(direct)} lose it and the roles it gives. Groups in it stay. This can be undone.`,
  removeRun: 'Remove the group',
  removed: (path: string) => `Removed ${path}.`,
  saved: (path: string) => `Saved ${path}.`,
  created: (path: string) => `Created ${path}.`,
  editTitle: (path: string) => `Edit ${path}`,
  newTitle: 'New group',
  path: 'Path',
  pathHint: 'A short name, or a path such as platform/on-call.',
  name: 'Name',
  nameHint: 'What people call it.',
  description: 'Description',
  descriptionHint: 'What it is for, and who may join.',
  parents: 'Is in these groups',
  parentsHint: 'Its members are then members of those, too.',
  addParent: 'Put it into a group',
  roles: 'Gives these roles to its members',
  addRole: 'Add a role',
  dropOf: (name: string) => `Take ${name} out`,
  create: 'Create group',
  invalid: { path: 'A group needs a path.', role: 'Choose a role.', scope: 'Say on what.' },
};
