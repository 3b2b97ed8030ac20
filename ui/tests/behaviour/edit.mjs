// Editing one user.
import assert from 'node:assert/strict';
import { eventually, id, on, text } from './harness.mjs';

on(
  'an edit is saved, seen in the table, and undone by Ctrl+Z',
  '#/users?where=userstore+eq+%22PRIMARY%22',
  'usual',
  async (page) => {
    await page.click(id('users-row'));
    await page.click(id('drawer-edit'));
    const name = page.locator(`${id('edit-field')}[data-field="display_name"]`);
    const was = await name.inputValue();
    await name.fill('Someone Else');
    await page.click(id('edit-save'));
    await page.waitForSelector(id('toast-action'));
    await eventually(async () => assert.match(await text(page, 'users-row'), /Someone Else/));
    await page.keyboard.press('Escape');
    await page.keyboard.press('Control+z');
    await eventually(async () => assert.match(await text(page, 'users-row'), new RegExp(was)));
    await eventually(async () => assert.equal(await page.locator(id('undo-last')).count(), 0));
  },
);

on(
  'a username that is taken is said at its field, and nothing is lost',
  '#/users?where=userstore+eq+%22PRIMARY%22',
  'usual',
  async (page) => {
    await page.click(id('users-row'));
    await page.click(id('drawer-edit'));
    await page.fill(`${id('edit-field')}[data-field="username"]`, 'taken');
    await page.click(id('edit-save'));
    await page.waitForSelector('[aria-invalid="true"]');
    await eventually(async () => assert.match(await text(page, 'edit-form'), /another user/));
    await page.keyboard.press('Escape');
    await eventually(async () => assert.equal(await page.locator(id('edit-form')).count(), 1, 'the first Escape asks'));
  },
);

on('a new user', '#/users?user=new', 'empty', async (page) => {
  await page.fill(`${id('edit-field')}[data-field="display_name"]`, 'Dana Reyes');
  await page.fill(`${id('edit-field')}[data-field="username"]`, 'dreyes');
  await page.click(id('edit-save'));
  await page.waitForSelector(id('drawer-name'));
  await eventually(async () => assert.equal(await text(page, 'drawer-name'), 'Dana Reyes'));
  await page.waitForSelector(id('users-row'));
});
