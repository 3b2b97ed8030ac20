// What one expects of a desktop app: the palette, shortcuts, undo, back, files dropped on it.
import assert from 'node:assert/strict';
import { eventually, id, on, text } from './harness.mjs';

const items = (page) => page.locator(id('palette-item'));
const openPalette = async (page) => {
  await page.waitForSelector(id('rail'));
  await page.keyboard.press('Control+k');
  // What is typed goes where the focus is.
  await page.waitForSelector(`${id('palette-input')}:focus`);
};
const param = (page, name) => new URLSearchParams(page.url().split('?').at(-1)).get(name);

on('the palette goes to places, by a few letters and the keyboard', '#/overview', 'usual', async (page) => {
  await openPalette(page);
  await page.keyboard.type('usst');
  await eventually(async () => assert.match(await items(page).first().innerText(), /Userstores/));
  await page.keyboard.press('Enter');
  await page.waitForSelector(id('screen-userstores'));
  await eventually(async () => assert.equal(await page.locator(id('palette')).count(), 0));
});

on(
  'the palette finds users in the backend, opens them over any screen, and remembers',
  '#/seats',
  'usual',
  async (page) => {
    await openPalette(page);
    await page.keyboard.type('okafor ac');
    await page.keyboard.press('Backspace');
    const user = page.locator(`${id('palette-item')}[data-id^="user:"]`).first();
    await user.waitFor();
    const name = (await user.locator('.title').innerText()).trim();
    assert.match(name, /Okafor/);
    await page.keyboard.press('Enter');
    await page.waitForSelector(id('drawer-name'));
    await eventually(async () => assert.equal(await text(page, 'drawer-name'), name));
    await eventually(async () =>
      assert.equal(await page.locator(id('screen-seats')).count(), 1, 'the screen behind stays'),
    );
    await page.keyboard.press('Escape');
    await openPalette(page);
    await eventually(async () => assert.match(await items(page).first().innerText(), new RegExp(name)));
    await page.keyboard.press('Escape');
    await eventually(async () => assert.equal(await page.locator(id('palette')).count(), 0));
  },
);

on('the palette runs actions and opens views; arrows go round', '#/overview', 'usual', async (page) => {
  await openPalette(page);
  await page.keyboard.type('dormant');
  await eventually(async () => assert.match(await items(page).first().innerText(), /Dormant 90 days/));
  await page.keyboard.press('Enter');
  await page.waitForSelector(id('users-row'));
  assert.match(param(page, 'where') ?? '', /lastSeen le "-90d"/);
  await openPalette(page);
  await page.keyboard.type('dark');
  await page.keyboard.press('ArrowUp');
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('Enter');
  await eventually(async () => assert.equal(await page.evaluate(() => document.documentElement.dataset.theme), 'dark'));
  await openPalette(page);
  await page.keyboard.type('qqqq');
  await eventually(async () => assert.match(await text(page, 'palette'), /Nothing is called “qqqq”/));
});

on('who may change nothing finds nothing to change in the palette', '#/overview', 'auditor', async (page) => {
  await openPalette(page);
  await page.keyboard.type('import');
  await eventually(async () => assert.equal(await page.locator('[data-id="go:import"]').count(), 0));
  await page.fill(id('palette-input'), 'undo');
  await eventually(async () => assert.equal(await page.locator('[data-id="undo"]').count(), 0));
});

on('every shortcut of the list is there, and two keys after each other go', '#/overview', 'usual', async (page) => {
  await page.waitForSelector(id('rail'));
  for (const [letter, screen] of [
    ['u', 'users'],
    ['g', 'groups'],
    ['r', 'roles'],
    ['a', 'audits'],
    ['v', 'reviews'],
    ['c', 'changes'],
    ['o', 'overview'],
  ]) {
    await page.keyboard.press('g');
    await page.keyboard.press(letter);
    await page.waitForSelector(id(`screen-${screen}`));
  }
  await page.keyboard.press('Control+2');
  await page.waitForSelector(id('screen-users'));
  await page.keyboard.press('?');
  await page.waitForSelector(id('shortcuts'));
  const list = await text(page, 'shortcuts');
  for (const title of ['Undo the last change', 'Select all that match', 'Go to, do, or find anything', 'Groups'])
    assert.match(list, new RegExp(title));
});

