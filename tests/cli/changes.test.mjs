// Changing users, one and many: looked at, applied, pending, confirmed, undone.

import test from 'node:test';
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { EXIT, exits, told, vault } from '../lib/muster.mjs';
import { fixture, gitlabUsers, manyUsers, write } from '../lib/fixtures.mjs';

const DAY = ['--as-of', '2024-11-01'];

/** A local userstore of five. */
async function team() {
  const v = await vault();
  for (const name of ['anna', 'ben', 'cleo', 'dora', 'eve']) {
    await v.ask(['users', 'add', name, '--email', `${name}@fern.example`]);
  }
  return v;
}

/** GitLab's users of the fixture. */
async function fern() {
  const v = await vault();
  await v.ask(['import', fixture('gitlab-users.json'), '--userstore', 'gitlab', ...DAY]);
  return v;
}

const show = (v, name) => v.ask(['users', 'show', name, ...DAY]);
const state = async (v, name) => (await show(v, name)).user.state;
const everyone = async (v) => exits(await v.muster(['export', 'users', '--format', 'jsonl'])).stdout;
const bulk = (answer) => [answer.matched, answer.changed, answer.unchanged, answer.refused.length];

test('a bulk change says what it did, in the promised shape, and is undone as one', async () => {
  const v = await team();
  await v.ask(['users', 'block', 'ben']);
  const before = await everyone(v);
  const set = ['users', 'set', '--filter', 'email pr', '--state', 'blocked', '--field', 'title=Engineer', '--expires', '2030-01-31'];
  const looked = await v.ask([...set, '--dry-run']);
  assert.deepEqual([...bulk(looked), looked.change, looked.dry_run], [5, 5, 0, 0, null, true]);
  assert.equal(await everyone(v), before, 'a dry run changes nothing');

  const done = await v.ask([...set, '--yes']);
  for (const key of ['change', 'matched', 'changed', 'unchanged', 'refused']) assert.ok(key in done, key);
  assert.deepEqual(bulk(done), [5, 5, 0, 0]);
  const anna = await show(v, 'anna');
  assert.deepEqual([anna.user.state, anna.profile.fields.title.value, anna.user.expires_at], ['blocked', 'Engineer', '2030-01-31T00:00:00Z']);

  const again = await v.ask([...set, '--yes']);
  assert.deepEqual([...bulk(again), again.change], [5, 0, 5, 0, null]);

  const shown = await v.ask(['changes', 'show', done.change]);
  assert.deepEqual([shown.change.status, shown.total, shown.users.length], ['applied', 5, 5]);
  assert.ok(shown.users[0].fields.some((f) => f.name === 'profile.title' && f.before === null && f.after === 'Engineer'));
  const undone = await v.ask(['changes', 'undo', done.change]);
  assert.deepEqual([undone.status, undone.users], ['undone', 5]);
  assert.equal(await everyone(v), before);
  exits(await v.muster(['changes', 'undo', done.change]), EXIT.usage);
  exits(await v.muster(['changes', 'undo', '999']), EXIT.failed);
});

test('more than one user needs --dry-run or --yes', async () => {
  const v = await team();
  const before = await everyone(v);
  const refused = exits(await v.muster(['users', 'block', '--filter', 'userName sw "a" or userName sw "b"', '--json']), EXIT.usage);
  assert.deepEqual([refused.json.error.code, refused.json.error.details.matched], ['invalid', 2]);
  assert.match(refused.json.error.message, /2 of 2 users/);
  assert.equal(await everyone(v), before);
  // One is done at once.
  assert.equal((await v.ask(['users', 'block', 'anna'])).changed, 1);
  for (const wrong of [['users', 'block'], ['users', 'set', 'anna'], ['users', 'block', 'anna', '--filter', 'x'], ['users', 'block', 'anna', '--yes', '--dry-run']]) {
    exits(await v.muster(wrong), EXIT.usage);
  }
});

test('users from a file: by name, full name, e-mail and id; what does not match is reported', async () => {
  const v = await team();
  const anna = (await show(v, 'anna')).user;
  const list = write(v.path('list.txt'), `\ufeff  ANNA \r\n\r\nPRIMARY/ben\r\ncleo@fern.example\r\nnobody\r\n${anna.id}\r\n`);
  const done = await v.ask(['users', 'lock', '--from', list, '--yes'], { code: EXIT.rejected });
  assert.deepEqual(bulk(done), [3, 3, 0, 0]);
  assert.deepEqual(done.unmatched.map((l) => [l.line, l.text]), [[5, 'nobody']]);
  assert.equal(await state(v, 'cleo'), 'locked');
  const piped = await v.ask(['users', 'unlock', '--from', '-', '--yes'], { input: 'anna\nben\ncleo\n' });
  assert.deepEqual(bulk(piped), [3, 3, 0, 0]);
  // Nobody at all is a mistake.
  const none = exits(await v.muster(['users', 'lock', 'nobody', '--json']), EXIT.failed);
  assert.equal(none.json.error.code, 'not_found');
});

