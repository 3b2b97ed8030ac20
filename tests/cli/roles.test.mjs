// Roles and the permission tree: what includes what, cycles, sets of products,
// and taking it back.

import test from 'node:test';
import assert from 'node:assert/strict';
import { EXIT, exits, told, vault } from '../lib/muster.mjs';
import { fixture } from '../lib/fixtures.mjs';
import { EXPORTED, errorOf, local, mirrored, prepared } from '../lib/realm.mjs';

const role = (v, name) => v.ask(['roles', 'show', name]);
const names = async (v, ...args) => (await v.ask(['roles', 'list', ...args])).roles.map((r) => r.name);

/** Reader in Keeper in Chief, each with a permission of its own. */
const library = prepared(async () => {
  const v = await local('ada', 'ben');
  for (const path of ['/docs/read', '/docs/keep', '/admin/users/manage']) await v.ask(['permissions', 'add', path]);
  await v.ask(['roles', 'add', 'Reader', '--permission', '/docs/read']);
  await v.ask(['roles', 'add', 'Keeper', '--role', 'Reader', '--permission', '/docs/keep', '--description', 'Keeps the documents']);
  await v.ask(['roles', 'add', 'Chief', '--role', 'Keeper', '--permission', '/admin', '--privileged']);
  return v;
});

test('a role has what the roles it includes have', async () => {
  const v = await library();
  const chief = await role(v, 'chief');
  assert.deepEqual([chief.role.name, chief.role.privileged, chief.role.includes, chief.own], ['Chief', true, ['Keeper'], ['/admin']]);
  assert.deepEqual(chief.included, [
    { permission: '/docs/keep', through: ['Keeper'] },
    { permission: '/docs/read', through: ['Keeper', 'Reader'] },
  ]);
  assert.deepEqual((await role(v, 'Reader')).included_by, ['Keeper']);
  const shown = exits(await v.muster(['roles', 'show', 'Chief'])).stdout;
  assert.match(shown, /\/docs\/read +Keeper > Reader/, shown);
  assert.match(exits(await v.muster(['roles', 'list'])).stdout, /Chief.*privileged/);
});

test('a role that would include itself is refused, however far round', async () => {
  const v = await library();
  const before = [await role(v, 'Reader'), (await v.ask(['changes', 'list'])).total];
  for (const [name, included] of [['Reader', 'Chief'], ['Reader', 'Reader'], ['Keeper', 'Chief']]) {
    const refused = exits(await v.muster(['roles', 'set', name, '--add-role', included, '--json']), EXIT.usage);
    assert.equal(errorOf(refused).code, 'invalid', told(refused));
    assert.match(errorOf(refused).message, /itself/, told(refused));
  }
  assert.deepEqual([await role(v, 'Reader'), (await v.ask(['changes', 'list'])).total], before);
});

test('a change of a role is noted once, told, and taken back', async () => {
  const v = await library();
  const before = await role(v, 'Keeper');
  const set = ['roles', 'set', 'Keeper', '--remove-permission', '/docs/keep', '--add-permission', '/docs', '--remove-role', 'Reader', '--description', ''];
  const changed = await v.ask(set);
  assert.equal(typeof changed.change, 'number');
  assert.deepEqual([changed.role.own, changed.role.role.includes, changed.role.role.description], [['/docs'], [], null]);
  const again = exits(await v.muster(['roles', 'set', 'Keeper', '--add-permission', '/docs']));
  assert.match(again.stderr, /so already/);
  const undone = await v.ask(['changes', 'undo', changed.change]);
  assert.equal(undone.status, 'undone');
  assert.deepEqual(await role(v, 'Keeper'), before);
  exits(await v.muster(['log', 'verify']));
});

test('what a role does not have cannot be taken from it', async () => {
  const v = await library();
  const refused = exits(await v.muster(['roles', 'set', 'Reader', '--remove-permission', '/docs/burn', '--json']), EXIT.failed);
  assert.equal(errorOf(refused).code, 'not_found');
  assert.match(errorOf(refused).message, /\/docs\/read/, 'what it has is said');
  const unknown = exits(await v.muster(['roles', 'set', 'Nobody', '--name', 'x', '--json']), EXIT.failed);
  assert.match(errorOf(unknown).message, /Nobody/);
});

test('a role that someone holds stays until it is taken away', async () => {
  const v = await library();
  await v.ask(['grants', 'add', 'Reader', 'ada']);
  const refused = exits(await v.muster(['roles', 'remove', 'Reader', '--json']), EXIT.usage);
  assert.equal(errorOf(refused).code, 'invalid', told(refused));
  assert.ok((await names(v)).includes('Reader'));
  await v.ask(['grants', 'remove', 'Reader', 'ada']);
  await v.ask(['roles', 'set', 'Keeper', '--remove-role', 'Reader']);
  const removed = await v.ask(['roles', 'remove', 'Reader']);
  assert.ok(!(await names(v)).includes('Reader'));
  await v.ask(['changes', 'undo', removed.change]);
  assert.deepEqual((await role(v, 'Reader')).own, ['/docs/read']);
});

