// Changes of users whose source is elsewhere: pending here, carried out there
// by a file, and confirmed or outstanding when the next snapshot arrives.

import test from 'node:test';
import assert from 'node:assert/strict';
import { readFileSync, statSync } from 'node:fs';
import { EXIT, exits, told } from '../lib/muster.mjs';
import { gitlabUsers, write } from '../lib/fixtures.mjs';
import { EXPORTED, errorOf, everything, mirrored, states } from '../lib/realm.mjs';

/** What GitLab would export once these users were changed there. */
function carriedOut(v, change) {
  return write(v.path('after.json'), gitlabUsers().map((user) => ({ ...user, ...change[user.username] })));
}

const importing = (v, file, day) => v.ask(['import', file, '--userstore', 'gitlab', '--as-of', day]);
const standings = async (v, change) => {
  const { users } = await v.ask(['changes', 'show', change]);
  return Object.fromEntries(users.map((u) => [u.target.split('/')[1], u.standing]));
};

test('pending, written as a file, and confirmed or outstanding user by user', async () => {
  const v = await mirrored();
  const before = await states(v);
  const done = await v.ask(['users', 'block', 'anna', 'dora', 'ext.eve', '--yes', ...EXPORTED]);
  assert.deepEqual([done.changed, done.pending], [3, 3]);
  assert.deepEqual(await states(v), before, 'the source is the authority');
  const shown = await v.ask(['users', 'show', 'anna']);
  assert.deepEqual(shown.pending.map((p) => [p.change, p.field.before, p.field.after]), [[done.change, 'active', 'blocked']]);
  assert.match(exits(await v.muster(['users', 'show', 'anna'])).stdout, /blocked/, 'what is wanted is shown beside what is');
  const { changes } = await v.ask(['changes', 'list', '--status', 'pending']);
  assert.deepEqual(changes.map((c) => [c.id, c.outstanding]), [[done.change, 3]]);

  await importing(v, carriedOut(v, { anna: { state: 'blocked' }, 'ext.eve': { state: 'blocked' } }), '2024-11-02');
  assert.deepEqual(await standings(v, done.change), { anna: 'confirmed', dora: 'outstanding', 'ext.eve': 'confirmed' });
  assert.equal((await states(v)).anna, 'blocked');
  await importing(v, carriedOut(v, { anna: { state: 'blocked' }, dora: { state: 'blocked' }, 'ext.eve': { state: 'blocked' } }), '2024-11-03');
  assert.deepEqual((await v.ask(['changes', 'list', '--status', 'confirmed'])).changes.map((c) => c.id), [done.change]);
  exits(await v.muster(['log', 'verify']));
});

test('a pending change is withdrawn by undo, and waits no more', async () => {
  const v = await mirrored();
  const done = await v.ask(['users', 'block', 'anna', ...EXPORTED]);
  const undone = await v.ask(['changes', 'undo', done.change]);
  assert.equal(undone.status, 'withdrawn');
  assert.deepEqual((await v.ask(['users', 'show', 'anna'])).pending, []);
  const nothing = await v.muster(['changes', 'export', done.change, '--format', 'csv', '--json']);
  assert.notEqual(nothing.code, EXIT.done, told(nothing));
});

test("GitLab's own rules say who cannot be changed so, and what can be done instead", async () => {
  const v = await mirrored();
  const done = await v.ask(['users', 'deactivate', '--filter', 'state ne "deactivated"', '--dry-run', ...EXPORTED], { code: EXIT.rejected });
  const reasons = Object.fromEntries(done.refused.map((r) => [r.username, r.reason]));
  assert.match(reasons.anna, /90 days.*block/);
  assert.match(reasons.project_9_bot_4f2a, /bot/);
  assert.ok(done.changed >= 1, JSON.stringify(done));
});

test('every format of a pending change, whole and only once', async () => {
  const v = await mirrored();
  const done = await v.ask(['users', 'set', 'anna', 'dora', '--state', 'blocked', '--field', 'title==cmd|calc', '--yes', ...EXPORTED]);
  for (const format of ['csv', 'jsonl', 'scim-bulk', 'ldif', 'gitlab-sh']) {
    const file = v.path(`out.${format}`);
    const written = await v.muster(['changes', 'export', done.change, '--format', format, '-o', file, '--json']);
    assert.ok([EXIT.done, EXIT.rejected].includes(written.code), told(written));
    assert.equal(written.code === EXIT.rejected, written.json.skipped.length > 0, told(written));
    assert.ok(written.json.steps + written.json.skipped.length > 0);
    for (const { path, bytes } of written.json.files) assert.equal(statSync(path).size, bytes);
    const text = readFileSync(file, 'utf8');
    if (written.json.steps > 0) assert.match(text, /anna|\b2\b/, format);
    assert.doesNotMatch(text, /PRIVATE-TOKEN: *[^"$%\s]/, 'no token is in the file');
    const again = exits(await v.muster(['changes', 'export', done.change, '--format', format, '-o', file, '--json']), EXIT.failed);
    assert.equal(errorOf(again).code, 'exists');
    assert.equal(readFileSync(file, 'utf8'), text);
    exits(await v.muster(['changes', 'export', done.change, '--format', format, '-o', file, '--overwrite']), written.code);
  }
  const csv = readFileSync(v.path('out.csv'), 'utf8');
  assert.ok(!/(^|,)"?=cmd/m.test(csv), `a formula is made harmless\n${csv}`);
});

test('without -o the file goes to standard output, and what it cannot say to standard error', async () => {
  const v = await mirrored();
  const done = await v.ask(['users', 'set', 'anna', '--state', 'blocked', ...EXPORTED]);
  const csv = exits(await v.muster(['changes', 'export', done.change, '--format', 'csv']));
  assert.match(csv.stdout, /anna/);
  const lines = exits(await v.muster(['changes', 'export', done.change, '--format', 'jsonl'])).stdout.trimEnd().split('\n');
  assert.equal(lines.length, 1);
  assert.match(JSON.stringify(JSON.parse(lines[0])), /blocked/);
});

test('a change that was applied here has nothing to carry out', async () => {
  const v = await mirrored();
  const made = await v.ask(['users', 'add', 'zoe']);
  const refused = exits(await v.muster(['changes', 'export', made.change, '--format', 'csv', '-o', v.path('none.csv'), '--json']), EXIT.usage);
  assert.match(errorOf(refused).message, /wait/, told(refused));
  const missing = exits(await v.muster(['changes', 'show', '999', '--json']), EXIT.failed);
  assert.match(errorOf(missing).message, /999/);
});

test('a change of users here and elsewhere is applied to the ones and pending for the others', async () => {
  const v = await mirrored();
  await v.ask(['users', 'add', 'zoe']);
  const done = await v.ask(['users', 'block', 'zoe', 'anna', '--yes', ...EXPORTED]);
  assert.deepEqual([done.changed, done.pending], [2, 1]);
  const now = await states(v);
  assert.deepEqual([now.zoe, now.anna], ['blocked', 'active']);
  const told1 = exits(await v.muster(['users', 'block', 'dora', ...EXPORTED]));
  assert.match(told1.stderr, /changes export \d+ --format gitlab-sh/);
  await v.ask(['changes', 'undo', done.change]);
  assert.equal((await states(v)).zoe, 'active');
});

test('a dry run on a mirror changes nothing and notes nothing', async () => {
  const v = await mirrored();
  const before = await everything(v);
  const look = await v.ask(['users', 'block', 'anna', '--dry-run', ...EXPORTED]);
  assert.deepEqual([look.changed, look.pending], [1, 1]);
  assert.deepEqual(await everything(v), before);
});
