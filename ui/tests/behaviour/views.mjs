// Saved views, columns, and what is remembered.
import assert from 'node:assert/strict';
import { count, eventually, id, on, text } from './harness.mjs';

const view = (name) => `${id('users-view')}[data-view="${name}"]`;
const pressed = (page) => page.locator(`${id('users-view')}[aria-pressed="true"]`).getAttribute('data-view');
const titles = async (page) =>
  (await page.locator('[role="columnheader"]').allInnerTexts()).map((s) => s.trim()).filter((s) => s !== '');
const column = (name) => `${id('users-column')}[data-column="${name}"]`;

on('a view is saved, changed, replaced, renamed, removed and brought back', '#/users', 'usual', async (page) => {
  await page.waitForSelector(id('users-row'));
  await eventually(async () =>
    assert.equal(await page.locator(id('users-view-save')).count(), 0, 'everyone needs no view of their own'),
  );
  await page.click(id('users-state'));
  await page.click('[role="menuitemradio"][data-value="blocked"]');
  await page.click(`${id('users-sort')}[data-column="last_seen"]`);
  await page.click(id('users-view-save'));
  await page.keyboard.press('Enter');
  await page.waitForSelector('[aria-invalid="true"]');
  await page.fill(id('users-view-name'), 'Blocked, longest unseen');
  await page.keyboard.press('Enter');
  const mine = 'Blocked, longest unseen';
  await eventually(async () => assert.equal(await pressed(page), mine));
  const blocked = await count(page);
  await eventually(async () => assert.match(await page.locator(view(mine)).innerText(), new RegExp(`${blocked}$`)));

  await page.click(view('all'));
  await eventually(async () => assert.equal(await pressed(page), 'all'));
  await page.click(view(mine));
  await eventually(async () => assert.equal(await count(page), blocked));
  await eventually(async () => assert.match(page.url(), /sort=lastSeen/));

  await page.click(`${id('users-sort')}[data-column="last_seen"]`);
  await eventually(async () => assert.match(await page.locator(view(mine)).innerText(), /changed/));
  await page.click(id('users-view-menu'));
  await page.click(id('users-view-replace'));
  await eventually(async () => assert.doesNotMatch(await page.locator(view(mine)).innerText(), /changed/));

  await page.click(id('users-view-menu'));
  await page.click(id('users-view-rename'));
  await page.fill(id('users-view-name'), 'Blocked');
  await page.click(id('users-view-submit'));
  await page.waitForSelector(view('Blocked'));
  await eventually(async () => assert.equal(await page.locator(view(mine)).count(), 0));
  assert.match(page.url(), /desc=1/);

  await page.click(id('users-view-menu'));
  await page.click(id('users-view-remove'));
  await eventually(async () => assert.equal(await page.locator(view('Blocked')).count(), 0));
  await page.locator(id('toast-action')).last().click();
  await page.waitForSelector(view('Blocked'));
});

on('views by keyboard: one stop of Tab, arrows, Enter', '#/users', 'usual', async (page) => {
  await page.waitForSelector(id('users-view'));
  await page.locator(view('all')).focus();
  await page.keyboard.press('ArrowRight');
  await page.keyboard.press('ArrowRight');
  await page.keyboard.press('Enter');
  await eventually(async () => assert.equal(await pressed(page), 'dormant-90d'));
  await eventually(async () => assert.equal(await page.locator(`${id('users-view')}[tabindex="0"]`).count(), 1));
});

