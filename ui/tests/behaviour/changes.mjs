// The screen of changes.
import assert from 'node:assert/strict';
import { eventually, id, on, text } from './harness.mjs';

on('what waits is listed with what to do, and opens', '#/changes', 'managed', async (page) => {
  await page.waitForSelector(id('changes-todo'));
  await eventually(async () => assert.match(await text(page, 'changes-todo'), /45 users wait/));
  await eventually(async () => assert.equal(await page.locator(id('changes-todo-item')).count(), 2));
  await page.click(`${id('changes-todo-item')} a >> nth=0`);
  await page.waitForSelector(`${id('change-detail')}[data-change="6"]`);
  await page.click(`${id('changes-standing')}[data-value="refused"]`);
  await eventually(async () => assert.match(await text(page, 'changes-user'), /Refused/));
  await page.click(`${id('changes-standing')}[data-value="confirmed"]`);
  await eventually(async () => assert.match(await text(page, 'changes-user'), /Confirmed/));
});

on('a pending change leaves as a file that fits, and is withdrawn', '#/changes?change=6', 'managed', async (page) => {
  await page.click(id('changes-export'));
  await page.waitForSelector(id('change-format'));
  await eventually(async () =>
    assert.equal(await page.locator(`${id('change-format')} >> nth=0`).getAttribute('value'), 'gitlab-sh'),
  );
  await page.check(`${id('change-format')}[value="scim-bulk"]`);
  await page.click(id('change-export-run'));
  await page.waitForSelector(id('change-written'));
  await eventually(async () =>
    assert.match(await text(page, 'change-written'), /38 steps[\s\S]*by hand[\s\S]*Discord/),
  );
  await page.keyboard.press('Escape');
  await page.click(id('changes-undo'));
  await page.click(id('changes-undo-run'));
  await page.waitForSelector(`${id('change-detail')}[data-status="withdrawn"]`);
  await eventually(async () => assert.equal(await page.locator(id('changes-undo')).count(), 0));
  await eventually(async () => assert.match(await text(page, 'nav-changes'), /7$/));
});

on('changes are shown by how far they are', '#/changes', 'managed', async (page) => {
  await page.waitForSelector(id('changes-row'));
  await eventually(async () => assert.equal(await page.locator(id('changes-row')).count(), 6));
  await page.click(`${id('changes-status')}[data-value="undone"]`);
  await eventually(async () => assert.equal(await page.locator(id('changes-row')).count(), 1));
  await page.locator(id('changes-row')).focus();
  await page.keyboard.press('Enter');
  await page.waitForSelector(`${id('change-detail')}[data-status="undone"]`);
});

on('without changes it says what this is for', '#/changes', 'usual', async (page) => {
  await page.waitForSelector(id('changes-empty'));
  await page.click(`${id('changes-empty')} a`);
  await page.waitForSelector(id('screen-users'));
});

on('Ctrl+Z finds what can be undone behind more than a page that cannot', '#/users?user=1', 'usual', async (page) => {
  await page.click(id('drawer-edit'));
  await page.fill(`${id('edit-field')}[data-field="display_name"]`, 'Someone Else');
  await page.click(id('edit-save'));
  await page.waitForSelector(id('undo-last'));
  await page.evaluate(() => globalThis.fakeSettled(30));
  await page.keyboard.press('Control+z');
  await eventually(async () =>
    assert.match(await page.locator(id('toast')).last().innerText(), /^(Withdrawn|Undone): Edited/),
  );
});
