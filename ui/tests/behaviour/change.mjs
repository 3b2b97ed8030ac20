// Changing users: many at once, from a list, one at a time.
import assert from 'node:assert/strict';
import { eventually, focusedRow, id, on, text } from './harness.mjs';

const number = async (page, name) => Number((await text(page, name)).replaceAll(',', ''));

/** The first row has the focus, and its user is closed again. */
async function focusRow(page) {
  await page.click(id('users-row'));
  await page.waitForSelector(id('drawer-name'));
  await page.keyboard.press('Escape');
  await page.locator(id('drawer')).waitFor({ state: 'detached' });
  await eventually(async () => assert.equal(await focusedRow(page), '2'));
}

async function selectAll(page) {
  await focusRow(page);
  await page.keyboard.press('Control+a');
  await page.waitForSelector(id('bulk'));
}

async function previewState(page, state) {
  await page.click(`${id('bulk-act')}[data-doing="set_state"]`);
  await page.check(`${id('change-state')}[value="${state}"]`);
  await page.click(id('change-preview'));
  await page.waitForSelector(id('change-rows'));
}

on('the bar comes with a selection, counts it, and goes with it', '#/users', 'usual', async (page) => {
  await page.waitForSelector(id('users-row'));
  await eventually(async () => assert.equal(await page.locator(id('bulk')).count(), 0));
  await focusRow(page);
  await page.keyboard.press(' ');
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press(' ');
  await eventually(async () => assert.equal(await text(page, 'bulk-count'), '2 selected'));
  await page.click(id('bulk-all'));
  await eventually(async () => assert.match(await text(page, 'bulk-count'), /All 1,284/));
  await eventually(async () => assert.equal(await page.locator(id('bulk-all')).count(), 0));
  await page.click(id('bulk-clear'));
  await eventually(async () => assert.equal(await page.locator(id('bulk')).count(), 0));
});

on('nothing goes on before what to do is chosen', '#/users', 'usual', async (page) => {
  await selectAll(page);
  await page.click(`${id('bulk-act')}[data-doing="add_role"]`);
  await page.click(id('change-preview'));
  await page.waitForSelector('[aria-invalid="true"]');
  await eventually(async () =>
    assert.equal(await page.evaluate(() => document.activeElement?.dataset.testid), 'change-role'),
  );
  await page.fill(id('change-role'), 'Dev');
  // Its first is marked once the list is that of what was typed.
  await page.waitForSelector('[role="option"][aria-selected="true"]');
  await page.keyboard.press('Enter');
  await eventually(async () => assert.equal(await page.inputValue(id('change-role')), 'Developer'));
  await page.selectOption(id('change-scope'), 'group');
  await page.click(id('change-preview'));
  await page.waitForSelector(`${id('change-path')}[aria-invalid="true"]`);
  await page.fill(id('change-path'), 'acme/web');
  await page.click(id('change-preview'));
  await page.waitForSelector(id('change-rows'));
  await eventually(async () => assert.match(await text(page, 'change-row'), /Developer on acme\/web/));
});

on(
  'a change is previewed, said twice where it must be, applied, and taken back',
  '#/users?where=userstore+eq+%22PRIMARY%22',
  'usual',
  async (page) => {
    const before = await text(page, 'users-row');
    await selectAll(page);
    await page.click(`${id('bulk-act')}[data-doing="delete"]`);
    await page.click(id('change-preview'));
    await page.waitForSelector(id('change-rows'));
    await eventually(async () => assert.equal(await number(page, 'change-matched'), 1));
    await eventually(async () =>
      assert.equal(await page.locator(`${id('change-share')}[data-userstore="PRIMARY"]`).count(), 1),
    );
    const twice = page.locator(`${id('change-warning')}[data-twice="true"]`);
    if ((await twice.count()) > 0) {
      await eventually(async () => assert.equal(await page.locator(id('change-apply')).isDisabled(), true));
      for (const box of await page.locator(id('change-known')).all()) await box.check();
    }
    await page.click(id('change-apply'));
    await page.waitForSelector(id('change-done'));
    await page.click(id('change-undo'));
    await eventually(async () => assert.match(await text(page, 'change-done'), /as before/));
    await page.click(id('change-close'));
    await eventually(async () => assert.equal(await text(page, 'users-row'), before));
    await eventually(async () =>
      assert.equal(await page.locator(id('bulk')).count(), 0, 'what was changed is not selected any more'),
    );
  },
);