test('hostile lists end in a clear error or in rows that are reported', async () => {
  const v = await team();
  const before = await everyone(v);
  const ask = (content) => v.muster(['users', 'block', '--from', write(v.path('list'), content), '--yes', '--json']);
  const binary = exits(await ask(Buffer.from([0x61, 0x0a, 0xff, 0xfe, 0x00])), EXIT.failed);
  assert.deepEqual([binary.json.error.code, binary.json.error.details.line], ['unreadable', 2]);
  const zeros = exits(await ask('anna\0\nben\n'), EXIT.failed);
  assert.equal(zeros.json.error.code, 'unreadable');
  exits(await ask(''), EXIT.done);
  const long = exits(await ask(`${'x'.repeat(2_000_000)}\n=cmd|' /C calc'!A0\n`), EXIT.failed);
  assert.ok(long.stdout.length < 5_000);
  exits(await v.muster(['users', 'block', '--from', v.path('absent'), '--yes']), EXIT.failed);
  assert.equal(await everyone(v), before);

  const lines = Array.from({ length: 100_000 }, (_, n) => `stranger${n}`);
  const many = exits(await ask(['anna', ...lines].join('\r\n')), EXIT.rejected);
  assert.deepEqual([...bulk(many.json), many.json.unmatched_total, many.json.unmatched.length], [1, 1, 0, 0, 100_000, 1_000]);
});

test('a state follows only where the rules let it, and the refusal says what else', async () => {
  const v = await fern();
  const wanted = ['anna', 'ben', 'cleo', 'dora', 'ext.eve', 'project_9_bot_4f2a', 'finn'];
  const off = await v.ask(['users', 'deactivate', ...wanted, '--dry-run', ...DAY], { code: EXIT.rejected });
  const refused = Object.fromEntries(off.refused.map((r) => [r.username, r.reason]));
  assert.deepEqual(bulk(off), [7, 2, 1, 4]);
  assert.match(refused.anna, /last 90 days.*block it instead/);
  assert.match(refused.ben, /blocked cannot be deactivated: unblock it first/);
  assert.match(refused.project_9_bot_4f2a, /its own bots/);
  assert.match(refused.finn, /approve it first/);
  assert.ok(off.warnings.some((w) => w.kind === 'comes_back' && w.count === 2), JSON.stringify(off.warnings));
  // The same user is old enough a quarter later.
  const later = await v.ask(['users', 'deactivate', 'anna', '--dry-run', '--as-of', '2025-02-01']);
  assert.equal(later.changed, 1);

  const actions = (await show(v, 'anna')).actions;
  assert.deepEqual(actions.map((a) => a.action), ['deactivate', 'block', 'ban', 'delete']);
  assert.ok(actions[0].refused && !actions[1].refused);
});

