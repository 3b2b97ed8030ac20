// Making, opening, checking, backing up and restoring a vault.

import test from 'node:test';
import assert from 'node:assert/strict';
import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { EXIT, OPERATOR, PASSPHRASE, exits, run, scratch, told, vault } from '../lib/muster.mjs';
import { fixture, write } from '../lib/fixtures.mjs';

test('init makes the folder and shows the recovery key once', async (t) => {
  const place = scratch();
  t.after(place.remove);
  const env = { ...place.env, MUSTER_PASSPHRASE: PASSPHRASE };
  const path = place.path('new.muster');
  const made = exits(await run(['--json', 'init', path, '--operator', OPERATOR], { env }));
  assert.equal(made.json.operator, OPERATOR);
  assert.ok(made.json.recovery_key.length >= 40, told(made));
  assert.ok(readdirSync(path).includes('vault.json') && readdirSync(path).includes('store.db'));
  assert.ok(!readFileSync(`${path}/store.db`).subarray(0, 16).toString('latin1').startsWith('SQLite format 3'));

  const byKey = await run(['--vault', path, 'users', 'list', '--json'], { env: { ...place.env, MUSTER_PASSPHRASE: made.json.recovery_key } });
  assert.deepEqual(exits(byKey).json.users, []);

  const again = exits(await run(['init', path, '--operator', OPERATOR], { env }), EXIT.failed);
  assert.match(again.stderr, /new\.muster/, 'an existing vault is named, not replaced');
});

test('a passphrase under 12 characters makes no vault', async (t) => {
  const place = scratch();
  t.after(place.remove);
  const path = place.path('weak.muster');
  const refused = await run(['init', path, '--operator', OPERATOR], { env: { ...place.env, MUSTER_PASSPHRASE: 'short' } });
  assert.ok([EXIT.failed, EXIT.usage].includes(refused.code), told(refused));
  assert.match(refused.stderr, /12/);
  assert.ok(!existsSync(path), 'nothing is left behind');
});

test('the passphrase can come from a file, and a wrong one is told apart', async () => {
  const v = await vault();
  const env = { MUSTER_PASSPHRASE: undefined };
  const right = write(v.path('right.txt'), `${PASSPHRASE}\n`);
  exits(await v.muster(['--passphrase-file', right, 'users', 'list'], { env }));

  const wrong = write(v.path('wrong.txt'), 'not the passphrase at all\n');
  const refused = exits(await v.muster(['--json', '--passphrase-file', wrong, 'users', 'list'], { env }), EXIT.denied);
  const answer = refused.json ?? JSON.parse(refused.stderr);
  assert.equal(answer.error.code, 'wrong_passphrase');
  assert.ok(answer.error.message.length > 20 && typeof answer.error.details === 'object', told(refused));
});

test('wrong use is exit code 2', async () => {
  const v = await vault();
  exits(await v.muster(['no-such-command']), EXIT.usage);
  exits(await v.muster(['users', 'list', '--limit', 'many']), EXIT.usage);
  exits(await run(['users', 'list'], { env: { ...v.env, MUSTER_VAULT: undefined } }), EXIT.usage);
});

test('help and version need no vault', async (t) => {
  const place = scratch();
  t.after(place.remove);
  const help = exits(await run(['--help'], { env: place.env }));
  for (const command of ['init', 'demo', 'userstores', 'import', 'users', 'export', 'seats', 'log', 'backup', 'restore', 'check']) {
    assert.match(help.stdout, new RegExp(`^\\s+${command}\\b`, 'm'));
  }
  assert.match(exits(await run(['--version'], { env: place.env })).stdout, /^muster \d+\.\d+\.\d+/);
});

test('check finds nothing wrong with a good vault', async () => {
  const v = await vault();
  await v.ask(['import', fixture('gitlab-users.json'), '--userstore', 'gitlab']);
  assert.deepEqual(await v.ask(['check']), { ok: true, problems: [] });
});

