// Pictures of access reviews and evidence.
const id = (name) => `[data-testid="${name}"]`;
const REVIEW = '#/reviews?review=q4-2026';

async function rows(page) {
  await page.waitForSelector(id('review-row'));
  await page.waitForTimeout(150);
  await page.focus(`${id('review-row')} >> nth=0`);
}

const keys =
  (...pressed) =>
  async (page) => {
    await rows(page);
    for (const key of pressed) {
      await page.keyboard.press(key);
      await page.waitForTimeout(60);
    }
    await page.waitForTimeout(200);
  };

async function take(page, ...files) {
  await page.evaluate((paths) => globalThis.fakePicks.push(paths), files);
  await page.click(id('sheets-take'));
  await page.waitForSelector(id('sheets-taken'));
}

async function verify(page, file, key = '') {
  await page.fill(id('verify-key'), key);
  await page.evaluate((path) => globalThis.fakePicks.push([path]), file);
  await page.click(id('verify-choose-zip'));
  await page.waitForSelector(id('verified'));
  await page.locator(id('verified')).scrollIntoViewIfNeeded();
}

async function newReview(page) {
  await page.waitForSelector(id('review-form'));
  await page.waitForTimeout(700);
}

export const reviewShots = [
  { name: 'reviews', hash: '#/reviews' },
  { name: 'reviews-empty', scenario: 'no-reviews', hash: '#/reviews' },
  { name: 'reviews-long', scenario: 'long', hash: '#/reviews' },
  { name: 'reviews-loading', scenario: 'loading', hash: '#/reviews', wait: 700 },
  { name: 'reviews-error', scenario: 'error', hash: '#/reviews' },
  { name: 'reviews-auditor', scenario: 'auditor', hash: '#/reviews' },
  { name: 'reviews-verify', hash: '#/reviews', act: (page) => page.click(id('reviews-verify')) },
  {
    name: 'review-new',
    hash: '#/reviews?new=review',
    act: newReview,
  },
  {
    name: 'review-new-refused',
    scenario: 'untold',
    hash: '#/reviews?new=review',
    act: async (page) => {
      await newReview(page);
      await page.check(id('review-override'));
      await page.fill(id('review-title'), '');
      await page.waitForTimeout(500);
    },
  },
  {
    name: 'review-new-scoped',
    scenario: 'long',
    hash: '#/reviews?new=review',
    act: async (page) => {
      await newReview(page);
      await page.fill(id('users-search'), 'privileged eq true');
      await page.keyboard.press('Enter');
      await page.fill(id('review-named'), 'kamau');
      await page.waitForTimeout(300);
      await page.keyboard.press('Enter');
      await page.waitForTimeout(600);
    },
  },
  {
    name: 'review-new-nobody',
    hash: '#/reviews?new=review',
    act: async (page) => {
      await newReview(page);
      for (const n of [0, 1]) await page.uncheck(`${id('review-ask')} >> nth=${n}`);
      await page.waitForTimeout(600);
    },
  },
  { name: 'review', hash: REVIEW, act: rows },
  { name: 'review-all', hash: `${REVIEW}&shown=all`, act: rows },
  { name: 'review-decided', hash: `${REVIEW}&shown=all`, act: keys('k', 'r', 'k', 'ArrowUp') },
  { name: 'review-picked', hash: REVIEW, act: keys('Space', 'ArrowDown', 'Space', 'ArrowDown', 'Space') },
  { name: 'review-reduce', hash: REVIEW, act: keys('ArrowDown', 'd') },
  { name: 'review-note', hash: `${REVIEW}&shown=revoke`, act: keys('n') },
  { name: 'review-give', hash: REVIEW, act: keys('a') },
  { name: 'review-own', hash: `${REVIEW}&q=&shown=all`, act: keys('ArrowDown', 'ArrowDown', 'ArrowDown', 'k') },
  { name: 'review-long', scenario: 'long', hash: `${REVIEW}&shown=all`, act: rows },
  { name: 'review-many', scenario: 'many-grants', hash: REVIEW, act: keys('End') },
  { name: 'review-none', hash: `${REVIEW}&q=nothing+is+called+so`, wait: 600 },
  { name: 'review-loading', scenario: 'loading', hash: REVIEW, wait: 700 },
  { name: 'review-error', scenario: 'error', hash: REVIEW },
  { name: 'review-auditor', scenario: 'auditor', hash: REVIEW, act: rows },
  {
    name: 'review-user',
    hash: REVIEW,
    act: async (page) => {
      await keys('ArrowDown', 'Enter')(page);
      await page.waitForSelector(id('drawer-name'));
    },
  },
  {
    name: 'review-keys',
    hash: REVIEW,
    act: async (page) => {
      await keys('k', '?')(page);
      await page.waitForSelector(id('shortcuts'));
    },
  },
  { name: 'review-progress', hash: `${REVIEW}&part=progress` },
  { name: 'review-progress-closed', hash: '#/reviews?review=q3-2026&part=progress' },
  {
    name: 'review-sheets',
    hash: `${REVIEW}&part=worksheets`,
    act: async (page) => {
      await page.click(id('sheets-write'));
      await page.waitForSelector(id('sheets-written'));
    },
  },
  {
    name: 'review-sheets-faults',
    hash: `${REVIEW}&part=worksheets`,
    act: (page) =>
      take(page, '/home/dana/Returned/v1-wrong.xlsx', '/home/dana/Returned/v2.xlsx', '/home/dana/Returned/v3.ods'),
  },
  {
    name: 'review-sheets-drop',
    hash: `${REVIEW}&part=worksheets`,
    act: (page) => page.evaluate(() => globalThis.fakeSend('files-over', ['/home/dana/Returned/v1.xlsx'])),
  },
  { name: 'review-close-left', hash: `${REVIEW}&part=close` },
  {
    name: 'review-close',
    hash: '#/reviews?review=admins-nov',
    act: async (page) => {
      await keys('k', 'k', 'r', 'k', 'k', 'k', 'r', 'k', 'k', 'k')(page);
      await page.waitForTimeout(400);
      await page.click(`${id('review-part')}[data-tab="close"]`);
      await page.waitForSelector(id('close-name'));
      await page.click(id('close-run'));
    },
  },
  { name: 'review-outcome', hash: '#/reviews?review=q3-2026' },
  {
    name: 'review-stage',
    hash: '#/reviews?review=q3-2026',
    act: async (page) => {
      await page.click(id('closed-stage'));
      await page.waitForSelector(id('change-apply'));
    },
  },
  { name: 'review-closed-grants', hash: '#/reviews?review=q3-2026&part=decide', act: rows },
  { name: 'review-evidence', hash: '#/reviews?review=q3-2026&part=evidence' },
  {
    name: 'review-evidence-made',
    hash: '#/reviews?review=q3-2026&part=evidence',
    act: async (page) => {
      await page.click(id('evidence-make'));
      await page.waitForSelector(id('evidence-made'));
      await page.click(id('verify-made'));
      await page.waitForSelector(id('verified'));
    },
  },
  {
    name: 'review-verify-altered',
    hash: '#/reviews',
    act: async (page) => {
      await page.click(id('reviews-verify'));
      await verify(page, '/home/dana/altered.zip', 'b'.repeat(64));
    },
  },
];
