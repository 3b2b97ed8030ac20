// Files dragged from a file manager onto the real window, with a real mouse:
// what will happen is said while they are held, and dropped they are looked at
// in the import, from which they can be imported.

import test, { after, before } from 'node:test';
import assert from 'node:assert/strict';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { drag } from '../lib/drag.mjs';
import { fixture, gitlabUsers, write } from '../lib/fixtures.mjs';
import { managed } from '../lib/realm.mjs';
import { openVault, t } from '../lib/window.mjs';

/** Inside the window, away from its edges. */
const INSIDE = [640, 400];
const OUTSIDE = [1440, 700];

let v;
let page;
const held = () => page.has(t.dropZone);

before(async () => {
  v = await managed({ keep: true });
  page = await openVault(v);
});
after(async () => {
  await page?.close();
  v?.remove();
});

/** Drags and lets go, then puts the source away whatever came of it. */
async function dropped(files, meanwhile = async () => {}) {
  const dragged = await drag(v, files);
  try {
    await dragged.to(INSIDE, held);
    await meanwhile(dragged);
    await dragged.drop();
    await page.gone(t.dropZone);
  } finally {
    await dragged.end();
  }
}

test('files taken away again leave everything as it was', async () => {
  await page.click(t.navUsers);
  await page.one(t.usersRow);
  const dragged = await drag(v, [fixture('gitlab-users.json')]);
  try {
    await dragged.to(INSIDE, held);
    await dragged.to(OUTSIDE, async () => !(await held()));
  } finally {
    await dragged.end();
  }
  assert.equal(await page.has(t.usersRow), true);
});

test('a file is named while it is held, looked at when it is dropped, and imported', async () => {
  const path = v.path('Mitarbeiter Käthe & Söhne 100%.json');
  write(path, [...gitlabUsers(), { ...gitlabUsers()[0], id: 900, username: 'newcomer', email: 'new@fern.example' }]);
  await dropped([path], () => page.says(t.dropZone, /import this file\s+Mitarbeiter Käthe & Söhne 100%\.json/));
  await page.says(t.importFile, /Mitarbeiter Käthe & Söhne 100%\.json[\s\S]*GitLab/);
  await page.click(t.importRun);
  await page.one(t.importResult, { 'data-dry-run': 'false' });
  const { users } = await v.ask(['users', 'list', '--filter', 'userName eq "newcomer"']);
  assert.equal(users.length, 1);
});

test('what is dropped on the import is added; what cannot be read says so and spoils nothing', async () => {
  const first = write(v.path('one.json'), gitlabUsers());
  const second = v.path('two.bin');
  writeFileSync(second, Buffer.from([0, 1, 2, 255, 254, 0]));
  await page.click(t.navOverview);
  await dropped([first], () => page.says(t.dropZone, /one\.json/));
  await page.says(t.importFile, /one\.json/);
  await dropped([second]);
  await page.until(async () => (await page.texts(t.importFile)).length === 2, 'both are there');
  assert.match((await page.texts(t.importFile)).join('\n'), /one\.json[\s\S]*two\.bin/);
});

test('a folder of dated exports is taken for what it is', async () => {
  const folder = v.path('exports');
  mkdirSync(folder);
  write(join(folder, '2024-01-01.json'), gitlabUsers().slice(0, 2));
  await page.click(t.navOverview);
  await dropped([folder]);
  await page.one(t.import);
  await page.says(t.import, /exports/);
});
