// Seats over time.
import assert from 'node:assert/strict';
import { eventually, id, on, text } from './harness.mjs';

const part = (page, name) => page.click(`${id('seats-part')}[data-tab="${name}"]`);
const view = (page) =>
  page.locator(id('seats-chart')).evaluate((chart) => [chart.dataset.from, chart.dataset.to].join(' '));
const said = (page) => page.locator(id('seats-chart')).getAttribute('aria-valuetext');
const ALL = '2025-12-01 2026-11-30';

on('one sentence says taken, bought, peak and owed; a warning when more was taken', '#/seats', 'over', async (page) => {
  await eventually(async () =>
    assert.match(
      await text(page, 'seats-said'),
      /of 850 seats are taken, the peak was \d+ on 3 Nov and \d+ seats are owed, €/,
    ),
  );
  await eventually(async () => assert.match(await text(page, 'seats-warning'), /does not lower it/));
  await page.click(`${id('seats-warning')} a`);
  await page.waitForSelector(id('reclaim-row'));
});

on(
  'the chart by keyboard: days are read out, zoomed, marked, and all is shown again',
  '#/seats',
  'usual',
  async (page) => {
    await page.focus(id('seats-chart'));
    await eventually(async () => assert.equal(await view(page), ALL));
    await eventually(async () => assert.match(await said(page), /^20 Nov 2026: \d+ taken, \d+ bought/));
    await page.keyboard.press('ArrowRight');
    await eventually(async () => assert.match(await said(page), /21 Nov 2026: forecast \d+, between/));
    await page.keyboard.press('Home');
    await eventually(async () => assert.match(await said(page), /^1 Dec 2025/));
    await page.keyboard.press('+');
    await eventually(async () => assert.equal((await view(page)).slice(0, 10), '2025-12-01'));
    await eventually(async () => assert.notEqual(await view(page), ALL));
    await page.keyboard.press('Escape');
    await eventually(async () => assert.equal(await view(page), ALL));
    for (let i = 0; i < 9; i += 1) await page.keyboard.press('Shift+ArrowRight');
    await eventually(async () => assert.match(await said(page), /Marked 1 Dec 2025 to 10 Dec 2025/));
    await page.keyboard.press('Enter');
    await eventually(async () => assert.equal(await view(page), '2025-12-01 2025-12-10'));
    await page.click(id('seats-whole'));
    await eventually(async () => assert.equal(await view(page), ALL));
  },
);

on('dragging zooms in, a double click shows everything', '#/seats', 'usual', async (page) => {
  const box = await page.locator(id('seats-chart')).boundingBox();
  await page.mouse.move(box.x + box.width * 0.5, box.y + 100);
  await page.mouse.down();
  await page.mouse.move(box.x + box.width * 0.6, box.y + 100, { steps: 5 });
  await page.mouse.up();
  await eventually(async () => assert.notEqual(await view(page), ALL));
  const [from, to] = (await view(page)).split(' ');
  assert.ok((Date.parse(to) - Date.parse(from)) / 86_400_000 < 60, `${from} ${to}`);
  await page.dblclick(id('seats-chart'));
  await eventually(async () => assert.equal(await view(page), ALL));
});

on('the same figures are a table, of the days in view', '#/seats', 'usual', async (page) => {
  await page.click(id('seats-as-table'));
  const rows = page.locator(`${id('seats-day-table')} tbody tr`);
  await eventually(async () => assert.equal(await rows.count(), 365));
  await eventually(async () =>
    assert.match(await rows.first().innerText(), /30 Nov 2026[\s\S]*Forecast, nine times of ten/),
  );
  await eventually(async () =>
    assert.match(await text(page, 'seats-day-table'), /3 Nov 2026\s+\d+\s+\d+\s+\d*\s*Peak/),
  );
  await page.click(id('seats-as-table'));
  await page.waitForSelector(id('seats-chart'));
});

on('other days are asked for; what is owed stays that of the period', '#/seats', 'usual', async (page) => {
  const peak = await text(page, 'seats-peak');
  await page.click(`${id('seats-range')}[data-value="all"]`);
  await eventually(async () => assert.match(await view(page), /^2025-06-03/));
  await eventually(async () => assert.equal(await text(page, 'seats-peak'), peak));
});

on('seats are broken down, and a number opens the users behind it', '#/seats', 'usual', async (page) => {
  const first = page.locator(`${id('seats-breakdown-row')} >> nth=0`);
  await eventually(async () => assert.match(await first.innerText(), /Developer/));
  await page.click(`${id('seats-breakdown-by')}[data-value="department"]`);
  await eventually(async () => assert.match(await text(page, 'seats-breakdown'), /No department/));
  await page.click(`${id('seats-breakdown-by')}[data-value="userstore"]`);
  await eventually(async () => assert.match(await first.innerText(), /gitlab/));
  await first.locator('a').click();
  await page.waitForSelector(id('screen-users'));
  assert.match(decodeURIComponent(page.url()), /userstore\+eq\+"gitlab"/);
});