test('check finds a damaged page', async () => {
  const v = await vault();
  await v.ask(['import', fixture('gitlab-users.json'), '--userstore', 'gitlab']);
  const { openSync, writeSync, closeSync, statSync } = await import('node:fs');
  const file = `${v.vault}/store.db`;
  const handle = openSync(file, 'r+');
  // A byte in the middle of a page that is not the first, so that it still opens.
  writeSync(handle, Buffer.from([0x5a, 0xa5]), 0, 2, Math.floor(statSync(file).size / 4096 / 2) * 4096 + 1000);
  closeSync(handle);
  const found = await v.muster(['check', '--json']);
  assert.notEqual(found.code, EXIT.done, told(found));
  if (found.json.problems) {
    assert.equal(found.json.ok, false);
    assert.ok(found.json.problems.length > 0);
  } else {
    assert.equal(found.json.error.code, 'damaged', told(found));
  }
});

test('a backup restores to the same users and is not readable', async () => {
  const v = await vault();
  await v.ask(['import', fixture('gitlab-users.json'), '--userstore', 'gitlab']);
  const before = await v.ask(['users', 'list', '--limit', '500']);
  const file = v.path('realm.backup');
  const written = await v.ask(['backup', file]);
  assert.equal(written.bytes, readFileSync(file).length);
  const { createHash } = await import('node:crypto');
  assert.equal(written.sha256, createHash('sha256').update(readFileSync(file)).digest('hex'));
  assert.ok(!readFileSync(file).includes('anna@fern.example'));

  await v.ask(['import', write(v.path('fewer.json'), [{ id: 99, username: 'zoe', name: 'Zoe', state: 'active' }]), '--userstore', 'gitlab']);
  const restored = v.path('restored.muster');
  exits(await v.muster(['restore', file, restored]));
  const after = exits(await v.muster(['--vault', restored, 'users', 'list', '--limit', '500', '--json'])).json;
  assert.deepEqual(after, before);
  assert.equal(exits(await v.muster(['--vault', restored, 'check', '--json'])).json.ok, true);

  const over = await v.muster(['restore', file, restored]);
  assert.equal(over.code, EXIT.failed, 'a vault that is there is not replaced');
});

test('a backup that was cut short is refused and leaves no vault', async () => {
  const v = await vault();
  const file = v.path('realm.backup');
  await v.ask(['backup', file]);
  const whole = readFileSync(file);
  const cut = write(v.path('cut.backup'), whole.subarray(0, Math.floor(whole.length / 2)));
  const refused = exits(await v.muster(['restore', cut, v.path('half.muster')]), EXIT.failed);
  assert.match(refused.stderr, /cut\.backup/);
  assert.ok(!existsSync(v.path('half.muster')), 'nothing is left behind');
});

test('a second program says who holds the vault, or only reads', async () => {
  const v = await vault();
  const big = write(v.path('big.json'), (await import('../lib/fixtures.mjs')).manyUsers(20_000));
  const { start } = await import('../lib/muster.mjs');
  const { once } = await import('node:events');
  const first = start(['import', big, '--userstore', 'gitlab'], { env: v.env });
  // Halted while it holds the vault, so that the second meets it on any machine.
  const holder = `${v.env.MUSTER_VAULT}/holder`;
  while (!existsSync(holder) && first.exitCode === null) await new Promise((resolve) => setTimeout(resolve, 2));
  first.kill('SIGSTOP');
  assert.ok(existsSync(holder) && first.exitCode === null, 'the first import must hold the vault for this test to mean anything');
  const second = await v.muster(['--json', 'import', fixture('team.csv'), '--userstore', 'team']);
  const ended = once(first, 'close');
  first.kill('SIGCONT');
  const [code] = await ended;
  assert.equal(code, 0);
  assert.notEqual(second.code, EXIT.done, told(second));
  const { error } = second.json ?? JSON.parse(second.stderr);
  assert.ok(['in_use', 'not_permitted'].includes(error.code), told(second));
});
