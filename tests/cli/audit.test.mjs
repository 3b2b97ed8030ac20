// Audits: a run for cron and CI, findings and what becomes of them, rules of
// one's own, and findings as files.

import test from 'node:test';
import assert from 'node:assert/strict';
import { readFileSync, writeFileSync } from 'node:fs';
import { EXIT, exits, told, vault } from '../lib/muster.mjs';

const ON = (day) => ['--as-of', day];

/** Ids that programs rely on. */
const FIXED = [
  ...['dormant-45d', 'dormant-90d', 'never-signed-in', 'last-seen-unknown', 'dormant-privileged', 'privileged-without-mfa'],
  ...['duplicate-email', 'case-variant-username', 'leaver-still-enabled', 'disabled-with-role', 'expired-but-enabled'],
  ...['service-account-unowned', 'direct-grant', 'sod-conflict', 'unused-role', 'last-admin'],
];

const person = (id, username, seen, more = {}) => ({
  id,
  username,
  name: username,
  email: `${username}@fern.example`,
  state: 'active',
  is_admin: false,
  two_factor_enabled: true,
  created_at: '2021-01-02T08:00:00.000Z',
  last_activity_on: seen,
  ...more,
});

const PEOPLE = [
  person(1, 'root', '2024-11-19', { is_admin: true }),
  person(2, 'boss', '2024-11-19', { is_admin: true, two_factor_enabled: false }),
  person(3, 'ada', '2024-10-06'),
  person(4, 'bob', '2024-08-01'),
  person(5, '=cmd|calc!A1', '2024-07-01'),
];

async function realm(people = PEOPLE) {
  const v = await vault();
  await bring(v, people, '2024-11-20');
  return v;
}

/** Imports people as one complete snapshot of a day. */
async function bring(v, people, day) {
  const path = v.path(`gitlab-${day}.json`);
  writeFileSync(path, JSON.stringify(people));
  await v.ask(['import', path, '--userstore', 'gitlab', ...ON(day)]);
}

const run = (v, day = '2024-11-20', more = []) => v.ask(['audit', 'run', ...more, ...ON(day)]);
const named = (report, rule, name) => report.findings.find((f) => f.rule === rule && f.subject.name === name);

test('the rules that programs rely on exist, and there are at least 35', async () => {
  const v = await vault();
  const { rules } = await v.ask(['audit', 'rules', 'list']);
  const ids = rules.map((rule) => rule.id);
  for (const id of FIXED) assert.ok(ids.includes(id), `${id} ships`);
  assert.ok(ids.length >= 35, `${ids.length} rules`);
  assert.equal(new Set(ids).size, ids.length);
  for (const rule of rules) {
    assert.match(rule.id, /^[a-z0-9]+(-[a-z0-9]+)*$/);
    assert.ok(rule.title && rule.controls.length > 0 && (rule.fix.operation || rule.fix.none), rule.id);
  }
  const { packs } = await v.ask(['audit', 'packs']);
  assert.deepEqual(
    packs.map((pack) => pack.name).sort(),
    ['cis-v8', 'iso-27001', 'nist-800-53-ac', 'pci-dss-4', 'soc-2'],
  );
});

test('a run as JSON has exactly the fields that are promised', async () => {
  const v = await realm();
  const report = await run(v);
  assert.deepEqual(Object.keys(report), ['as_of', 'pack', 'score', 'findings', 'new', 'resolved']);
  assert.deepEqual([report.as_of, report.pack, report.resolved], ['2024-11-20', 'all', []]);
  assert.ok(report.score >= 0 && report.score <= 100);
  for (const finding of report.findings) {
    const keys = ['id', 'rule', 'severity', 'controls', 'subject', 'state', 'since', 'message'];
    assert.deepEqual(Object.keys(finding), keys);
    assert.deepEqual(Object.keys(finding.subject), ['type', 'userstore', 'name']);
    assert.match(finding.id, /^[0-9a-f]{32}$/);
    assert.deepEqual([finding.state, finding.since], ['open', '2024-11-20']);
  }
  assert.deepEqual(report.findings.map((f) => f.id).sort(), report.new);
  assert.equal(named(report, 'dormant-45d', 'ada').message, 'Not seen for 45 days; the limit is 45.');
  assert.equal(named(report, 'dormant-90d', 'bob').severity, 'high');
  assert.equal(named(report, 'dormant-45d', 'bob'), undefined, 'told apart');
  assert.equal(named(report, 'privileged-without-mfa', 'boss').severity, 'critical');
  assert.equal(named(report, 'privileged-without-mfa', 'root'), undefined);
  // Nothing changed: nothing is new, nothing went, and all else is the same.
  assert.deepEqual(await run(v), { ...report, new: [] });
});

