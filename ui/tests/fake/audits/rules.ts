/** Invented rules, and the packs that ask them. */
import type {
  AuditRuleDetail,
  AuditRuleGlance,
  PackGlance,
  RuleFix,
  RuleForm,
  RuleParameter,
  Severity,
} from '../../../src/lib/backend/types';

const days = (n: number, meaning: string): RuleParameter => ({
  name: 'days',
  unit: 'days',
  least: 1,
  most: 3650,
  meaning,
  default: n,
  value: n,
});
const by = (operation: string, ...asks: string[]): RuleFix => ({ operation, none: null, asks });
const none = (why: string): RuleFix => ({ operation: null, none: why, asks: [] });

type Short = [
  id: string,
  severity: Severity,
  title: string,
  filter: string | null,
  message: string | null,
  fix: RuleFix,
  controls: string[],
  why: string,
  remedy: string,
  parameters: RuleParameter[],
];
const HERE = 'gone eq false and state eq "active"';
const RULES: Short[] = [
  [
    'leaver-still-enabled',
    'critical',
    'Left the directory, still enabled here',
    null,
    null,
    by('deactivate'),
    ['CIS 6.2', 'PCI DSS 8.2.5'],
    'Who has left the team can still sign in here, and nobody watches the account.',
    'Deactivate the account, and ask why leaving did not reach this system.',
    [],
  ],
  [
    'privileged-without-mfa',
    'critical',
    'Privileged without a second factor',
    `${HERE} and privileged eq true and mfa eq false`,
    'Holds {role}, and signs in with a password alone.',
    by('remove-roles'),
    ['CIS 6.5', 'PCI DSS 8.4.1'],
    'One password that leaks is enough to take over everything this account may do.',
    'Have a second factor set up today, or take the role until there is one.',
    [],
  ],
  [
    'dormant-90d',
    'high',
    'Not seen for 90 days',
    `${HERE} and lastSeen le "-{days}d"`,
    'Not seen for {not_seen}; the limit is {days}.',
    by('deactivate'),
    ['CIS 5.3', 'PCI DSS 8.2.6'],
    'After a quarter of a year, hardly anyone comes back, and the account can still be used by others.',
    'Deactivate the account now. Whoever comes back is activated again.',
    [days(90, 'Days without a sign of life from which on an account must be switched off.')],
  ],
  [
    'service-account-unowned',
    'high',
    'Service account without an owner',
    `${HERE} and kind eq "service"`,
    'Nobody answers for this service account.',
    by('set-owner', 'text'),
    ['CIS 5.5'],
    'When its password leaks or its job ends, nobody knows whom to ask.',
    'Find out whose it is, and say so.',
    [],
  ],
  [
    'sod-conflict',
    'high',
    'Two roles that nobody should hold together',
    null,
    null,
    by('remove-role'),
    ['NIST AC-5'],
    'Who can order and approve can do both for themselves, unseen.',
    'Take one of the two roles.',
    [
      {
        name: 'pairs',
        unit: 'pairs',
        least: 0,
        most: 2000,
        meaning: 'Roles that nobody should hold together on the same scope.',
        default: [],
        value: [
          ['Owner', 'Release captain'],
          ['Payer', 'Approver'],
        ],
      },
    ],
  ],
  [
    'dormant-45d',
    'medium',
    'Not seen for 45 days',
    `${HERE} and lastSeen le "-{days}d" and lastSeen gt "-{until}d"`,
    'Not seen for {not_seen}; the limit is {days}.',
    by('deactivate'),
    ['CIS 5.3'],
    'An account that nobody uses is one whose misuse nobody notices.',
    'Ask whether the account is still needed; if not, deactivate it, so that its history stays.',
    [
      days(45, 'Days without a sign of life from which on an account is dormant.'),
      { ...days(90, 'Days from which on the next rule finds the account instead.'), name: 'until' },
    ],
  ],
  [
    'never-signed-in',
    'medium',
    'Never signed in',
    `${HERE} and lastSeen eq never`,
    'Never signed in, and created {age} ago; the limit is {days}.',
    by('deactivate'),
    ['CIS 5.3', 'PCI DSS 8.2.6'],
    'An account nobody ever used still has a first password somewhere.',
    'Ask whether it is still needed; if not, deactivate it.',
    [days(30, 'Days after which an account should have been used.')],
  ],
  [
    'temporary-without-expiry',
    'medium',
    'Temporary account without an end',
    null,
    null,
    by('set-expiry', 'at'),
    ['CIS 5.1', 'PCI DSS 8.2.7'],
    'What has no end is never ended.',
    'Set when access ends.',
    [],
  ],
  [
    'shared-name',
    'medium',
    'Shared or generic account',
    null,
    null,
    by('set-kind', 'kind'),
    ['PCI DSS 8.2.2'],
    'Where several people share an account, nobody did it.',
    'Give each person an account of their own, or say what stands behind this one.',
    [
      {
        name: 'names',
        unit: 'names',
        least: 0,
        most: 2000,
        meaning: 'Words that make a username generic.',
        default: ['admin', 'root', 'test', 'info', 'office', 'guest', 'user', 'demo'],
        value: ['admin', 'root', 'test', 'info', 'office', 'guest', 'user', 'demo'],
      },
    ],
  ],
  [
    'direct-grant',
    'low',
    'Role held past the group that gives it',
    null,
    null,
    by('move-to-group', 'group'),
    ['CIS 6.8'],
    'Who leaves the group keeps the role, and a review of the group does not show it.',
    'Put the user into the group that gives the role, and take the direct one.',
    [],
  ],
  [
    'last-seen-unknown',
    'low',
    'Nobody can say when last seen',
    `${HERE} and lastSeen eq unknown`,
    'The source was asked when this user was last seen, and does not say.',
    none('Only the source can say when somebody was last seen.'),
    ['CIS 5.3'],
    'What cannot be seen to be unused is never switched off.',
    'Find out from the source’s own log.',
    [],
  ],
  [
    'unused-role',
    'info',
    'Role that nobody holds',
    null,
    null,
    by('delete-role'),
    ['CIS 6.8'],
    'A role that nobody holds is one more that a review has to look at.',
    'Delete it.',
    [],
  ],
];

