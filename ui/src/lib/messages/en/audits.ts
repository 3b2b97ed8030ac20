/** Audits: the score, findings and their life. */
import type {
  FindingEvent,
  FindingState,
  FindingsFormat,
  GroupFindingsBy,
  Severity,
  SubjectKind,
} from '../../backend/types';
import { f } from './format';

const severity: Record<Severity, string> = {
  critical: 'Critical',
  high: 'High',
  medium: 'Medium',
  low: 'Low',
  info: 'For information',
};
const severityMeans: Record<Severity, string> = {
  critical: 'Whoever finds it out can use it.',
  high: 'A control fails here.',
  medium: 'It weakens a control.',
  low: 'Untidy.',
  info: 'Worth knowing; nothing has to be done.',
};
/** Where there is little room. */
const severityShort: Record<Severity, string> = { ...severity, info: 'Info' };
const state: Record<FindingState, string> = {
  open: 'Open',
  reopened: 'Open again',
  accepted: 'Accepted',
  resolved: 'Resolved',
};
const stateMeans: Record<FindingState, string> = {
  open: 'Found, and nobody has accepted it.',
  reopened: 'It was accepted for a while or resolved, and is open again.',
  accepted: 'Left as it is, for a reason and until a day.',
  resolved: 'A later run did not find it any more.',
};
const subject: Record<SubjectKind, string> = {
  user: 'User',
  role: 'Role',
  group: 'Group',
  grant: 'Role held',
  userstore: 'Userstore',
  realm: 'The whole realm',
};
/** What a change set would do, by the operation a rule names. */
const fix: Record<string, string> = {
  deactivate: 'Deactivate the account',
  'remove-roles': 'Take all roles held directly',
  'remove-role': 'Take the role',
  'move-to-group': 'Give the role through a group instead',
  'set-expiry': 'Set when access ends',
  'set-owner': 'Say who answers for it',
  'set-purpose': 'Say what it is for',
  'set-review-date': 'Set when it is looked at again',
  'set-email': 'Correct the e-mail',
  'set-profile': 'Complete the profile',
  'set-kind': 'Say what stands behind the account',
  merge: 'Keep one of the accounts',
  'add-role': 'Give a role',
  'delete-role': 'Delete the role',
  'delete-group': 'Delete the group',
};
type By = GroupFindingsBy | 'none';
const findings = (n: number) => f.plural(n, { one: '# finding', other: '# findings' });
const open = (n: number) => f.plural(n, { one: '# open finding', other: '# open findings' });

