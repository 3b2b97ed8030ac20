// The filter bar: completing, chips, errors in place.
import assert from 'node:assert/strict';
import { count, eventually, id, on, text } from './harness.mjs';

const options = (page) => page.locator(id('users-suggestion'));
const chips = (page) => page.locator(id('users-chip')).allInnerTexts();
const where = (page) => new URLSearchParams(page.url().split('?').at(-1)).get('where') ?? '';
const search = async (page) => {
  await page.waitForSelector(id('users-row'));
  await page.keyboard.press('/');
};

on('Tab takes what can come next; a value ends a condition, which is a chip', '#/users', 'usual', async (page) => {
  await search(page);
  const all = await count(page);
  await page.keyboard.type('sta');
  await eventually(async () => assert.equal(await options(page).first().locator('.label').innerText(), 'state'));
  await page.keyboard.press('Tab');
  await eventually(async () => assert.equal(await options(page).first().getAttribute('data-kind'), 'operator'));
  await eventually(async () => assert.equal(await page.inputValue(id('users-search')), 'state '));
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('Enter');
  await eventually(async () => assert.equal(await page.inputValue(id('users-search')), 'state eq '));
  await eventually(async () => assert.equal(await options(page).first().getAttribute('data-kind'), 'value'));
  const box = page.locator(id('users-search'));
  for (let i = 0; i < 5; i += 1) await page.keyboard.press('ArrowDown');
  const active = await box.getAttribute('aria-activedescendant');
  await eventually(async () => assert.match(await page.locator(`[id="${active}"]`).innerText(), /blocked/));
  await page.keyboard.press('Enter');
  await eventually(async () => assert.deepEqual(await chips(page), ['state is blocked']));
  assert.equal(where(page), 'state eq "blocked"');
  await eventually(async () => assert.equal(await page.inputValue(id('users-search')), ''));
  await eventually(async () =>
    assert.equal(await page.evaluate(() => document.activeElement?.dataset.testid), 'users-search'),
  );
  await eventually(async () => assert.ok((await count(page)) < all));
});

on('the mouse takes an option too, and Escape closes the list before it clears', '#/users', 'usual', async (page) => {
  await search(page);
  await page.keyboard.type('kin');
  await options(page).first().click();
  await eventually(async () => assert.equal(await page.inputValue(id('users-search')), 'kind '));
  await eventually(async () => assert.ok((await options(page).count()) > 0));
  await page.keyboard.press('Escape');
  await eventually(async () => assert.equal(await options(page).count(), 0));
  await eventually(async () => assert.equal(await page.inputValue(id('users-search')), 'kind '));
  await page.keyboard.press('Escape');
  await eventually(async () => assert.equal(await page.inputValue(id('users-search')), ''));
});

on('a word is searched as it is typed, and Enter keeps it beside the next', '#/users', 'usual', async (page) => {
  await search(page);
  const all = await count(page);
  await page.keyboard.type('okafor');
  await eventually(async () => assert.ok((await count(page)) < all));
  await page.keyboard.press('Enter');
  await eventually(async () => assert.deepEqual(await chips(page), ['name or e-mail contains okafor']));
  const first = (
    await page
      .locator(`${id('users-row')} .user > .ellipsis`)
      .first()
      .innerText()
  ).split(' ')[0];
  const before = await count(page);
  await page.keyboard.type(first);
  await eventually(async () => assert.ok((await count(page)) < before));
  await eventually(async () => assert.match(await text(page, 'users-row'), new RegExp(first)));
});

