// What is photographed: a name, the realm, the place, and what is done there first.
import { auditShots } from './shots-audits.mjs';
import { manageShots } from './shots-manage.mjs';
import { reviewShots } from './shots-reviews.mjs';
import { seatShots } from './shots-seats.mjs';

const id = (name) => `[data-testid="${name}"]`;
const open = (name) => (page) => page.click(id(name));

async function createVault(page) {
  await page.click(id('start-create'));
  await page.fill(id('create-path'), '/home/dana/Vaults/Acme.muster');
  await page.fill(id('create-operator'), 'Dana Reyes');
  await page.fill(id('create-passphrase'), 'four unrelated words');
  await page.fill(id('create-passphrase-again'), 'four unrelated words');
}

async function openRow(page, n = 1) {
  await page.click(`${id('users-row')} >> nth=${n}`);
  await page.waitForTimeout(200);
}

async function chooseFiles(page, all = false) {
  await page.click(id('import-choose'));
  await page.waitForTimeout(200);
  if (!all) await page.click(`${id('import-file')} >> nth=2 >> button`);
}

async function editPrimary(page) {
  await page.fill(id('users-search'), 'userstore eq "PRIMARY"');
  await page.waitForTimeout(250);
  await openRow(page, 0);
  await page.click(id('drawer-edit'));
}

