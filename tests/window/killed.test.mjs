// `kill -9` at random moments while a user is edited in the window: the vault
// opens every time, is whole, and each edit is there entirely or not at all.

import test from 'node:test';
import assert from 'node:assert/strict';
import { PASSPHRASE, exits, told, vault } from '../lib/muster.mjs';
import { fixture } from '../lib/fixtures.mjs';
import { chooseSeed, randomFrom } from '../lib/random.mjs';
import { openWindow } from '../lib/window.mjs';

const KILLS = Number(process.env.MUSTER_KILLS ?? 40);

/** Edits one user without end: three fields carry the same number, so that half an edit would show. */
const EDIT_WITHOUT_END = `
  const [id, round] = arguments;
  const invoke = window.__TAURI_INTERNALS__.invoke;
  (async () => {
    for (let n = 1; ; n += 1) {
      const mark = round + '.' + n;
      const { change } = await invoke('user_edit', { request: [id, { display_name: 'Edit ' + mark, email: mark + '@fern.example', profile: { title: 'Title ' + mark } }] });
      if (n % 4 === 0) await invoke('change_undo', { request: { change } });
    }
  })();`;

test(`${KILLS} edits, each killed at a random moment`, { timeout: 600_000 }, async (t) => {
  const seed = chooseSeed();
  t.diagnostic(`seed ${seed}; the same moments again: MUSTER_SEED=${seed}`);
  const random = randomFrom(seed);
  const v = await vault();
  await v.ask(['import', fixture('gitlab-users.json'), '--userstore', 'gitlab']);
  let id;
  let edits = 0;
  for (let round = 1; round <= KILLS; round += 1) {
    const page = await openWindow(v);
    try {
      const opened = await page.invoke('vault_open', { path: v.vault, passphrase: PASSPHRASE });
      assert.equal(opened.error, undefined, JSON.stringify(opened.error));
      if (id === undefined) {
        const made = await page.invoke('user_create', { userstore: 'PRIMARY', edit: { username: 'gita', display_name: 'Edit 0', email: '0@fern.example', profile: { title: 'Title 0' } } });
        assert.equal(made.error, undefined, JSON.stringify(made.error));
        id = made.value.user.id;
      }
      await page.inPage(EDIT_WITHOUT_END, id, round);
      await new Promise((resolve) => setTimeout(resolve, random() * 300));
    } finally {
      await page.kill();
    }
    const was = `seed ${seed}, round ${round}`;
    const check = exits(await v.muster(['check', '--json']));
    assert.deepEqual(check.json, { ok: true, problems: [] }, `${was}\n${told(check)}`);
    const log = await v.ask(['log', 'verify']);
    assert.equal(log.ok, true, was);
    const shown = await v.ask(['users', 'show', 'PRIMARY/gita']);
    const mark = shown.user.display_name.replace('Edit ', '');
    assert.equal(shown.user.email, `${mark}@fern.example`, was);
    assert.ok(JSON.stringify(shown.profile).includes(`"Title ${mark}"`), `${was}: ${JSON.stringify(shown.profile)} beside ${mark}`);
    edits = log.entries;
  }
  t.diagnostic(`${edits} entries in the log`);
  assert.ok(edits > KILLS, 'edits were made between the kills, or the test says little');
});
