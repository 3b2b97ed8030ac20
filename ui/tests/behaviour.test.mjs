// What the screens do, in a browser, over the in-memory backend: `npm run behaviour`.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { hasBrowser, openPage, openSite } from './site.mjs';

const id = (name) => `[data-testid="${name}"]`;
let site;
before(async () => {
  if (hasBrowser) site = await openSite();
});
after(() => site?.close());

const skip = hasBrowser ? false : 'no Chromium here; set CHROMIUM to one';

/** A test on a page of its own, which fails on any error the page reports. */
function on(name, hash, scenario, run) {
  test(name, { skip }, async () => {
    const page = await openPage(site.browser);
    const errors = [];
    page.on('pageerror', (error) => errors.push(error.message));
    await page.goto(`${site.base}?scenario=${scenario}${hash}`);
    await run(page);
    assert.deepEqual(errors, []);
    await page.context().close();
  });
}

const text = (page, name) => page.locator(id(name)).first().innerText();
/** Holds in the end: a screen may take its time, a wrong one never gets there. */
async function eventually(check, patience = 4000) {
  const end = Date.now() + patience;
  for (;;) {
    try {
      return await check();
    } catch (error) {
      if (Date.now() > end) throw error;
      await new Promise((done) => setTimeout(done, 25));
    }
  }
}
const focusedRow = (page) => page.evaluate(() => document.activeElement?.getAttribute('aria-rowindex'));
const count = async (page) => Number((await text(page, 'users-count')).replaceAll(',', ''));

on('create a vault: the key must be kept before one goes on', '', 'start', async (page) => {
  await page.click(id('start-create'));
  await page.click(id('create-submit'));
  assert.equal(await page.locator(id('recovery-key')).count(), 0);
  await page.fill(id('create-path'), '/tmp/a.muster');
  await page.fill(id('create-operator'), 'Dana');
  await page.fill(id('create-passphrase'), 'four unrelated words');
  await page.fill(id('create-passphrase-again'), 'four unrelated word');
  await page.click(id('create-submit'));
  assert.equal(await page.locator(id('recovery-key')).count(), 0);
  await page.fill(id('create-passphrase-again'), 'four unrelated words');
  await page.click(id('create-submit'));
  await page.waitForSelector(id('recovery-key'));
  assert.equal(await page.locator(id('recovery-go')).isDisabled(), true);
  await page.check(id('recovery-kept'));
  await page.click(id('recovery-go'));
  await page.waitForSelector(id('screen-overview'));
});

on('a wrong passphrase stays, with its reason; the right one opens; Ctrl+L locks', '', 'start', async (page) => {
  await page.click(id('start-recent'));
  await page.keyboard.type('wrong');
  await page.keyboard.press('Enter');
  await page.waitForSelector('[aria-invalid="true"]');
  await page.keyboard.type('correct horse battery');
  await page.keyboard.press('Enter');
  await page.waitForSelector(id('screen-overview'));
  await page.keyboard.press('Control+l');
  await page.waitForSelector(id('unlock-passphrase'));
  assert.equal(await page.locator(id('rail')).count(), 0);
});

on(
  'searching narrows, Escape clears, an invalid filter says where and keeps the list',
  '#/users',
  'usual',
  async (page) => {
    await page.waitForSelector(id('users-row'));
    const all = await count(page);
    await page.keyboard.press('/');
    await page.keyboard.type('okafor');
    await eventually(async () => {
      const some = await count(page);
      assert.ok(some > 0 && some < all, String(some));
    });
    await page.keyboard.press('Escape');
    await eventually(async () => assert.equal(await count(page), all));
    await page.keyboard.type('stat eq "active"');
    await page.waitForSelector(id('users-filter-error'));
    assert.match(await text(page, 'users-filter-error'), /stat/);
    assert.equal(await count(page), all);
  },
);

on('views and menus become chips that can be taken off', '#/users', 'usual', async (page) => {
  await page.click(`${id('users-view')}[data-view="dormant-90d"]`);
  await eventually(async () => assert.equal(await page.locator(id('users-chip')).count(), 3));
  await page.click(id('users-userstore'));
  await page.click('[role="menuitemradio"][data-value="ldap"]');
  await eventually(async () => assert.equal(await page.locator(id('users-chip')).count(), 4));
  await page.click(id('users-state'));
  await page.click('[role="menuitemradio"][data-value="blocked"]');
  await eventually(async () => assert.equal(await page.locator(id('users-chip')).count(), 4));
  assert.match(page.url(), /blocked/);
  await page
    .locator(`${id('users-chip')} button`)
    .first()
    .click();
  assert.equal(await page.locator(id('users-chip')).count(), 3);
});