/** Sets the state of everyone shown, whatever that leaves. */
async function setState(page, state) {
  await selectAll(page);
  await previewState(page, state);
  for (const box of await page.locator(id('change-known')).all()) await box.check();
  await page.click(id('change-apply'));
  await page.waitForSelector(id('change-done'));
}

async function close(page) {
  await page.click(id('change-close'));
  await page.locator(id('change-done')).waitFor({ state: 'detached' });
}

on(
  'undoing says twice that nobody would be left in charge, where it is asked',
  '#/users?where=userstore+eq+%22PRIMARY%22',
  'usual',
  async (page) => {
    await setState(page, 'blocked');
    await close(page);
    await setState(page, 'active');
    await page.click(id('change-undo'));
    await page.waitForSelector(`${id('change-done')} ${id('error-note')}[data-code="needs_twice"]`);
    await eventually(async () => assert.match(await text(page, 'change-undo'), /all the same/));
    await close(page);
    await eventually(async () => assert.match(await text(page, 'users-row'), /Active/));

    // By the keyboard a dialog asks, and nothing is done before it is answered.
    const asked = page.locator(id('twice-run'));
    await page.keyboard.press('Control+z');
    await asked.waitFor();
    await eventually(async () =>
      assert.match(await page.locator('[role="dialog"]').innerText(), /PRIMARY would be left without/),
    );
    await page.keyboard.press('Escape');
    await asked.waitFor({ state: 'detached' });
    await eventually(async () => assert.match(await text(page, 'users-row'), /Active/));
    await page.keyboard.press('Control+z');
    await asked.click();
    await eventually(async () => assert.match(await text(page, 'users-row'), /Blocked/));
    await asked.waitFor({ state: 'detached' });
    await eventually(async () => assert.match(await page.locator(id('toast')).last().innerText(), /^Undone/));
  },
);

on('the numbers of a preview add up, warnings come first, rows follow the kind', '#/users', 'usual', async (page) => {
  await selectAll(page);
  await previewState(page, 'deactivated');
  const parts = await Promise.all(['changed', 'unchanged', 'refused'].map((name) => number(page, `change-${name}`)));
  await eventually(async () =>
    assert.equal(
      await number(page, 'change-matched'),
      parts.reduce((a, b) => a + b, 0),
    ),
  );
  const shares = await page.locator(id('change-share')).allInnerTexts();
  assert.ok(shares.some((share) => /PRIMARY/.test(share) && /applied at once/.test(share)));
  assert.ok(shares.some((share) => /gitlab/.test(share) && /pending: carried out in GitLab/.test(share)));
  await eventually(async () =>
    assert.equal(await page.locator(`${id('change-warning')} >> nth=0`).getAttribute('data-twice'), 'true'),
  );
  await eventually(async () =>
    assert.equal(await page.locator(id('change-apply')).isDisabled(), true, 'an owner would be missing'),
  );
  await page.click(`${id('change-effect')}[data-value="refused"]`);
  await eventually(async () => assert.match(await text(page, 'change-row'), /Seen within the last 90 days|blocked/));
  await page.click(id('change-row'));
  await eventually(async () => assert.match(await text(page, 'change-picked'), /GitLab/));
  await page.check(id('change-known'));
  await eventually(async () => assert.equal(await page.locator(id('change-apply')).isDisabled(), false));
  await page.click(id('change-apply'));
  await page.waitForSelector(id('change-done'));
  await eventually(async () => assert.match(await text(page, 'change-done'), /1 user was changed/));
  await eventually(async () => assert.match(await text(page, 'change-done'), /wait to be changed at their source/));
  await page.click(id('change-export-run'));
  await page.waitForSelector(id('change-written'));
});

on('a preview can be stopped, and what was chosen is kept', '#/users', 'usual', async (page) => {
  await page.evaluate(() => (globalThis.fakeSlow = true));
  await selectAll(page);
  await page.click(`${id('bulk-act')}[data-doing="set_state"]`);
  await page.check(`${id('change-state')}[value="blocked"]`);
  await page.click(id('change-preview'));
  await page.click(id('working-cancel'));
  await page.waitForSelector(id('change-operation'));
  await eventually(async () =>
    assert.equal(await page.locator(`${id('change-state')}[value="blocked"]`).isChecked(), true),
  );
});