on('columns are shown, hidden, and moved by keys and by dragging', '#/users', 'usual', async (page) => {
  await page.waitForSelector(id('users-row'));
  await eventually(async () =>
    assert.deepEqual(await titles(page), ['User', 'State', 'Highest role', 'Last seen', 'Seat', 'Userstore']),
  );
  await page.click(id('users-columns'));
  await page.uncheck(column('seat'));
  await page.check(column('mfa'));
  await eventually(async () =>
    assert.deepEqual(await titles(page), ['User', 'State', 'Highest role', 'Last seen', 'Userstore', 'Two-factor']),
  );
  const grip = (name) => page.locator(`${id('users-column-grip')}[data-column="${name}"]`);
  await grip('mfa').focus();
  await page.keyboard.press('ArrowUp');
  await page.keyboard.press('ArrowUp');
  await eventually(async () =>
    assert.deepEqual(await titles(page), ['User', 'State', 'Highest role', 'Two-factor', 'Last seen', 'Userstore']),
  );
  const from = await grip('userstore').boundingBox();
  await page.mouse.move(from.x + 8, from.y + 8);
  await page.mouse.down();
  await page.mouse.move(from.x + 8, from.y - 40);
  await page.mouse.move(from.x + 8, from.y - 200);
  await page.mouse.up();
  await eventually(async () =>
    assert.deepEqual(await titles(page), ['User', 'Userstore', 'State', 'Highest role', 'Two-factor', 'Last seen']),
  );
  await page.click(`${id('users-density')}[data-density="compact"]`);
  await eventually(async () => assert.equal((await page.locator(id('users-row')).first().boundingBox()).height, 28));
  await page.click(id('users-columns-reset'));
  await eventually(async () =>
    assert.deepEqual(await titles(page), ['User', 'State', 'Highest role', 'Last seen', 'Seat', 'Userstore']),
  );
});

on('more columns than fit scroll sideways, and the name stays', '#/users', 'usual', async (page) => {
  await page.setViewportSize({ width: 900, height: 700 });
  await page.waitForSelector(id('users-row'));
  await page.click(id('users-columns'));
  for (const name of ['email', 'created_at', 'username', 'roles']) await page.check(column(name));
  await page.keyboard.press('Escape');
  const name = page.locator(`${id('users-row')} .user`).first();
  const before = await name.boundingBox();
  await page.evaluate(() => (document.querySelector('.across').scrollLeft = 400));
  await eventually(async () =>
    assert.ok((await page.evaluate(() => document.querySelector('.across').scrollLeft)) > 300),
  );
  await eventually(async () => assert.equal((await name.boundingBox()).x, before.x));
});

on('widths are drawn by mouse and keys and kept', '#/users', 'usual', async (page) => {
  await page.waitForSelector(id('users-row'));
  const width = async () => Math.round((await page.locator('[role="columnheader"]').nth(2).boundingBox()).width);
  await eventually(async () => assert.equal(await width(), 104));
  const edge = await page.locator('.edge[data-column="state"]').boundingBox();
  await page.mouse.move(edge.x + 4, edge.y + 10);
  await page.mouse.down();
  await page.mouse.move(edge.x + 40, edge.y + 10);
  await page.mouse.move(edge.x + 64, edge.y + 10);
  await page.mouse.up();
  await eventually(async () => assert.equal(await width(), 164));
  await page.locator(`${id('users-sort')}[data-column="state"]`).focus();
  await page.keyboard.press('Shift+ArrowLeft');
  await eventually(async () => assert.equal(await width(), 156));
  await page.waitForTimeout(1000);
  await page.reload();
  await page.waitForSelector(id('users-row'));
  await eventually(async () => assert.equal(await width(), 156));
  await page.locator('.edge[data-column="state"]').dblclick();
  await eventually(async () => assert.equal(await width(), 104));
});

on('the window comes back to where it was', '#/users', 'usual', async (page) => {
  await page.waitForSelector(id('users-row'));
  await page.click(view('never-seen'));
  await page.click(`${id('users-sort')}[data-column="userstore"]`);
  await eventually(async () => assert.match(page.url(), /sort=userstore/));
  const found = await count(page);
  await page.click(id('users-row'));
  await page.locator(id('drawer-edge')).focus();
  for (let i = 0; i < 5; i += 1) await page.keyboard.press('ArrowLeft');
  await page.waitForTimeout(1000);
  const at = page.url();
  await page.goto('about:blank');
  await page.goto(at.slice(0, at.indexOf('#')));
  await page.waitForSelector(id('screen-users'));
  await page.click(id('nav-users'));
  await page.waitForSelector(id('users-row'));
  await eventually(async () => assert.equal(await pressed(page), 'never-seen'));
  await eventually(async () => assert.equal(await count(page), found));
  assert.match(page.url(), /sort=userstore/);
  await page.click(id('users-row'));
  await eventually(async () => assert.equal(Math.round((await page.locator(id('drawer')).boundingBox()).width), 480));
  await page.keyboard.press('Control+l');
  await page.fill(id('unlock-passphrase'), 'correct horse battery');
  await page.keyboard.press('Enter');
  await page.waitForSelector(id('screen-users'));
  await eventually(async () => assert.match(await text(page, 'screen-users'), /Users/));
});
