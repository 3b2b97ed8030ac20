// Nothing readable on disk while the window is used: what it writes for
// itself (its settings, WebKit's caches, temporary files) is searched too.

import test from 'node:test';
import assert from 'node:assert/strict';
import { PASSPHRASE, scratch } from '../lib/muster.mjs';
import { write } from '../lib/fixtures.mjs';
import { marker, search } from '../lib/markers.mjs';
import { chooseSeed, randomFrom } from '../lib/random.mjs';
import { openWindow, t as ids } from '../lib/window.mjs';

test('no marker in any byte the window leaves, while it is used and after', async (t) => {
  const seed = chooseSeed();
  t.diagnostic(`seed ${seed}`);
  const random = randomFrom(seed);
  const [name, login, mail, title, typed] = ['name', 'login', 'mail', 'title', 'typed'].map((what) => marker(what, random));
  const passphrase = `${marker('phrase', random)} and more`;
  const all = [name, login, mail, title, typed, passphrase.split(' ')[0], PASSPHRASE];
  const place = scratch();
  const inputs = scratch('muster-inputs-');
  const look = (when) => {
    const { found, files } = search([place.folder], all, { except: (path) => path.startsWith(place.path('picks')) });
    assert.deepEqual(found, [], when);
    return files;
  };
  const page = await openWindow(place);
  try {
    const vault = place.path('Fern.muster');
    const ok = ({ value, error }) => {
      assert.equal(error, undefined, JSON.stringify(error));
      return value;
    };
    ok(await page.invoke('vault_create', { path: vault, operator: 'olga', passphrase }));
    const users = Array.from({ length: 400 }, (_, n) => ({ id: n + 1, username: `${login}${n}`, name: `${name} ${n}`, email: `${mail}${n}@fern.example`, job_title: title, state: 'active' }));
    const file = write(inputs.path('users.json'), users);
    const imported = await page.driver.executeAsyncScript(
      `const [file, done] = arguments;
       const progress = { toJSON: () => '__CHANNEL__:' + window.__TAURI_INTERNALS__.transformCallback(() => {}) };
       window.__TAURI_INTERNALS__.invoke('import_run', { request: { files: [file], userstore: 'gitlab' }, progress }).then((value) => done({ value }), (error) => done({ error }));`,
      file,
    );
    assert.equal(ok(imported).created, 400);
    look('after an import');

    await page.driver.navigate().refresh();
    await page.click(ids.navUsers);
    await page.until(async () => (await page.all(ids.usersRow)).length > 5, 'the users are on screen');
    await page.picture('disk');
    // Not the driver's idea of text, which leaves out what an ellipsis hides.
    assert.match(await (await page.one(ids.usersGrid)).getAttribute('textContent'), new RegExp(name));
    look('with the users on screen');
    await page.fill(ids.usersSearch, typed);
    await page.until(async () => (await page.all(ids.usersRow)).length === 0, 'nobody fits');
    await page.fill(ids.usersSearch, `${login}7`);
    await page.until(async () => (await page.all(ids.usersRow)).length > 0, 'someone fits');
    await page.click(ids.usersRow);
    await page.one(ids.drawerName);
    look('with a user open');
    await page.click(ids.drawerClose);
    ok(await page.invoke('vault_lock'));
    look('after locking');
    const said = page.said();
    for (const text of all) assert.ok(!said.includes(text), 'what the program says of itself holds no user data');
  } finally {
    await page.close();
  }
  const files = look('after closing');
  t.diagnostic(`${files} files searched`);
  assert.ok(files >= 3, 'there was something to search');
  place.remove();
  inputs.remove();
});
