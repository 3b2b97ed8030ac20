// Import.
import assert from 'node:assert/strict';
import { eventually, id, on, text } from './harness.mjs';

/** Says what a column means, by the mouse. */
async function mean(page, column, meaning) {
  await page.click(`${id('import-column')}[data-column="${column}"]`);
  await page.click(`${id('import-meaning')}[data-meaning="${meaning}"]`);
}

on('import: dry run, then the same for real, and the totals add up', '#/import', 'usual', async (page) => {
  await page.click(id('import-choose'));
  await page.waitForSelector(id('import-file'));
  await eventually(async () =>
    assert.equal(await page.locator(id('import-run')).isDisabled(), true, 'a file is not recognised'),
  );
  await page.click(`${id('import-file')} >> nth=2 >> button`);
  await mean(page, 'Login', '');
  await mean(page, 'E-Mail', '');
  await eventually(async () =>
    assert.equal(await page.locator(id('import-run')).isDisabled(), true, 'no column says who it is'),
  );
  await mean(page, 'Login', 'username');
  await page.click(id('import-dry-run'));
  await page.waitForSelector(`${id('import-result')}[data-dry-run="true"]`);
  await page.click(id('import-run'));
  await page.waitForSelector(`${id('import-result')}[data-dry-run="false"]`);
  const number = async (name) => Number((await text(page, name)).replaceAll(',', ''));
  const parts = await Promise.all(['created', 'changed', 'unchanged', 'rejected'].map((n) => number(`import-${n}`)));
  await eventually(async () =>
    assert.equal(
      await number('import-read'),
      parts.reduce((a, b) => a + b, 0),
    ),
  );
  await page.click(id('import-show-users'));
  await page.waitForSelector(id('users-row'));
});

on('all or nothing: what was refused is shown, and the choices are kept', '#/import', 'usual', async (page) => {
  await page.click(id('import-choose'));
  await page.click(`${id('import-file')} >> nth=2 >> button`);
  await page.click(id('import-more'));
  await page.check(id('import-strict'));
  await page.click(id('import-run'));
  await page.waitForSelector(`${id('error-note')}[data-code="strict"]`);
  await eventually(async () => assert.equal(await page.locator(id('import-rejected-row')).count(), 3));
  await eventually(async () => assert.equal(await page.locator(id('import-file')).count(), 2));
});

on('columns: searched by keyboard, tried out at once, kept, and found again', '#/import', 'usual', async (page) => {
  const preview = page.locator(id('import-preview'));
  const of = (column) => page.locator(`${id('import-column')}[data-column="${column}"]`);
  const choose = async () => {
    await page.click(id('import-choose'));
    await page.click(`${id('import-file')} >> nth=2 >> button`);
  };
  await choose();
  await preview.waitFor();
  await eventually(async () => assert.equal(await page.locator(id('import-preview-row')).count(), 8));
  await eventually(async () => assert.match(await preview.innerText(), /“sleeping” is no state/));
  await eventually(async () => assert.equal(await page.locator('.why').count(), 2));
  await of('Desk').focus();
  await page.keyboard.press('Enter');
  // Words go to the list once it is there, and are taken once they are found.
  await page.waitForSelector(id('import-meaning'));
  await page.keyboard.type('place');
  await page.waitForSelector(`${id('import-meaning')}[data-meaning="location"][aria-selected="true"]`);
  await page.keyboard.press('Enter');
  await eventually(async () => assert.equal(await of('Desk').getAttribute('data-meaning'), 'location'));
  await eventually(async () => assert.match(await preview.innerText(), /0\.100/));
  await mean(page, 'Status', '');
  await eventually(async () => assert.equal(await page.locator('.why').count(), 1));
  await page.click(id('import-map-save'));
  await page.fill(id('import-map-name'), 'HR export');
  await page.keyboard.press('Enter');
  await eventually(async () => assert.match(await text(page, 'screen-import'), /Read by the saved map “HR export”/));

  await page.reload();
  await choose();
  await eventually(async () => assert.match(await text(page, 'screen-import'), /Read by the saved map “HR export”/));
  await eventually(async () => assert.equal(await of('Desk').getAttribute('data-meaning'), 'location'));
  await eventually(async () => assert.equal(await of('Status').getAttribute('data-meaning'), ''));
  await page.click(id('import-dry-run'));
  await page.waitForSelector(id('import-result'));
  const asked = await page.evaluate(() => globalThis.fakeAsked.import_run);
  assert.deepEqual(asked.map, { Desk: 'location', Status: 'ignore' });
  await page.click(id('import-adjust'));
  await page.selectOption(id('import-map'), '');
  await eventually(async () => assert.equal(await of('Status').getAttribute('data-meaning'), 'state'));
});
