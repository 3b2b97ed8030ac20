// Nothing readable on disk: markers in names, e-mails, passwords and the
// passphrase are searched for in every byte the programs leave, while they run
// and after.

import test from 'node:test';
import assert from 'node:assert/strict';
import { once } from 'node:events';
import { mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { EXIT, exits, run, scratch, start } from '../lib/muster.mjs';
import { write } from '../lib/fixtures.mjs';
import { forms, marker, search } from '../lib/markers.mjs';
import { chooseSeed, randomFrom } from '../lib/random.mjs';

const seed = chooseSeed();
const random = randomFrom(seed);
const name = marker('name', random);
const email = marker('mail', random);
const username = marker('login', random);
const password = marker('pass', random);
const bio = marker('bio', random);
const group = marker('group', random);
const passphrase = `${marker('phrase', random)} and more`;
const all = [name, email, username, password, bio, group, passphrase.split(' ')[0]];

test('the search itself finds what is planted, in every form', (t) => {
  const place = scratch();
  t.after(place.remove);
  const folder = place.path('planted');
  for (const form of forms(name)) {
    mkdirSync(folder);
    const noise = Buffer.from(Array.from({ length: 5000 }, () => Math.floor(random() * 256)));
    const planted = form.text ? Buffer.from(form.text.toUpperCase()) : form.bytes;
    write(join(folder, 'page'), Buffer.concat([noise, planted, noise]));
    assert.deepEqual(search([folder], [name]).found, [`${name} as ${form.form} in ${join(folder, 'page')}`]);
    rmSync(folder, { recursive: true });
  }
  for (let shift = 0; shift < 3; shift += 1) {
    mkdirSync(folder);
    write(join(folder, 'page'), Buffer.from(`${'x'.repeat(shift)}${name} and more`).toString('base64'));
    assert.ok(search([folder], [name]).found.length > 0, `base64, ${shift} bytes in`);
    rmSync(folder, { recursive: true });
  }
  mkdirSync(folder);
  write(join(folder, `${name}.tmp`), '');
  assert.equal(search([folder], [name]).found.length, 1, 'in the name of a file');
});

/** Users of whom one carries every marker; enough of them that an import takes a while. */
function realm(count) {
  const users = Array.from({ length: count }, (_, n) => ({
    id: `k-${n}`,
    username: `${username}${n}`,
    enabled: true,
    firstName: name,
    lastName: `Number${n}`,
    email: `${email}${n}@fern.example`,
    attributes: { bio: [bio] },
    credentials: [{ type: 'password', value: password, secretData: JSON.stringify({ value: password }) }],
    groups: [`/${group}`],
    realmRoles: ['clerk'],
  }));
  return { realm: 'fern', enabled: true, groups: [{ name: group, path: `/${group}` }], users };
}

test('no marker in any byte of the vault, temporary folders and backups, while it runs and after', { timeout: 300_000 }, async (t) => {
  t.diagnostic(`seed ${seed}`);
  const place = scratch();
  t.after(place.remove);
  // What the operator brings and takes is plaintext by its nature; it lies apart.
  const inputs = scratch('muster-inputs-');
  t.after(inputs.remove);
  const file = write(inputs.path('realm.json'), realm(6000));
  const env = { ...place.env, MUSTER_PASSPHRASE: passphrase };
  const vault = place.path('realm.muster');
  const muster = (...args) => run(['--vault', vault, ...args], { env, cwd: place.folder });
  const look = () => search([place.folder], all);
  const spoken = [];

  spoken.push(exits(await run(['init', vault, '--operator', 'olga'], { env })));
  assert.deepEqual(look().found, []);

  const importing = start(['--vault', vault, 'import', file, '--userstore', 'fern'], { env, cwd: place.folder });
  let importSaid = '';
  importing.stderr.on('data', (piece) => (importSaid += piece));
  importing.stdout.resume();
  const done = once(importing, 'close');
  let looks = 0;
  let most = 0;
  while (importing.exitCode === null && importing.signalCode === null) {
    const { found, bytes } = look();
    assert.deepEqual(found, [], 'while an import runs');
    looks += 1;
    most = Math.max(most, bytes);
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
  assert.equal((await done)[0], EXIT.done, importSaid);
  t.diagnostic(`searched ${looks} times while the import ran, up to ${(most / 2 ** 20).toFixed(1)} MiB`);
  assert.ok(looks >= 3, 'the import must outlast a few searches for this to mean anything');
  assert.deepEqual(look().found, [], 'after an import');

  spoken.push(exits(await muster('users', 'list', '--limit', '3', '--filter', name)));
  spoken.push(exits(await muster('audit', 'run')));
  spoken.push(exits(await muster('review', 'role', 'fern', 'clerk', '--privileged', 'no')));
  const reviewer = ['--ask', 'named', '--reviewer', 'Rita <rita@review.example>', '--incomplete-because', 'a test'];
  spoken.push(exits(await muster('review', 'open', '--title', 'Everyone', '--filter', name, ...reviewer)));
  assert.deepEqual(look().found, [], 'after an audit and with a review');
  spoken.push(exits(await muster('backup', place.path('realm.backup'))));
  spoken.push(exits(await muster('restore', place.path('realm.backup'), place.path('again.muster'))));
  spoken.push(exits(await muster('check')));
  spoken.push(await muster('users', 'list', '--filter', `${name} eq`));
  const { found, files, bytes } = look();
  assert.deepEqual(found, [], 'vault, backup and restored vault');
  t.diagnostic(`${files} files, ${(bytes / 2 ** 20).toFixed(1)} MiB`);
  assert.ok(files >= 5 && bytes > 2 ** 20, 'there was something to search');

  const shown = exits(await muster('users', 'list', '--json', '--limit', '1', '--filter', name));
  assert.ok(shown.stdout.includes(name), 'and yet the users are in the vault');
  for (const { args, stderr } of spoken) {
    for (const text of all.filter((word) => !args.some((arg) => arg.includes(word)))) {
      assert.ok(!stderr.includes(text), `what the program says of itself holds no user's data: ${args.join(' ')}`);
    }
  }
  assert.ok(!importSaid.includes(password));

  const everything = exits(await muster('export', 'users', '--format', 'jsonl')).stdout;
  assert.ok(!everything.includes(password), 'a password is dropped, not stored');
});