on('the keyboard alone: move, open, neighbours, close, and the focus comes back', '#/users', 'usual', async (page) => {
  await page.waitForSelector(id('users-row'));
  await page.keyboard.press('/');
  await page.keyboard.press('ArrowDown');
  assert.equal(await focusedRow(page), '2');
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('PageDown');
  assert.ok(Number(await focusedRow(page)) > 10);
  await page.keyboard.press('End');
  await eventually(async () => assert.equal(Number(await focusedRow(page)), (await count(page)) + 1));
  await page.keyboard.press('Home');
  assert.equal(await focusedRow(page), '2');
  await page.keyboard.press('Enter');
  await page.waitForSelector(id('drawer-name'));
  const keyOf = (row) => page.locator(`${id('users-row')}[aria-rowindex="${row}"]`).getAttribute('data-key');
  const openUser = () => new URLSearchParams(page.url().split('?').at(-1)).get('user');
  assert.equal(openUser(), await keyOf(2));
  await page.keyboard.press('ArrowDown');
  await eventually(async () => assert.equal(openUser(), await keyOf(3)));
  await page.keyboard.press('Escape');
  await eventually(async () => assert.equal(await page.locator(id('drawer')).count(), 0));
  await eventually(async () => assert.equal(await focusedRow(page), '3'));
});

on('sorting: a second press turns it round', '#/users', 'usual', async (page) => {
  const header = page.locator(`${id('users-sort')}[data-column="seen"]`);
  await header.click();
  await eventually(async () =>
    assert.equal(await page.locator('[role="columnheader"][aria-sort="ascending"]').innerText(), 'Last seen'),
  );
  await header.click();
  await eventually(async () =>
    assert.equal(await page.locator('[role="columnheader"][aria-sort="descending"]').innerText(), 'Last seen'),
  );
});

on('a million rows: wheel by pixels, bar by ratio, both ends reachable', '#/users', 'million', async (page) => {
  await page.waitForSelector(id('users-row'));
  const first = () =>
    page.evaluate(() => {
      const port = document.querySelector('.port').getBoundingClientRect();
      const rows = [...document.querySelectorAll('[data-testid="users-row"]')];
      const top = rows.find((row) => row.getBoundingClientRect().bottom > port.top + 1);
      return Number(top.dataset.index);
    });
  const box = await page.locator(id('users-grid')).boundingBox();
  await page.mouse.move(box.x + 300, box.y + 200);
  await page.mouse.wheel(0, 360);
  await eventually(async () => assert.equal(await first(), 10));
  const height = await page.evaluate(() => document.querySelector('.spacer').offsetHeight);
  assert.equal(height, 8_000_000);
  await page.evaluate(() => (document.querySelector('.scroller').scrollTop = 4_000_000));
  await eventually(async () => assert.ok(Math.abs((await first()) - 500_000) < 100));
  const middle = await first();
  await page.mouse.wheel(0, 36);
  await eventually(async () => assert.equal(await first(), middle + 1));
  await page.evaluate(() => (document.querySelector('.scroller').scrollTop = 1e9));
  await eventually(async () =>
    assert.equal(await page.locator(`${id('users-row')}[aria-rowindex="1000001"]`).isVisible(), true),
  );
  await page.waitForFunction(() => document.querySelector('[aria-rowindex="1000001"]')?.dataset.key === '1000000');
});

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
    assert.match(await text(page, 'edit-form'), /another user/);
    await page.keyboard.press('Escape');
    assert.equal(await page.locator(id('edit-form')).count(), 1, 'the first Escape asks');
  },
);

on('a new user', '#/users?user=new', 'empty', async (page) => {
  await page.fill(`${id('edit-field')}[data-field="display_name"]`, 'Dana Reyes');
  await page.fill(`${id('edit-field')}[data-field="username"]`, 'dreyes');
  await page.click(id('edit-save'));
  await page.waitForSelector(id('drawer-name'));
  assert.equal(await text(page, 'drawer-name'), 'Dana Reyes');
  await page.waitForSelector(id('users-row'));
});

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

on('a number on the overview opens the users behind it', '#/overview', 'usual', async (page) => {
  const dormant = Number(await text(page, 'overview-unseen'));
  await page.click(id('overview-unseen'));
  await page.waitForSelector(id('users-row'));
  assert.equal(await count(page), dormant);
});

on('what was bought is edited in place; the report follows', '#/seats', 'usual', async (page) => {
  await page.click(id('seats-edit'));
  await page.fill(id('seats-bought'), '10');
  await page.click(id('seats-save'));
  await eventually(async () => assert.match(await text(page, 'seats-over'), /more than bought/));
  await page.click(id('seats-reclaimable'));
  await eventually(async () =>
    assert.equal(await page.locator(id('seats-only-reclaimable')).getAttribute('aria-pressed'), 'true'),
  );
});

on('the log: search, details, verify, and older entries', '#/log', 'usual', async (page) => {
  await page.waitForSelector(id('log-row'));
  assert.equal(await page.locator(id('log-row')).count(), 100);
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
    assert.equal(await page.locator(id(name)).count(), 0, name);
  await page.keyboard.press('g');
  await page.keyboard.press('s');
  await page.waitForSelector(id('screen-seats'));
  assert.equal(await page.locator(id('seats-edit')).count(), 0);
});

on('light or dark is chosen on this device and kept', '#/overview', 'usual', async (page) => {
  const theme = () => page.evaluate(() => document.documentElement.dataset.theme);
  assert.equal(await theme(), 'light');
  await page.click(id('operator-menu'));
  await page.click('[data-theme-choice="dark"]');
  assert.equal(await theme(), 'dark');
  await page.reload();
  await page.waitForSelector(id('rail'));
  assert.equal(await theme(), 'dark');
});