export const shots = [
  { name: 'start', scenario: 'start' },
  { name: 'start-create', scenario: 'start', act: createVault },
  {
    name: 'start-create-wrong',
    scenario: 'start',
    act: async (page) => {
      await page.click(id('start-create'));
      await page.fill(id('create-passphrase'), 'short');
      await page.click(id('create-submit'));
    },
  },
  {
    name: 'start-key',
    scenario: 'start',
    act: async (page) => {
      await createVault(page);
      await page.click(id('create-submit'));
      await page.waitForSelector(id('recovery-key'));
    },
  },
  { name: 'unlock', scenario: 'start', act: open('start-recent') },
  {
    name: 'unlock-wrong',
    scenario: 'start',
    act: async (page) => {
      await page.click(id('start-recent'));
      await page.fill(id('unlock-passphrase'), 'not this one');
      await page.click(id('unlock-submit'));
      await page.waitForTimeout(600);
    },
  },
  {
    name: 'unlock-busy',
    scenario: 'start',
    act: async (page) => {
      await page.click(id('start-recent'));
      await page.fill(id('unlock-passphrase'), 'not this one');
      await page.click(id('unlock-submit'));
    },
  },
  { name: 'overview', hash: '#/overview' },
  { name: 'overview-empty', scenario: 'empty', hash: '#/overview' },
  { name: 'overview-loading', scenario: 'loading', hash: '#/overview' },
  { name: 'overview-error', scenario: 'error', hash: '#/overview' },
  { name: 'overview-over', scenario: 'over', hash: '#/overview' },
  { name: 'overview-demo', scenario: 'demo', hash: '#/overview' },
  { name: 'overview-long', scenario: 'long', hash: '#/overview' },
  { name: 'overview-million', scenario: 'million', hash: '#/overview', wait: 1500 },
  { name: 'overview-1920', hash: '#/overview', width: 1920, height: 1080 },
  { name: 'users', hash: '#/users' },
  { name: 'users-filtered', hash: '#/users?where=userstore+eq+%22gitlab%22+and+kind+ne+%22bot%22' },
  {
    name: 'users-search',
    hash: '#/users',
    act: async (page) => {
      await page.fill(id('users-search'), 'okafor');
      await page.waitForTimeout(300);
    },
  },
  {
    name: 'users-invalid',
    hash: '#/users',
    act: async (page) => {
      await page.fill(id('users-search'), 'stat eq "active"');
      await page.waitForTimeout(300);
    },
  },
  {
    name: 'filter-complete',
    hash: '#/users?where=userstore+eq+%22gitlab%22',
    act: async (page) => {
      await page.focus(id('users-search'));
      await page.keyboard.type('state ');
      await page.waitForSelector(id('users-suggestion'));
      await page.keyboard.press('ArrowDown');
    },
  },
  {
    name: 'filter-edit',
    hash: '#/users?where=state+eq+%22active%22+and+(mfa+eq+true+or+privileged+eq+true)+and+not+(kind+eq+%22bot%22)',
    act: async (page) => {
      await page.locator('[data-chip]').nth(1).click();
      await page.fill(id('users-chip-input'), 'mfa eq maybe');
      await page.keyboard.press('Enter');
      await page.waitForSelector(id('users-filter-error'));
    },
  },
  {
    name: 'filter-long',
    hash: `#/users?where=${encodeURIComponent(Array.from({ length: 22 }, (_, i) => `displayName ne "Nobody ${i}"`).join(' and '))}`,
  },
  {
    name: 'users-selected',
    hash: '#/users',
    act: async (page) => {
      for (const n of [1, 2, 6]) await page.click(`[data-index="${n}"] [role="checkbox"]`);
    },
  },
  {
    name: 'users-columns',
    hash: '#/users',
    act: async (page) => {
      await page.click(id('users-columns'));
      for (const name of ['email', 'created_at', 'roles', 'kind'])
        await page.check(`${id('users-column')}[data-column="${name}"]`);
      await page.evaluate(() => (document.querySelector('.across').scrollLeft = 260));
    },
  },
  {
    name: 'users-views',
    hash: '#/users?where=state+eq+%22blocked%22&sort=lastSeen',
    act: async (page) => {
      await page.click(id('users-view-save'));
      await page.fill(id('users-view-name'), 'Blocked, longest unseen');
      await page.keyboard.press('Enter');
      await page.waitForTimeout(200);
      await page.click(`${id('users-sort')}[data-column="last_seen"]`);
      await page.click(id('users-view-menu'));
    },
  },
  {
    name: 'users-view-save',
    hash: '#/users?where=state+eq+%22blocked%22+and+lastSeen+le+%22-90d%22&sort=lastSeen',
    act: open('users-view-save'),
  },
  { name: 'users-nobody', hash: '#/users?q=nobodyhasthis' },
  { name: 'users-empty', scenario: 'empty', hash: '#/users' },
  { name: 'users-loading', scenario: 'loading', hash: '#/users' },
  { name: 'users-error', scenario: 'error', hash: '#/users' },
  { name: 'users-long', scenario: 'long', hash: '#/users' },
  { name: 'users-million', scenario: 'million', hash: '#/users', wait: 1500 },
  {
    name: 'users-million-end',
    scenario: 'million',
    hash: '#/users',
    wait: 1500,
    act: async (page) => {
      await page.click(`${id('users-row')} >> nth=0`);
      await page.keyboard.press('Escape');
      await page.keyboard.press('End');
      await page.waitForTimeout(400);
    },
  },
  { name: 'users-1920', hash: '#/users', width: 1920, height: 1080 },
  { name: 'users-auditor', scenario: 'auditor', hash: '#/users' },
  { name: 'users-menu', hash: '#/users', act: open('users-state') },
  { name: 'users-export', hash: '#/users', act: open('users-export') },
  {
    name: 'users-exported',
    hash: '#/users',
    act: async (page) => {
      await page.click(id('users-export'));
      await page.click(id('export-run'));
      await page.waitForSelector(id('export-result'));
    },
  },
  { name: 'drawer', hash: '#/users', act: (page) => openRow(page, 4) },
  {
    name: 'drawer-profile',
    hash: '#/users',
    act: async (page) => {
      await openRow(page, 4);
      await page.click(`${id('drawer-tab')}[data-tab="profile"]`);
    },
  },
  {
    name: 'drawer-access',
    hash: '#/users',
    act: async (page) => {
      await openRow(page, 4);
      await page.click(`${id('drawer-tab')}[data-tab="access"]`);
    },
  },
  {
    name: 'drawer-history',
    hash: '#/users',
    act: async (page) => {
      await openRow(page, 4);
      await page.click(`${id('drawer-tab')}[data-tab="history"]`);
    },
  },
  { name: 'drawer-long', scenario: 'long', hash: '#/users', act: (page) => openRow(page, 2) },
  { name: 'drawer-error', scenario: 'error', hash: '#/users?user=4' },
  { name: 'edit', hash: '#/users', act: editPrimary },
  {
    name: 'edit-wrong',
    hash: '#/users',
    act: async (page) => {
      await editPrimary(page);
      await page.fill(`${id('edit-field')}[data-field="email"]`, 'no address');
      await page.fill(`${id('edit-field')}[data-field="username"]`, '');
      await page.click(id('edit-save'));
    },
  },
  {
    name: 'edit-saved',
    hash: '#/users',
    act: async (page) => {
      await editPrimary(page);
      await page.fill(`${id('edit-field')}[data-field="display_name"]`, 'Dana R. Reyes');
      await page.click(id('edit-save'));
      await page.waitForSelector(id('toast'));
    },
  },
  { name: 'new-user', scenario: 'empty', hash: '#/users?user=new' },
  { name: 'userstores', hash: '#/userstores' },
  { name: 'userstores-add', hash: '#/userstores', act: open('userstores-add') },
  { name: 'import', hash: '#/import' },
  { name: 'import-files', hash: '#/import', act: (page) => chooseFiles(page, true) },
  {
    name: 'import-more',
    hash: '#/import',
    height: 1300,
    width: 1280,
    act: async (page) => {
      await chooseFiles(page);
      await page.click(id('import-more'));
    },
  },
  {
    name: 'import-map',
    hash: '#/import',
    height: 1200,
    width: 1280,
    act: async (page) => {
      await chooseFiles(page);
      await page.waitForSelector(id('import-preview'));
      await page.click(`${id('import-column')}[data-column="Desk"]`);
      await page.keyboard.type('e');
    },
  },
  {
    name: 'import-map-rows',
    hash: '#/import',
    act: async (page) => {
      await chooseFiles(page);
      await page.locator(id('import-preview')).scrollIntoViewIfNeeded();
    },
  },
  {
    name: 'import-running',
    scenario: 'usual',
    hash: '#/import',
    act: async (page) => {
      await page.evaluate(() => (globalThis.fakeSlow = true));
      await chooseFiles(page);
      await page.click(id('import-run'));
      await page.waitForTimeout(40);
    },
  },
  {
    name: 'import-dry',
    hash: '#/import',
    act: async (page) => {
      await chooseFiles(page);
      await page.click(id('import-dry-run'));
      await page.waitForSelector(id('import-result'));
    },
  },
  {
    name: 'import-strict',
    hash: '#/import',
    act: async (page) => {
      await chooseFiles(page);
      await page.click(id('import-more'));
      await page.check(id('import-strict'));
      await page.click(id('import-run'));
      await page.waitForSelector(id('error-note'));
    },
  },
  {
    name: 'import-done',
    hash: '#/import',
    act: async (page) => {
      await chooseFiles(page);
      await page.click(id('import-run'));
      await page.waitForSelector(id('import-result'));
    },
  },
  { name: 'log', hash: '#/log' },
  {
    name: 'log-open',
    hash: '#/log',
    act: async (page) => {
      await page.click(`${id('log-row')} >> nth=1`);
    },
  },
  {
    name: 'log-verified',
    hash: '#/log',
    act: async (page) => {
      await page.click(id('log-verify'));
      await page.waitForSelector(id('log-verified'));
    },
  },
  { name: 'log-error', scenario: 'error', hash: '#/log' },
  { name: 'menu', hash: '#/overview', act: open('operator-menu') },
  {
    name: 'drop',
    hash: '#/users',
    act: (page) =>
      page.evaluate(() => globalThis.fakeSend('files-over', ['/home/dana/users-1.json', '/home/dana/people.csv'])),
  },
  {
    name: 'palette',
    hash: '#/users',
    act: async (page) => {
      await page.waitForSelector(id('users-row'));
      await page.keyboard.press('Control+k');
      await page.waitForSelector(id('palette-item'));
    },
  },
  {
    name: 'palette-user',
    hash: '#/seats',
    act: async (page) => {
      await page.keyboard.press('Control+k');
      await page.fill(id('palette-input'), 'okafor');
      await page.waitForSelector(`${id('palette-item')}[data-id^="user:"]`);
    },
  },
  {
    name: 'shortcuts',
    hash: '#/overview',
    act: async (page) => {
      await page.keyboard.press('?');
      await page.waitForSelector(id('shortcuts'));
    },
  },
  {
    name: 'passphrase',
    hash: '#/overview',
    act: async (page) => {
      await page.click(id('operator-menu'));
      await page.click(id('menu-passphrase'));
    },
  },
  {
    name: 'check',
    hash: '#/overview',
    act: async (page) => {
      await page.click(id('operator-menu'));
      await page.click(id('menu-check'));
      await page.waitForTimeout(400);
    },
  },
  {
    name: 'rule',
    hash: '#/overview',
    act: (page) => page.hover('[role="note"] >> nth=1'),
  },
  ...manageShots,
  ...seatShots,
  ...auditShots,
  ...reviewShots,
];
