/** Changing users, one or many: choose, see, apply. */
import type { Action, ChangeFormat, ScopeKind, State, UserstoreKind, WarningKind } from '../../backend/types';
import type { Doing } from '../../change/draft';
import { f } from './format';

const doing: Record<Doing, string> = {
  set_state: 'Set state',
  add_role: 'Add a role',
  remove_role: 'Remove a role',
  add_group: 'Put into a group',
  remove_group: 'Take out of a group',
  set_field: 'Set a field',
  set_visibility: 'Set who sees a field',
  set_expiry: 'Set when access ends',
  delete: 'Delete',
  merge_into: 'Merge into another account',
};

/** What leads to a state, for users of whom it is not known what they are now. */
const to: Record<State, string> = {
  active: 'Activate',
  invited: 'Mark as invited',
  pending: 'Mark as pending',
  locked: 'Lock',
  blocked: 'Block',
  deactivated: 'Deactivate',
  banned: 'Ban',
  deleted: 'Delete',
};

/** What leads from a state to active. */
const from: Partial<Record<State, string>> = {
  invited: 'Activate',
  pending: 'Approve',
  locked: 'Unlock',
  blocked: 'Unblock',
  deactivated: 'Activate',
  banned: 'Unban',
  deleted: 'Restore',
};

const toMeans: Record<State, string> = {
  active: 'Approves who is pending, unblocks who is blocked, unlocks, unbans, and switches on who is deactivated.',
  invited: 'Notes that they were asked to join. Muster sends no mail.',
  pending: 'They wait for an administrator’s approval.',
  locked: 'Keeps them out for a while.',
  blocked: 'They cannot sign in. What they wrote and hold stays.',
  deactivated: 'Switches the account off. It is the gentler way to free a seat.',
  banned: 'Blocks them and hides what they wrote.',
  deleted: 'Takes the account away.',
};

/** The actions of userstores, by the word the backend has for each. */
const action: Record<Action, string> = {
  block: 'Block',
  unblock: 'Unblock',
  approve: 'Approve',
  reject: 'Reject',
  deactivate: 'Deactivate',
  activate: 'Activate',
  ban: 'Ban',
  unban: 'Unban',
  lock: 'Lock',
  unlock: 'Unlock',
  delete: 'Delete',
  restore: 'Restore',
};

/** Of whom an action is asked, where not of all. */
const actMeans: Partial<Record<Action, string>> = {
  approve: 'Lets in who is pending, and nobody else.',
  reject: 'Turns away who is pending: their account is deleted.',
  unblock: 'Lets in who is blocked, and nobody else.',
  unlock: 'Lets in who is locked, and nobody else.',
  unban: 'Lets in who is banned, and nobody else.',
  restore: 'Takes back the deletion of who is deleted.',
};

const warning: Record<WarningKind, string> = {
  last_privileged: 'Nobody privileged would be left',
  last_owner: 'Something would be left without an owner',
  self_: 'Your own account is among them',
  privileged: 'Privileged users are among them',
  gone: 'Some are gone from their source',
  irreversible: 'This cannot be taken back at the source',
  comes_back: 'Signing in switches them on again',
  outstanding: 'An earlier change still waits',
  unmatched: 'Some lines name nobody',
};

const knowing: Record<WarningKind, string> = {
  last_privileged: 'I know, and want to leave it without an enabled privileged user.',
  last_owner: 'I know, and want to leave it without an enabled owner.',
  self_: 'I know, and want to change my own account.',
  privileged: 'I know, and want to change them.',
  gone: 'I know, and want to change them.',
  irreversible: 'I know that it cannot be taken back there.',
  comes_back: 'I know, and want it so.',
  outstanding: 'I know, and want this change as well.',
  unmatched: 'I know, and go on with the others.',
};

const where: Record<UserstoreKind, string> = {
  local: 'here',
  gitlab: 'in GitLab',
  scim: 'by the SCIM service',
  ldap: 'in the directory',
  keycloak: 'in Keycloak',
  wso2: 'in WSO2',
  entra: 'in Entra',
  google: 'in Google Workspace',
  okta: 'in Okta',
  authelia: 'in Authelia’s file',
  file: 'where the file comes from',
};

