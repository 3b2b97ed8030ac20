// Selecting users, and taking them along.
import assert from 'node:assert/strict';
import { count, eventually, focusedRow, id, on, text } from './harness.mjs';

const rows = (page) => page.locator(`${id('users-row')}[aria-selected="true"]`).count();
const said = (page) => text(page, 'users-selected');
const box = (page, n) => page.locator(`${id('users-row')}[data-index="${n}"] [role="checkbox"]`);

on('a click takes one, Shift a stretch, Ctrl one beside, Escape nobody', '#/users', 'usual', async (page) => {
  await page.waitForSelector(id('users-row'));
  await box(page, 1).click();
  await eventually(async () => assert.equal(await rows(page), 1));
  await eventually(async () => assert.match(await said(page), /^1 selected of 1,2\d\d that match$/));
  await page.locator(`${id('users-row')}[data-index="4"]`).click({ modifiers: ['Shift'] });
  await eventually(async () => assert.equal(await rows(page), 4));
  await page.locator(`${id('users-row')}[data-index="8"]`).click({ modifiers: ['Control'] });
  await eventually(async () => assert.equal(await rows(page), 5));
  await box(page, 2).click();
  await eventually(async () => assert.equal(await rows(page), 4));
  await eventually(async () => assert.equal(await page.locator(id('drawer')).count(), 0, 'nothing was opened'));
  await page.keyboard.press('Escape');
  await eventually(async () => assert.equal(await rows(page), 0));
});

on(
  'the keyboard: Space, Shift with arrows there and back, all that match but one',
  '#/users',
  'usual',
  async (page) => {
    await page.waitForSelector(id('users-row'));
    await page.keyboard.press('/');
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('Space');
    await eventually(async () => assert.equal(await rows(page), 1));
    for (let i = 0; i < 4; i += 1) await page.keyboard.press('Shift+ArrowDown');
    await eventually(async () => assert.equal(await rows(page), 5));
    await page.keyboard.press('Shift+ArrowUp');
    await eventually(async () => assert.equal(await rows(page), 4));
    await eventually(async () => assert.equal(await focusedRow(page), '5'));
    await page.keyboard.press('Control+a');
    const all = await count(page);
    await eventually(async () =>
      assert.equal(await said(page), `All ${all.toLocaleString('en')} that match are selected`),
    );
    await page.keyboard.press('Space');
    await eventually(async () =>
      assert.equal(
        await said(page),
        `${(all - 1).toLocaleString('en')} selected of ${all.toLocaleString('en')} that match`,
      ),
    );
    await page.click(id('users-clear-selection'));
    await eventually(async () => assert.equal(await rows(page), 0));
  },
);

on('a stretch over rows that were never loaded', '#/users', 'million', async (page) => {
  await page.waitForSelector(id('users-row'));
  await page.locator(`${id('users-row')}[data-index="0"]`).focus();
  await page.keyboard.press('Space');
  for (let i = 0; i < 3; i += 1) await page.keyboard.press('Shift+PageDown');
  const last = Number(await focusedRow(page)) - 1;
  await eventually(async () => assert.equal(await said(page), `${last} selected of 1,000,000 that match`));
  await page.keyboard.press('Shift+End');
  await page.waitForSelector(id('toast'));
  await eventually(async () => assert.match(await text(page, 'toast'), /At most 10,000 rows/));
  await eventually(async () => assert.equal(await said(page), `${last} selected of 1,000,000 that match`));
  await page.keyboard.press('Control+a');
  await eventually(async () => assert.equal(await said(page), 'All 1,000,000 that match are selected'));
});

on('another filter selects nobody, another order keeps them', '#/users', 'usual', async (page) => {
  await page.waitForSelector(id('users-row'));
  await box(page, 1).click();
  await page.click(`${id('users-sort')}[data-column="last_seen"]`);
  await eventually(async () => assert.match(await said(page), /^1 selected/));
  await page.click(`${id('users-view')}[data-view="active"]`);
  await eventually(async () => assert.equal(await page.locator(id('users-selected')).count(), 0));
});

on('Ctrl+C copies the selected as CSV, in the columns shown', '#/users', 'usual', async (page) => {
  await page.context().grantPermissions(['clipboard-read', 'clipboard-write']);
  await page.waitForSelector(id('users-row'));
  await box(page, 0).click();
  await box(page, 2).click();
  await page.keyboard.press('Control+c');
  await page.waitForSelector(id('toast'));
  await eventually(async () => assert.match(await text(page, 'toast'), /Copied 2 users/));
  const copied = await page.evaluate(() => navigator.clipboard.readText());
  const lines = copied.trim().split(/\r?\n/);
  assert.equal(lines.length, 3);
  assert.equal(lines[0], 'display_name,username,state,highest_role,highest_role_on,last_seen,seat,userstore');
});

on('an export takes the selected, the columns shown, a separator and a manifest', '#/users', 'usual', async (page) => {
  await page.waitForSelector(id('users-row'));
  await box(page, 0).click();
  await box(page, 3).click();
  await page.click(id('users-export'));
  await eventually(async () => assert.equal(await page.locator(id('export-format')).count(), 6));
  await eventually(async () => assert.equal(await page.inputValue(id('export-who')), 'selected'));
  await page.selectOption(id('export-separator'), 'semicolon');
  await page.check(id('export-bom'));
  await page.check(id('export-manifest'));
  await page.check(`${id('export-format')}[data-format="ldif"]`);
  await eventually(async () => assert.equal(await page.locator(id('export-columns')).count(), 0, 'LDIF has its own'));
  await page.check(`${id('export-format')}[data-format="csv"]`);
  await page.click(id('export-run'));
  await page.waitForSelector(id('export-result'));
  await eventually(async () => assert.match(await text(page, 'export-result'), /Wrote 2 rows to users\.csv/));
  await eventually(async () => assert.match(await text(page, 'export-result'), /users\.csv\.manifest\.json/));
  const asked = await page.evaluate(() => globalThis.fakeAsked.export_users);
  assert.deepEqual([asked.separator, asked.bom, asked.manifest, asked.columns.length], ['semicolon', true, true, 8]);
});
