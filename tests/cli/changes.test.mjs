// What changes that follow one another come to: wishes that stand on wishes,
// and the guard that looks at all of them.

import test from 'node:test';
import assert from 'node:assert/strict';
import { EXIT, exits, vault } from '../lib/muster.mjs';
import { fixture, gitlabUsers, write } from '../lib/fixtures.mjs';

const DAY = ['--as-of', '2024-11-01'];

/** GitLab's users of the fixture. */
async function fern() {
  const v = await vault();
  await v.ask(['import', fixture('gitlab-users.json'), '--userstore', 'gitlab', ...DAY]);
  return v;
}

const wanted = async (v, name) =>
  (await v.ask(['users', 'show', name, ...DAY])).pending.map((p) => [p.change, p.field.name, p.field.before, p.field.after]);

test('a later wish supersedes an earlier one field by field, and withdrawn brings it back', async () => {
  const v = await fern();
  const first = await v.ask(['users', 'set', 'anna', '--field', 'title=Lead', '--field', 'location=Graz', ...DAY]);
  // As it is wanted so far, the title is Lead already.
  assert.equal((await v.ask(['users', 'set', 'anna', '--field', 'title=Lead', ...DAY])).unchanged, 1);
  const second = await v.ask(['users', 'set', 'anna', '--field', 'title=Head', ...DAY]);
  assert.ok(second.warnings.some((w) => w.kind === 'outstanding'), JSON.stringify(second.warnings));
  const location = [first.change, 'profile.location', null, 'Graz'];
  assert.deepEqual(await wanted(v, 'anna'), [location, [second.change, 'profile.title', null, 'Head']]);
  const rows = async (change) => exits(await v.muster(['changes', 'export', change, '--format', 'jsonl'])).stdout;
  assert.doesNotMatch(await rows(first.change), /Lead/);
  await v.ask(['changes', 'undo', second.change]);
  assert.deepEqual(await wanted(v, 'anna'), [[first.change, 'profile.title', null, 'Lead'], location]);

  const third = await v.ask(['users', 'set', 'anna', '--field', 'title=Chief', ...DAY]);
  const now = gitlabUsers().map((u) => (u.username === 'anna' ? { ...u, job_title: 'Chief', location: 'Graz' } : u));
  const report = await v.ask(['import', write(v.path('now.json'), now), '--userstore', 'gitlab', '--as-of', '2024-11-02']);
  assert.deepEqual([report.confirmed, report.outstanding], [2, 0]);
  const status = async (change) => (await v.ask(['changes', 'show', change])).change.status;
  assert.deepEqual([await status(first.change), await status(second.change), await status(third.change)], ['confirmed', 'withdrawn', 'confirmed']);
  // What was carried out elsewhere is taken back by another change only.
  exits(await v.muster(['changes', 'undo', third.change]), EXIT.usage);
});

test('the guard looks at the whole change, and at what other changes want', async () => {
  const v = await vault();
  const admins = gitlabUsers().slice(0, 3).map((u) => ({ ...u, is_admin: true, state: 'active' }));
  await v.ask(['import', write(v.path('admins.json'), admins), '--userstore', 'gitlab', ...DAY]);
  const block = (...names) => v.muster(['users', 'block', ...names, '--yes', '--json', ...DAY]);
  assert.equal(exits(await block('root', 'anna', 'ben'), EXIT.usage).json.error.code, 'needs_twice');
  exits(await block('root', 'anna'));
  // Both wait at GitLab; the third would be the last.
  assert.equal(exits(await block('ben'), EXIT.usage).json.error.code, 'needs_twice');
});