export const shipped: RuleForm[] = RULES.map(
  ([id, severity, title, filter, message, fix, controls, why, remedy, parameters]) => ({
    id,
    title,
    severity,
    filter,
    message,
    check: filter === null ? id : null,
    controls,
    why,
    remedy,
    fix,
    parameters,
  }),
);

const control = (id: string, title: string, text: string, sets: PackGlance['controls'][0]['sets'] = []) => ({
  id,
  title,
  text,
  rules: shipped.filter((rule) => rule.controls.includes(id)).map((rule) => rule.id),
  sets,
});
export const packs: PackGlance[] = [
  {
    name: 'cis-v8',
    title: 'CIS Controls v8',
    about: 'The safeguards of controls 5 and 6 that an audit of users can show.',
    controls: [
      control('CIS 5.1', 'Inventory of accounts', 'Know every account: whose it is, since when and until when.'),
      control('CIS 5.3', 'Disable dormant accounts', 'Switch off accounts that nobody has used for 45 days.'),
      control(
        'CIS 5.5',
        'Inventory of service accounts',
        'Know each service account’s owner, purpose and review date.',
      ),
      control('CIS 6.2', 'A process for revoking access', 'Take access away at once when somebody leaves.'),
      control(
        'CIS 6.5',
        'A second factor for administrators',
        'Ask for a second factor wherever somebody administers.',
      ),
      control('CIS 6.8', 'Access by role', 'Say which roles there are, and look at them every year.'),
    ],
  },
  {
    name: 'pci-dss-4',
    title: 'PCI DSS 4.0',
    about: 'Requirements 7 and 8.',
    controls: [
      control('PCI DSS 8.2.5', 'Leavers at once', 'Access of those who leave ends at once.'),
      control('PCI DSS 8.2.6', 'Inactive for 90 days', 'Accounts unused for 90 days are switched off.'),
      control('PCI DSS 8.4.1', 'A second factor for administrators', 'Administrators sign in with a second factor.'),
    ],
  },
  {
    name: 'nist-800-53-ac',
    title: 'NIST 800-53 AC',
    about: 'Access control.',
    controls: [control('NIST AC-5', 'Separation of duties', 'Nobody holds both halves of a duty.')],
  },
];

