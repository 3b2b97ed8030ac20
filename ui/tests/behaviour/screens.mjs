// Overview, seats, log, and what all screens share.
import assert from 'node:assert/strict';
import { count, eventually, id, on, text } from './harness.mjs';

on('a number on the overview opens the users behind it', '#/overview', 'usual', async (page) => {
  const dormant = Number(await text(page, 'overview-unseen'));
  await page.click(id('overview-unseen'));
  await page.waitForSelector(id('users-row'));
  await eventually(async () => assert.equal(await count(page), dormant));
});

on('the log: search, details, verify, and older entries', '#/log', 'usual', async (page) => {
  await page.waitForSelector(id('log-row'));
  await eventually(async () => assert.equal(await page.locator(id('log-row')).count(), 100));
  await page.click(id('log-older'));
  await eventually(async () => assert.equal(await page.locator(id('log-row')).count(), 143));
  await page.fill(id('log-search'), 'import');
  await eventually(async () => assert.ok((await page.locator(id('log-row')).count()) < 40));
  await page.click(id('log-verify'));
  await page.waitForSelector(`${id('log-verified')}[data-ok="true"]`);
});

on('who may change nothing is offered nothing to change', '#/users', 'auditor', async (page) => {
  await page.waitForSelector(id('users-row'));
  for (const name of ['users-new', 'nav-import', 'undo-last'])
    await eventually(async () => assert.equal(await page.locator(id(name)).count(), 0, name));
  await page.keyboard.press('g');
  await page.keyboard.press('s');
  await page.waitForSelector(id('screen-seats'));
});

on('light or dark is chosen on this device and kept', '#/overview', 'usual', async (page) => {
  const theme = () => page.evaluate(() => document.documentElement.dataset.theme);
  await eventually(async () => assert.equal(await theme(), 'light'));
  await page.click(id('operator-menu'));
  await page.click('[data-theme-choice="dark"]');
  await eventually(async () => assert.equal(await theme(), 'dark'));
  await page.reload();
  await page.waitForSelector(id('rail'));
  await eventually(async () => assert.equal(await theme(), 'dark'));
});
