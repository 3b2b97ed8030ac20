// A list of users from a file or from standard input, however it is made.

import test from 'node:test';
import assert from 'node:assert/strict';
import { EXIT, exits, told, vault } from '../lib/muster.mjs';
import { manyUsers, write } from '../lib/fixtures.mjs';
import { errorOf, everything, local, states } from '../lib/realm.mjs';

const counts = (answer) => [answer.matched, answer.changed, answer.unchanged, answer.refused.length];

test('usernames, full names, e-mails and ids, in any order, with blank lines between', async () => {
  const v = await local('ada', 'ben', 'cleo', 'dora', 'eve');
  const { user } = await v.ask(['users', 'show', 'dora']);
  const list = write(v.path('list.txt'), `ada\n\n  PRIMARY/ben  \nCLEO@fern.example\n${user.id}\nada\n`);
  const done = await v.ask(['users', 'block', '--from', list, '--yes']);
  assert.deepEqual(counts(done), [4, 4, 0, 0], 'a user who is named twice counts once');
  assert.deepEqual(await states(v), { ada: 'blocked', ben: 'blocked', cleo: 'blocked', dora: 'blocked', eve: 'active' });
});

test('a list on standard input, with a byte-order mark and line ends of Windows', async () => {
  const v = await local('ada', 'ben');
  const done = await v.ask(['users', 'block', '--from', '-', '--yes'], { input: '\ufeffada\r\nben\r\n' });
  assert.deepEqual([...counts(done), done.unmatched], [2, 2, 0, 0, []]);
});

test('lines that match nobody, or several, are reported with their number; the others are done; exit 4', async () => {
  const v = await local('ada', 'ben');
  await v.ask(['userstores', 'add', 'second']);
  await v.ask(['users', 'add', 'ben', '--userstore', 'second']);
  const list = write(v.path('list.txt'), 'ada\nnobody\n\nben\n=HYPERLINK("http://x.example")\n\u001b[31mred\n');
  const done = await v.ask(['users', 'block', '--from', list, '--yes'], { code: EXIT.rejected });
  assert.deepEqual(counts(done), [1, 1, 0, 0]);
  assert.equal(done.unmatched_total, 4);
  assert.deepEqual(done.unmatched.map((u) => u.line), [2, 4, 5, 6]);
  assert.match(done.unmatched[1].reason, /PRIMARY\/ben.*second\/ben/);
  const shown = exits(await v.muster(['users', 'block', '--from', list, '--dry-run']), EXIT.rejected);
  assert.match(shown.stderr, /Line 2\b.*nobody/);
  assert.ok(!shown.stderr.includes('\u001b'), 'what would steer a terminal is shown instead');
});

test('a list of which nobody matches changes nothing', async () => {
  const v = await local('ada');
  const before = await everything(v);
  const done = await v.ask(['users', 'block', '--from', write(v.path('none.txt'), 'x\ny\n')], { code: EXIT.rejected });
  assert.deepEqual([done.change, ...counts(done), done.unmatched_total], [null, 0, 0, 0, 0, 2]);
  assert.deepEqual((await everything(v)).users, before.users);
  const empty = await v.ask(['users', 'block', '--from', write(v.path('empty.txt'), '')]);
  assert.deepEqual(counts(empty), [0, 0, 0, 0]);
});

for (const [name, bytes, says] of [
  ['a picture', Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a, 0, 0, 0, 13]), /line \d+/],
  ['zeros', Buffer.alloc(5000), /line 1\b/],
  ['UTF-16', Buffer.from('\ufeffada\r\nben\r\n', 'utf16le'), /line 1\b/],
  ['Latin-1', Buffer.from('ada\nj\xfcrgen\n', 'latin1'), /line 2\b.*UTF-8/s],
]) {
  test(`${name} is no list of users`, async () => {
    const v = await local('ada', 'ben');
    const before = await everything(v);
    const file = write(v.path('list.bin'), bytes);
    const refused = exits(await v.muster(['users', 'block', '--from', file, '--yes', '--json']), EXIT.failed);
    assert.equal(errorOf(refused).code, 'unreadable', told(refused));
    assert.match(errorOf(refused).message, /list\.bin/);
    assert.match(errorOf(refused).message, says);
    assert.deepEqual(await everything(v), before);
  });
}

test('a file that is not there, and a folder, are said to be', async () => {
  const v = await local('ada');
  const missing = exits(await v.muster(['users', 'block', '--from', v.path('nowhere.txt'), '--json']), EXIT.failed);
  assert.equal(errorOf(missing).code, 'not_found');
  assert.match(errorOf(missing).message, /nowhere\.txt/);
  const folder = exits(await v.muster(['users', 'block', '--from', v.folder, '--json']), EXIT.failed);
  assert.equal(errorOf(folder).code, 'unreadable');
});

test('a hundred thousand lines, most of them wrong', async () => {
  const v = await vault();
  await v.ask(['import', write(v.path('many.json'), manyUsers(2000)), '--userstore', 'gitlab']);
  const lines = Array.from({ length: 100_000 }, (_, i) => `user${i + 1}`);
  const done = await v.ask(['users', 'block', '--from', '-', '--yes', '--even-last'], { code: EXIT.rejected, input: lines.join('\n') });
  assert.deepEqual([done.matched, done.unmatched_total, done.unmatched.length], [2000, 98_000, 1000]);
  assert.equal(done.changed + done.unchanged + done.refused.length, done.matched);
  assert.equal(done.pending, done.changed, 'a mirrored userstore is not changed here');
});

test('one endless line', async () => {
  const v = await local('ada');
  const done = await v.ask(['users', 'block', '--from', '-'], { code: EXIT.rejected, input: 'x'.repeat(5_000_000) });
  assert.deepEqual([done.matched, done.unmatched_total], [0, 1]);
  assert.ok(done.unmatched[0].text.length < 1000);
});