on(
  'what a change of many does to the seats is said when asked, and can be stopped',
  '#/users',
  'usual',
  async (page) => {
    await selectAll(page);
    await previewState(page, 'blocked');
    await page.evaluate(() => (globalThis.fakeSlow = true));
    await page.click(id('what-if-ask'));
    await page.click(id('working-cancel'));
    await page.waitForSelector(id('what-if-ask'));
    await page.evaluate(() => (globalThis.fakeSlow = false));
    await page.click(id('what-if-ask'));
    await page.waitForSelector(id('what-if'));
    await eventually(async () => assert.match(await text(page, 'what-if'), /does not lower it/));
  },
);

on('users from a list: who is not found is said, the others are changed', '#/users', 'usual', async (page) => {
  await page.click(id('bulk-file'));
  await page.click(id('change-preview'));
  await page.waitForSelector(`${id('change-lines')}[aria-invalid="true"]`);
  await page.setInputFiles(id('change-file'), {
    name: 'leavers.txt',
    mimeType: 'text/plain',
    buffer: Buffer.from('cmaric\r\nnobody.at.all\r\n\r\nPRIMARY/ytanaka\r\n'),
  });
  await eventually(async () => assert.match(await page.inputValue(id('change-lines')), /nobody\.at\.all/));
  await page.check(`${id('change-state')}[value="blocked"]`);
  await page.click(id('change-preview'));
  await page.waitForSelector(id('change-unmatched'));
  await eventually(async () => assert.equal(await number(page, 'change-matched'), 2));
  await page.click(`${id('change-unmatched')} summary`);
  await eventually(async () => assert.match(await text(page, 'change-unmatched'), /Line 2/));
});

on('back from a preview keeps what was chosen, and more can be asked at once', '#/users', 'usual', async (page) => {
  await selectAll(page);
  await page.click(`${id('bulk-act')}[data-doing="set_expiry"]`);
  await page.fill(id('change-until'), '2027-01-31');
  await page.click(id('change-and'));
  await page.click('[role="menuitem"][data-value="set_field"]');
  await page.selectOption(id('change-field'), 'profile.department');
  await page.fill(id('change-value'), 'Platform');
  await page.click(id('change-preview'));
  await page.waitForSelector(id('change-rows'));
  await eventually(async () => assert.match(await text(page, 'change-row'), /Access ends[\s\S]*Department/));
  await page.click(id('change-back'));
  await page.waitForSelector(id('change-operation'));
  await eventually(async () => assert.equal(await page.inputValue(id('change-until')), '2027-01-31'));
  await eventually(async () => assert.equal(await page.inputValue(id('change-value')), 'Platform'));
});

on(
  'one user of a mirrored userstore: the wish is shown beside what the source says',
  '#/users?user=2',
  'usual',
  async (page) => {
    await page.click(id('state-menu'));
    const refused = page.locator(`${id('state-action')}[data-action="deactivate"]`);
    await eventually(async () => assert.equal(await refused.getAttribute('aria-disabled'), 'true'));
    await eventually(async () => assert.match(await refused.innerText(), /within the last 90 days/));
    await refused.click({ force: true });
    await eventually(async () =>
      assert.equal(await page.locator(id('change')).count(), 0, 'what cannot be done does nothing'),
    );
    await page.click(`${id('state-action')}[data-action="block"]`);
    await page.waitForSelector(id('change-rows'));
    for (const box of await page.locator(id('change-known')).all()) await box.check();
    await page.click(id('change-apply'));
    await page.waitForSelector(id('change-done'));
    await page.click(id('change-close'));
    await page.waitForSelector(id('pending-card'));
    await eventually(async () => assert.match(await text(page, 'pending-card'), /Active[\s\S]*wanted: Blocked/));
    await eventually(async () => assert.match(await text(page, 'drawer'), /Blocked is wanted/));
  },
);

on('who may change nothing is offered no change', '#/users?user=2', 'auditor', async (page) => {
  await page.waitForSelector(id('drawer-name'));
  for (const name of ['state-menu', 'picture-change', 'drawer-edit', 'bulk-file', 'person-link-hand'])
    await eventually(async () => assert.equal(await page.locator(id(name)).count(), 0, name));
  await page.click(`${id('drawer-tab')}[data-tab="access"]`);
  await page.waitForSelector(id('effective-row'));
  for (const name of ['access-give', 'access-take', 'access-join'])
    await eventually(async () => assert.equal(await page.locator(id(name)).count(), 0, name));
});
