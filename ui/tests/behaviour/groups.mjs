// The screen of groups.
import assert from 'node:assert/strict';
import { eventually, id, on, text } from './harness.mjs';

const level = (page) => page.evaluate(() => document.activeElement?.getAttribute('aria-level'));

on('the tree by the keyboard: open, go in, go out, choose', '#/groups', 'usual', async (page) => {
  const everyone = page.locator(`${id('groups-row')}[data-key="1"]`);
  await everyone.focus();
  await eventually(async () => assert.equal(await everyone.getAttribute('aria-expanded'), 'false'));
  await page.keyboard.press('ArrowRight');
  await eventually(async () => assert.equal(await everyone.getAttribute('aria-expanded'), 'true'));
  await page.waitForSelector(`${id('groups-row')}[data-key="1/2"]`);
  await page.keyboard.press('ArrowRight');
  await eventually(async () => assert.equal(await level(page), '2'));
  await page.keyboard.press('Enter');
  await page.waitForSelector(id('group-detail'));
  await page.keyboard.press('ArrowLeft');
  await eventually(async () => assert.equal(await level(page), '1'));
  await page.keyboard.press('ArrowLeft');
  await eventually(async () => assert.equal(await everyone.getAttribute('aria-expanded'), 'false'));
});

on('searching finds groups wherever they are; Escape shows the tree again', '#/groups', 'usual', async (page) => {
  await page.waitForSelector(id('groups-row'));
  const top = await page.locator(id('groups-row')).count();
  await page.fill(id('groups-search'), 'on-call');
  await eventually(async () => assert.equal(await page.locator(id('groups-row')).count(), 1));
  await page.keyboard.press('Escape');
  await eventually(async () => assert.equal(await page.locator(id('groups-row')).count(), top));
  await page.selectOption(id('groups-store'), 'gitlab');
  await eventually(async () => assert.equal(await page.locator(id('groups-row')).count(), 2));
});

on('members directly and with those below, through which group', '#/groups?group=1', 'usual', async (page) => {
  await page.waitForSelector(id('group-member'));
  await page.click(`${id('group-which')}[data-value="nested"]`);
  await eventually(async () => {
    const rows = await page.locator(id('group-member')).allInnerTexts();
    assert.ok(
      rows.some((row) => row.includes('platform → ops')),
      rows.join('; '),
    );
  });
  await page.click(id('group-member'));
  await page.waitForSelector(id('drawer-name'));
  assert.match(page.url(), /#\/groups\?.*user=/);
});

on('a group is made, nested and given a role; what is missing is said', '#/groups', 'usual', async (page) => {
  await page.click(id('groups-new'));
  await page.click(id('group-add-role'));
  await page.click(id('form-save'));
  await page.waitForSelector(`${id('group-path')}[aria-invalid="true"]`);
  await eventually(async () =>
    assert.equal(await page.evaluate(() => document.activeElement?.dataset.testid), 'group-path'),
  );
  await page.fill(id('group-path'), 'night-shift');
  await page.fill(id('group-parents'), 'ops');
  await page.click('[role="option"]:has-text("ops")');
  await page.fill(id('group-role-name'), 'aud');
  await page.click('[role="option"]:has-text("auditor")');
  await page.click(id('form-save'));
  await page.waitForSelector(id('group-detail'));
  await eventually(async () =>
    assert.match(await text(page, 'group-detail'), /night-shift[\s\S]*ops[\s\S]*auditor on the whole instance/),
  );
});

on('a group cannot be in itself, and the form says why', '#/groups?group=1', 'usual', async (page) => {
  await page.click(id('group-edit'));
  await page.fill(id('group-parents'), 'on-call');
  await page.click('[role="option"]:has-text("on-call")');
  await page.click(id('form-save'));
  await page.waitForSelector(id('error-note'));
  await eventually(async () => assert.match(await text(page, 'error-note'), /would be in itself/));
  await page.click(id('form-cancel'));
  await page.waitForSelector(id('form-discard'));
  await page.click(id('form-discard'));
  await page.waitForSelector(id('group-detail'));
});

on(
  'a group that another system has the last word on is not edited here',
  '#/groups?group=100',
  'usual',
  async (page) => {
    await page.waitForSelector(id('group-authority'));
    await eventually(async () => assert.match(await text(page, 'group-authority'), /GitLab has the last word/));
    await eventually(async () => assert.equal(await page.locator(id('group-edit')).count(), 0));
    await page.click(id('group-add'));
    await page.waitForSelector(`${id('change-operation')}[data-doing="add_group"]`);
    await eventually(async () => assert.equal(await page.inputValue(id('change-group')), 'acme'));
  },
);

on('a group is removed', '#/groups?group=4', 'usual', async (page) => {
  await page.click(id('group-remove'));
  await page.click(id('group-remove-run'));
  await eventually(async () => assert.equal(await page.locator(id('group-detail')).count(), 0));
  await page.fill(id('groups-search'), 'on-call');
  await eventually(async () => assert.equal(await page.locator(id('groups-row')).count(), 0));
});

on(
  'a group whose members are the last who are privileged is removed only if that is said twice',
  '#/groups?group=3',
  'usual',
  async (page) => {
    await page.click(id('group-remove'));
    await page.click(id('group-remove-run'));
    await page.waitForSelector(id('error-note'));
    await eventually(async () => assert.match(await text(page, 'error-note'), /without an enabled privileged user/));
    await eventually(async () => assert.equal(await text(page, 'group-remove-run'), 'Do it all the same'));
    await page.click(id('group-remove-run'));
    await eventually(async () => assert.equal(await page.locator(id('group-detail')).count(), 0));
  },
);
