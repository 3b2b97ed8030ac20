// What imports saw, and how two of them differ.

import test from 'node:test';
import assert from 'node:assert/strict';
import { readFileSync, writeFileSync } from 'node:fs';
import { EXIT, exits, vault } from '../lib/muster.mjs';

/** A file of users as GitLab lists them: `[id, username, state]` each. */
function users(v, name, rows) {
  const file = v.path(name);
  const user = ([id, username, state]) => ({ id, username, name: username.toUpperCase(), state, email: `${username}@x.example` });
  writeFileSync(file, JSON.stringify(rows.map(user)));
  return file;
}

const take = (v, day, rows, ...args) =>
  v.ask(['import', users(v, `${day}.json`, rows), '--userstore', 'git', '--complete', '--as-of', day, ...args]);

async function three() {
  const v = await vault();
  await take(v, '2026-01-31', [[1, 'anne', 'active'], [2, 'ben', 'active'], [3, 'cleo', 'active']]);
  await take(v, '2026-02-28', [[1, 'anne', 'blocked'], [2, 'ben', 'active']]);
  await take(v, '2026-03-31', [[1, 'anne', 'active'], [2, 'ben', 'deactivated'], [4, 'dora', 'active']]);
  return v;
}

const diff = (v, ...args) => v.ask(['snapshot', 'diff', ...args]);

test('snapshots are listed, the newest first', async () => {
  const v = await three();
  const { snapshots, total } = await v.ask(['snapshot', 'list']);
  assert.equal(total, 3);
  assert.deepEqual(snapshots.map((s) => s.taken_at.slice(0, 10)), ['2026-03-31', '2026-02-28', '2026-01-31']);
  assert.deepEqual(snapshots.map((s) => [s.users, s.created, s.changed, s.gone, s.complete, s.late]), [
    [3, 1, 2, 0, true, false],
    [2, 0, 1, 1, true, false],
    [3, 3, 0, 0, true, false],
  ]);
  assert.deepEqual(snapshots[0].files, ['2026-03-31.json']);
  assert.equal((await v.ask(['snapshot', 'list', '--limit', '1'])).snapshots.length, 1);
  assert.match(exits(await v.muster(['snapshot', 'list'])).stdout, /2026-02-28\s+git/);
  assert.equal(exits(await v.muster(['snapshot', 'list', '--userstore', 'no', '--json']), EXIT.failed).json.error.code, 'not_found');
});

test('a comparison has the promised shape', async () => {
  const v = await three();
  const found = await diff(v, '2', '3');
  assert.deepEqual(Object.keys(found).sort(), ['added', 'changed', 'from', 'removed', 'to']);
  assert.deepEqual([found.from.id, found.from.users, found.from.taken_at.slice(0, 10)], [2, 2, '2026-02-28']);
  assert.equal(found.to.id, 3);
  assert.deepEqual([found.added, found.removed], [['dora'], []]);
  assert.deepEqual(found.changed, [
    { username: 'anne', fields: [{ name: 'state', before: 'blocked', after: 'active' }] },
    { username: 'ben', fields: [{ name: 'state', before: 'active', after: 'deactivated' }] },
  ]);
});

test('what changed and changed back is no difference', async () => {
  const v = await three();
  const found = await diff(v, '1', '3');
  assert.deepEqual([found.added, found.removed], [['dora'], ['cleo']]);
  assert.deepEqual(found.changed.map((user) => user.username), ['ben'], 'anne is as she was');
});

test('a day means the last snapshot until its end', async () => {
  const v = await three();
  assert.deepEqual(await diff(v, '2026-02-15', '2026-12-31'), await diff(v, '1', '3'));
  const early = exits(await v.muster(['snapshot', 'diff', '2025-01-01', '3', '--json']), EXIT.failed);
  assert.equal(early.json.error.code, 'not_found');
  await v.ask(['import', users(v, 'other.json', [[9, 'zoe', 'active']]), '--userstore', 'other', '--as-of', '2026-02-01']);
  const unclear = exits(await v.muster(['snapshot', 'diff', '2026-01-31', '2026-03-31', '--json']), EXIT.usage);
  assert.deepEqual([unclear.json.error.code, unclear.json.error.details.userstores], ['invalid', ['git', 'other']]);
  const named = await diff(v, '2026-01-31', '2026-03-31', '--userstore', 'git');
  assert.deepEqual(named.removed, ['cleo']);
});

test('filters narrow what is listed', async () => {
  const v = await three();
  const only = async (...args) => {
    const found = await diff(v, '1', '3', ...args);
    return [found.added, found.removed, found.changed.map((user) => user.username)];
  };
  assert.deepEqual(await only('--became', 'added'), [['dora'], [], []]);
  assert.deepEqual(await only('--field', 'state'), [[], [], ['ben']]);
  assert.deepEqual(await only('--field', 'email'), [[], [], []]);
  assert.deepEqual(await only('--text', 'LEO'), [[], ['cleo'], []]);
});

test('two that cannot be compared are refused', async () => {
  const v = await three();
  const refused = async (code, ...args) => exits(await v.muster(['snapshot', 'diff', ...args, '--json']), code).json.error.code;
  assert.equal(await refused(EXIT.usage, '3', '1'), 'invalid');
  assert.equal(await refused(EXIT.failed, '1', '99'), 'not_found');
  assert.equal(await refused(EXIT.usage, '1', 'yesterday'), 'invalid');
});

test('a comparison is written as CSV and JSON, never over another file', async () => {
  const v = await three();
  const file = v.path('diff.csv');
  exits(await v.muster(['snapshot', 'diff', '1', '3', '--format', 'csv', '-o', file]));
  assert.deepEqual(readFileSync(file, 'utf8').trim().split(/\r?\n/), [
    'userstore,username,display_name,became,field,before,after',
    'git,dora,DORA,added,,,',
    'git,cleo,CLEO,removed,,,',
    'git,ben,BEN,changed,state,active,deactivated',
  ]);
  exits(await v.muster(['snapshot', 'diff', '1', '3', '--format', 'csv', '-o', file]), EXIT.failed);
  const rows = JSON.parse(exits(await v.muster(['snapshot', 'diff', '1', '3', '--format', 'json'])).stdout);
  assert.deepEqual(rows.map((row) => [row.username, row.became, row.after]), [
    ['dora', 'added', null],
    ['cleo', 'removed', null],
    ['ben', 'changed', 'deactivated'],
  ]);
  const text = exits(await v.muster(['snapshot', 'diff', '1', '3'])).stdout;
  assert.match(text, /1 added, 1 removed, 1 changed/);
  assert.match(text, /state: active -> deactivated/);
});
