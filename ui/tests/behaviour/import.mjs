// Import.
import assert from 'node:assert/strict';
import { id, on, text } from './harness.mjs';

on('import: dry run, then the same for real, and the totals add up', '#/import', 'usual', async (page) => {
  await page.click(id('import-choose'));
  await page.waitForSelector(id('import-file'));
  assert.equal(await page.locator(id('import-run')).isDisabled(), true, 'a file is not recognised');
  await page.click(`${id('import-file')} >> nth=2 >> button`);
  await page.selectOption(`${id('import-column')}[data-column="Login"]`, '');
  await page.selectOption(`${id('import-column')}[data-column="E-Mail"]`, '');
  assert.equal(await page.locator(id('import-run')).isDisabled(), true, 'no column says who it is');
  await page.selectOption(`${id('import-column')}[data-column="Login"]`, 'username');
  await page.click(id('import-dry-run'));
  await page.waitForSelector(`${id('import-result')}[data-dry-run="true"]`);
  await page.click(id('import-run'));
  await page.waitForSelector(`${id('import-result')}[data-dry-run="false"]`);
  const number = async (name) => Number((await text(page, name)).replaceAll(',', ''));
  const parts = await Promise.all(['created', 'changed', 'unchanged', 'rejected'].map((n) => number(`import-${n}`)));
  assert.equal(
    await number('import-read'),
    parts.reduce((a, b) => a + b, 0),
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
  assert.equal(await page.locator(id('import-rejected-row')).count(), 3);
  assert.equal(await page.locator(id('import-file')).count(), 2);
});
