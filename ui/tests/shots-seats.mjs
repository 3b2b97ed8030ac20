// Pictures of seats over time, snapshots and reports.
const id = (name) => `[data-testid="${name}"]`;

async function pick(page) {
  await page.waitForSelector(id('reclaim-row'));
  await page.focus(`${id('reclaim-row')} >> nth=0`);
  for (const key of ['Space', 'ArrowDown', 'Space', 'ArrowDown', 'Space']) await page.keyboard.press(key);
  await page.waitForSelector(id('reclaim-bar'));
}

async function report(page) {
  await page.click(id('seats-export'));
  await page.waitForSelector(id('report-preview'));
  await page.waitForTimeout(300);
}

export const seatShots = [
  { name: 'seats', hash: '#/seats' },
  { name: 'seats-tall', hash: '#/seats', width: 1280, height: 1300 },
  { name: 'seats-all', hash: '#/seats?range=all' },
  { name: 'seats-over', scenario: 'over', hash: '#/seats' },
  { name: 'seats-none', scenario: 'no-history', hash: '#/seats' },
  { name: 'seats-one', scenario: 'one-snapshot', hash: '#/seats' },
  { name: 'seats-unbought', scenario: 'unbought', hash: '#/seats' },
  { name: 'seats-long', scenario: 'long', hash: '#/seats' },
  { name: 'seats-million', scenario: 'million', hash: '#/seats' },
  { name: 'seats-loading', scenario: 'loading', hash: '#/seats' },
  { name: 'seats-choose', scenario: 'empty', hash: '#/seats' },
  { name: 'seats-error', scenario: 'error', hash: '#/seats' },
  { name: 'seats-auditor', scenario: 'auditor', hash: '#/seats?part=plan' },
  {
    name: 'seats-zoomed',
    hash: '#/seats',
    act: async (page) => {
      await page.focus(id('seats-chart'));
      for (const key of ['Home', '+', '+', 'PageDown', 'PageDown']) await page.keyboard.press(key);
    },
  },
  {
    name: 'seats-drag',
    hash: '#/seats',
    act: async (page) => {
      const box = await page.locator(id('seats-chart')).boundingBox();
      await page.mouse.move(box.x + box.width * 0.6, box.y + 120);
      await page.mouse.down();
      await page.mouse.move(box.x + box.width * 0.8, box.y + 120, { steps: 4 });
    },
  },
  { name: 'seats-hover', hash: '#/seats', act: (page) => page.hover(id('seats-chart')) },
  { name: 'seats-table', hash: '#/seats', act: (page) => page.click(id('seats-as-table')) },
  {
    name: 'seats-groups',
    scenario: 'long',
    hash: '#/seats',
    act: async (page) => {
      await page.click(`${id('seats-breakdown-by')}[data-value="group"]`);
      await page.locator(id('seats-breakdown')).scrollIntoViewIfNeeded();
      await page.waitForTimeout(100);
      await page.locator(`${id('seats-breakdown')} >> text=Show all`).scrollIntoViewIfNeeded();
    },
  },
  { name: 'seats-free', hash: '#/seats?part=free', act: pick },
  { name: 'seats-free-reason', hash: '#/seats?part=free&reason=never_seen' },
  { name: 'seats-free-unpriced', scenario: 'unbought', hash: '#/seats?part=free' },
  { name: 'seats-free-long', scenario: 'long', hash: '#/seats?part=free' },
  {
    name: 'seats-what-if',
    hash: '#/seats?part=free&reason=dormant',
    act: async (page) => {
      await pick(page);
      await page.click(`${id('reclaim-act')}[data-state="blocked"]`);
      await page.waitForSelector(id('what-if'));
    },
  },
  { name: 'seats-holders', hash: '#/seats?part=holders' },
  { name: 'seats-days', hash: '#/seats?part=holders&when=days' },
  { name: 'seats-differ', hash: '#/seats?part=differ' },
  { name: 'seats-agree', scenario: 'one-snapshot', hash: '#/seats?part=differ' },
  { name: 'seats-plan', hash: '#/seats?part=plan' },
  { name: 'seats-terms', hash: '#/seats?part=plan&edit=terms' },
  {
    name: 'seats-terms-wrong',
    hash: '#/seats?part=plan&edit=terms',
    act: async (page) => {
      await page.fill(`${id('terms-seats')} >> nth=0`, 'many');
      await page.fill(id('terms-price'), '29.999');
      await page.click(id('terms-save'));
    },
  },
  {
    name: 'seats-plan-new',
    hash: '#/seats?part=plan',
    act: async (page) => {
      await page.click(id('plan-new'));
      await page.fill(id('plan-title'), 'People with write access');
      await page.click(id('plan-add-condition'));
      await page.keyboard.type('ki');
      await page.waitForTimeout(400);
    },
  },
  {
    name: 'seats-plan-copy',
    hash: '#/seats?part=plan',
    act: async (page) => {
      await page.click(id('plan-copy'));
      await page.waitForSelector(id('plan-form'));
      await page.waitForTimeout(400);
    },
  },
  { name: 'report', hash: '#/seats', act: report },
  {
    name: 'report-done',
    hash: '#/seats',
    act: async (page) => {
      await report(page);
      await page.check(id('report-manifest'));
      await page.click(id('report-run'));
      await page.waitForSelector(id('report-written'));
    },
  },
  { name: 'snapshots', hash: '#/snapshots' },
  { name: 'snapshots-empty', scenario: 'empty', hash: '#/snapshots' },
  { name: 'snapshots-one', scenario: 'one-snapshot', hash: '#/snapshots?to=1' },
  { name: 'snapshots-diff', hash: '#/snapshots?to=9' },
  { name: 'snapshots-diff-part', scenario: 'long', hash: '#/snapshots?to=5' },
  {
    name: 'snapshots-diff-user',
    hash: '#/snapshots?to=9&from=10',
    act: async (page) => {
      await page.click(`${id('diff-became')}[data-value="changed"]`);
      await page.click(`${id('diff-row')} >> nth=2`);
      await page.waitForSelector(id('drawer-name'));
    },
  },
  {
    name: 'snapshots-export',
    hash: '#/snapshots?to=9',
    act: async (page) => {
      await page.click(id('diff-export'));
      await page.waitForSelector(id('report-preview'));
    },
  },
  {
    name: 'import-past',
    hash: '#/import',
    act: async (page) => {
      await page.evaluate(() => globalThis.fakeSend('files-dropped', ['/home/dana/exports 2026']));
      await page.waitForSelector(id('import-past-table'));
    },
  },
  {
    name: 'import-counts',
    hash: '#/import',
    act: async (page) => {
      await page.evaluate(() => globalThis.fakePicks.push(['/home/dana/licence-usage.csv']));
      await page.click(id('import-counts'));
      await page.waitForSelector(id('import-counts-done'));
    },
  },
];