on('without history, and with a forecast refused, it says so', '#/seats', 'no-history', async (page) => {
  await page.waitForSelector(id('seats-no-history'));
  await page.goto(page.url().replace('no-history', 'one-snapshot'));
  await eventually(async () => assert.match(await text(page, 'seats-forecast'), /No forecast: The history is 1 day/));
});

on(
  'seats to free: by reason, picked by keyboard, and what if before it is applied',
  '#/seats?part=free',
  'usual',
  async (page) => {
    await page.waitForSelector(id('reclaim-row'));
    await eventually(async () =>
      assert.match(await page.locator(`${id('reclaim-row')} >> nth=0`).innerText(), /Same person twice/),
    );
    await page.click(`${id('reclaim-reason')}[data-value="dormant"]`);
    await eventually(async () =>
      assert.match(await page.locator(`${id('reclaim-row')} >> nth=0`).innerText(), /Dormant/),
    );
    await page.focus(`${id('reclaim-row')} >> nth=0`);
    for (const key of ['Space', 'ArrowDown', 'Space', 'ArrowDown', 'Space']) await page.keyboard.press(key);
    await eventually(async () => assert.match(await text(page, 'reclaim-count'), /^3 seats/));
    await page.keyboard.press('Control+a');
    await eventually(async () => assert.match(await text(page, 'reclaim-count'), /^31 seats/));
    await page.keyboard.press('Escape');
    await eventually(async () => assert.equal(await page.locator(id('reclaim-bar')).count(), 0));
    await page.keyboard.press('Space');
    await page.click(`${id('reclaim-act')}[data-state="blocked"]`);
    await page.waitForSelector(id('what-if'));
    await eventually(async () =>
      assert.match(await text(page, 'what-if'), /902\s*→\s*(becomes)?\s*901[\s\S]*stays[\s\S]*does not lower it/),
    );
    await page.click(id('change-apply'));
    await page.waitForSelector(id('change-done'));
    await page.click(id('change-close'));
    await eventually(async () => assert.equal(await page.locator(id('reclaim-bar')).count(), 0));
  },
);

on(
  'who takes a seat, now and over time, and where the instance differs',
  '#/seats?part=holders',
  'usual',
  async (page) => {
    await page.waitForSelector(id('seats-row'));
    await page.click(`${id('holders-when')}[data-value="days"]`);
    await page.waitForSelector(id('seat-days-row'));
    await part(page, 'differ');
    await page.waitForSelector(id('mismatch-row'));
    await eventually(async () => assert.equal(await page.locator(id('mismatch-row')).count(), 3));
    await page.click(`${id('mismatch-row')} >> nth=0`);
    await page.waitForSelector(id('drawer-name'));
  },
);

on('what was bought is written as purchases over time', '#/seats', 'unbought', async (page) => {
  await eventually(async () => assert.match(await text(page, 'seats-owed'), /Unknown/));
  await page.click(`text=Say how many were bought`);
  await page.waitForSelector(id('terms-form'));
  await page.fill(id('terms-seats'), 'many');
  await page.click(id('terms-save'));
  await eventually(async () =>
    assert.equal(await page.evaluate(() => document.activeElement.dataset.testid), 'terms-seats'),
  );
  await page.fill(id('terms-seats'), '850');
  await page.fill(id('terms-from'), '2025-12-01');
  await page.click(id('terms-add'));
  await page.fill(`${id('terms-from')} >> nth=1`, '2026-06-01');
  await page.fill(`${id('terms-seats')} >> nth=1`, '900');
  await page.fill(id('terms-price'), '29,50');
  await page.click(id('terms-save'));
  await eventually(async () => assert.equal(await page.locator(id('terms-form')).count(), 0));
  const sent = await page.evaluate(() => globalThis.fakeAsked.seats_terms_set[1]);
  assert.deepEqual(
    sent.purchases.map((one) => one.seats),
    [850, 900],
  );
  assert.equal(sent.price_cents, 2950);
  await eventually(async () =>
    assert.match(await text(page, 'seats-purchased'), /850 from 1 Dec 2025\s+900 from 1 Jun 2026/),
  );
});

