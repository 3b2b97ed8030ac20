/** Opening an access review. */
import type { RefusalKind, ReviewerKind } from '../../backend/types';
import { f } from './format';

const refused: Record<RefusalKind, string> = {
  words: 'Something above is not filled in',
  population: 'There is nothing to decide on',
  privileged_unknown: 'Nobody can tell whether some roles are privileged',
  incomplete: 'Not everyone is in it',
  unassigned: 'Some grants have nobody to decide on them',
};
const nth: Record<ReviewerKind, string> = {
  manager: 'The user’s manager',
  'group-owner': 'The group’s owner',
  named: 'People you name',
};

export const reviewOpen = {
  title: 'Begin a review',
  lead: 'Nothing is sent or changed. Who holds what is frozen as it is now; decisions come after.',
  name: 'Title',
  nameUsual: (month: string) => `Access review, ${month}`,
  nameNeeded: 'Say what it is called.',
  due: 'Decide by',
  dueNeeded: 'Choose the last day to decide.',
  duePast: 'That day is over.',
  in: (days: number) => f.plural(days, { one: 'in # day', other: 'in # days' }),
  scope: 'Whose grants',
  scopeHint: 'A filter, as in Users. Empty: everyone’s.',
  counts: (users: number, grants: number) =>
    `**${f.plural(users, { one: '# user holds', other: '# users hold' })}** ${f.plural(grants, { one: '# grant', other: '# grants' })}`,
  privileged: (n: number) => f.plural(n, { one: '# of them privileged', other: '# of them privileged' }),
  without: (n: number) => f.plural(n, { one: '# user found holds nothing.', other: '# users found hold nothing.' }),
  counting: 'Counting…',
  stores: 'Is everyone in it?',
  storesHint: 'What each userstore’s source says it has, against what was read.',
  whole: 'Whole',
  missing: 'Not whole',
  local: 'Edited here, so everyone is known.',
  read: (rows: number, total: number | null, day: string) =>
    total === null
      ? `${f.plural(rows, { one: '# user', other: '# users' })} read on ${day}; the source does not say how many it has.`
      : `${f.number(rows)} of ${f.plural(total, { one: '# user', other: '# users' })} read on ${day}.`,
  marked: 'The snapshot is marked as incomplete.',
  import: 'Import a complete listing',
  override: 'Begin although users are missing',
  overrideHint: 'The reason goes into the evidence, for the auditor to weigh.',
  reason: 'Why that is acceptable',
  reasonNeeded: 'Say why, or import a complete listing.',
  roles: 'Whether these roles are privileged',
  rolesHint: 'A review must show who can change others’ access. Say it of each role once.',
  roleGrants: (n: number) => f.plural(n, { one: '# grant', other: '# grants' }),
  isPrivileged: 'Privileged',
  isNot: 'Not privileged',
  roleAt: (store: string, role: string) => `${role} in ${store}`,
  who: 'Who decides',
  whoHint: 'Each grant goes to the first of these who may decide on it. Nobody decides on themselves.',
  ask: nth,
  asked: (n: number) => `${f.number(n)}.`,
  notAsked: 'not asked',
  earlier: (who: string) => `Ask earlier: ${who}`,
  named: 'Named reviewers',
  namedAdd: 'Add a reviewer',
  namedHint: 'Users of this vault, the first choice first.',
  namedNone: 'Find a user by name, username or e-mail',
  namedNeeded: 'Name at least one reviewer.',
  orderNeeded: 'Choose at least one who is asked.',
  result: 'Who would get how many',
  nobody: 'Nobody would get any.',
  gets: (n: number) => f.plural(n, { one: '# grant', other: '# grants' }),
  handedOn: (n: number) =>
    f.plural(n, {
      one: '# grant goes to the next reviewer, since nobody decides on themselves.',
      other: '# grants go to the next reviewer, since nobody decides on themselves.',
    }),
  unassigned: (n: number) => f.plural(n, { one: '# grant has nobody', other: '# grants have nobody' }),
  unassignedOnly: (user: string, grant: string, only: string) =>
    `${user}: ${grant}. Only ${only} could, who is the user.`,
  unassignedNone: (user: string, grant: string) => `${user}: ${grant}`,
  unassignedDo: 'Name someone else for them.',
  refused,
  refusals: 'Before it can begin',
  ready: 'Everything is in place.',
  open: 'Begin the review',
  opening: 'Freezing who holds what…',
  opened: (title: string) => `${title} has begun.`,
};
