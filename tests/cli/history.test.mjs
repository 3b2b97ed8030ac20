// Snapshots that come late, history from a folder, and an instance's own counts.

import test from 'node:test';
import assert from 'node:assert/strict';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { EXIT, exits, vault } from '../lib/muster.mjs';

/** Users as GitLab lists them: `[id, username, state]` each. */
const listed = (rows) => JSON.stringify(rows.map(([id, username, state]) => ({ id, username, name: username, state })));

function file(v, name, text) {
  const path = v.path(name);
  writeFileSync(path, text);
  return path;
}

const take = (v, day, rows, ...args) =>
  v.ask(['import', file(v, 'users.json', listed(rows)), '--userstore', 'git', '--complete', '--as-of', day, ...args]);

const JANUARY = [[1, 'anne', 'active'], [2, 'ben', 'active'], [3, 'cleo', 'active']];
const FEBRUARY = [[1, 'anne', 'blocked'], [2, 'ben', 'active'], [5, 'eve', 'active']];
const MARCH = [[1, 'anne', 'active'], [2, 'ben', 'deactivated'], [4, 'dora', 'active']];

const sums = (r) => [r.created, r.changed, r.unchanged, r.gone];
const compared = async (v, from, to) => {
  const { added, removed, changed } = await v.ask(['snapshot', 'diff', from, to]);
  return { added, removed, changed };
};
const today = async (v) => {
  const { users } = await v.ask(['users', 'list', '--columns', 'userName,state']);
  return users.map((user) => [user.username, user.state, user.gone_since]);
};

test('a snapshot that comes late falls into place', async () => {
  const [inOrder, late] = [await vault(), await vault()];
  for (const [day, rows] of [['2026-01-31', JANUARY], ['2026-02-28', FEBRUARY], ['2026-03-31', MARCH]]) await take(inOrder, day, rows);
  for (const [day, rows] of [['2026-01-31', JANUARY], ['2026-03-31', MARCH]]) await take(late, day, rows);
  const before = (await today(late)).filter(([name]) => name !== 'cleo');
  const dry = await take(late, '2026-02-28', FEBRUARY, '--dry-run');
  assert.deepEqual([dry.late, sums(dry), dry.snapshot], [true, [1, 1, 1, 1], null]);
  const report = await take(late, '2026-02-28', FEBRUARY);
  assert.deepEqual([report.late, sums(report)], [true, [1, 1, 1, 1]], 'as seen on its own day');
  assert.equal(report.read, report.created + report.changed + report.unchanged + report.rejected_total);
  const after = await today(late);
  assert.deepEqual(after.filter(([name]) => name !== 'eve' && name !== 'cleo'), before, 'today is as it was');
  assert.deepEqual(after.sort(), (await today(inOrder)).sort());
  for (const [from, to] of [['2026-01-31', '2026-02-28'], ['2026-02-28', '2026-03-31'], ['2026-01-31', '2026-03-31']]) {
    assert.deepEqual(await compared(late, from, to), await compared(inOrder, from, to), `${from} to ${to}`);
  }
  const { snapshots } = await late.ask(['snapshot', 'list']);
  assert.deepEqual(snapshots.map((s) => [s.taken_at.slice(0, 10), s.late]), [['2026-03-31', false], ['2026-02-28', true], ['2026-01-31', false]]);
  exits(await late.muster(['check']));
});

test('a late list of some makes nobody gone', async () => {
  const v = await vault();
  await take(v, '2026-01-31', JANUARY);
  await take(v, '2026-03-31', JANUARY);
  const report = await v.ask(['import', file(v, 'part.json', listed([[1, 'anne', 'blocked']])), '--userstore', 'git', '--incomplete', '--as-of', '2026-02-28']);
  assert.deepEqual([report.late, report.complete, sums(report)], [true, false, [0, 1, 0, 0]]);
  const { added, removed, changed } = await compared(v, '2026-01-31', '2026-02-28');
  assert.deepEqual([added, removed, changed.map((user) => user.username)], [[], [], ['anne']]);
});

/** A folder of dated exports: by file, by folder, by month. */
function folder(v) {
  const path = v.path('history');
  mkdirSync(join(path, 'taken 20260228'), { recursive: true });
  writeFileSync(join(path, 'users-2026-01.json'), listed(JANUARY));
  writeFileSync(join(path, 'taken 20260228', 'users.json'), listed(FEBRUARY));
  writeFileSync(join(path, 'users_2026_03_31.json'), listed(MARCH));
  writeFileSync(join(path, '.index'), 'left by a file manager');
  return path;
}

