// Changing many users at once: who, what would happen, once, and back.

import test from 'node:test';
import assert from 'node:assert/strict';
import { EXIT, exits, told, vault } from '../lib/muster.mjs';
import { manyUsers, write } from '../lib/fixtures.mjs';
import { errorOf, everything, local, states } from '../lib/realm.mjs';

const KEYS = ['change', 'matched', 'changed', 'unchanged', 'refused'];
const counts = (answer) => [answer.matched, answer.changed, answer.unchanged, answer.refused.length];

test('by hand: more than one user needs --yes, and one does not', async () => {
  const v = await local('ada', 'ben', 'cleo');
  const before = await everything(v);
  const refused = exits(await v.muster(['users', 'block', 'ada', 'ben', '--json']), EXIT.usage);
  assert.deepEqual(errorOf(refused).details, { matched: 2, changed: 2 }, told(refused));
  assert.match(errorOf(refused).message, /2 users.*--dry-run.*--yes/);
  assert.deepEqual(await everything(v), before, 'nothing is changed and nothing is noted');

  const one = await v.ask(['users', 'block', 'PRIMARY/ada']);
  assert.deepEqual(Object.keys(one).slice(0, 5), KEYS);
  assert.deepEqual(counts(one), [1, 1, 0, 0]);
  const two = await v.ask(['users', 'block', 'ada', 'ben@fern.example', '--yes']);
  assert.deepEqual(counts(two), [2, 1, 1, 0], 'who is blocked already is unchanged');
  assert.deepEqual(await states(v), { ada: 'blocked', ben: 'blocked', cleo: 'active' });
});

test('a name that nobody has stops the whole, and says which', async () => {
  const v = await local('ada', 'ben');
  const before = await everything(v);
  const refused = exits(await v.muster(['users', 'block', 'ada', 'nobody', '--yes', '--json']), EXIT.failed);
  assert.equal(errorOf(refused).code, 'not_found');
  assert.match(errorOf(refused).message, /nobody/);
  assert.deepEqual(await everything(v), before);
});

test('a dry run shows before and after and changes nothing', async () => {
  const v = await local('ada', 'ben:blocked', 'cleo');
  const before = await everything(v);
  const look = await v.ask(['users', 'set', '--filter', 'userName pr', '--state', 'blocked', '--field', 'title=Engineer', '--dry-run']);
  assert.deepEqual([look.change, look.dry_run, ...counts(look)], [null, true, 3, 3, 0, 0]);
  const ada = look.rows.find((row) => row.username === 'ada');
  assert.deepEqual(ada.fields, [
    { name: 'state', before: 'active', after: 'blocked' },
    { name: 'profile.title', before: null, after: 'Engineer' },
  ]);
  const shown = exits(await v.muster(['users', 'block', '--filter', 'userName pr', '--dry-run']));
  assert.match(shown.stdout, /PRIMARY\/ada +state +active +blocked/, told(shown));
  assert.match(shown.stdout, /2 would change, 1 unchanged/, told(shown));
  assert.deepEqual(await everything(v), before);
  const both = exits(await v.muster(['users', 'block', 'ada', '--dry-run', '--yes']), EXIT.usage);
  assert.match(both.stderr, /--yes/);
});

test('a dry run of many shows the first twenty and how many more', async () => {
  const v = await vault();
  await v.ask(['import', write(v.path('many.json'), manyUsers(230)), '--userstore', 'gitlab']);
  const shown = exits(await v.muster(['users', 'block', '--filter', 'state eq "active"', '--dry-run']));
  assert.equal(shown.stdout.match(/gitlab\/user\d+ +state/g).length, 20, told(shown));
  assert.match(shown.stdout, /187 more/, told(shown));
});