const scope: Record<ScopeKind, string> = {
  instance: 'The whole instance',
  group: 'A group',
  project: 'A project',
  application: 'An application',
};

const format: Record<ChangeFormat, string> = {
  csv: 'CSV',
  jsonl: 'JSON Lines',
  'scim-bulk': 'SCIM Bulk',
  ldif: 'LDIF changes',
  'gitlab-sh': 'Shell script for GitLab',
};

const formatMeans: Record<ChangeFormat, string> = {
  csv: 'A row for each user and field, with ids: to work through by hand or with a script of your own.',
  jsonl: 'One JSON object for each user, for programs.',
  'scim-bulk': 'Requests that any SCIM 2.0 service carries out in bulk.',
  ldif: 'Change records for ldapmodify.',
  'gitlab-sh':
    'Commented calls of GitLab’s API. It reads its token from the environment and stops at the first refusal.',
};

const users = (n: number) => f.plural(n, { one: '# user', other: '# users' });

export const changing = {
  doing,
  to,
  from,
  toMeans,
  action,
  actMeans,
  /** What is done is seen first, so it ends in an ellipsis. A word that is not known yet is shown as it is. */
  menuAction: (word: string) => `${(action as Record<string, string>)[word] ?? f.capital(word.replaceAll('_', ' '))}…`,
  warning,
  knowing,
  scope,
  format,
  formatMeans,
  // the bar
  bar: 'Change the selected users',
  selected: (n: number) => f.plural(n, { one: '# selected', other: '# selected' }),
  allSelected: (n: number) => f.plural(n, { one: 'The only one that matches', other: 'All # that match' }),
  selectAll: (n: number) => f.plural(n, { one: 'Select the only one', other: 'Select all #' }),
  clear: 'Clear the selection',
  state: 'State…',
  role: 'Role…',
  group: 'Group…',
  field: 'Field…',
  expiry: 'Expiry…',
  remove: 'Delete…',
  fromFile: 'Select from a file…',
  // choosing
  title: (n: number | null) => (n === null ? 'Change users' : `Change ${users(n)}`),
  titleOne: (name: string) => `Change ${name}`,
  titleLines: 'Change users from a file',
  what: 'What to do',
  and: 'And also…',
  drop: 'Leave this out',
  preview: 'Preview…',
  previewing: 'Working out what would change…',
  nothingYet: 'Nothing is changed before you have seen what would happen.',
  newState: 'New state',
  onlyIn: (stores: string[]) => `Only in ${f.list(stores)}; others refuse it.`,
  roleLabel: 'Role',
  rolePlaceholder: 'Type a role’s name',
  onWhat: 'On what',
  anywhere: 'Wherever it is held',
  path: 'Path',
  pathHint: 'As the source writes it, such as acme/web.',
  until: 'Until',
  never: 'No end',
  groupLabel: 'Group',
  groupPlaceholder: 'Type a group’s path',
  fieldLabel: 'Field',
  valueLabel: 'New value',
  valueEmpty: 'Leave it empty to clear the field.',
  seenBy: 'Seen by',
  expiryLabel: 'Access ends on',
  expiryHint: 'Leave it empty for no end.',
  inDays: (n: number) => f.plural(n, { one: 'in # day', other: 'in # days' }),
  endOfYear: 'end of the year',
  fieldGroups: { account: 'Account', profile: 'Profile', attributes: 'Custom attributes', service: 'Service account' },
  handOver: 'What becomes of their grants and groups',
  takeAway: 'Take them away',
  handTo: 'Hand them to someone else',
  handToLabel: 'Who is given them',
  handToPlaceholder: 'Type a name',
  deleteLead: 'To deactivate keeps what they wrote and can be taken back. Delete only where nothing of it is needed.',
  mergeLabel: 'The account that stays',
  mergeMeans:
    'It is given the groups, direct grants and profile fields it lacks. The other account is deactivated, and both are linked to one person.',
  merging: (name: string) => `${name} is merged into the account you choose.`,
  invalid: {
    state: 'Choose a state.',
    role: 'Choose a role.',
    path: 'Say on what.',
    group: 'Choose a group.',
    field: 'Choose a field.',
    into: 'Choose the account that stays.',
    handTo: 'Choose who is given them.',
    date: 'This is not a day.',
    lines: 'Write or choose at least one user.',
  },
  // lines of a file
  lines: 'Users, one a line',
  linesHint: 'A username, full name, e-mail or id on each line. Drop a text file here, paste, or choose one.',
  linesCount: (n: number) => f.plural(n, { one: '# line', other: '# lines' }),
  chooseFile: 'Choose a file…',
  fileTaken: (name: string) => `Read from ${name}.`,
  fileHuge: (name: string) => `${name} is larger than 64 MB. Split it, and change users part by part.`,
  fileUnread: (name: string) => `${name} could not be read. Choose it again, or paste its lines.`,
  dropElsewhere: 'A dropped file is imported from the Import screen. Choose it here with the button instead.',
  // the preview
  matched: 'users',
  changed: 'change',
  unchanged: 'are so already',
  refused: 'cannot',
  effect: { all: 'All', changed: 'Change', unchanged: 'Already so', refused: 'Cannot' },
  effectOf: { changed: 'Changes', unchanged: 'Already so', refused: 'Cannot' },
  shares: 'Where',
  appliedAtOnce: 'applied at once',
  pendingAt: (kind: UserstoreKind) => `pending: carried out ${where[kind]} by a file`,
  refusals: 'Why some cannot be changed',
  times: (n: number) => users(n),
  unmatched: (n: number) =>
    f.plural(n, { one: '# line names no user, or several', other: '# lines name no user, or several' }),
  unmatchedMore: (shown: number) => `The first ${f.number(shown)} are listed.`,
  line: (n: number) => `Line ${f.number(n)}`,
  rows: 'What would happen, user by user',
  columns: { user: 'User', what: 'Before → after', effect: 'Comes to' },
  noRows: 'Nobody here.',
  pick: 'Choose a row to read all of it.',
  nothingChanges: 'Nothing would change, so there is nothing to apply.',
  nobody: 'Nobody is selected. Loosen the filter, or check the lines of the file.',
  apply: (n: number) => `Change ${users(n)}`,
  applying: 'Changing…',
  twiceFirst: 'Confirm above first.',
  backToChoose: 'Back',
  movedOn: 'Preview it again: the vault has changed since.',
  previewAgain: 'Preview again',
  // done
  doneNow: (n: number) => f.plural(n, { one: '# user was changed.', other: '# users were changed.' }),
  donePending: (n: number) =>
    f.plural(n, {
      one: '# user waits to be changed at its source.',
      other: '# users wait to be changed at their source.',
    }),
  doneNothing: 'Nothing was changed.',
  doneRefused: (n: number) =>
    f.plural(n, { one: '# user could not be changed.', other: '# users could not be changed.' }),
  nextPending:
    'Write them to a file, carry it out there, and import from there again: Muster then confirms each user, or says that it is still outstanding.',
  undo: 'Undo',
  withdraw: 'Withdraw',
  undoing: 'Taking it back…',
  undone: 'Taken back: everyone is as before.',
  withdrawn: 'Withdrawn: nothing is wanted at the source any more.',
  openChange: 'Open the change',
  export: 'Write the file…',
  exportAnother: 'Write another…',
  exportTitle: 'Write the pending change to a file',
  exportLead: (n: number) =>
    f.plural(n, {
      one: '# user waits. The file says what is to be done at the source.',
      other: '# users wait. The file says what is to be done at the source.',
    }),
  fits: (stores: string[]) => `fits ${f.list(stores)}`,
  steps: (n: number) => f.plural(n, { one: '# step written', other: '# steps written' }),
  skipped: (n: number) =>
    f.plural(n, {
      one: '# step has no word in this format and is to be done by hand:',
      other: '# steps have no word in this format and are to be done by hand:',
    }),
  skippedMore: (n: number) => f.plural(n, { one: 'and # more', other: 'and # more' }),
  exportNext: 'Carry the file out there, then import from there again.',
};
