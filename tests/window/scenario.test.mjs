// The main job in the real window: create a vault, import, search, open a
// user, edit, undo, export, lock, and a wrong passphrase.

import test, { after, afterEach, before } from 'node:test';
import assert from 'node:assert/strict';
import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { PASSPHRASE, exits, run, scratch } from '../lib/muster.mjs';
import { fixture } from '../lib/fixtures.mjs';
import { Key, openWindow, t } from '../lib/window.mjs';

const place = scratch();
let page;
let recoveryKey;
const vault = place.path('Fern.muster');

before(async () => {
  page = await openWindow(place);
});
after(async () => {
  await page?.close();
  place.remove();
});

// A step that failed with a dialog open must not take the next ones with it.
afterEach(async () => {
  if (page && (await page.has(t.dialog))) await page.driver.actions().sendKeys(Key.ESCAPE).perform();
});

/** No screen on the way may have an accessibility fault. */
const accessible = async (where) => assert.deepEqual(await page.violations(), [], where);

async function unlock(passphrase) {
  await page.fill(t.unlockPassphrase, passphrase);
  await page.click(t.unlockSubmit);
}

test('the first start offers three ways in', async () => {
  await page.one(t.startCreate);
  await page.one(t.startOpen);
  await page.one(t.startDemo);
  await page.picture('start-first');
  await accessible('first start');
});

test('a vault is created, and its recovery key shown once', async () => {
  await page.click(t.startCreate);
  await page.fill(t.createPath, vault);
  await page.fill(t.createOperator, 'olga');
  await page.fill(t.createPassphrase, 'short');
  await page.fill(t.createPassphraseAgain, 'short');
  await page.click(t.createSubmit);
  assert.ok(!existsSync(vault), 'a short passphrase makes no vault');
  await accessible('create, with errors');
  await page.fill(t.createPassphrase, PASSPHRASE);
  await page.fill(t.createPassphraseAgain, PASSPHRASE);
  await page.click(t.createSubmit);

  recoveryKey = await (await page.one(t.recoveryKey)).getAttribute('data-key');
  assert.ok(recoveryKey.length >= 40, 'a key nobody guesses');
  await page.picture('start-recovery-key');
  await accessible('recovery key');
  assert.equal(await (await page.one(t.recoveryGo)).isEnabled(), false, 'one goes on only after saying that it is kept');
  await page.click(t.recoveryKept);
  await page.click(t.recoveryGo);
  await page.one(t.rail);
  assert.ok(existsSync(join(vault, 'store.db')));
  await page.one(t.overviewEmpty);
  await page.picture('overview-empty');
  await accessible('empty overview');
});

test('the import says what it detects, tries it dry and then does it', async () => {
  await page.click(t.overviewImport);
  await page.one(t.import);
  page.pickFiles([fixture('gitlab-users.json')]);
  await page.click(t.importChoose);
  await page.says(t.importFile, /GitLab/);
  await page.picture('import-detected');
  await accessible('import, file detected');

  await page.click(t.importDryRun);
  await page.says(t.importCreated, /8/);
  await accessible('import, dry run');
  assert.equal((await userNames()).length, 0, 'a dry run changes nothing');

  await page.click(t.importRun);
  await page.until(async () => (await userNames()).length === 8, 'eight users come in');
  await page.says(t.importCreated, /8/);
  await page.says(t.importRead, /8/);
  await page.picture('import-result');
  await accessible('import, result');
});

async function userNames() {
  const { value, error } = await page.invoke('users_page', { filter: '', sort: 'userName', descending: false, offset: 0, limit: 100 });
  assert.equal(error, undefined, JSON.stringify(error));
  return value.users.map((user) => user.username);
}

test('a bare word finds a user, and the drawer says what is known', async () => {
  await page.click(t.navUsers);
  await page.one(t.usersGrid);
  await page.until(async () => (await page.all(t.usersRow)).length >= 8, 'every user has a row');
  await page.picture('users');
  await accessible('users');
  await page.fill(t.usersSearch, 'lind');
  await page.until(async () => (await page.all(t.usersRow)).length === 1, 'one user fits');
  await page.click(t.usersRow);
  assert.match(await page.text(t.drawerName), /Anna Lind/);
  assert.match(await page.text(t.drawer), /anna@fern\.example/);
  await page.picture('user');
  await accessible('drawer');
  await page.click(t.drawerClose);
  await page.gone(t.drawer);
});

test('a filter that cannot be read says so in place', async () => {
  await page.fill(t.usersSearch, 'state eq "asleep"');
  await page.one(t.usersFilterError);
  await accessible('filter error');
  await page.fill(t.usersSearch, '');
  await page.until(async () => (await page.all(t.usersRow)).length >= 8, 'every user is back');
});