test('everything that can be set, set at once, and taken back as one', async () => {
  const v = await local('ada', 'ben');
  await v.ask(['roles', 'add', 'Reader']);
  await v.ask(['roles', 'add', 'Guest']);
  await v.ask(['groups', 'add', 'ops']);
  await v.ask(['groups', 'add', 'old']);
  await v.ask(['users', 'set', 'ada', '--add-role', 'Guest', '--add-group', 'old']);
  const before = await v.ask(['users', 'show', 'ada']);
  const set = await v.ask(['users', 'set', 'ada', 'ben', '--state', 'locked', '--add-role', 'Reader', '--on', 'group:acme/web',
    '--until', '2030-01-01', '--add-group', 'ops', '--remove-group', 'old', '--field', 'title=Engineer', '--field', 'name=Same Name',
    '--field', 'attributes.badge=7', '--field', 'attributes.badge=8', '--visibility', 'title=public', '--expires', '2030-06-01',
    '--title', 'Summer guests', '--yes']);
  assert.deepEqual([set.title, set.changed], ['Summer guests', 2]);
  const ada = await v.ask(['users', 'show', 'ada']);
  assert.deepEqual([ada.user.state, ada.user.display_name, ada.user.expires_at, ada.groups], ['locked', 'Same Name', '2030-06-01T00:00:00Z', ['ops']]);
  assert.deepEqual(ada.profile.attributes.badge, ['7', '8']);
  assert.deepEqual(ada.profile.fields.title, { value: 'Engineer', visibility: 'public' });
  assert.deepEqual(ada.grants.filter((g) => g.role.name === 'Reader').map((g) => [g.scope.path, g.expires]), [['acme/web', '2030-01-01T00:00:00Z']]);
  const listed = await v.ask(['changes', 'list', '--limit', '1']);
  assert.deepEqual([listed.changes[0].id, listed.changes[0].title, listed.changes[0].users], [set.change, 'Summer guests', 2]);

  exits(await v.muster(['changes', 'undo', set.change]));
  const after = await v.ask(['users', 'show', 'ada']);
  for (const key of ['user', 'profile', 'grants', 'groups']) assert.deepEqual(after[key], before[key], key);
  const again = exits(await v.muster(['changes', 'undo', set.change, '--json']), EXIT.usage);
  assert.match(errorOf(again).message, /already/i, told(again));
  exits(await v.muster(['log', 'verify']));
  exits(await v.muster(['check']));
});

test('an empty value clears, and never ends access never', async () => {
  const v = await local('ada');
  await v.ask(['users', 'set', 'ada', '--field', 'title=Engineer', '--expires', '2030-06-01']);
  await v.ask(['users', 'set', 'ada', '--field', 'title=', '--expires', 'never']);
  const ada = await v.ask(['users', 'show', 'ada']);
  assert.deepEqual([ada.profile.fields?.title, ada.user.expires_at], [undefined, null]);
});

test('by filter: the same filter as everywhere, and never everyone by accident', async () => {
  const v = await local('ada', 'ben:blocked', 'cleo');
  const done = await v.ask(['users', 'deactivate', '--filter', 'state eq "active"', '--yes']);
  assert.deepEqual(counts(done), [2, 2, 0, 0]);
  const nobody = await v.ask(['users', 'deactivate', '--filter', 'userName eq "zoe"']);
  assert.deepEqual([nobody.change, ...counts(nobody)], [null, 0, 0, 0, 0]);
  const before = await everything(v);
  for (const filter of ['', '  ']) {
    const empty = exits(await v.muster(['users', 'activate', '--filter', filter, '--yes', '--json']), EXIT.usage);
    assert.match(errorOf(empty).message, /everyone/);
  }
  const wrong = exits(await v.muster(['users', 'activate', '--filter', 'state eq', '--yes', '--json']), EXIT.usage);
  assert.equal(errorOf(wrong).code, 'invalid_filter');
  assert.deepEqual(await everything(v), before);
});

test('who cannot be changed so is named with the reason, the others are changed, exit 4', async () => {
  const v = await local('ada', 'ben', 'cleo');
  await v.ask(['users', 'delete', 'cleo']);
  const done = await v.ask(['users', 'lock', 'ada', 'ben', 'cleo', '--yes'], { code: EXIT.rejected });
  assert.deepEqual(counts(done), [3, 2, 0, 1]);
  assert.deepEqual(Object.keys(done.refused[0]).slice(0, 2), ['username', 'reason']);
  assert.equal(done.refused[0].username, 'cleo');
  assert.match(done.refused[0].reason, /deleted/);
  const detail = await v.ask(['changes', 'show', done.change, '--standing', 'refused']);
  assert.deepEqual(detail.users.map((u) => [u.target, u.standing]), [['PRIMARY/cleo', 'refused']]);
  const told4 = exits(await v.muster(['users', 'unlock', 'ada', 'cleo', '--yes']), EXIT.rejected);
  assert.match(told4.stderr, /cleo.*deleted/);
  assert.doesNotMatch(told4.stdout, /cleo/, 'what is not data is on standard error');
});

test('a word that is a state of another is not taken for it', async () => {
  const v = await local('ada:deactivated', 'ben:blocked');
  const done = await v.ask(['users', 'unblock', 'ada', 'ben', '--yes'], { code: EXIT.rejected });
  assert.deepEqual(done.refused.map((r) => r.username), ['ada'], 'who is deactivated is not let in by unblock');
  assert.deepEqual(await states(v), { ada: 'deactivated', ben: 'active' });
});