test('a mirrored change waits, leaves as a file, and is confirmed by the next import', async () => {
  const v = await fern();
  const before = await everyone(v);
  const done = await v.ask(['users', 'block', 'anna', 'ext.eve', '--yes', ...DAY]);
  assert.deepEqual([...bulk(done), done.pending], [2, 2, 0, 0, 2]);
  assert.equal(await everyone(v), before, 'the source is still right');
  const anna = await show(v, 'anna');
  assert.deepEqual(anna.pending.map((p) => [p.change, p.field.name, p.field.before, p.field.after]), [[done.change, 'state', 'active', 'blocked']]);
  assert.equal((await v.ask(['users', 'list', '--filter', 'pending eq true'])).total, 2);

  const csv = v.path('todo.csv');
  exits(await v.muster(['changes', 'export', done.change, '--format', 'csv', '-o', csv]));
  assert.match(readFileSync(csv, 'utf8'), /anna/);
  exits(await v.muster(['changes', 'export', done.change, '--format', 'csv', '-o', csv]), EXIT.failed);
  const script = exits(await v.muster(['changes', 'export', done.change, '--format', 'gitlab-sh'])).stdout;
  assert.match(script, /users\/2\/block/);
  assert.match(script, /users\/6\/block/);
  const jsonl = exits(await v.muster(['changes', 'export', done.change, '--format', 'jsonl'])).stdout.trim().split('\n').map((l) => JSON.parse(l));
  assert.equal(jsonl.length, 2);

  // GitLab carried out one of the two.
  const now = gitlabUsers().map((u) => (u.username === 'anna' ? { ...u, state: 'blocked' } : u));
  const first = await v.ask(['import', write(v.path('now.json'), now), '--userstore', 'gitlab', '--as-of', '2024-11-02']);
  assert.deepEqual([first.confirmed, first.outstanding], [1, 1]);
  const shown = await v.ask(['changes', 'show', done.change]);
  assert.deepEqual([shown.change.status, shown.change.confirmed, shown.change.outstanding], ['pending', 1, 1]);
  const eve = shown.users.find((u) => u.target === 'gitlab/ext.eve');
  assert.deepEqual([eve.standing, eve.reason], ['outstanding', 'state is "active"']);
  const left = exits(await v.muster(['changes', 'export', done.change, '--format', 'gitlab-sh'])).stdout;
  assert.doesNotMatch(left, /users\/2\/block/, 'what was seen is not asked for again');

  const all = now.map((u) => (u.username === 'ext.eve' ? { ...u, state: 'blocked' } : u));
  const second = await v.ask(['import', write(v.path('all.json'), all), '--userstore', 'gitlab', '--as-of', '2024-11-03']);
  assert.deepEqual([second.confirmed, second.outstanding], [1, 0]);
  assert.equal((await v.ask(['changes', 'list', '--status', 'confirmed'])).total, 1);
  exits(await v.muster(['changes', 'undo', done.change]), EXIT.usage);
  exits(await v.muster(['changes', 'export', done.change, '--format', 'csv']), EXIT.usage);
});

test('a mirrored change is withdrawn as if it had never been', async () => {
  const v = await fern();
  const before = await show(v, 'anna');
  const one = await v.ask(['users', 'set', 'anna', '--field', 'email=anna@new.example', '--field', 'title=Lead', ...DAY]);
  assert.equal(one.pending, 1);
  const undone = await v.ask(['changes', 'undo', one.change]);
  assert.equal(undone.status, 'withdrawn');
  const after = await show(v, 'anna');
  assert.deepEqual([after.user, after.profile, after.pending, after.history], [before.user, before.profile, [], before.history]);
  // What nothing waits for has no file.
  exits(await v.muster(['changes', 'export', one.change, '--format', 'jsonl']), EXIT.usage);
  // A mirrored user is made at its source.
  const made = exits(await v.muster(['users', 'add', 'gitlab/new', '--json']), EXIT.denied);
  assert.equal(made.json.error.code, 'not_permitted');
});

