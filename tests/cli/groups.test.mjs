// Groups, nested, and what they give their members.

import test from 'node:test';
import assert from 'node:assert/strict';
import { EXIT, exits, told } from '../lib/muster.mjs';
import { errorOf, local, prepared } from '../lib/realm.mjs';

/** ada in ops/night, ben in ops, cleo in neither; night is in ops. */
const office = prepared(async () => {
  const v = await local('ada', 'ben', 'cleo');
  await v.ask(['groups', 'add', 'ops', '--name', 'Operations', '--description', 'Keeps it running']);
  await v.ask(['groups', 'add', 'night', '--parent', 'ops']);
  await v.ask(['users', 'set', 'ada', '--add-group', 'night']);
  await v.ask(['users', 'set', 'ben', '--add-group', 'ops']);
  return v;
});

const members = async (v, ...args) => (await v.ask(['groups', 'members', ...args])).members;

test('a group has the members of the groups in it, with the way there', async () => {
  const v = await office();
  assert.deepEqual((await members(v, 'ops')).map((m) => m.username), ['ben']);
  const nested = await members(v, 'ops', '--nested');
  assert.deepEqual(Object.fromEntries(nested.map((m) => [m.username, m.through])), { ada: ['night'], ben: [] });
  const ops = await v.ask(['groups', 'show', 'OPS']);
  assert.deepEqual([ops.group.users, ops.all_users, ops.children.map((g) => g.path)], [1, 2, ['night']]);
  assert.deepEqual((await v.ask(['groups', 'list', '--top'])).groups.map((g) => g.path), ['ops']);
  assert.deepEqual((await v.ask(['groups', 'list', '--within', 'ops'])).groups.map((g) => g.path), ['night']);
  assert.deepEqual((await v.ask(['groups', 'list', 'running'])).groups.map((g) => g.path), ['ops']);
  assert.match(exits(await v.muster(['groups', 'members', 'ops', '--nested'])).stdout, /ada +Ada Fern +night/);
  assert.match(exits(await v.muster(['groups', 'show', 'ops'])).stdout, /Operations/);
});

test('a group that would be in itself is refused', async () => {
  const v = await office();
  for (const [group, parent] of [['ops', 'night'], ['ops', 'ops']]) {
    const refused = exits(await v.muster(['groups', 'set', group, '--add-parent', parent, '--json']), EXIT.usage);
    assert.match(errorOf(refused).message, /itself/, told(refused));
  }
  const free = await v.ask(['groups', 'set', 'night', '--remove-parent', 'ops', '--path', 'late']);
  assert.deepEqual([free.group.group.path, free.group.parents], ['late', []]);
  await v.ask(['changes', 'undo', free.change]);
  assert.deepEqual((await v.ask(['groups', 'show', 'night'])).parents.map((g) => g.path), ['ops']);
});

test('what a group gives is asked about when it has more than one member', async () => {
  const v = await office();
  await v.ask(['roles', 'add', 'Operator']);
  const refused = exits(await v.muster(['grants', 'add', 'Operator', '--group', 'ops', '--json']), EXIT.usage);
  assert.equal(errorOf(refused).details.users, 2, told(refused));
  const look = await v.ask(['grants', 'add', 'Operator', '--group', 'ops', '--dry-run']);
  assert.deepEqual([look.change, look.before, look.after.map((r) => r.role)], [null, [], ['Operator']]);
  const given = await v.ask(['grants', 'add', 'Operator', '--group', 'ops', '--yes', '--on', 'group:acme', '--until', '2030-01-01']);
  assert.deepEqual(given.group.roles, [{ role: 'Operator', scope: { kind: 'group', path: 'acme' }, expires: '2030-01-01T00:00:00Z' }]);
  const { grants } = await v.ask(['grants', 'list', '--user', 'ada', '--effective']);
  assert.deepEqual(grants.map((g) => [g.role, g.path]), [['Operator', ['group:night', 'group:ops', 'role:Operator']]]);
  const taken = await v.ask(['grants', 'remove', 'Operator', '--group', 'ops', '--yes']);
  assert.deepEqual(taken.group.roles, []);
  const none = exits(await v.muster(['grants', 'remove', 'Operator', '--group', 'ops', '--json']), EXIT.failed);
  assert.match(errorOf(none).message, /Operator/);
});

test('a removed group takes its memberships with it, and brings them back', async () => {
  const v = await office();
  const refused = exits(await v.muster(['groups', 'remove', 'ops', '--json']), EXIT.usage);
  assert.match(errorOf(refused).message, /--yes/, told(refused));
  const removed = await v.ask(['groups', 'remove', 'ops', '--yes']);
  assert.deepEqual((await v.ask(['users', 'show', 'ben'])).groups, []);
  await v.ask(['changes', 'undo', removed.change]);
  assert.deepEqual((await v.ask(['users', 'show', 'ben'])).groups, ['ops']);
  assert.deepEqual((await members(v, 'ops', '--nested')).map((m) => m.username), ['ada', 'ben']);
});

test('a group that is not there, or there twice, is said to be', async () => {
  const v = await office();
  const missing = exits(await v.muster(['groups', 'show', 'day', '--json']), EXIT.failed);
  assert.equal(errorOf(missing).code, 'not_found');
  const taken = exits(await v.muster(['groups', 'add', 'Ops', '--json']), EXIT.failed);
  assert.equal(errorOf(taken).code, 'exists', told(taken));
  await v.ask(['userstores', 'add', 'second']);
  await v.ask(['groups', 'add', 'ops', '--userstore', 'second']);
  const several = exits(await v.muster(['groups', 'show', 'ops', '--json']), EXIT.usage);
  assert.equal(errorOf(several).details.candidates.length, 2, told(several));
  assert.equal((await v.ask(['groups', 'show', 'ops', '--userstore', 'second'])).group.userstore, 'second');
  assert.equal((await v.ask(['groups', 'show', 'second/ops'])).group.userstore, 'second');
});