test('the last enabled privileged user stays unless it is said twice', async () => {
  const v = await local('ada', 'ben');
  await v.ask(['roles', 'add', 'Chief', '--privileged']);
  await v.ask(['grants', 'add', 'Chief', 'ada']);
  for (const command of [['users', 'block', 'ada'], ['grants', 'remove', 'Chief', 'ada'], ['users', 'delete', 'ada'], ['users', 'block', 'ada', 'ben', '--yes']]) {
    const before = await everything(v);
    const refused = await v.muster([...command, '--json']);
    assert.equal(refused.code, EXIT.usage, told(refused));
    assert.equal(errorOf(refused).code, 'needs_twice', told(refused));
    assert.match(errorOf(refused).message, /PRIMARY.*privileged.*--even-last/s);
    assert.deepEqual(await everything(v), before);
  }
  const look = await v.ask(['users', 'block', 'ada', '--dry-run']);
  assert.deepEqual(look.warnings.filter((w) => w.needs_twice).map((w) => w.kind), ['last_privileged']);
  await v.ask(['grants', 'add', 'Chief', 'ben']);
  await v.ask(['users', 'block', 'ada']);
  const last = await v.ask(['users', 'block', 'ben', '--even-last']);
  assert.equal(last.changed, 1);
});

test('the last enabled owner of a group stays unless it is said twice', async () => {
  const v = await local('ada', 'ben');
  await v.ask(['roles', 'install', 'gitlab']);
  await v.ask(['grants', 'add', 'Owner', 'ada', '--on', 'group:acme']);
  await v.ask(['grants', 'add', 'Owner', 'ben']);
  const refused = exits(await v.muster(['grants', 'remove', 'Owner', 'ada', '--json']), EXIT.usage);
  assert.equal(errorOf(refused).code, 'needs_twice', told(refused));
  assert.match(errorOf(refused).message, /acme/);
  const done = await v.ask(['grants', 'remove', 'Owner', 'ada', '--even-last']);
  assert.equal(done.changed, 1);
});

test('what a group or a role takes from the last in charge must be said twice as well', async () => {
  const v = await local('ada', 'ben', 'cleo');
  await v.ask(['roles', 'install', 'gitlab']);
  await v.ask(['roles', 'add', 'Chief', '--privileged']);
  await v.ask(['roles', 'add', 'Deputy', '--role', 'Chief']);
  await v.ask(['groups', 'add', 'crew']);
  await v.ask(['groups', 'add', 'bridge', '--role', 'Deputy']);
  await v.ask(['groups', 'set', 'crew', '--add-parent', 'bridge']);
  await v.ask(['grants', 'add', 'Owner', '--group', 'crew', '--on', 'group:acme']);
  await v.ask(['users', 'set', 'ada', '--add-group', 'crew']);
  // Who is kept out is in charge of nothing.
  await v.ask(['grants', 'add', 'Chief', 'cleo']);
  await v.ask(['grants', 'add', 'Owner', 'cleo', '--on', 'group:acme']);
  await v.ask(['users', 'block', 'cleo']);
  const commands = [
    [['groups', 'remove', 'bridge'], /PRIMARY.*privileged/],
    [['groups', 'remove', 'crew'], /PRIMARY.*privileged.*acme.*owner/],
    [['groups', 'set', 'crew', '--remove-parent', 'bridge'], /PRIMARY.*privileged/],
    [['grants', 'remove', 'Deputy', '--group', 'bridge'], /PRIMARY.*privileged/],
    [['grants', 'remove', 'Owner', '--group', 'crew'], /acme.*owner/],
    [['roles', 'set', 'Chief', '--privileged', 'false'], /PRIMARY.*privileged/],
    [['roles', 'set', 'Deputy', '--remove-role', 'Chief'], /PRIMARY.*privileged/],
  ];
  const before = await everything(v);
  for (const [command, says] of commands) {
    const refused = exits(await v.muster([...command, '--json']), EXIT.usage);
    assert.equal(errorOf(refused).code, 'needs_twice', told(refused));
    assert.match(errorOf(refused).message, says);
    assert.match(errorOf(refused).message, /--even-last/);
  }
  assert.deepEqual(await everything(v), before, 'nothing was changed');
  // With another in charge it needs no more words; said twice, it is done.
  await v.ask(['grants', 'add', 'Chief', 'ben']);
  await v.ask(['grants', 'remove', 'Deputy', '--group', 'bridge']);
  const last = await v.ask(['groups', 'remove', 'crew', '--even-last']);
  assert.equal(typeof last.change, 'number');
  await v.ask(['changes', 'undo', last.change]);
});

