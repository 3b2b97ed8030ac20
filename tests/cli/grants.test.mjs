// What a user may do and through what, and who may do something.

import test from 'node:test';
import assert from 'node:assert/strict';
import { EXIT, exits, told } from '../lib/muster.mjs';
import { fixture } from '../lib/fixtures.mjs';
import { EXPORTED, errorOf, local, mirrored, prepared } from '../lib/realm.mjs';

const effective = async (v, user, ...args) => (await v.ask(['grants', 'list', '--user', user, '--effective', ...args])).grants;

/**
 * ada holds Chief herself on group acme; ben is in night, in ops, which gives
 * Keeper on the instance; cleo holds Reader until a day; dora holds nothing.
 * Chief includes Keeper includes Reader.
 */
const realm = prepared(async () => {
  const v = await local('ada', 'ben', 'cleo', 'dora:blocked');
  for (const path of ['/docs/read', '/docs/keep', '/admin/users/manage']) await v.ask(['permissions', 'add', path]);
  await v.ask(['roles', 'add', 'Reader', '--permission', '/docs/read']);
  await v.ask(['roles', 'add', 'Keeper', '--role', 'Reader', '--permission', '/docs/keep']);
  await v.ask(['roles', 'add', 'Chief', '--role', 'Keeper', '--permission', '/admin', '--privileged']);
  await v.ask(['groups', 'add', 'ops', '--role', 'Keeper']);
  await v.ask(['groups', 'add', 'night', '--parent', 'ops']);
  await v.ask(['users', 'set', 'ben', '--add-group', 'night']);
  await v.ask(['grants', 'add', 'Chief', 'ada', '--on', 'group:acme']);
  await v.ask(['grants', 'add', 'Reader', 'cleo', 'dora', '--until', '2030-01-01', '--yes']);
  return v;
});

test('effective grants say role, permission, scope and the way there', async () => {
  const v = await realm();
  const grants = await effective(v, 'ada');
  for (const grant of grants) {
    assert.deepEqual(Object.keys(grant).slice(0, 4), ['role', 'permission', 'scope', 'path'], 'the documented keys come first');
    assert.deepEqual(grant.scope, { kind: 'group', path: 'acme' });
  }
  assert.deepEqual(
    grants.map((g) => [g.permission, g.path.join(' ')]).sort(),
    [
      ['/admin', 'role:Chief permission:/admin'],
      ['/docs/keep', 'role:Chief role:Keeper permission:/docs/keep'],
      ['/docs/read', 'role:Chief role:Keeper role:Reader permission:/docs/read'],
    ],
  );
  const ben = await effective(v, 'ben', '--permission', '/docs/read');
  assert.deepEqual(ben.map((g) => g.path), [['group:night', 'group:ops', 'role:Keeper', 'role:Reader', 'permission:/docs/read']]);
  assert.deepEqual(ben.map((g) => g.direct), [false]);
  const told = exits(await v.muster(['grants', 'list', '--user', 'ben', '--effective'])).stdout;
  assert.match(told, /\/docs\/read .*night/, told);
});

test('what lies below a permission is asked for by its own name', async () => {
  const v = await realm();
  const asked = await v.ask(['grants', 'list', '--user', 'ada', '--permission', '/admin/users/manage']);
  assert.deepEqual(asked.grants.map((g) => g.path.at(-1)), ['permission:/admin']);
  assert.deepEqual((await v.ask(['grants', 'list', '--user', 'ben', '--permission', '/admin/users/manage'])).grants, []);
});

test('a scope counts what is held there, above it, or on the instance', async () => {
  const v = await realm();
  const on = async (user, scope) => (await effective(v, user, '--scope', scope)).length;
  assert.equal(await on('ada', 'project:acme/web/site'), 3);
  assert.equal(await on('ada', 'group:acme-labs'), 0);
  assert.equal(await on('ada', 'instance'), 0);
  assert.ok((await on('ben', 'group:acme-labs')) > 0);
});

test('grants as they are held, and when they end', async () => {
  const v = await realm();
  const { grants } = await v.ask(['grants', 'list', '--user', 'cleo']);
  assert.deepEqual(grants.map((g) => [g.role, g.through, g.expires]), [['Reader', null, '2030-01-01T00:00:00Z']]);
  assert.match(exits(await v.muster(['grants', 'list', '--user', 'cleo'])).stdout, /Reader +the instance +directly +2030-01-01/);
  assert.equal((await effective(v, 'cleo', '--as-of', '2029-12-30')).length, 1);
  assert.equal((await effective(v, 'cleo', '--as-of', '2030-01-02')).length, 0, 'what ended counts no more');
});

