// Making users, inviting, deleting, and joining two accounts of one person.

import test from 'node:test';
import assert from 'node:assert/strict';
import { EXIT, exits, told, vault } from '../lib/muster.mjs';
import { errorOf, local, states } from '../lib/realm.mjs';

const show = (v, name) => v.ask(['users', 'show', name]);

test('a user is made with all that is known, and the making is taken back', async () => {
  const v = await local('ada');
  await v.ask(['roles', 'add', 'Reader']);
  await v.ask(['groups', 'add', 'ops']);
  const made = await v.ask(['users', 'add', 'backup', '--name', 'Backups', '--email', 'backup@fern.example', '--kind', 'service',
    '--field', 'owner=Ada', '--field', 'purpose=Nightly backups', '--field', 'review-at=2030-01-01', '--field', 'title=Machine',
    '--field', 'attributes.host=a', '--field', 'attributes.host=b', '--visibility', 'title=private', '--expires', '2031-01-01',
    '--role', 'Reader', '--on', 'group:acme', '--group', 'ops']);
  assert.equal(typeof made.change, 'number');
  const user = await show(v, 'backup');
  assert.deepEqual([user.user.display_name, user.user.kind, user.user.state, user.user.expires_at], ['Backups', 'service', 'active', '2031-01-01T00:00:00Z']);
  assert.deepEqual(user.service, { owner: 'Ada', purpose: 'Nightly backups', review_at: '2030-01-01' });
  assert.deepEqual(user.profile.fields.title, { value: 'Machine', visibility: 'private' });
  assert.deepEqual([user.profile.attributes.host, user.groups], [['a', 'b'], ['ops']]);
  assert.deepEqual(user.grants.map((g) => [g.role.name, g.scope.path]), [['Reader', 'acme']]);
  const shown = exits(await v.muster(['users', 'show', 'backup'])).stdout;
  assert.match(shown, /Nightly backups/);
  await v.ask(['changes', 'undo', made.change]);
  assert.deepEqual(Object.keys(await states(v)).sort(), ['ada']);
});

test('a username that is taken, and one that cannot be, are refused', async () => {
  const v = await local('ada');
  const taken = exits(await v.muster(['users', 'add', 'ADA', '--json']), EXIT.failed);
  assert.equal(errorOf(taken).code, 'exists', told(taken));
  for (const words of [['users', 'add', ''], ['users', 'add', 'x', '--email', 'no mail'], ['users', 'add', 'x', '--kind', 'ghost'], ['users', 'add', 'x', '--field', 'time_zone=Mars/Olympus']]) {
    exits(await v.muster(words), EXIT.usage);
  }
  await v.ask(['userstores', 'add', 'gitlab', '--kind', 'gitlab']);
  const elsewhere = exits(await v.muster(['users', 'add', 'x', '--userstore', 'gitlab', '--json']), EXIT.denied);
  assert.equal(errorOf(elsewhere).code, 'not_permitted');
  assert.deepEqual(Object.keys(await states(v)), ['ada']);
});

test('an invitation is noted, and Muster says that it sends no mail', async () => {
  const v = await vault();
  const invited = exits(await v.muster(['users', 'invite', 'zoe', '--email', 'zoe@fern.example', '--message', 'Welcome aboard']));
  assert.match(invited.stderr, /sends no mail/);
  const zoe = await show(v, 'zoe');
  assert.deepEqual([zoe.user.state, zoe.user.email, zoe.invitation.message], ['invited', 'zoe@fern.example', 'Welcome aboard']);
  await v.ask(['users', 'activate', 'zoe']);
  assert.deepEqual(await states(v), { zoe: 'active' });
  const again = exits(await v.muster(['users', 'set', 'zoe', '--state', 'invited', '--json']), EXIT.rejected);
  assert.match(again.json.refused[0].reason, /invite/);
});

test('a deleted user leaves no grants, or hands them over, and comes back by undo', async () => {
  const v = await local('ada', 'ben');
  await v.ask(['roles', 'add', 'Reader']);
  await v.ask(['groups', 'add', 'ops']);
  await v.ask(['users', 'set', 'ada', '--add-role', 'Reader', '--on', 'group:acme', '--add-group', 'ops']);
  const before = await show(v, 'ada');
  const done = await v.ask(['users', 'delete', 'ada', '--hand-to', 'ben', '--yes']);
  const [ada, ben] = [await show(v, 'ada'), await show(v, 'ben')];
  assert.deepEqual([ada.user.state, ada.grants, ada.groups], ['deleted', [], []]);
  assert.deepEqual([ben.grants.map((g) => g.scope.path), ben.groups], [['acme'], ['ops']]);
  await v.ask(['changes', 'undo', done.change]);
  const back = await show(v, 'ada');
  for (const key of ['user', 'grants', 'groups']) assert.deepEqual(back[key], before[key], key);
  assert.deepEqual((await show(v, 'ben')).grants, []);
  const nobody = exits(await v.muster(['users', 'delete', 'ada', '--hand-to', 'zoe', '--json']), EXIT.failed);
  assert.match(errorOf(nobody).message, /zoe/);
});

test('two accounts of one person become one', async () => {
  const v = await local('ada', 'ada2');
  await v.ask(['roles', 'add', 'Reader']);
  await v.ask(['groups', 'add', 'ops']);
  await v.ask(['users', 'set', 'ada2', '--add-role', 'Reader', '--add-group', 'ops', '--field', 'title=Engineer']);
  const look = await v.ask(['users', 'merge', 'ada2', '--into', 'ada', '--dry-run']);
  assert.equal(look.dry_run, true);
  const done = await v.ask(['users', 'merge', 'ada2', '--into', 'ada', '--yes']);
  const [kept, left] = [await show(v, 'ada'), await show(v, 'ada2')];
  assert.deepEqual([kept.grants.map((g) => g.role.name), kept.groups, kept.profile.fields.title.value], [['Reader'], ['ops'], 'Engineer']);
  assert.equal(left.user.state, 'deactivated');
  assert.deepEqual(kept.person.accounts.map((a) => a.full_name), ['PRIMARY/ada2']);
  await v.ask(['changes', 'undo', done.change]);
  assert.deepEqual(await states(v), { ada: 'active', ada2: 'active' });
  assert.deepEqual((await show(v, 'ada')).groups, []);
  const oneself = async (...args) => errorOf(exits(await v.muster(['users', ...args, '--json']), EXIT.usage));
  const merged = await oneself('merge', 'ada', '--into', 'ada');
  assert.deepEqual([merged.code, merged.details.field], ['invalid', 'into']);
  assert.equal((await oneself('delete', 'ada', '--hand-to', 'ada')).details.field, 'hand_to');
});