test('a user of the local userstore is made, edited, and the edit undone', async () => {
  await page.click(t.usersNew);
  await page.one(t.editForm);
  const field = async (name) => {
    for (const element of await page.all(t.editField)) {
      if ((await element.getAttribute('data-field')) === name) return element;
    }
    throw new Error(`the form has no field ${name}`);
  };
  await (await field('username')).sendKeys('gita');
  await (await field('display_name')).sendKeys('Gita Rao');
  await (await field('email')).sendKeys('gita@fern.example');
  await page.picture('user-new');
  await accessible('new user');
  await page.click(t.editSave);
  await page.says(t.drawerName, /Gita Rao/);

  await page.click(t.drawerEdit);
  const name = await field('display_name');
  await name.clear();
  await name.sendKeys('Gita Rao-Berg');
  await accessible('edit');
  await page.click(t.editSave);
  await page.says(t.drawerName, /Gita Rao-Berg/);
  await page.click(t.undoLast);
  await page.says(t.drawerName, /^Gita Rao$/);
  await page.picture('user-undone');
  await page.click(t.drawerClose);
});

test('the users that are shown are exported', async () => {
  await page.fill(t.usersSearch, 'fern.example');
  await page.until(async () => (await page.all(t.usersRow)).length >= 8, 'most users have such an e-mail');
  await page.click(t.usersExport);
  await accessible('export');
  await page.click(t.exportRun);
  await page.one(t.exportResult);
  const [file] = readdirSync(join(page.picks, 'save'));
  assert.match(file, /^\w.*\.csv$/, 'a name that says what it is was suggested');
  const text = readFileSync(page.saved(file), 'utf8');
  assert.match(text, /^Anna Lind,anna,/m, 'the columns that are shown, in their order');
  assert.equal(text.trimEnd().split('\r\n').length, 9, 'only what the filter shows: a header and eight users');
  await page.picture('users-exported');
  await page.click(t.dialogClose);
  await page.gone(t.dialog);
  await page.fill(t.usersSearch, '');
});

test('seats are counted by the plan that is chosen', async () => {
  await page.click(t.navSeats);
  await page.one(t.seats);
  await page.says(t.seatsConsumed, /\d/);
  await page.picture('seats');
  await accessible('seats');
});

test('the seats on the overview, in the report and in the list of users are the same', async () => {
  const ask = async (command, request) => {
    const { value, error } = await page.invoke(command, request);
    assert.equal(error, undefined, JSON.stringify(error));
    return value;
  };
  const { seats } = await ask('overview');
  const views = await ask('users_views');
  const taking = views.find((view) => view.name === 'takes-a-seat').count;
  const listed = await ask('users_page', { filter: 'seat eq true', sort: 'userName', descending: false, offset: 0, limit: 100 });
  assert.equal(listed.total, taking);
  assert.ok(listed.users.every((user) => user.seat === true));
  if (seats === null) {
    assert.equal(taking, 0, 'without a plan nobody takes a seat');
  } else {
    assert.equal(taking, seats.consumed);
    assert.equal((await ask('seats_report', seats.plan)).consumed, seats.consumed);
  }
});

test('the log has it all, and its chain holds', async () => {
  await page.click(t.navLog);
  await page.until(async () => (await page.all(t.logRow)).length >= 4, 'created, imported, edited, undone, exported');
  await page.click(t.logVerify);
  await page.one(t.logVerified);
  await page.picture('log');
  await accessible('log');
});

test('locked, a wrong passphrase is refused and the right one opens', async () => {
  await page.click(t.lock);
  await page.one(t.unlockPassphrase);
  assert.doesNotMatch(await page.driver.getPageSource(), /fern\.example/, 'nothing of the vault stays on screen');
  const { error } = await page.invoke('users_page', { filter: '', sort: 'userName', descending: false, offset: 0, limit: 10 });
  assert.equal(error.code, 'locked');
  await unlock('not the passphrase at all');
  await page.until(async () => (await (await page.one(t.unlockPassphrase)).getAttribute('aria-invalid')) === 'true', 'the field is marked wrong');
  await page.picture('start-wrong-passphrase');
  await accessible('wrong passphrase');
  await unlock(PASSPHRASE);
  await page.one(t.rail);
  assert.ok((await userNames()).includes('gita'));
});

test('the recovery key opens it as well', async () => {
  await page.click(t.lock);
  await unlock(recoveryKey);
  await page.one(t.rail);
});

test('the program says nothing of its users', () => {
  assert.doesNotMatch(page.said(), /fern\.example|Anna|horse battery/);
  assert.doesNotMatch(page.said(), /panicked/);
});

test('closed, the vault is whole', async () => {
  await page.close();
  page = undefined;
  const env = { ...place.env, MUSTER_VAULT: vault, MUSTER_PASSPHRASE: PASSPHRASE };
  assert.deepEqual(exits(await run(['check', '--json'], { env })).json, { ok: true, problems: [] });
  assert.equal(exits(await run(['log', 'verify', '--json'], { env })).json.ok, true);
});
