// The people behind accounts, from the command line.

import test from 'node:test';
import assert from 'node:assert/strict';
import { EXIT, exits, vault } from '../lib/muster.mjs';
import { write } from '../lib/fixtures.mjs';

/** Ada in two systems by one e-mail, and in a third by another. */
async function realm() {
  const v = await vault();
  const files = {
    git: 'username,email,name\nada,Ada@fern.example,Ada\nben,ben@fern.example,Ben\n',
    hr: 'username,email,employee number\nal,ada@fern.example,E-17\n',
    badge: 'username,employee number\n17,e-17\n',
  };
  for (const [store, text] of Object.entries(files)) {
    await v.ask(['import', write(v.path(`${store}.csv`), text), '--userstore', store]);
  }
  return v;
}

const names = (accounts) => accounts.map((a) => [a.full_name, a.how]);

test('accounts that look alike are suggested, linked and parted', async () => {
  const v = await realm();
  const before = await v.ask(['users', 'show', 'git/ada']);
  assert.deepEqual(names(before.person.suggestions), [['hr/al', 'email']]);
  const linked = await v.ask(['users', 'link', 'git/ada', 'hr/al', '--name', 'Ada Lovelace']);
  assert.equal(linked.name, 'Ada Lovelace');
  assert.deepEqual(names(linked.accounts), [['hr/al', 'email']]);
  assert.deepEqual(names(linked.suggestions), [['badge/17', 'employee_number']]);
  await v.ask(['users', 'link', 'hr/al', 'badge/17']);
  const shown = exits(await v.muster(['users', 'show', 'git/ada'])).stdout;
  assert.match(shown, /Person +Ada Lovelace\nOther accounts +badge\/17 \(.*\), hr\/al \(.*\)/);
  const found = await v.ask(['users', 'list', '--filter', 'person eq "Ada Lovelace"']);
  assert.equal(found.total, 3);
  const parted = await v.ask(['users', 'unlink', 'badge/17']);
  assert.equal(parted.id, null);
  const { entries } = await v.ask(['log', 'list', '--limit', '1']);
  assert.deepEqual([entries[0].action, entries[0].target], ['person.unlink', 'Ada Lovelace']);
});

test('nobody is a person alone, and nobody is linked to no one', async () => {
  const v = await realm();
  const alone = exits(await v.muster(['users', 'link', 'git/ben', '--json']), EXIT.usage);
  assert.equal(alone.json.error.code, 'invalid');
  const missing = exits(await v.muster(['users', 'link', 'git/ben', 'git/nobody', '--json']), EXIT.failed);
  assert.equal(missing.json.error.code, 'not_found');
  exits(await v.muster(['users', 'link']), EXIT.usage);
  const same = exits(await v.muster(['users', 'unlink', 'git/ben']));
  assert.match(same.stderr, /nobody/);
});