on(
  'chips by keyboard: go there, edit in place, take away, and the box is next',
  '#/users?where=state+eq+%22active%22+and+not+(kind+eq+%22bot%22)+and+(mfa+eq+true+or+privileged+eq+true)',
  'usual',
  async (page) => {
    await search(page);
    await eventually(async () => assert.equal((await chips(page)).length, 3));
    await page.keyboard.press('ArrowLeft');
    await page.keyboard.press('ArrowLeft');
    await page.keyboard.press('ArrowLeft');
    await page.keyboard.press('Enter');
    const edit = page.locator(id('users-chip-input'));
    await eventually(async () => assert.equal(await edit.inputValue(), 'state eq "active"'));
    await edit.fill('state eq "asleep"');
    await page.keyboard.press('Enter');
    await page.waitForSelector(id('users-filter-error'));
    await eventually(async () => assert.equal(await page.locator(`${id('users-filter-error')} mark`).innerText(), '"'));
    await eventually(async () => assert.match(await text(page, 'users-filter-error'), /asleep/));
    await edit.fill('state eq "blocked" or state eq "locked"');
    await page.keyboard.press('Enter');
    await eventually(async () =>
      assert.equal(
        where(page),
        '(state eq "blocked" or state eq "locked") and not (kind eq "bot") and (mfa eq true or privileged eq true)',
      ),
    );
    await eventually(async () => assert.equal(await page.locator(id('users-filter-error')).count(), 0));
    await eventually(async () => assert.equal((await chips(page))[0], 'state is blocked or locked'));
    await page.keyboard.press('Delete');
    await eventually(async () => assert.equal((await chips(page)).length, 2));
    await page.keyboard.press('End');
    await eventually(async () =>
      assert.equal(await page.evaluate(() => document.activeElement?.dataset.testid), 'users-search'),
    );
    await page.keyboard.press('Backspace');
    await eventually(async () => assert.equal(where(page), 'not (kind eq "bot")'));
    await page.click(id('users-clear-filter'));
    await eventually(async () => assert.equal(where(page), ''));
  },
);

on('Escape leaves a chip as it was', '#/users?where=state+eq+%22active%22', 'usual', async (page) => {
  await search(page);
  await page.locator(`${id('users-chip')} [data-chip]`).click();
  await page.locator(id('users-chip-input')).fill('kind eq "bot"');
  await page.keyboard.press('Escape');
  if ((await page.locator(id('users-chip-input')).count()) > 0) await page.keyboard.press('Escape');
  await eventually(async () => assert.deepEqual(await chips(page), ['state is active']));
  assert.equal(where(page), 'state eq "active"');
});

on(
  'a filter that cannot be read points at the character; an unfinished one waits',
  '#/users',
  'usual',
  async (page) => {
    await search(page);
    await page.keyboard.type('state eq ');
    await page.waitForSelector('#filter-next');
    const before = await count(page);
    await eventually(async () =>
      assert.equal(await page.locator(id('users-filter-error')).count(), 0, 'nothing is wrong yet'),
    );
    await page.keyboard.type('"asleep" and kind eq bot');
    await page.waitForSelector(id('users-filter-error'));
    await eventually(async () => assert.equal(await page.locator(`${id('users-filter-error')} mark`).innerText(), '"'));
    await eventually(async () =>
      assert.equal(await page.locator(id('users-search')).getAttribute('aria-invalid'), 'true'),
    );
    await eventually(async () => assert.equal(await count(page), before, 'the list stays'));
  },
);

on(
  'a link to a filter that cannot be read is one chip that can be mended',
  '#/users?where=stat+eq+%22active%22',
  'usual',
  async (page) => {
    await page.waitForSelector(id('users-filter-error'));
    await page.locator(`${id('users-chip')} [data-chip]`).click();
    await page.locator(id('users-chip-input')).fill('state eq "active"');
    await page.keyboard.press('Enter');
    await page.waitForSelector(id('users-row'));
    await eventually(async () => assert.deepEqual(await chips(page), ['state is active']));
    await eventually(async () => assert.equal(await page.locator(id('users-filter-error')).count(), 0));
  },
);

on('a long filter is pasted, over several lines, and leaves room for the table', '#/users', 'usual', async (page) => {
  await page.setViewportSize({ width: 900, height: 700 });
  await search(page);
  const parts = Array.from({ length: 24 }, (_, i) => `displayName ne "Nobody number ${i}"`);
  await page.evaluate(
    (pasted) => {
      const data = new DataTransfer();
      data.setData('text/plain', pasted);
      document.activeElement.dispatchEvent(
        new ClipboardEvent('paste', { clipboardData: data, bubbles: true, cancelable: true }),
      );
    },
    `${parts.join('\n  and ')}\n`,
  );
  await eventually(async () => assert.equal((await chips(page)).length, 24));
  assert.equal(where(page), parts.join(' and '));
  const grid = await page.locator(id('users-grid')).boundingBox();
  assert.ok(grid.height > 300, String(grid.height));
});