test('a folder of dated exports is imported in one go, the oldest first', async () => {
  const v = await vault();
  const path = folder(v);
  const dry = await v.ask(['import', path, '--userstore', 'git', '--complete', '--dry-run']);
  assert.equal((await v.ask(['snapshot', 'list'])).total, 0, 'nothing was kept');
  const report = await v.ask(['import', path, '--userstore', 'git', '--complete']);
  assert.deepEqual(report.snapshots.map((s) => s.taken_at.slice(0, 10)), ['2026-01-01', '2026-02-28', '2026-03-31']);
  assert.deepEqual(report.snapshots.map(sums), [[3, 0, 0, 0], [1, 1, 1, 1], [1, 2, 0, 1]]);
  assert.deepEqual(report.total, { read: 9, created: 5, changed: 3, unchanged: 1, gone: 2, rejected: 0, credentials_dropped: 0 });
  assert.deepEqual(dry.total, report.total, 'a dry run says exactly what comes');
  assert.deepEqual((await compared(v, '2026-02-01', '2026-03-01')).added, ['eve']);
  const { entries } = await v.ask(['log', 'list']);
  assert.equal(entries.filter((entry) => entry.action === 'import').length, 1, 'one transaction, one entry');
  // The printed form says each date and the total.
  const text = exits(await (await vault()).muster(['import', path, '--userstore', 'git', '--complete'])).stdout;
  assert.match(text, /2026-02-28:/);
  assert.match(text, /In total 9 rows of 3 snapshots/);
});

test('a file without a date is refused by name, unless its day is said', async () => {
  const v = await vault();
  const path = folder(v);
  writeFileSync(join(path, 'newest.json'), listed(MARCH));
  const refused = exits(await v.muster(['import', path, '--userstore', 'git', '--json']), EXIT.usage).json.error;
  assert.equal(refused.code, 'invalid');
  assert.match(refused.message, /newest\.json/);
  assert.equal((await v.ask(['snapshot', 'list'])).total, 0);
  const report = await v.ask(['import', path, '--userstore', 'git', '--complete', '--as-of', '2026-04-30']);
  assert.equal(report.snapshots.at(-1).taken_at.slice(0, 10), '2026-04-30');
  assert.deepEqual(sums(report.snapshots.at(-1)), [0, 0, 3, 0]);
});

test('what cannot be read leaves nothing of the whole folder', async () => {
  const v = await vault();
  const path = folder(v);
  writeFileSync(join(path, '2026-02-01.json'), '{"what": "is this"}');
  exits(await v.muster(['import', path, '--userstore', 'git', '--json']), EXIT.failed);
  assert.equal((await v.ask(['snapshot', 'list'])).total, 0);
  assert.equal((await v.ask(['users', 'list'])).total, 0);
});

const USAGE = [
  'License Key,c2VjcmV0LWtleQ==', 'Email,lena.holt@example.org', 'License Start Date,2026-01-01', 'License End Date,2026-12-31',
  'Company,Example Holding', 'Generated At,2026-03-02 10:00:00 UTC', '"",""', 'Date,Billable User Count',
  '2026-03-01,120', '2026-03-02,121', 'someday,5', '2026-03-03,-1', '',
].join('\n');

test("GitLab's licence usage is taken as the instance's own counts, and never as users", async () => {
  const v = await vault();
  await take(v, '2026-02-28', FEBRUARY);
  const run = await v.muster(['import', file(v, 'usage.csv', USAGE), '--userstore', 'git', '--json']);
  const report = exits(run, EXIT.rejected).json;
  assert.equal(report.format, 'gitlab-usage');
  assert.deepEqual([report.snapshot, report.taken_at, sums(report)], [null, null, [0, 0, 0, 0]]);
  const { counts } = report;
  assert.deepEqual([counts.from, counts.to, counts.days, counts.changed], ['2026-03-01', '2026-03-02', 2, 2]);
  assert.deepEqual(report.rejected.map((r) => [r.line, r.column]), [[11, 'Date'], [12, 'Billable User Count']]);
  assert.deepEqual(counts.left_out, ['License Key', 'Email', 'Company']);
  for (const secret of ['c2VjcmV0', 'lena.holt', 'Example Holding']) assert.ok(!run.stdout.includes(secret), secret);
  assert.equal((await v.ask(['snapshot', 'list'])).total, 1, 'it is no snapshot');
  assert.equal((await v.ask(['users', 'list'])).total, 3);
  // Older files name the column otherwise; what is known already is no change.
  const old = file(v, 'old.csv', 'Date,Active User Count\n2026-03-01,120\n2026-03-02,125\n');
  const again = await v.ask(['import', old, '--userstore', 'git']);
  assert.deepEqual([again.counts.days, again.counts.changed], [2, 1]);
  const said = exits(await v.muster(['import', file(v, 'usage.csv', USAGE), '--userstore', 'git']), EXIT.rejected);
  assert.match(said.stderr, /Not kept from the file: License Key, Email, Company/);
});

test('a folder may hold users and counts', async () => {
  const v = await vault();
  const path = folder(v);
  writeFileSync(join(path, 'usage-2026-03-31.csv'), 'Date,Billable User Count\n2026-03-31,4\n');
  const report = await v.ask(['import', path, '--userstore', 'git', '--complete']);
  assert.deepEqual(report.snapshots.map((s) => s.counts?.days ?? 0), [0, 0, 1]);
  assert.deepEqual(sums(report.snapshots[2]), [1, 2, 0, 1]);
});
