/** Access reviews: the list, one review, and deciding on its grants. */
import type { ReviewerKind, ReviewPeers, ReviewProgress, ReviewState, Verdict } from '../../backend/types';
import { f } from './format';

const grants = (n: number) => f.plural(n, { one: '# grant', other: '# grants' });
const users = (n: number) => f.plural(n, { one: '# user', other: '# users' });

const verdict: Record<Verdict, string> = { keep: 'Keep', revoke: 'Revoke', reduce: 'Reduce' };
const verdictMeans: Record<Verdict, string> = {
  keep: 'The user still needs it.',
  revoke: 'The user does not need it: it goes.',
  reduce: 'Another role of the same userstore takes its place, on the same scope and until the same day.',
};
const decided: Record<Verdict, string> = { keep: 'kept', revoke: 'revoked', reduce: 'reduced' };
const kind: Record<ReviewerKind, string> = { manager: 'Manager', 'group-owner': 'Group owner', named: 'Named' };
const kindMeans: Record<ReviewerKind, string> = {
  manager: 'As the profile of each user names them.',
  'group-owner': 'Who owns the group that the grant is on or comes through.',
  named: 'Whoever you name below, the first choice first.',
};
const state: Record<ReviewState, string> = { open: 'Open', closed: 'Closed' };