test('the tree of permissions is drawn as one', async () => {
  const v = await library();
  const { trees } = await v.ask(['permissions', 'list']);
  assert.deepEqual(trees.map((t) => t.userstore), ['PRIMARY']);
  assert.deepEqual(trees[0].permissions.map((p) => p.path), ['/admin', '/admin/users', '/admin/users/manage', '/docs', '/docs/keep', '/docs/read']);
  assert.deepEqual(trees[0].permissions.find((p) => p.path === '/docs/read').roles, ['Reader']);
  const drawn = exits(await v.muster(['permissions', 'list'])).stdout;
  assert.match(drawn, /^\/admin .*\n {2}users .*\n {4}manage /m, drawn);
});

test('a permission that a role names is not removed', async () => {
  const v = await library();
  const refused = exits(await v.muster(['permissions', 'remove', '/docs', '--json']), EXIT.usage);
  assert.match(errorOf(refused).message, /Keeper|Reader/, told(refused));
  const removed = await v.ask(['permissions', 'remove', '/admin/users/manage']);
  assert.ok(!removed.permissions.some((p) => p.path === '/admin/users/manage'));
  await v.ask(['changes', 'undo', removed.change]);
  const { trees } = await v.ask(['permissions', 'list', '--userstore', 'PRIMARY']);
  assert.ok(trees[0].permissions.some((p) => p.path === '/admin/users/manage'));
  const twice = exits(await v.muster(['permissions', 'add', '/docs/read', '--json']), EXIT.failed);
  assert.equal(errorOf(twice).code, 'exists');
});

test("a product's roles are installed once, and taken back as one", async () => {
  const v = await vault();
  const gitlab = await v.ask(['roles', 'install', 'gitlab']);
  const levels = Object.fromEntries(gitlab.roles.map((r) => [r.name, r.level]));
  assert.deepEqual([levels.Guest, levels.Planner, levels.Owner], [10, 15, 50]);
  assert.ok(gitlab.roles.every((r) => r.builtin));
  assert.equal((await v.ask(['roles', 'install', 'gitlab'])).change, null, 'a second time changes nothing');
  const fixed = exits(await v.muster(['roles', 'set', 'Owner', '--name', 'Boss', '--json']), EXIT.denied);
  assert.match(errorOf(fixed).message, /Owner/, told(fixed));
  const custom = await v.ask(['roles', 'add', 'Code reader', '--base', 'Guest', '--permission', 'read_code']);
  assert.equal(custom.role.role.base, 'Guest');
  const wso2 = await v.ask(['roles', 'install', 'wso2']);
  assert.ok(wso2.roles.some((r) => r.name === 'Internal/everyone'));
  await v.ask(['changes', 'undo', wso2.change]);
  assert.ok(!(await names(v)).includes('Internal/everyone'));
});

test('a role of a mirrored userstore is not edited here', async () => {
  const v = await vault();
  await v.ask(['userstores', 'add', 'gitlab', '--kind', 'gitlab']);
  const refused = exits(await v.muster(['roles', 'add', 'Chief', '--userstore', 'gitlab', '--json']), EXIT.denied);
  assert.equal(errorOf(refused).code, 'not_permitted');
  assert.match(errorOf(refused).message, /gitlab/i);
});

test("a mirror takes its own product's set, and then says what its users may do", async () => {
  const v = await mirrored();
  await v.ask(['import', fixture('gitlab-permissions.csv'), '--userstore', 'gitlab', ...EXPORTED]);
  const dora = () => v.ask(['grants', 'list', '--user', 'dora', '--effective']);
  assert.deepEqual((await dora()).permissions, [], 'no export says what a role allows');
  const refused = exits(await v.muster(['roles', 'install', 'wso2', '--userstore', 'gitlab', '--json']), EXIT.denied);
  assert.equal(errorOf(refused).code, 'not_permitted');
  const done = await v.ask(['roles', 'install', 'gitlab', '--userstore', 'gitlab']);
  const may = await dora();
  assert.ok(may.permissions.includes('read_code'), JSON.stringify(may.permissions));
  const way = may.grants.find((g) => g.permission === 'read_code');
  assert.deepEqual([way.role, way.path], ['Developer', ['role:Developer', 'permission:read_code']]);
  const { holders } = await v.ask(['grants', 'list', '--permission', 'read_code']);
  assert.ok(holders.some((h) => h.user.username === 'dora'));
  await v.ask(['import', fixture('gitlab-permissions.csv'), '--userstore', 'gitlab', ...EXPORTED]);
  assert.deepEqual((await dora()).permissions, may.permissions, 'an import leaves it');
  await v.ask(['changes', 'undo', done.change]);
  assert.deepEqual((await dora()).permissions, []);
});