test('undoing does not leave nobody in charge unless it is said twice', async () => {
  const v = await local('ada', 'ben');
  await v.ask(['roles', 'install', 'gitlab']);
  await v.ask(['roles', 'add', 'Chief', '--privileged']);
  await v.ask(['groups', 'add', 'crew']);
  await v.ask(['users', 'set', 'ben', '--add-group', 'crew']);
  await v.ask(['grants', 'add', 'Chief', 'ada']);
  const undo = (change, ...more) => v.muster(['changes', 'undo', change, '--json', ...more]);
  const lastGoes = async (change, says) => {
    const before = await everything(v);
    const refused = exits(await undo(change), EXIT.usage);
    assert.equal(errorOf(refused).code, 'needs_twice', told(refused));
    assert.match(errorOf(refused).message, says);
    assert.match(errorOf(refused).message, /--even-last/);
    assert.deepEqual(await everything(v), before, 'nothing was taken back');
  };

  // A role that was given, a user that was let in or made.
  await v.ask(['users', 'block', 'ada', '--even-last']);
  const given = await v.ask(['grants', 'add', 'Chief', 'ben']);
  await lastGoes(given.change, /PRIMARY.*privileged/);
  await v.ask(['users', 'block', 'ben', '--even-last']);
  const back = await v.ask(['users', 'activate', 'ben']);
  await lastGoes(back.change, /PRIMARY.*privileged/);
  const made = await v.ask(['users', 'add', 'cleo', '--role', 'Chief']);
  exits(await undo(back.change), EXIT.done);
  await lastGoes(made.change, /PRIMARY.*privileged/);
  exits(await undo(made.change, '--even-last'), EXIT.done);

  // What a group gives, and what a role may.
  await v.ask(['users', 'activate', 'ben']);
  const owns = await v.ask(['grants', 'add', 'Owner', '--group', 'crew', '--on', 'group:acme']);
  await lastGoes(owns.change, /acme.*owner/);
  const taken = await v.ask(['grants', 'remove', 'Chief', 'ben', '--even-last']);
  await v.ask(['roles', 'add', 'Helper']);
  await v.ask(['grants', 'add', 'Helper', 'ben']);
  const may = await v.ask(['roles', 'set', 'Helper', '--privileged', 'true']);
  await lastGoes(may.change, /PRIMARY.*privileged/);
  // What gives is taken back without a word.
  exits(await undo(taken.change), EXIT.done);
  exits(await undo(may.change), EXIT.done);
  exits(await undo(owns.change, '--even-last'), EXIT.done);
});

test('what changed since is not taken back over it', async () => {
  const v = await local('ada');
  const first = await v.ask(['users', 'set', 'ada', '--field', 'title=One']);
  await v.ask(['users', 'set', 'ada', '--field', 'title=Two']);
  const refused = exits(await v.muster(['changes', 'undo', first.change, '--json']), EXIT.usage);
  assert.match(errorOf(refused).message, /title/, told(refused));
  assert.equal((await v.ask(['users', 'show', 'ada'])).profile.fields.title.value, 'Two');
});

test('thousands: exact counts, every refusal, undone as one', async () => {
  const v = await vault();
  const rows = Array.from({ length: 3000 }, (_, i) => `u${i},U ${i},u${i}@fern.example,${i % 3 === 0 ? 'deleted' : 'active'}`);
  await v.ask(['import', write(v.path('many.csv'), ['username,name,email,state', ...rows, ''].join('\n')), '--userstore', 'PRIMARY']);
  const before = await states(v);
  const done = await v.ask(['users', 'block', '--filter', 'userName sw "u"', '--yes'], { code: EXIT.rejected });
  assert.deepEqual(counts(done), [3000, 2000, 0, 1000]);
  assert.equal(new Set(done.refused.map((r) => r.username)).size, 1000, 'every one is named');
  const shown = await v.ask(['changes', 'show', done.change, '--limit', '0']);
  assert.equal(shown.users.length, 3000);
  assert.equal((await v.ask(['users', 'list', '--filter', 'state eq "blocked"', '--limit', '1'])).total, 2000);
  await v.ask(['changes', 'undo', done.change]);
  assert.deepEqual(await states(v), before);
});

test('nothing to do, and words that do not fit together, are said before a vault is opened', async () => {
  const v = await local('ada');
  for (const [words, says] of [
    [['users', 'set', 'ada'], /nothing to change/],
    [['users', 'set', 'ada', '--on', 'instance', '--state', 'blocked'], /--add-role/],
    [['users', 'set', 'ada', '--field', 'shoe=42'], /attributes\.shoe/],
    [['users', 'set', 'ada', '--field', 'title'], /NAME=VALUE/],
    [['users', 'set', 'ada', '--visibility', 'title=friends'], /private/],
    [['users', 'set', 'ada', '--expires', 'soon'], /2026-11-20/],
    [['users', 'set', 'ada', '--state', 'asleep'], /active/],
    [['users', 'block'], /--filter/],
    [['users', 'block', 'ada', '--filter', 'userName pr'], /cannot be used/],
    [['grants', 'list'], /--user/],
    [['grants', 'add', 'Reader', 'ada', '--group', 'ops'], /cannot be used/],
  ]) {
    const refused = exits(await v.muster(words, { env: { MUSTER_PASSPHRASE: 'a wrong one of twelve' } }), EXIT.usage);
    assert.match(refused.stderr, says, told(refused));
  }
});