export const reviews = {
  title: 'Reviews',
  list: 'Reviews, newest first',
  count: (n: number) => f.plural(n, { one: '# review', other: '# reviews' }),
  begin: 'Begin a review…',
  verify: 'Verify a pack…',
  verifyAlso: 'evidence check signature',
  empty: 'Does everyone still need what they hold?',
  emptyText:
    'In a review, people who know decide on every grant: keep it, revoke it, or reduce it. Who held what is frozen on the day it begins, and at the end stands a signed folder that shows an auditor who decided what, when, on which facts.',
  emptyAuditor: 'Nobody has begun a review in this vault yet.',
  state,
  overdue: 'Overdue',
  columns: { review: 'Review', progress: 'Decided', due: 'Due', state: 'State' },
  everyone: 'Everyone',
  scope: (filter: string, people: number, held: number) =>
    `${filter === '' ? 'Everyone' : filter} · ${users(people)}, ${grants(held)}`,
  scopeShort: (people: number, held: number) => `${users(people)}, ${grants(held)}`,
  due: (day: string) => `Due ${day}`,
  left: (days: number) =>
    days < 0
      ? f.plural(-days, { one: '# day overdue', other: '# days overdue' })
      : days === 0
        ? 'due today'
        : f.plural(days, { one: '# day left', other: '# days left' }),
  closedOn: (day: string, by: string | null) => (by ? `Closed ${day} by ${by}` : `Closed ${day}`),
  proof: (done: number, outstanding: number) =>
    outstanding === 0
      ? f.plural(done, { one: 'The one thing that followed is done', other: 'All # that followed are done' })
      : `${f.number(done)} of ${f.number(done + outstanding)} seen done`,
  nothingFollowed: 'Nothing to change',
  notProven: 'Not yet looked at',
  meter: (done: number, all: number) => `${f.number(done)} of ${f.number(all)} decided`,
  of: (done: number, all: number) => `${f.number(done)} of ${f.number(all)}`,
  allDecided: 'All decided',
  by: (title: string, name: string, day: string) => `${title} · opened by ${name} on ${day}`,
  openedBy: (name: string, day: string) => `opened ${day} by ${name}`,
  back: 'All reviews',
  goClose: 'All is decided. Close…',
  parts: {
    decide: 'Decide',
    progress: 'Progress',
    worksheets: 'Worksheets',
    close: 'Close',
    outcome: 'Outcome',
    evidence: 'Evidence',
  },
  decisions: 'Decisions',
  verdict,
  verdictMeans,
  undecided: 'Undecided',
  shown: 'Show grants that are',
  all: 'All',
  ofReviewer: 'Reviewer',
  everyReviewer: 'All reviewers',
  privilegedOnly: 'Privileged only',
  search: 'Search grants',
  searchPlaceholder: 'Name, role, scope or group',
  grants: 'Grants to decide on',
  table: { user: 'User', grant: 'Holds', since: 'Since', seen: 'Last seen', peers: 'Peers', decision: 'Decision' },
  direct: 'directly',
  through: (group: string) => `through ${group}`,
  onScope: (scope: string) => `on ${scope}`,
  privileged: 'Privileged',
  privilegedMeans: 'Whoever holds it can change others’ access, or the instance.',
  own: 'Your own',
  ownMeans: 'Nobody decides on themselves. Give it to another reviewer, or let one decide on a worksheet.',
  ownSkipped: (n: number) =>
    f.plural(n, {
      one: 'One of these is your own, and nobody decides on themselves. Give it to another reviewer.',
      other: '# of these are your own, and nobody decides on themselves. Give them to another reviewer.',
    }),
  peers: (peers: ReviewPeers) => `${f.number(peers.holding)} of ${f.number(peers.all)}`,
  peersMean: (peers: ReviewPeers) =>
    peers.all === 0
      ? `Nobody else is in ${peers.of}.`
      : `${f.number(peers.holding)} of the ${f.number(peers.all)} others in ${peers.of} ${peers.holding === 1 ? 'holds' : 'hold'} the same.`,
  noPeers: 'No peers known',
  noPeersMean: 'Nothing says with whom this user could be compared.',
  sinceUnknown: 'Not said',
  until: (day: string) => `until ${day}`,
  facts: {
    user: 'User',
    account: 'Account',
    since: 'Held since',
    until: 'Ends',
    through: 'Through',
    on: 'On',
    seen: 'Last seen',
    peers: 'Peers',
    reviewer: 'Reviewer',
    decision: 'Decision',
    row: 'Row',
  },
  never: 'No end set',
  direct2: 'Given directly',
  beside: 'About this grant',
  besideNone: 'Choose a grant to see what is known of it.',
  decidedBy: (who: string, when: string) => `${who}, ${when}`,
  enteredBy: (operator: string) => `put in by ${operator}`,
  fromWorksheet: 'from a worksheet',
  justNow: 'just now',
  notDecided: 'Nobody decided on it yet.',
  note: 'Note',
  keep: 'Keep',
  revoke: 'Revoke',
  reduce: 'Reduce…',
  noteAct: 'Note…',
  give: 'Give to another…',
  next: 'Next undecided',
  undoLast: 'Take back the last decision',
  undone: (n: number) =>
    f.plural(n, { one: 'Taken back: # grant is as it was.', other: 'Taken back: # grants are as they were.' }),
  said: (v: Verdict, n: number) => f.plural(n, { one: `# grant ${decided[v]}.`, other: `# grants ${decided[v]}.` }),
  refusedSome: (n: number, first: string) =>
    f.plural(n, { one: `One was refused: ${first}`, other: `# were refused. The first: ${first}` }),
  noneLeft: 'Nothing is undecided among these.',
  noneLeftTitle: 'All is decided here',
  noneLeftText: 'Look at other grants, or close the review if nothing is left anywhere.',
  noneSo: 'No grant is like that',
  noneSoText: 'Show others, or search for something else.',
  showAll: 'Show all grants',
  select: (name: string, role: string) => `Select ${role} of ${name}`,
  selectAll: 'Select all grants shown',
  picked: (n: number) => f.plural(n, { one: '# grant', other: '# grants' }),
  bar: 'Decide on the grants selected',
  clear: 'Clear the selection',
  tooMany: (n: number) => `The first ${f.number(n)} are selected. Narrow the list for more.`,
  decision: (n: number) => f.plural(n, { one: 'Decide on this grant', other: 'Decide on # grants' }),
  decisionOf: (name: string, grant: string) => `${grant} of ${name}`,
  decisionAs: 'Decision',
  newRole: 'New role',
  newRoleHint: (store: string) => `A role of ${store}, on the same scope.`,
  newRoleNeeded: 'Choose the role that takes its place.',
  newRoleSame: 'That is the role that is held already.',
  newRoleStores: 'These are of several userstores, so no role fits all of them. Reduce them store by store.',
  verdictNeeded: 'Choose what is decided.',
  noteHint: 'Why, for whoever reads the evidence. It may stay empty.',
  noteKept: 'Empty: notes that are there stay.',
  save: 'Decide',
  giveTitle: (n: number) =>
    f.plural(n, { one: 'Give this grant to another reviewer', other: 'Give # grants to another reviewer' }),
  giveLead: 'What was decided on them so far falls: the new reviewer decides.',
  giveTo: 'To',
  giveToNew: 'Someone else',
  giveNew: 'Who',
  giveNewHint: 'A user of this vault, found by name, username or e-mail.',
  giveNeeded: 'Choose who decides.',
  giveSave: 'Give',
  given: (n: number, who: string) =>
    f.plural(n, { one: `# grant is ${who}’s to decide.`, other: `# grants are ${who}’s to decide.` }),
  closedNote: 'This review is closed. Its decisions stand.',
  progress: {
    title: 'How far it is',
    reviewers: 'By reviewer',
    columns: {
      reviewer: 'Reviewer',
      decided: 'Decided',
      kept: 'Kept',
      revoked: 'Revoked',
      reduced: 'Reduced',
      left: 'Left',
    },
    returned: (day: string) => `worksheet taken ${day}`,
    show: (name: string) => `Show what ${name} has left`,
    about: 'What is decided on',
    population: 'Grants, frozen',
    populationText: (privileged: number) =>
      privileged === 0 ? 'none of them privileged' : `${f.number(privileged)} of them privileged`,
    filter: 'Whose',
    opened: 'Opened',
    due: 'Due',
    hash: 'Fingerprint of what is frozen',
    hashMeans: 'SHA-256 of who held what when the review was opened. Closing checks it, and the evidence carries it.',
    complete: 'Who is in it',
    because: 'Opened although not everyone is in it',
    parts: (p: ReviewProgress) =>
      [
        p.keep > 0 ? `${f.number(p.keep)} kept` : '',
        p.revoke > 0 ? `${f.number(p.revoke)} revoked` : '',
        p.reduce > 0 ? `${f.number(p.reduce)} reduced` : '',
      ]
        .filter((one) => one !== '')
        .join(' · '),
  },
  kind,
  kindMeans,
  keys: {
    keep: 'Keep',
    revoke: 'Revoke',
    reduce: 'Reduce to another role',
    note: 'Decide with a note',
    give: 'Give to another reviewer',
    next: 'Next undecided',
    undo: 'Take back the last decision',
  },
};