on('looking at a plan changes nothing; counting by it does', '#/seats?part=plan', 'usual', async (page) => {
  await page.click(`${id('plan-row')}[data-plan="per-active-user"] ${id('plan-look')}`);
  await page.waitForSelector(id('plan-choose'));
  await eventually(async () => assert.equal(await page.evaluate(() => globalThis.fakeAsked.seats_choose), undefined));
  await page.click(id('plan-choose'));
  await eventually(async () =>
    assert.equal(await page.evaluate(() => globalThis.fakeAsked.seats_choose), 'per-active-user'),
  );
});

on('a plan of one’s own is written with help and counted at once', '#/seats?part=plan', 'usual', async (page) => {
  await page.click(id('plan-new'));
  await page.click(id('plan-save'));
  await eventually(async () =>
    assert.equal(await page.evaluate(() => document.activeElement.dataset.testid), 'plan-title'),
  );
  await page.fill(id('plan-title'), 'Our own rule');
  await eventually(async () => assert.equal(await page.inputValue(id('plan-name')), 'our-own-rule'));
  await eventually(async () => assert.match(await text(page, 'plan-tried'), /take a seat[\s\S]*gained[\s\S]*lost/));
  const before = await text(page, 'plan-tried');
  await page.click(id('plan-add-condition'));
  await page.keyboard.type('kin');
  await page.waitForSelector(id('users-suggestion'));
  await page.keyboard.press('Escape');
  await eventually(async () => assert.equal(await page.locator(id('plan-form')).count(), 1));
  await page.fill(`${id('plan-condition')} >> nth=1`, 'kind eq "human"');
  await eventually(async () => assert.notEqual(await text(page, 'plan-tried'), before));
  await page.click(id('plan-save'));
  await page.waitForSelector(`${id('plan-row')}[data-plan="our-own-rule"]`);
  const sent = await page.evaluate(() => globalThis.fakeAsked.seats_plan_save);
  assert.equal(sent.filter, 'state eq "active" and kind eq "human"');
  await page.click(id('plan-remove'));
  await page.click(id('plan-remove-run'));
  await eventually(async () =>
    assert.equal(await page.locator(`${id('plan-row')}[data-plan="our-own-rule"]`).count(), 0),
  );
});

on(
  'who may change nothing looks, and is offered nothing to free or edit',
  '#/seats?part=plan',
  'auditor',
  async (page) => {
    await page.waitForSelector(id('plan-row'));
    for (const name of ['plan-new', 'plan-copy', 'terms-edit'])
      await eventually(async () => assert.equal(await page.locator(id(name)).count(), 0, name));
    await part(page, 'free');
    await page.waitForSelector(id('reclaim-row'));
    await eventually(async () =>
      assert.equal(await page.locator(`${id('reclaim-grid')} [role="checkbox"]`).count(), 0),
    );
  },
);

on('a report is previewed in a frame that can do nothing, and written', '#/seats', 'usual', async (page) => {
  await page.click(id('seats-export'));
  await page.waitForSelector(id('report-preview'));
  await eventually(async () => assert.equal(await page.locator(id('report-preview')).getAttribute('sandbox'), ''));
  const frame = page.frameLocator(id('report-preview'));
  // The app's own policy lets the report's style sheet through.
  await eventually(async () =>
    assert.equal(await frame.locator('h1').evaluate((title) => getComputedStyle(title).fontSize), '20px'),
  );
  await page.fill(id('report-from'), '2026-06-01');
  await page.fill(id('report-to'), '2026-05-01');
  await eventually(async () => assert.equal(await page.locator(id('report-run')).isDisabled(), true));
  await page.fill(id('report-to'), '2026-06-30');
  await eventually(async () => assert.match(await frame.locator('p').innerText(), /2026-06-01 to 2026-06-30/));
  await page.check(`${id('report-format')}[value="xlsx"]`);
  await page.check(id('report-manifest'));
  await page.click(id('report-run'));
  await page.waitForSelector(id('report-written'));
  const sent = await page.evaluate(() => globalThis.fakeAsked.report_make);
  assert.deepEqual([sent.report, sent.format, sent.from, sent.manifest], ['seats', 'xlsx', '2026-06-01', true]);
  assert.match(sent.path, /seats-gitlab-ultimate-2026-06-30\.xlsx$/);
});

on('the overview has a small version that opens the large one', '#/overview', 'usual', async (page) => {
  await eventually(async () => assert.match(await text(page, 'overview-seats-over'), /Peak \d+ on 3 Nov/));
  await page.click(`${id('overview-seats-over')} a`);
  await page.waitForSelector(id('seats-chart'));
});

on('whoever is named: what if they were blocked', '#/seats', 'usual', async (page) => {
  await page.click(id('seats-what-if'));
  await page.fill(id('change-lines'), 'cmaric');
  await page.check(`${id('change-state')}[value="blocked"]`);
  await page.click(id('change-preview'));
  await page.waitForSelector(id('what-if'));
});