test('who holds a permission, each with the shortest way', async () => {
  const v = await realm();
  const found = await v.ask(['grants', 'list', '--permission', '/docs/read']);
  assert.equal(found.total, 4);
  assert.deepEqual(found.holders.map((h) => [h.user.username, h.through.path[0]]), [
    ['ada', 'role:Chief'], ['ben', 'group:night'], ['cleo', 'role:Reader'], ['dora', 'role:Reader'],
  ]);
  const enabled = await v.ask(['grants', 'list', '--permission', '/docs/read', '--enabled']);
  assert.deepEqual(enabled.holders.map((h) => h.user.username), ['ada', 'ben', 'cleo']);
  const same = await v.ask(['users', 'list', '--filter', found.filter]);
  assert.equal(same.total, 4, 'the filter it names finds the same');
  const paged = await v.ask(['grants', 'list', '--permission', '/docs/read', '--limit', '1', '--offset', '1']);
  assert.deepEqual([paged.total, paged.holders.map((h) => h.user.username)], [4, ['ben']]);
  assert.deepEqual((await v.ask(['grants', 'list', '--permission', '/admin/users/manage'])).holders.map((h) => h.user.username), ['ada']);
});

test('a permission that nobody knows is not said to be held by nobody', async () => {
  const v = await realm();
  const asked = async (permission) => {
    const { code, details, message } = errorOf(exits(await v.muster(['grants', 'list', '--permission', permission, '--json']), EXIT.failed));
    return [code, details.candidates, message];
  };
  assert.deepEqual((await asked('/docs/raed')).slice(0, 2), ['not_found', ['/docs/read']]);
  assert.deepEqual((await asked('manage')).slice(0, 2), ['not_found', ['/admin/users/manage']]);
  const [code, candidates, message] = await asked('/nothing/like/it');
  assert.deepEqual([code, candidates], ['not_found', []]);
  assert.match(message, /muster permissions list/);
  // Who holds what is above holds it too, whether or not the tree was drawn so far.
  assert.deepEqual((await v.ask(['grants', 'list', '--permission', '/admin/users/audit'])).holders.map((h) => h.user.username), ['ada']);
});

test('a role is given once, taken wherever it is held, and given back by undo', async () => {
  const v = await realm();
  const again = await v.ask(['grants', 'add', 'Chief', 'ada', '--on', 'group:acme']);
  assert.deepEqual([again.change, again.unchanged], [null, 1]);
  await v.ask(['grants', 'add', 'Chief', 'ada', '--on', 'project:acme/web']);
  const taken = await v.ask(['grants', 'remove', 'Chief', 'ada', '--even-last']);
  assert.equal(taken.changed, 1);
  assert.deepEqual(await effective(v, 'ada'), []);
  await v.ask(['changes', 'undo', taken.change]);
  assert.equal(new Set((await effective(v, 'ada')).map((g) => g.scope.path)).size, 2);
});

test('a role that is not there is refused for each, with what to do', async () => {
  const v = await realm();
  const refused = await v.ask(['grants', 'add', 'Nobody', 'ada', 'ben', '--yes'], { code: EXIT.rejected });
  assert.deepEqual(refused.refused.map((r) => r.username), ['ada', 'ben']);
  for (const { reason } of refused.refused) assert.match(reason, /role/);
});

test('grants that an import brought are shown with their scope', async () => {
  const v = await mirrored();
  await v.ask(['import', fixture('gitlab-permissions.csv'), '--userstore', 'gitlab', ...EXPORTED]);
  const { grants } = await v.ask(['grants', 'list', '--user', 'dora']);
  assert.deepEqual(grants.map((g) => [g.role, g.scope.path]).sort(), [['Developer', 'fern/app/api'], ['Guest', 'fern/docs']]);
  const here = await v.ask(['grants', 'list', '--user', 'dora', '--scope', 'project:fern/docs/site']);
  assert.deepEqual(here.grants.map((g) => g.role), ['Guest']);
});