test('--fail-on ends with 5 at or above the severity, and only then', async () => {
  const v = await realm([person(1, 'root', '2024-11-19'), person(4, 'bob', '2024-08-01')]);
  const code = async (severity) => (await v.muster(['audit', 'run', '--fail-on', severity, ...ON('2024-11-20')])).code;
  const report = await run(v);
  const worst = new Set(report.findings.map((f) => f.severity));
  assert.ok(worst.has('high') && !worst.has('critical'), [...worst].join());
  assert.equal(await code('critical'), EXIT.done);
  assert.equal(await code('high'), EXIT.findings);
  assert.equal(await code('low'), EXIT.findings);
  assert.equal(await code('hihg'), EXIT.usage);
  const json = await v.muster(['audit', 'run', '--fail-on', 'high', '--json', ...ON('2024-11-20')]);
  assert.deepEqual(exits(json, EXIT.findings).json, { ...report, new: [] }, 'the document is the same');
  // Accepted findings do not fail a run.
  const high = report.findings.filter((f) => f.severity === 'high').map((f) => f.id);
  await v.ask(['audit', 'accept', ...high, '--reason', 'Known.', '--until', '2024-12-31']);
  assert.equal(await code('high'), EXIT.done);
});

test('a finding is accepted until a day, opens again, and is resolved by the snapshot that shows it gone', async () => {
  const v = await realm();
  const { id } = named(await run(v), 'dormant-90d', 'bob');
  const accepted = await v.ask(['audit', 'accept', id.slice(0, 8), '--reason', 'On leave', '--until', '2024-11-30']);
  assert.deepEqual([accepted.accepted, accepted.until], [1, '2024-11-30']);
  assert.equal(named(await run(v, '2024-11-30'), 'dormant-90d', 'bob').state, 'accepted');
  const after = await run(v, '2024-12-01');
  assert.equal(named(after, 'dormant-90d', 'bob').state, 'reopened');
  assert.ok(after.new.includes(id));
  const still = await v.muster(['audit', 'resolve', id, '--json', ...ON('2024-12-01')]);
  assert.equal(exits(still, EXIT.usage).json.error.details.still_found, true);
  await bring(v, PEOPLE.map((p) => (p.username === 'bob' ? { ...p, last_activity_on: '2024-12-01' } : p)), '2024-12-02');
  const gone = await run(v, '2024-12-02');
  assert.ok(gone.resolved.includes(id) && !named(gone, 'dormant-90d', 'bob'));
  const shown = await v.ask(['audit', 'show', id]);
  assert.deepEqual(
    shown.story.map((event) => event.event),
    ['found', 'accepted', 'acceptance_ended', 'resolved'],
  );
  assert.equal(shown.story.at(-1).snapshot_at.slice(0, 10), '2024-12-02');
  const { runs } = await v.ask(['audit', 'trend']);
  assert.deepEqual(runs.map((r) => r.as_of), ['2024-11-20', '2024-11-30', '2024-12-01', '2024-12-02']);
  const text = exits(await v.muster(['audit', 'show', id])).stdout;
  assert.match(text, /On leave/);
  exits(await v.muster(['audit', 'accept', id, '--reason', 'x', '--until', '2030-01-01']), EXIT.usage);
  exits(await v.muster(['audit', 'accept', 'ffffffff', '--reason', 'x', '--until', '2030-01-01']), EXIT.failed);
});

