import { f } from './format';
import { words } from './words';

type Details = Record<string, unknown>;

const action: Record<string, string> = {
  'vault.create': 'Created the vault',
  'vault.open': 'Opened the vault',
  'vault.backup': 'Backed up the vault',
  'vault.restore': 'Restored the vault',
  'vault.migrate': 'Brought the vault up to date',
  'vault.slots_replaced': 'Key slots were replaced outside Muster',
  'operator.passphrase': 'Changed a passphrase',
  'userstore.add': 'Added a userstore',
  'user.create': 'Created a user',
  'user.edit': 'Edited a user',
  'user.undo': 'Undid an edit',
  'change.apply': 'Applied a change',
  'change.undo': 'Undid a change',
  'group.create': 'Created a group',
  'group.edit': 'Edited a group',
  'group.remove': 'Removed a group',
  'role.create': 'Created a role',
  'role.edit': 'Edited a role',
  'role.remove': 'Removed a role',
  'roles.install': 'Installed a set of roles',
  'permission.add': 'Added a permission',
  'permission.remove': 'Removed a permission',
  'attribute.define': 'Defined a custom attribute',
  'attribute.remove': 'Removed the definition of a custom attribute',
  'person.link': 'Linked accounts of a person',
  'person.unlink': 'Parted an account from a person',
  'view.save': 'Saved a view',
  'view.remove': 'Removed a view',
  'map.save': 'Kept a column map',
  'map.remove': 'Removed a column map',
  import: 'Imported',
  export: 'Exported',
  'log.erase': 'Erased details from the log',
  'service.note': 'Noted who answers for service accounts',
  'seats.choose': 'Chose a seat plan',
  'seats.set': 'Set what was bought',
  'seats.plan.save': 'Saved a seat plan',
  'seats.plan.remove': 'Removed a seat plan',
  'audit.run': 'Ran an audit',
  'audit.accept': 'Accepted findings',
  'audit.withdraw': 'Withdrew acceptances',
  'audit.resolve': 'Resolved a finding',
  'audit.rule.save': 'Saved a rule',
  'audit.rule.remove': 'Removed a rule',
  'audit.rule.set': 'Set a rule',
  'review.open': 'Opened a review',
  'review.role': 'Said whether a role is privileged',
  'review.decide': 'Decided on grants',
  'review.assign': 'Gave grants to another reviewer',
  'review.worksheets': 'Wrote worksheets',
  'review.return': 'Took a worksheet',
  'review.close': 'Closed a review',
  'review.proof': 'Looked whether a review was carried out',
  'review.evidence': 'Made an evidence pack',
  'evidence.key': 'Made a key to sign evidence with',
};

const detail: Record<string, string> = {
  created: 'New',
  changed: 'Changed',
  unchanged: 'Unchanged',
  gone: 'Gone',
  rejected: 'Rejected',
  rejected_total: 'Rejected',
  read: 'Rows read',
  credentials_dropped: 'Credentials dropped',
  files: 'Files',
  file: 'File',
  path: 'File',
  rows: 'Rows',
  bytes: 'Size',
  sha256: 'SHA-256',
  format: 'Format',
  filter: 'Filter',
  fields: 'Fields',
  plan: 'Plan',
  purchased: 'Bought',
  price_cents: 'Price in cents',
  currency: 'Currency',
  kind: 'Kind',
  change: 'Change',
  snapshot: 'Snapshot',
  complete: 'Lists everyone',
  users: 'Users',
  strict: 'All or nothing',
  as_of: 'Source read at',
  taken_at: 'Source read at',
  late: 'Came after a later one',
  days_counted: 'Days the instance counted',
  snapshots: 'Snapshots',
  what: 'What',
  with: 'Opened with',
  before: 'Before',
  after: 'After',
  n: 'Number',
  score: 'Score',
  open: 'Open',
  new: 'New',
  reopened: 'Open again',
  resolved: 'Resolved',
  reason: 'Reason',
  until: 'Until',
  findings: 'Findings',
  count: 'Number',
  rules: 'Rules',
  grants: 'Grants',
  privileged: 'Privileged',
  population_sha256: 'SHA-256 of who held what',
  incomplete_because: 'Opened although users were missing',
  reviewer: 'Reviewer',
  reviewers: 'Reviewers',
  verdict: 'Decision',
  to: 'To',
  keys: 'Rows',
  statement: 'Statement',
  keep: 'Kept',
  revoke: 'Revoked',
  reduce: 'Reduced',
  remedies: 'To be done',
  done: 'Done',
  outstanding: 'Outstanding',
  fingerprint: 'Fingerprint',
  due: 'Due',
};

type Counts = { created?: number; changed?: number; gone?: number };

function summary(name: string, details: Details | null): string {
  if (details === null) return '';
  if (name === 'import') {
    const { created = 0, changed = 0, gone = 0 } = details as Counts;
    return `${f.number(created)} new, ${f.number(changed)} changed, ${f.number(gone)} gone`;
  }
  if (name === 'audit.run') {
    const { score = 0, new: fresh = 0, resolved = 0 } = details as { score?: number; new?: number; resolved?: number };
    return `Score ${f.number(score)}, ${f.number(fresh)} new, ${f.number(resolved)} resolved`;
  }
  if (name.startsWith('audit.') && typeof details.reason === 'string') return details.reason;
  if (typeof details.title === 'string') return words.inWords(details.title);
  if (name === 'review.decide' || name === 'review.assign') {
    const { grants = 0 } = details as { grants?: number };
    return f.plural(grants, { one: '# grant', other: '# grants' });
  }
  const fields = details.fields;
  if (Array.isArray(fields)) {
    const names = fields.map((x) => words.fieldName(typeof x === 'string' ? x : String((x as Details).name ?? '')));
    return f.list(names);
  }
  if (typeof details.rows === 'number') return f.plural(details.rows, { one: '# row', other: '# rows' });
  return '';
}

export const log = {
  title: 'Log',
  lead: 'Everything an operator did. Nothing here can be changed; each entry carries the hash of the one before.',
  entries: (n: number) => f.plural(n, { one: '# entry', other: '# entries' }),
  search: 'Search the log',
  placeholder: 'action, operator or target',
  verify: 'Verify chain',
  verifying: 'Verifying…',
  whole: (n: number) =>
    f.plural(n, { one: 'The chain is whole: # entry checked.', other: 'The chain is whole: # entries checked.' }),
  wholeText: 'Keep the hash of the last entry elsewhere; later it proves that none was cut off.',
  broken: (at: number) => `The chain is broken at entry ${f.number(at)}.`,
  brokenText: 'Someone or something altered the log. Restore a backup from before, and keep this vault as evidence.',
  head: 'Hash of the last entry',
  columns: { at: 'When', operator: 'Operator', action: 'What', target: 'To what', more: 'More' },
  action: (word: string) => action[word] ?? f.capital(word.replaceAll(/[._]/g, ' ')),
  summary,
  detail: (key: string) => detail[key] ?? f.capital(key.replaceAll('_', ' ')),
  number: 'Number',
  hash: 'Hash',
  erased: 'The details were erased on request; the entry and its hash remain.',
  noDetails: 'Nothing more was recorded.',
  open: (seq: number) => `Details of entry ${f.number(seq)}`,
  older: 'Show older',
  end: 'This is the beginning of the log.',
  noMatch: 'Nothing matches',
  noMatchText: 'No entry has this in its action, operator or target.',
};
