// Pictures of audits: findings, one finding, rules.
const id = (name) => `[data-testid="${name}"]`;

async function openFirst(page, rule = 0) {
  await page.click(`${id('findings-group')} >> nth=${rule}`);
  await page.waitForSelector(id('findings-row'));
}

async function openFinding(page, row = 0) {
  await page.click(`${id('findings-row')} >> nth=${row}`);
  await page.waitForSelector(id('finding-story'));
  await page.waitForTimeout(150);
}

async function pick(page) {
  await page.waitForSelector(id('findings-row'));
  await page.focus(`${id('findings-row')} >> nth=0`);
  for (const key of ['Space', 'ArrowDown', 'Space', 'ArrowDown', 'Space']) await page.keyboard.press(key);
  await page.waitForSelector(id('findings-bar'));
}

async function newRule(page) {
  await page.click(id('rules-new'));
  await page.waitForSelector(id('rule-title'));
  await page.fill(id('rule-title'), 'Partner not seen for 20 days');
  await page.waitForTimeout(700);
}

export const auditShots = [
  { name: 'audits', hash: '#/audits' },
  { name: 'audits-tall', hash: '#/audits', width: 1280, height: 1200 },
  { name: 'audits-user', hash: '#/audits?by=user' },
  { name: 'audits-control', hash: '#/audits?by=control' },
  { name: 'audits-list', hash: '#/audits?by=none', act: pick },
  { name: 'audits-within', hash: '#/audits', act: (page) => openFirst(page, 1) },
  { name: 'audits-accepted', hash: '#/audits?by=none&state=accepted' },
  { name: 'audits-resolved', hash: '#/audits?by=none&state=resolved' },
  { name: 'audits-new', hash: '#/audits?by=none&since=new' },
  { name: 'audits-none', hash: '#/audits?by=none&words=zzz' },
  { name: 'audits-long', scenario: 'long', hash: '#/audits?by=none' },
  { name: 'audits-million', scenario: 'million', hash: '#/audits?by=none' },
  { name: 'audits-never', scenario: 'unaudited', hash: '#/audits' },
  { name: 'audits-pack', hash: '#/audits?pack=pci-dss-4' },
  { name: 'audits-empty', scenario: 'empty', hash: '#/audits' },
  { name: 'audits-clean', scenario: 'clean', hash: '#/audits' },
  { name: 'audits-stale', scenario: 'stale', hash: '#/audits' },
  { name: 'audits-loading', scenario: 'loading', hash: '#/audits' },
  { name: 'audits-error', scenario: 'error', hash: '#/audits' },
  { name: 'audits-auditor', scenario: 'auditor', hash: '#/audits?by=none' },
  {
    name: 'audits-running',
    hash: '#/audits',
    act: async (page) => {
      await page.evaluate(() => (globalThis.fakeSlow = true));
      await page.click(id('audits-run'));
      await page.waitForSelector(id('audits-running'));
      await page.waitForTimeout(300);
    },
  },
  {
    name: 'audits-score',
    hash: '#/audits',
    act: async (page) => {
      await page.click(id('audit-score-why'));
      await page.waitForSelector(id('audit-formula'));
    },
  },
  {
    name: 'audits-accept',
    hash: '#/audits?by=none',
    act: async (page) => {
      await pick(page);
      await page.keyboard.press('a');
      await page.waitForSelector(id('accept'));
    },
  },
  {
    name: 'audits-accept-wrong',
    hash: '#/audits?by=none',
    act: async (page) => {
      await pick(page);
      await page.click(id('findings-accept'));
      await page.fill(id('accept-until'), '2020-01-01');
      await page.click(id('accept-run'));
    },
  },
  {
    name: 'audits-fix',
    hash: '#/audits?by=none',
    act: async (page) => {
      await page.waitForSelector(id('findings-row'));
      await page.focus(`${id('findings-row')} >> nth=0`);
      await page.keyboard.press('Control+a');
      await page.waitForTimeout(400);
      await page.click(id('findings-fix'));
      await page.waitForSelector(id('fixing'));
    },
  },
  {
    name: 'audits-removal',
    hash: '#/audits?within=unused-role',
    act: async (page) => {
      await page.waitForSelector(id('findings-row'));
      await page.focus(`${id('findings-row')} >> nth=0`);
      await page.keyboard.press('Control+a');
      await page.keyboard.press('f');
      await page.waitForSelector(id('removal-thing'));
    },
  },
  {
    name: 'audits-all',
    scenario: 'million',
    hash: '#/audits?by=none',
    act: async (page) => {
      await page.waitForSelector(id('findings-row'));
      await page.focus(`${id('findings-row')} >> nth=0`);
      await page.keyboard.press('Control+a');
      await page.waitForSelector(id('findings-bar'));
    },
  },
  {
    name: 'finding-still',
    hash: '#/audits?within=dormant-90d',
    act: async (page) => {
      await openFinding(page, 2);
      await page.click(id('finding-look'));
      await page.waitForSelector(id('finding-still'));
    },
  },
  {
    name: 'audits-fix-preview',
    hash: '#/audits?within=dormant-90d',
    act: async (page) => {
      await pick(page);
      await page.keyboard.press('f');
      await page.waitForSelector(id('change-rows'));
    },
  },
  {
    name: 'audits-export',
    hash: '#/audits',
    act: async (page) => {
      await page.click(id('audits-export'));
      await page.waitForSelector(id('audit-export'));
      await page.waitForTimeout(200);
    },
  },
  {
    name: 'finding',
    hash: '#/audits?within=dormant-90d',
    act: (page) => openFinding(page, 2),
  },
  {
    name: 'finding-tall',
    hash: '#/audits?within=dormant-90d',
    width: 1280,
    height: 1200,
    act: (page) => openFinding(page, 1),
  },
  { name: 'finding-accepted', hash: '#/audits?by=none&state=accepted', act: openFinding },
  { name: 'finding-resolved', hash: '#/audits?by=none&state=resolved', act: openFinding },
  { name: 'finding-long', scenario: 'long', hash: '#/audits?by=none', act: openFinding },
  { name: 'finding-role', hash: '#/audits?within=unused-role', act: openFinding },
  {
    name: 'finding-user',
    hash: '#/audits?within=dormant-90d',
    act: async (page) => {
      await openFinding(page, 2);
      await page.click(id('finding-user'));
      await page.waitForSelector(id('drawer-name'));
      await page.click(`${id('drawer-tab')}[data-tab="findings"]`);
      await page.waitForSelector(id('drawer-findings'));
    },
  },
  { name: 'rules', hash: '#/audits?part=rules&rule=dormant-45d' },
  { name: 'rules-none', hash: '#/audits?part=rules' },
  { name: 'rules-own', hash: '#/audits?part=rules&which=own' },
  { name: 'rule-pairs', hash: '#/audits?part=rules&rule=sod-conflict' },
  { name: 'rule-names', hash: '#/audits?part=rules&rule=shared-name' },
  { name: 'rule-auditor', scenario: 'auditor', hash: '#/audits?part=rules&rule=sod-conflict' },
  {
    name: 'rule-set',
    hash: '#/audits?part=rules&rule=dormant-90d',
    act: async (page) => {
      await page.fill(`${id('rule-setting')}[data-name="days"]`, '99999');
    },
  },
  {
    name: 'rule-off',
    hash: '#/audits?part=rules&rule=dormant-90d',
    act: async (page) => {
      await page.click(id('rule-off'));
      await page.fill(id('rule-off-reason'), 'We look at 60 days instead, with a rule of our own.');
      await page.click(id('rule-off-run'));
      await page.waitForSelector(id('rule-on'));
    },
  },
  { name: 'rule-new', hash: '#/audits?part=rules', act: newRule },
  {
    name: 'rule-wrong',
    hash: '#/audits?part=rules',
    act: async (page) => {
      await newRule(page);
      await page.fill(`${id('rule-filter')} >> nth=1`, 'state eq "asleep"');
      await page.keyboard.press('Escape');
      await page.click(id('form-save'));
      await page.waitForTimeout(500);
    },
  },
  {
    name: 'rule-text',
    hash: '#/audits?part=rules&rule=dormant-90d',
    act: async (page) => {
      await page.click(id('rule-copy'));
      await page.click(`${id('rule-as')}[data-value="text"]`);
      await page.waitForSelector(id('rule-text'));
      await page.fill(
        id('rule-text'),
        (await page.inputValue(id('rule-text'))).replace('"CIS 5.3"', '"CIS 5.33"').replace('"high"', '"high'),
      );
      await page.waitForTimeout(600);
    },
  },
  {
    name: 'rule-copy-pairs',
    hash: '#/audits?part=rules&rule=sod-conflict',
    act: async (page) => {
      await page.click(id('rule-copy'));
      await page.waitForSelector(id('rule-parameter'));
      await page.waitForTimeout(400);
    },
  },
  { name: 'overview-audit', hash: '#/overview' },
  { name: 'overview-unaudited', scenario: 'unaudited', hash: '#/overview' },
];