test('lists, groups and exports agree, and a formula stays a text', async () => {
  const v = await realm();
  const report = await run(v);
  const list = await v.ask(['audit', 'list']);
  assert.deepEqual([list.total, list.findings.length], [report.findings.length, report.findings.length]);
  for (const by of ['rule', 'user']) {
    const { groups } = await v.ask(['audit', 'list', '--by', by]);
    assert.equal(groups.reduce((sum, group) => sum + group.count, 0), list.total, by);
  }
  const bobs = await v.ask(['audit', 'list', '--user', 'bob']);
  assert.ok(bobs.findings.length > 0 && bobs.findings.every((f) => f.subject.name.startsWith('bob')));
  const csv = exits(await v.muster(['export', 'findings', '--format', 'csv'])).stdout;
  assert.ok(csv.includes('cmd|calc!A1') && !/(^|,)"?=cmd/m.test(csv), 'neutralised');
  assert.equal(csv.trim().split('\n').length, list.total + 1);
  const sarif = (await v.muster(['export', 'findings', '--format', 'sarif'])).stdout;
  const [told_] = JSON.parse(sarif).runs;
  assert.equal(JSON.parse(sarif).version, '2.1.0');
  assert.equal(told_.results.length, list.total);
  for (const result of told_.results) {
    assert.equal(told_.tool.driver.rules[result.ruleIndex].id, result.ruleId);
    assert.match(result.partialFingerprints['musterFinding/v1'], /^[0-9a-f]{32}$/);
  }
  for (const format of ['json', 'jsonl', 'xlsx', 'html', 'pdf']) {
    const path = v.path(`findings.${format}`);
    const written = await v.ask(['export', 'findings', '--format', format, '-o', path, '--manifest']);
    assert.equal(written.rows, list.total, format);
    assert.equal(JSON.parse(readFileSync(`${path}.manifest.json`, 'utf8')).rows, list.total);
  }
  const json = JSON.parse(readFileSync(v.path('findings.json'), 'utf8'));
  assert.deepEqual([json.findings.length, json.score], [list.total, report.score]);
});

test('lint needs no vault and names file, line, field and remedy', async () => {
  const v = await vault();
  const rule = exits(await v.muster(['audit', 'rules', 'show', 'dormant-45d', '--toml'])).stdout;
  const good = v.path('good.toml');
  const bad = v.path('bad.toml');
  writeFileSync(good, rule);
  writeFileSync(bad, rule.replace('severity = "medium"', 'severity = "meduim"'));
  const nowhere = { env: { MUSTER_VAULT: v.path('nowhere'), MUSTER_PASSPHRASE: '' } };
  exits(await v.muster(['audit', 'lint', good], nowhere));
  const result = exits(await v.muster(['audit', 'lint', good, bad, '--json'], nowhere), EXIT.failed);
  assert.equal(result.json.ok, false);
  const problem = result.json.problems.find((p) => p.field === 'severity');
  assert.ok(problem && problem.file.endsWith('bad.toml') && problem.line > 0 && problem.remedy, told(result));
  exits(await v.muster(['audit', 'lint', v.path('missing.toml')], nowhere), EXIT.failed);
});

test('a rule of ones own and what the team sets change what is found', async () => {
  const v = await realm();
  const before = await run(v);
  await v.ask(['audit', 'rules', 'set', 'dormant-45d', 'days=46']);
  const after = await run(v);
  assert.deepEqual(after.resolved, [named(before, 'dormant-45d', 'ada').id]);
  const shown = await v.ask(['audit', 'rules', 'show', 'dormant-45d']);
  assert.equal(shown.parameters.find((p) => p.name === 'days').value, 46);
  exits(await v.muster(['audit', 'rules', 'set', 'dormant-45d', 'days=0']), EXIT.usage);
  await v.ask(['audit', 'rules', 'set', 'dormant-90d', '--off', 'Not here.']);
  assert.ok((await run(v)).findings.every((f) => f.rule !== 'dormant-90d'));
  const text = exits(await v.muster(['audit', 'rules', 'show', 'dormant-90d', '--toml'])).stdout;
  writeFileSync(v.path('own.toml'), text.replace('"dormant-90d"', '"our-own"'));
  assert.deepEqual(await v.ask(['audit', 'rules', 'add', v.path('own.toml')]), { rules: ['our-own'] });
  assert.ok(named(await run(v), 'our-own', 'bob'));
  await v.ask(['audit', 'rules', 'remove', 'our-own']);
  exits(await v.muster(['audit', 'rules', 'remove', 'dormant-90d']), EXIT.denied);
});

test('a fix is previewed, carried out and seen', async () => {
  const v = await realm();
  await run(v);
  const dry = await v.ask(['audit', 'fix', '--rule', 'dormant-90d', '--dry-run']);
  assert.deepEqual([dry.dry_run, dry.matched], [true, 2]);
  exits(await v.muster(['audit', 'fix', '--rule', 'dormant-90d']), EXIT.usage);
  const done = await v.ask(['audit', 'fix', '--rule', 'dormant-90d', '--yes']);
  assert.deepEqual([done.changed, done.pending], [2, 2]);
  const off = (p) => (['bob', '=cmd|calc!A1'].includes(p.username) ? { ...p, state: 'deactivated' } : p);
  await bring(v, PEOPLE.map(off), '2024-11-21');
  assert.equal((await run(v, '2024-11-21')).findings.filter((f) => f.rule === 'dormant-90d').length, 0);
});

test('roles that nobody needs go as one change; of a mirrored userstore it is said what to do instead', async () => {
  const v = await vault();
  for (const name of ['Wiki keeper', 'Auditor (old)']) await v.ask(['roles', 'add', name]);
  const role = (name) => ({ name, composite: false });
  const users = [{ id: 'k-1', username: 'anna', enabled: true, realmRoles: ['user'] }];
  writeFileSync(v.path('realm.json'), JSON.stringify({ realm: 'fern', roles: { realm: [role('user'), role('old')] }, groups: [], users }));
  await v.ask(['import', v.path('realm.json'), '--userstore', 'keycloak', ...ON('2024-11-20')]);
  const found = (await run(v)).findings.filter((f) => f.rule === 'unused-role').map((f) => f.subject.name);
  assert.deepEqual(found.sort(), ['Auditor (old)', 'Wiki keeper', 'old']);

  const fix = ['audit', 'fix', '--rule', 'unused-role'];
  const dry = exits(await v.muster([...fix, '--dry-run', '--json']), EXIT.rejected).json;
  assert.deepEqual([dry.change, dry.changed, dry.matched, dry.refused.length], [null, 2, 3, 1]);
  assert.match(dry.refused[0].reason, /keycloak reflects a system elsewhere: remove the role there and import again/);
  exits(await v.muster(fix), EXIT.usage);
  const done = exits(await v.muster([...fix, '--yes', '--json']), EXIT.rejected).json;
  assert.deepEqual([done.changed, done.title], [2, 'Remove 2 roles']);
  const names = async () => (await v.ask(['roles', 'list', '--userstore', 'PRIMARY'])).roles.map((one) => one.name);
  assert.ok(!(await names()).includes('Wiki keeper'));
  const gone = await run(v);
  assert.equal(gone.resolved.length, 2);
  // One undo brings all of them back; the log has both and its chain holds.
  await v.ask(['changes', 'undo', String(done.change)]);
  assert.ok((await names()).includes('Wiki keeper') && (await names()).includes('Auditor (old)'));
  assert.equal((await run(v)).new.length, 2);
  exits(await v.muster(['log', 'verify']));
  const [last] = (await v.ask(['changes', 'list'])).changes;
  assert.deepEqual([last.id, last.status], [done.change, 'undone']);
});

test('who left the directory is found where they are still enabled', async () => {
  const v = await realm();
  const entry = (uid) =>
    [
      `dn: uid=${uid},ou=people,dc=fern,dc=example`,
      'objectClass: inetOrgPerson',
      `uid: ${uid}`,
      `cn: ${uid}`,
      `sn: ${uid}`,
      `mail: ${uid}@fern.example`,
      `entryUUID: 00000000-0000-4000-8000-${uid.padStart(12, '0').replace(/[^0-9a-f]/g, '1')}`,
      '',
    ].join('\n');
  const directory = async (day, people) => {
    writeFileSync(v.path(`${day}.ldif`), people.map(entry).join('\n'));
    await v.ask(['import', v.path(`${day}.ldif`), '--userstore', 'ldap', ...ON(day)]);
  };
  await directory('2024-11-18', ['root', 'boss', 'ada', 'bob']);
  const leavers = async () => (await run(v)).findings.filter((f) => f.rule === 'leaver-still-enabled');
  assert.deepEqual(await leavers(), []);
  await directory('2024-11-20', ['root', 'boss', 'ada']);
  const [bob, ...others] = await leavers();
  assert.deepEqual([bob.subject, others], [{ type: 'user', userstore: 'gitlab', name: 'bob' }, []]);
});