export function textOf(form: RuleForm): string {
  const quoted = (text: string) => JSON.stringify(text);
  const lines = [
    'format = 1',
    '',
    '[[rules]]',
    `id = ${quoted(form.id)}`,
    `title = ${quoted(form.title)}`,
    `severity = ${quoted(form.severity)}`,
    ...(form.filter === null ? [`check = ${quoted(form.check ?? '')}`] : ["filter = '''", form.filter, "'''"]),
    ...(form.message === null ? [] : [`message = ${quoted(form.message)}`]),
    `controls = [${form.controls.map(quoted).join(', ')}]`,
    `why = ${quoted(form.why)}`,
    `remedy = ${quoted(form.remedy)}`,
    form.fix.operation === null
      ? `fix = { none = ${quoted(form.fix.none ?? '')} }`
      : `fix = { operation = ${quoted(form.fix.operation)} }`,
    ...form.parameters.flatMap((one) => [
      `[rules.parameters.${one.name}]`,
      `default = ${JSON.stringify(one.default)}`,
      `unit = ${quoted(one.unit)}`,
      ...(typeof one.default === 'number' ? [`least = ${one.least}`, `most = ${one.most}`] : []),
      `meaning = ${quoted(one.meaning)}`,
    ]),
  ];
  return `${lines.join('\n')}\n`;
}

/** As much of a file as the screens write: one rule, a value a line. */
export function formOf(text: string): RuleForm | { line: number; what: string; remedy: string } {
  const form: RuleForm = {
    id: '',
    title: '',
    severity: 'medium',
    filter: null,
    message: null,
    check: null,
    controls: [],
    why: '',
    remedy: '',
    fix: none(''),
    parameters: [],
  };
  let parameter: RuleParameter | null = null;
  const lines = text.split('\n');
  for (let i = 0; i < lines.length; i += 1) {
    const line = (lines[i] ?? '').trim();
    const named = /^\[rules\.parameters\.([\w-]+)\]$/.exec(line);
    if (named) {
      parameter = { ...days(30, ''), name: named[1] ?? '' };
      form.parameters.push(parameter);
      continue;
    }
    if (line === '' || line.startsWith('#') || line.startsWith('format') || line === '[[rules]]') continue;
    const found = /^(\w+) = (.+)$/.exec(line);
    if (!found) return { line: i + 1, what: 'this is no name and value', remedy: 'write name = "value"' };
    const [, key = '', raw = ''] = found;
    if (raw === "'''") {
      const end = lines.findIndex((one, at) => at > i && one.trim() === "'''");
      form.filter = lines.slice(i + 1, end).join('\n');
      i = end;
      continue;
    }
    const fix = /^\{ (\w+) = (.+) \}$/.exec(raw);
    try {
      const value = JSON.parse(fix?.[2] ?? raw) as never;
      if (fix) form.fix = fix[1] === 'none' ? none(value) : by(value);
      else Object.assign(parameter ?? form, { [key]: value });
      if (parameter && key === 'default') parameter.value = value;
    } catch {
      return { line: i + 1, what: `the value of ${key} does not end`, remedy: 'close the quotation marks' };
    }
  }
  return form;
}

export const glanceOf = (
  form: RuleForm,
  own: boolean,
  off: AuditRuleGlance['off'],
  open: number | null,
): AuditRuleGlance => ({
  id: form.id,
  title: form.title,
  severity: form.severity,
  own,
  ships: shipped.some((rule) => rule.id === form.id),
  off,
  changed: form.parameters.some((one) => JSON.stringify(one.value) !== JSON.stringify(one.default)),
  controls: form.controls,
  packs: packs.filter((pack) => pack.controls.some((one) => form.controls.includes(one.id))).map((pack) => pack.name),
  fix: form.fix,
  open,
});

export const detailOf = (glance: AuditRuleGlance, form: RuleForm): AuditRuleDetail => ({
  glance,
  form,
  text: textOf(form),
  parameters: form.parameters,
  check_finds: form.check === null ? null : `${form.title}: seen across all users, not one by one.`,
  check_needs: form.check === null ? null : 'users: userstore, state, person; grants: role, scope',
});