on(
  'Ctrl+Z says what was undone, and offers the changes',
  '#/users?where=userstore+eq+%22PRIMARY%22',
  'usual',
  async (page) => {
    await page.click(id('users-row'));
    await page.click(id('drawer-edit'));
    await page.fill(`${id('edit-field')}[data-field="display_name"]`, 'Someone Else');
    await page.click(id('edit-save'));
    await page.waitForSelector(id('toast'));
    await page.keyboard.press('Escape');
    await page.keyboard.press('Control+z');
    await eventually(async () =>
      assert.match(await page.locator(id('toast')).last().innerText(), /^Undone: Edited PRIMARY/),
    );
    await page.locator(id('toast-action')).last().click();
    await page.waitForSelector(id('screen-changes'));
    await page.keyboard.press('Control+z');
    await eventually(async () => assert.match(await page.locator(id('toast')).last().innerText(), /no change to undo/));
  },
);

on('Alt+Left and the arrow in the drawer go back along the trail', '#/users?user=4', 'usual', async (page) => {
  await page.waitForSelector(id('drawer-name'));
  await eventually(async () => assert.equal(await page.locator(id('drawer-back')).count(), 0));
  await page.evaluate(() => (location.hash = '#/groups?group=2'));
  await page.waitForSelector(id('screen-groups'));
  await page.evaluate(() => (location.hash = '#/groups?group=2&user=9'));
  await page.waitForSelector(id('drawer-name'));
  await page.click(id('drawer-back'));
  await eventually(async () => assert.equal(await page.locator(id('drawer')).count(), 0));
  await page.keyboard.press('Alt+ArrowLeft');
  await page.waitForSelector(id('screen-users'));
  await eventually(async () => assert.equal(param(page, 'user'), '4'));
});

const send = (page, event, payload) => page.evaluate(([e, p]) => globalThis.fakeSend(e, p), [event, payload]);

on('files held over the window say what will happen; dropped, they are looked at', '#/seats', 'usual', async (page) => {
  await page.waitForSelector(id('screen-seats'));
  const files = ['/home/dana/users-1.json', '/home/dana/people.csv'];
  await send(page, 'files-over', files);
  await page.waitForSelector(id('drop-zone'));
  await eventually(async () =>
    assert.match(
      await text(page, 'drop-zone'),
      /these 2 files[^]*users-1\.json and people\.csv[^]*Nothing is imported before/,
    ),
  );
  await send(page, 'files-left', null);
  await eventually(async () => assert.equal(await page.locator(id('drop-zone')).count(), 0));
  await send(page, 'files-over', files);
  await send(page, 'files-dropped', files);
  await page.waitForSelector(id('import-file'));
  await eventually(async () => assert.equal(await page.locator(id('import-file')).count(), 2));
  await eventually(async () => assert.equal(await page.locator(id('drop-zone')).count(), 0));
  await send(page, 'files-dropped', ['/home/dana/users-2.json']);
  await eventually(async () => assert.equal(await page.locator(id('import-file')).count(), 3));
});

on('files dropped where nothing may be changed go nowhere', '#/seats', 'auditor', async (page) => {
  await page.waitForSelector(id('screen-seats'));
  await send(page, 'files-over', ['/a.csv']);
  await eventually(async () => assert.match(await text(page, 'drop-zone'), /reading only/));
  await send(page, 'files-dropped', ['/a.csv']);
  await page.waitForSelector(id('toast'));
  await eventually(async () => assert.equal(await page.locator(id('screen-seats')).count(), 1));
});

on('the full name of the open user is copied', '#/users?user=4', 'usual', async (page) => {
  await page.context().grantPermissions(['clipboard-read', 'clipboard-write']);
  await page.waitForSelector(id('drawer-name'));
  await page.keyboard.press('Control+Shift+c');
  await page.waitForSelector(id('toast'));
  const name = await page.evaluate(() => navigator.clipboard.readText());
  assert.match(name, /^(gitlab|ldap|PRIMARY)\/\w+$/);
  await eventually(async () => assert.match(await text(page, 'toast'), new RegExp(name)));
});
