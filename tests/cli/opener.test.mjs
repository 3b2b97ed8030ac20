// A vault that the program wrote is opened by one that shares no code with it:
// SQLCipher, Argon2 and XChaCha20 from PyPI, after docs/vault.md.

import test from 'node:test';
import assert from 'node:assert/strict';
import { join } from 'node:path';
import { existsSync } from 'node:fs';
import { PASSPHRASE, exits, run, vault } from '../lib/muster.mjs';
import { fixture } from '../lib/fixtures.mjs';
import { root } from '../lib/places.mjs';

const script = join(root, 'src-tauri', 'crates', 'vault', 'tests', 'opener', 'open_vault.py');
const python = process.env.MUSTER_PYTHON;

test('an opener that is not ours opens it with the right passphrase only', async (t) => {
  if (!python || !existsSync(python)) {
    t.skip('MUSTER_PYTHON names no Python with the packages of the opener');
    return;
  }
  const v = await vault();
  await v.ask(['import', fixture('gitlab-users.json'), '--userstore', 'gitlab']);
  const log = (await v.ask(['log', 'verify'])).entries;
  const open = (passphrase) => run([script, v.vault], { program: python, env: { ...v.env, MUSTER_PASSPHRASE: passphrase } });
  const found = exits(await open(PASSPHRASE)).json;
  assert.equal(found.users, 8);
  assert.equal(found.userstores, 2);
  assert.equal(found.log, log);
  exits(await open('not the passphrase at all'), 3);
});
