// Start: creating, opening, locking.
import assert from 'node:assert/strict';
import { eventually, id, on } from './harness.mjs';

on('create a vault: the key must be kept before one goes on', '', 'start', async (page) => {
  await page.click(id('start-create'));
  await page.click(id('create-submit'));
  await eventually(async () => assert.equal(await page.locator(id('recovery-key')).count(), 0));
  await page.fill(id('create-path'), '/tmp/a.muster');
  await page.fill(id('create-operator'), 'Dana');
  await page.fill(id('create-passphrase'), 'four unrelated words');
  await page.fill(id('create-passphrase-again'), 'four unrelated word');
  await page.click(id('create-submit'));
  await eventually(async () => assert.equal(await page.locator(id('recovery-key')).count(), 0));
  await page.fill(id('create-passphrase-again'), 'four unrelated words');
  await page.click(id('create-submit'));
  await page.waitForSelector(id('recovery-key'));
  await eventually(async () => assert.equal(await page.locator(id('recovery-go')).isDisabled(), true));
  await page.check(id('recovery-kept'));
  await page.click(id('recovery-go'));
  await page.waitForSelector(id('screen-overview'));
});

on('a wrong passphrase stays, with its reason; the right one opens; Ctrl+L locks', '', 'start', async (page) => {
  await page.click(id('start-recent'));
  await page.keyboard.type('wrong');
  await page.keyboard.press('Enter');
  await page.waitForSelector('[aria-invalid="true"]');
  await page.keyboard.type('correct horse battery');
  await page.keyboard.press('Enter');
  await page.waitForSelector(id('screen-overview'));
  await page.keyboard.press('Control+l');
  await page.waitForSelector(id('unlock-passphrase'));
  await eventually(async () => assert.equal(await page.locator(id('rail')).count(), 0));
});
