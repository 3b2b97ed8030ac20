// The log: every change is in it, and its chain can be verified.

import test from 'node:test';
import assert from 'node:assert/strict';
import { OPERATOR, exits, vault } from '../lib/muster.mjs';
import { fixture } from '../lib/fixtures.mjs';

test('every change is in the log, with who and what, and the chain holds', async () => {
  const v = await vault();
  exits(await v.muster(['userstores', 'add', 'fern', '--kind', 'gitlab']));
  await v.ask(['import', fixture('gitlab-users.json'), '--userstore', 'fern']);
  await v.ask(['export', 'users', '--format', 'csv', '-o', v.path('out.csv')]);
  const log = await v.ask(['log', 'list']);
  const actions = log.entries.map((entry) => entry.action);
  for (const wanted of [/import/, /userstore/, /export/]) {
    assert.ok(actions.some((action) => wanted.test(action)), `${wanted} in ${actions}`);
  }
  for (const entry of log.entries) {
    assert.equal(entry.operator, OPERATOR);
    assert.ok(Math.abs(Date.parse(entry.at) - Date.now()) < 600_000);
    assert.match(entry.hash, /^[0-9a-f]{64}$/);
  }
  const seqs = log.entries.map((entry) => entry.seq);
  assert.deepEqual(seqs, seqs.map((_, n) => seqs[0] - n), 'newest first, without a gap');
  const verified = await v.ask(['log', 'verify']);
  assert.equal(verified.ok, true);
  assert.equal(verified.entries, log.total);
  assert.equal(verified.head, log.entries[0].hash);
});

test('a dry run and a look change nothing, so the log says at most that the vault was opened', async () => {
  const v = await vault();
  const before = await v.ask(['log', 'list']);
  await v.ask(['import', fixture('gitlab-users.json'), '--userstore', 'fern', '--dry-run']);
  await v.ask(['users', 'list']);
  await v.ask(['check']);
  const after = await v.ask(['log', 'list', '--limit', '500']);
  const added = after.entries.filter((entry) => entry.seq > before.entries[0].seq).map((entry) => entry.action);
  assert.deepEqual(added.filter((action) => action !== 'vault.open'), []);
});