test('the last in charge is not taken away unless it is said twice', async () => {
  const v = await fern();
  const only = exits(await v.muster(['users', 'block', 'root', '--json', ...DAY]), EXIT.usage);
  assert.equal(only.json.error.code, 'needs_twice');
  assert.match(only.json.error.message, /gitlab would be left without an enabled privileged user.*--even-last/);
  const looked = await v.ask(['users', 'block', 'root', '--dry-run', ...DAY]);
  assert.ok(looked.warnings.some((w) => w.kind === 'last_privileged' && w.needs_twice));
  assert.equal((await v.ask(['changes', 'list'])).total, 0);
  const done = await v.ask(['users', 'block', 'root', '--even-last', ...DAY]);
  assert.equal(done.pending, 1);
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

test('roles and groups that are not there are refused, and others given and taken', async () => {
  const v = await vault();
  await v.ask(['import', fixture('gitlab-permissions.csv'), '--userstore', 'PRIMARY', ...DAY]);
  const before = await everyone(v);
  const give = ['users', 'set', '--filter', 'userName pr', '--add-role', 'Guest', '--on', 'project:fern/new', '--until', '2030-01-01', '--yes'];
  const given = await v.ask(give);
  assert.equal(given.refused.length, 0);
  const { users } = await v.ask(['users', 'list']);
  const detail = await show(v, users[0].username);
  const grant = detail.grants.find((g) => g.scope.path === 'fern/new');
  assert.deepEqual([grant.role.name, grant.expires], ['Guest', '2030-01-01T00:00:00Z']);
  const wrong = await v.ask(['users', 'set', users[0].username, '--add-role', 'Emperor'], { code: EXIT.rejected });
  assert.match(wrong.refused[0].reason, /no role "Emperor"/);
  assert.equal(wrong.refused[0].username, users[0].username);
  await v.ask(['changes', 'undo', given.change]);
  assert.equal(await everyone(v), before);
  for (const bad of [['--until', 'soon'], ['--on', 'planet:mars']]) {
    exits(await v.muster(['users', 'set', users[0].username, '--add-role', 'Guest', ...bad]), EXIT.usage);
  }
});

test('a user is made, invited, merged and deleted, and each taken back', async () => {
  const v = await team();
  const start = await everyone(v);
  const made = await v.ask(['users', 'add', 'PRIMARY/finn', '--name', 'Finn Berg', '--field', 'kind=service', '--field', 'service.owner=Anna', '--expires', '2030-01-01']);
  const finn = await show(v, 'finn');
  assert.deepEqual([finn.user.display_name, finn.user.kind, finn.service.owner], ['Finn Berg', 'service', 'Anna']);
  const asked = await v.ask(['users', 'invite', 'gil', '--email', 'gil@fern.example', '--message', 'Welcome']);
  const gil = await show(v, 'gil');
  assert.deepEqual([gil.user.state, gil.invitation.message], ['invited', 'Welcome']);
  exits(await v.muster(['users', 'add', 'ANNA']), EXIT.failed);
  exits(await v.muster(['users', 'add', 'x', '--email', 'nonsense']), EXIT.usage);
  exits(await v.muster(['users', 'add', 'nowhere/x']), EXIT.failed);
  await v.ask(['changes', 'undo', asked.change]);
  await v.ask(['changes', 'undo', made.change]);
  assert.equal(await everyone(v), start);

  const merged = await v.ask(['users', 'merge', 'ben', '--into', 'anna']);
  assert.equal(await state(v, 'ben'), 'deactivated');
  assert.deepEqual((await show(v, 'anna')).person.accounts.map((a) => a.full_name), ['PRIMARY/ben']);
  await v.ask(['changes', 'undo', merged.change]);
  assert.deepEqual((await show(v, 'anna')).person.accounts, []);

  const deleted = await v.ask(['users', 'delete', 'ben', 'cleo', '--hand-to', 'anna', '--yes']);
  assert.equal(deleted.changed, 2);
  assert.equal(await state(v, 'cleo'), 'deleted');
  await v.ask(['changes', 'undo', deleted.change]);
  assert.equal(await everyone(v), start);
});

test('what changed since is not undone, and the message says what', async () => {
  const v = await team();
  const first = await v.ask(['users', 'set', 'anna', 'ben', '--field', 'title=One', '--yes']);
  const second = await v.ask(['users', 'set', 'anna', '--field', 'title=Two']);
  const refused = exits(await v.muster(['changes', 'undo', first.change, '--json']), EXIT.usage);
  assert.match(refused.json.error.message, /PRIMARY\/anna \(profile\.title\)/);
  await v.ask(['changes', 'undo', second.change]);
  await v.ask(['changes', 'undo', first.change]);
  assert.equal((await show(v, 'anna')).profile.fields?.title, undefined);
});

test('changes, applied or looked at, are in the log and need an operator who may', async () => {
  const v = await team();
  const done = await v.ask(['users', 'set', 'anna', 'ben', '--field', 'title=One', '--yes', '--title', 'A new title']);
  await v.ask(['changes', 'undo', done.change]);
  const { entries } = await v.ask(['log', 'list', '--limit', '2']);
  assert.deepEqual(entries.map((e) => e.action), ['change.undo', 'change.apply']);
  assert.equal(entries[1].details.title, 'A new title');
  assert.equal((await v.ask(['log', 'verify'])).ok, true);
  const listed = await v.ask(['changes', 'list', '--limit', '1']);
  assert.deepEqual([listed.changes[0].title, listed.changes[0].status], ['A new title', 'undone']);
});

test('a thousand users change at once', async () => {
  const v = await vault();
  await v.ask(['import', write(v.path('many.json'), manyUsers(1_000)), '--userstore', 'PRIMARY', ...DAY]);
  const done = await v.ask(['users', 'set', '--filter', 'userName pr', '--state', 'locked', '--even-last', '--yes', ...DAY]);
  assert.deepEqual(bulk(done), [1_000, 1_000, 0, 0]);
  assert.equal((await v.ask(['users', 'list', '--filter', 'state eq "locked"', '--limit', '1'])).total, 1_000);
  const human = exits(await v.muster(['changes', 'show', done.change, '--limit', '3']));
  assert.match(human.stdout, /Lock 1000 users/, told(human));
  await v.ask(['changes', 'undo', done.change]);
  assert.equal((await v.ask(['users', 'list', '--filter', 'state eq "locked"', '--limit', '1'])).total, 0);
});