export const audits = {
  title: 'Audits',
  severity,
  severityMeans,
  severityShort,
  state,
  stateMeans,
  subject,
  fix: fix as Record<string, string>,
  stateUntil: (day: string) => `until ${day}`,
  parts: { findings: 'Findings', rules: 'Rules' },
  asOf: (at: string, asked: string) => `as of ${at} · ${asked}`,
  asked: (n: number) => f.plural(n, { one: '# rule asked', other: '# rules asked' }),
  stale: 'Users, roles or rules have changed since this run.',
  runAgain: 'Run it again',
  findings,
  open,
  // running
  pack: 'Rules to ask',
  packAll: 'All rules',
  run: 'Run audit',
  running: 'Running the audit…',
  ran: (score: number, fresh: number, gone: number) =>
    fresh === 0 && gone === 0
      ? `Score ${f.number(score)}. Nothing new, and nothing went.`
      : `Score ${f.number(score)}. ${f.number(fresh)} new, ${f.number(gone)} resolved.`,
  export: 'Export…',
  // never run
  neverTitle: 'No audit has been run yet',
  neverText:
    'An audit asks rules of everything this vault knows: who has not been seen for long, who is privileged without a second factor, who left and can still sign in. It changes nothing.',
  neverAsk: (rules: number, packs: number) =>
    `${f.plural(rules, { one: '# rule', other: '# rules' })}, or those of one of ${f.number(packs)} frameworks.`,
  neverPack: (pack: string) => `Not run with ${pack} yet`,
  emptyVault: 'There is nobody to audit yet',
  emptyVaultText: 'Import users first; then an audit says what is wrong with who may do what.',
  // all clean
  clean: 'Nothing found',
  cleanText: (rules: number, users: number) =>
    `${f.plural(rules, { one: '# rule was asked', other: '# rules were asked' })} of ${f.plural(users, {
      one: '# user',
      other: '# users',
    })}, their roles and groups, and none found anything.`,
  cleanRun: (at: string, pack: string, who: string) => `${pack}, ${at}, by ${who}.`,
  scoreIs: (n: number) => `Score ${f.number(n)} of 100`,
  // the score
  score: 'Score',
  scoreOf: 'of 100',
  scoreWhy: 'How it is counted',
  scoreRule: '100 × users ÷ (users + points), rounded down. Points are the weights of all open findings.',
  scoreCapped: (most: number, worst: string) => `at most ${f.number(most)} while a ${worst} finding is open`,
  up: (n: number) => `${f.signed(n)} since the last run`,
  same: 'as in the last run',
  first: 'the first run',
  trend: 'Score over the runs',
  trendOf: (runs: number, first: number, last: number, low: number) =>
    `${f.plural(runs, { one: '# run', other: '# runs' })}: from ${f.number(first)} to ${f.number(last)}, lowest ${f.number(low)}`,
  trendFrom: (at: string) => `since ${at}`,
  trendTable: 'Earlier runs',
  trendColumns: { on: 'Day', by: 'By', score: 'Score', open: 'Open', fresh: 'New', gone: 'Resolved' },
  formula: {
    title: 'How the score is counted',
    lead: 'The more weighs on the realm for its size, the lower the score. Accepted findings weigh nothing.',
    columns: {
      severity: 'Severity',
      open: 'Open',
      weight: 'Weight',
      points: 'Points',
      takes: 'Takes',
      accepted: 'Accepted',
    },
    points: 'Points together',
    users: 'Enabled users',
    sum: (users: number, points: number, plain: number) =>
      `100 × ${f.number(users)} ÷ (${f.number(users)} + ${f.number(points)}) = ${f.number(plain)}`,
    held: (ceiling: number, worst: string) =>
      `A ${worst} finding is open, so the score is at most ${f.number(ceiling)}.`,
    most: 'What takes most',
    weighs: (n: number, points: number) => `${open(n)}, ${f.plural(points, { one: '# point', other: '# points' })}`,
    takes: (n: number) => (n === 0 ? '0' : `−${f.number(n)}`),
    zone: (zone: string) => `Days were counted in the time zone ${zone.replaceAll('_', ' ')}.`,
    zoneNext: (zone: string) => `The next run counts them in ${zone.replaceAll('_', ' ')}.`,
    zoneChange: 'Choose another…',
    zoneLabel: 'Time zone for days',
    zoneSet: (zone: string) => `The next audit counts days in ${zone.replaceAll('_', ' ')}.`,
    takesHint: 'How much higher the score would be without the findings of this severity.',
  },
  // cards
  openTitle: 'Open findings',
  acceptedBeside: (n: number) => `${f.number(n)} accepted`,
  sinceTitle: (at: string | null) => (at === null ? 'Since the run before' : `Since ${at}`),
  fresh: 'new',
  gone: 'resolved',
  cameBack: (n: number) => `${f.number(n)} of them came back`,
  noPrevious: 'This is the first run with these rules: everything it found is new.',
  // the list
  list: 'Findings',
  by: 'Show findings',
  byOf: { none: 'One by one', rule: 'By rule', user: 'By user', control: 'By control' } satisfies Record<By, string>,
  states: 'State',
  statesOf: {
    waiting: 'Open',
    accepted: 'Accepted',
    resolved: 'Resolved',
    all: 'All',
  },
  severities: 'Severity',
  packs: 'Framework',
  search: 'Find by name or message',
  searchPlaceholder: 'Name or message',
  onlyNew: 'Only what is new',
  onlyGone: 'Only what was resolved',
  clear: 'Clear filters',
  within: (what: string) => `Only ${what}`,
  backToGroups: { rule: 'All rules', user: 'All users', control: 'All controls' } satisfies Record<
    GroupFindingsBy,
    string
  >,
  columns: {
    severity: 'Severity',
    finding: 'Finding',
    subject: 'About',
    message: 'What was found',
    state: 'State',
    since: 'Since',
    controls: 'Serves',
    group: { rule: 'Rule', user: 'About', control: 'Control' } satisfies Record<GroupFindingsBy, string>,
    open: 'Open',
    accepted: 'Accepted',
    worst: 'Worst',
    all: 'Findings',
    fix: 'What can be done',
  },
  isNew: 'New',
  byPerson: 'By hand',
  oneUser: 'One user',
  control: (id: string, title: string) => `${id}: ${title}`,
  noMatch: 'No finding fits these filters',
  noMatchText: 'Loosen the filters, or look at other states.',
  noneWaiting: 'Nothing is open',
  noneWaitingText: 'Look at what was accepted or resolved, or run another framework.',
  select: (title: string, name: string) => `Select ${title}: ${name}`,
  selectAll: 'Select all',
  selected: (n: number) => f.plural(n, { one: '# finding selected', other: '# findings selected' }),
  allSelected: (n: number) => f.plural(n, { one: '# finding selected', other: 'All # findings selected' }),
  stretchTooLong: (n: number) =>
    `A stretch ends after ${f.number(n)} findings. Select all, or narrow the list, to act on more.`,
  tooManyLeftOut: (n: number) => `At most ${f.number(n)} can be left out of all. Narrow the list instead.`,
  noneOpen: 'None of the findings selected is open.',
  noneAccepted: 'None of the findings selected is accepted.',
  bar: 'What to do with the findings selected',
  accept: 'Accept…',
  withdraw: 'Withdraw acceptance',
  fixMany: 'Fix…',
  clearSelection: 'Select none',
  // accepting
  acceptTitle: (n: number) => f.plural(n, { one: 'Accept this finding', other: 'Accept # findings' }),
  acceptLead: 'An accepted finding stays as it is and weighs nothing. It opens again by itself after the last day.',
  acceptReason: 'Why it stays',
  acceptReasonHint: 'Colleagues and auditors read this.',
  acceptReasonPlaceholder: 'such as: Vendor account, contract runs until March',
  acceptUntil: 'Until',
  acceptUntilHint: 'The last day counts.',
  acceptRun: (n: number) => f.plural(n, { one: 'Accept finding', other: 'Accept # findings' }),
  accepted: (n: number, until: string) =>
    f.plural(n, { one: `# finding accepted until ${until}.`, other: `# findings accepted until ${until}.` }),
  accepting: 'Accepting the findings…',
  withdrawing: 'Withdrawing acceptances…',
  withdrawn: (n: number) => f.plural(n, { one: '# finding is open again.', other: '# findings are open again.' }),
  invalid: {
    reason: 'Say why it stays.',
    reasonLong: (n: number) => `At most ${f.number(n)} characters.`,
    until: 'Choose a day.',
    past: 'Choose a day that is not over yet.',
    far: 'At most two years ahead.',
  },
  inDays: (n: number) => (n === 365 ? '1 year' : `${f.number(n)} days`),
  // fixing
  fixTitle: 'Fix the findings selected',
  fixLead: 'What would change is shown before anything is done, and can be undone.',
  fixWhat: 'What to do',
  fixPreview: 'Preview…',
  fixAsks: 'You choose what to set first.',
  fixHand: (n: number) =>
    f.plural(n, {
      one: '# of them needs a person: it says itself what to do.',
      other: '# of them need a person: each says what to do.',
    }),
  fixes: (n: number) => `This fixes ${findings(n)}. The next snapshot and audit show it.`,
  fixLeft: (n: number, why: string) => `${f.plural(n, { one: '# is left', other: '# are left' })}: ${f.small(why)}`,
  asks: {
    missing: 'This is needed first.',
    user: 'Who',
    stays: 'The account that stays',
    role: 'Role',
    group: 'Group that gives the role',
    field: 'Field',
    kind: 'What stands behind the account',
    at: 'Day',
    value: 'Value',
    text: {
      'set-owner': 'Who answers for it',
      'set-purpose': 'What it is for',
      'set-email': 'E-mail',
      'set-profile': 'Value',
    },
  },
  // removing roles and groups
  removeTitle: 'Remove what nobody needs',
  removeLead: 'All of them go as one change, which can be undone as one.',
  removeNone: 'None of these can be removed here. Each says what to do instead.',
  removeRun: (n: number) => (n === 1 ? 'Remove' : `Remove ${f.number(n)}`),
  removed: (n: number) => f.plural(n, { one: '# removed as one change.', other: '# removed as one change.' }),
  goes: 'Goes',
  stays: 'Stays',
  fixNone: 'None of these can be fixed by a change set. Each finding says what to do instead.',
  fixOne: 'Fix…',
  // one finding
  one: (title: string) => `Finding: ${title}`,
  loading: 'Reading the finding',
  about: 'About',
  foundIn: (store: string) => `in ${store}`,
  why: 'Why it matters',
  remedy: 'What to do',
  thresholds: 'Held against',
  noThresholds: 'This rule has nothing to set.',
  setByTeam: 'set by your team',
  changeSet: (what: string) => `A change set can: ${f.small(what)}.`,
  setBy: (pack: string) => `set by ${pack}`,
  serves: 'Controls it serves',
  story: 'What became of it',
  openRule: 'The rule',
  lookAgain: 'Look again',
  lookAgainMeans: 'Asks the rule of this finding anew, and resolves the finding if it is gone. Nothing else is asked.',
  looking: 'Looking again…',
  resolvedNow: 'It is gone: the finding is resolved.',
  acceptOne: 'Accept…',
  withdrawOne: 'Withdraw acceptance',
  acceptedUntil: (who: string, until: string) => `Accepted by ${who} until ${until}`,
  told: (event: FindingEvent) => {
    const by = (who: string) => (who === '' ? '' : ` by ${who}`);
    switch (event.event) {
      case 'found':
        return 'Found';
      case 'accepted':
        return `Accepted${by(event.operator)}${event.until === null ? '' : ` until ${f.day(event.until)}`}`;
      case 'withdrawn':
        return `Acceptance withdrawn${by(event.operator)}`;
      case 'acceptance_ended':
        return 'Acceptance ended; open again';
      case 'resolved':
        return 'Not found any more';
      case 'came_back':
        return 'Found again';
      case 'not_looked_for':
        return 'Not looked for any more';
    }
  },
  shownBy: (store: string, at: string) => `Shown by the snapshot of ${store} of ${at}.`,
  runBy: (who: string) => `In a run by ${who}.`,
  // exporting
  exportTitle: 'Export findings',
  exportWhat: 'Which findings',
  exportShown: 'Those shown',
  exportAll: 'All open and accepted',
  formats: {
    pdf: 'PDF report',
    html: 'HTML report',
    xlsx: 'Excel',
    csv: 'CSV',
    json: 'JSON',
    jsonl: 'JSON Lines',
    sarif: 'SARIF',
  } satisfies Record<FindingsFormat, string>,
  formatMeans: {
    pdf: 'To print and to hand on, with the score and how it was counted.',
    html: 'One page that opens in any browser.',
    xlsx: 'A sheet of findings, for sorting and filtering.',
    csv: 'A row for each finding, for other tools.',
    json: 'The same shape as on the command line, for programs.',
    sarif: 'For scanners’ dashboards: rules, levels, fingerprints, suppressions.',
    jsonl: 'One JSON object a line, for programs.',
  } satisfies Record<FindingsFormat, string>,
  // in the drawer
  userNone: 'No finding about this user',
  userNoneText: (at: string) => `The audit of ${at} found nothing here.`,
  userNever: 'No audit has been run yet',
  userNeverText: 'What audits find about this user is listed here.',
  userResolved: (n: number) => f.plural(n, { one: '# resolved finding', other: '# resolved findings' }),
  sinceDay: (at: string) => `since ${at}`,
  // on the overview
  overviewScore: 'Audit score',
  overviewNever: 'No audit has been run yet.',
  overviewRun: 'Run an audit',
  overviewOpen: (n: number, critical: number) =>
    critical === 0 ? open(n) : `${open(n)} · ${f.number(critical)} critical`,
  overviewNew: (n: number) => `${f.number(n)} new`,
  overviewRan: (at: string) => `Audit of ${at}`,
  overviewClean: 'Nothing is open.',
  overviewFirst: 'Look at these first',
  overviewAll: 'All findings',
  // shortcuts
  keys: {
    run: 'Run the audit',
    by: 'Group the findings: one by one, by rule, by user, by control',
    find: 'Find a finding',
    accept: 'Accept what is selected, or the finding that is open',
    fix: 'Fix what is selected, or the finding that is open',
    look: 'Look again whether the finding that is open is gone',
    export: 'Export findings',
    rules: 'To the rules, or back to findings',
  },
};
