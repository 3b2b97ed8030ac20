// Snapshots, and how two of them differ.
import assert from 'node:assert/strict';
import { eventually, id, on, text } from './harness.mjs';

const pair = (page) => page.locator(id('diff')).evaluate((diff) => `${diff.dataset.from} ${diff.dataset.to}`);

on('a snapshot is compared with the one before it, or with any other', '#/userstores', 'usual', async (page) => {
  await page.click(id('snapshots-open'));
  await page.waitForSelector(id('snapshots-row'));
  await eventually(async () => assert.match(await text(page, 'snapshots-grid'), /Only a part[\s\S]*Late/));
  await page.focus(`${id('snapshots-row')} >> nth=0`);
  await page.keyboard.press('Enter');
  await eventually(async () => assert.equal(await pair(page), '7 9'));
  await page.selectOption(id('diff-from'), '10');
  await eventually(async () => assert.equal(await pair(page), '10 9'));
  await page.selectOption(id('diff-to'), '6');
  await eventually(async () => assert.equal(await pair(page), '10 6'));
});

on('who came, who went, who changed and what: filtered, found, opened', '#/snapshots?to=9', 'usual', async (page) => {
  await page.waitForSelector(id('diff-row'));
  await page.click(`${id('diff-became')}[data-value="removed"]`);
  await eventually(async () => assert.equal(await page.locator(id('diff-row')).count(), 12));
  await page.click(`${id('diff-became')}[data-value="changed"]`);
  await eventually(async () =>
    assert.match(await page.locator(`${id('diff-row')} >> nth=0`).innerText(), /Changed[\s\S]*→/),
  );
  await page.selectOption(id('diff-field'), 'mfa');
  await eventually(async () => {
    const rows = await page.locator(id('diff-row')).allInnerTexts();
    assert.ok(rows.length > 0 && rows.every((row) => /two-factor|mfa/i.test(row)), rows[0]);
  });
  await page.selectOption(id('diff-field'), '');
  await page.fill(id('diff-search'), 'zzz');
  await eventually(async () => assert.equal(await page.locator(id('diff-row')).count(), 0));
  await page.fill(id('diff-search'), '');
  await page.waitForSelector(id('diff-row'));
  await page.click(`${id('diff-row')} >> nth=0`);
  await page.waitForSelector(id('drawer-name'));
  assert.match(page.url(), /snapshots/);
});

on(
  'an incomplete one says why nobody is gone; the first has nothing before it',
  '#/snapshots?to=5',
  'usual',
  async (page) => {
    await eventually(async () =>
      assert.match(await text(page, 'diff'), /nobody counts as gone: the permissions export/),
    );
    await page.goto(page.url().replace('to=5', 'to=1'));
    await page.reload();
    await page.waitForSelector('text=There is nothing before it');
    await eventually(async () => assert.equal(await page.locator(id('diff-export')).count(), 0));
  },
);

on('two snapshots leave as a report', '#/snapshots?to=9', 'usual', async (page) => {
  await page.waitForSelector(id('diff-row'));
  await page.click(id('diff-export'));
  await page.waitForSelector(id('report-preview'));
  await eventually(async () => assert.equal(await page.locator(id('report-kind')).count(), 0));
  await page.click(id('report-run'));
  await page.waitForSelector(id('report-written'));
  const sent = await page.evaluate(() => globalThis.fakeAsked.report_make);
  assert.deepEqual([sent.report, sent.snapshots], ['comparison', [7, 9]]);
});

on('without snapshots it says what this is for', '#/snapshots', 'empty', async (page) => {
  await page.waitForSelector(id('snapshots-empty'));
});

on('a licence-usage file is chosen for its counts', '#/import', 'usual', async (page) => {
  await page.evaluate(() => globalThis.fakePicks.push(['/home/dana/licence-usage.csv']));
  await page.click(id('import-counts'));
  await eventually(async () => assert.match(await text(page, 'import-counts-done'), /412 days of gitlab read/));
  await page.click(`${id('import-counts-done')} a`);
  await page.waitForSelector(id('screen-seats'));
});

on('a folder of earlier exports is tried out, then taken at once', '#/import', 'usual', async (page) => {
  await page.evaluate(() => globalThis.fakeSend('files-dropped', ['/home/dana/exports 2026']));
  await page.waitForSelector(`${id('import-past-table')}[data-dry-run="true"]`);
  await eventually(async () =>
    assert.match(await text(page, 'import-past-table'), /1 Jan 2026[\s\S]*falls into place[\s\S]*Together/),
  );
  await page.click(id('import-past-run'));
  await page.waitForSelector(`${id('import-past-table')}[data-dry-run="false"]`);
  const sent = await page.evaluate(() => globalThis.fakeAsked.import_history);
  assert.deepEqual([sent.files, sent.userstore, sent.dry_run], [['/home/dana/exports 2026'], 'gitlab', false]);
});
