// Pictures of the screens that manage: changes, groups, roles, profiles.
const id = (name) => `[data-testid="${name}"]`;

/** Opens the change dialog on users a filter finds, as the bulk bar does. */
async function selectAll(page) {
  await page.waitForSelector(id('users-row'));
  await page.click(id('users-row'));
  await page.keyboard.press('Escape');
  await page.keyboard.press('Control+a');
  await page.waitForSelector(id('bulk'));
}

async function bulk(page, doing) {
  await selectAll(page);
  await page.click(`${id('bulk-act')}[data-doing="${doing}"]`);
  await page.waitForSelector(id('change-operation'));
}

async function preview(page, state) {
  await bulk(page, 'set_state');
  await page.check(`${id('change-state')}[value="${state}"]`);
  await page.click(id('change-preview'));
  await page.waitForSelector(id('change-rows'));
  await page.waitForTimeout(150);
}

export const manageShots = [
  { name: 'bulk-bar', hash: '#/users', act: selectAll },
  { name: 'change-state', hash: '#/users', act: (page) => bulk(page, 'set_state') },
  { name: 'change-role', hash: '#/users', act: (page) => bulk(page, 'add_role') },
  { name: 'change-field', hash: '#/users', act: (page) => bulk(page, 'set_field') },
  { name: 'change-delete', hash: '#/users', act: (page) => bulk(page, 'delete') },
  { name: 'change-preview', hash: '#/users', act: (page) => preview(page, 'deactivated') },
  {
    name: 'change-working',
    hash: '#/users',
    act: async (page) => {
      await page.evaluate(() => (globalThis.fakeSlow = true));
      await bulk(page, 'set_state');
      await page.check(`${id('change-state')}[value="blocked"]`);
      await page.click(id('change-preview'));
      await page.waitForSelector(id('working'));
      await page.waitForTimeout(500);
    },
  },
  {
    name: 'change-lines',
    hash: '#/users',
    act: async (page) => {
      await page.click(id('bulk-file'));
      await page.fill(id('change-lines'), 'aokafor\nnobody.here\nchiara.conti@acme.example');
    },
  },
  {
    name: 'change-done',
    hash: '#/users',
    act: async (page) => {
      await preview(page, 'deactivated');
      for (const box of await page.locator(id('change-known')).all()) await box.check();
      await page.click(id('change-apply'));
      await page.waitForSelector(id('change-done'));
    },
  },
  { name: 'changes', scenario: 'managed', hash: '#/changes' },
  { name: 'changes-empty', hash: '#/changes' },
  { name: 'changes-long', scenario: 'managed-long', hash: '#/changes?change=6' },
  { name: 'changes-pending', scenario: 'managed', hash: '#/changes?change=6' },
  { name: 'changes-undone', scenario: 'managed', hash: '#/changes?change=4' },
  {
    name: 'changes-export',
    scenario: 'managed',
    hash: '#/changes?change=6',
    act: async (page) => {
      await page.click(id('changes-export'));
      await page.click(id('change-export-run'));
      await page.waitForSelector(id('change-written'));
    },
  },
  {
    name: 'changes-withdraw',
    scenario: 'managed',
    hash: '#/changes?change=6',
    act: (page) => page.click(id('changes-undo')),
  },
  { name: 'groups', hash: '#/groups' },
  { name: 'groups-empty', scenario: 'empty', hash: '#/groups' },
  {
    name: 'groups-tree',
    hash: '#/groups?group=3',
    act: async (page) => {
      await page.focus(`${id('groups-row')}[data-key="1"]`);
      for (const key of ['ArrowRight', 'ArrowDown', 'ArrowDown', 'ArrowRight', 'ArrowDown', 'ArrowRight']) {
        await page.keyboard.press(key);
        await page.waitForTimeout(60);
      }
    },
  },
  { name: 'groups-mirrored', hash: '#/groups?group=100' },
  { name: 'groups-long', scenario: 'long', hash: '#/groups?q=tools&group=102' },
  {
    name: 'groups-nested',
    hash: '#/groups?group=1',
    act: (page) => page.click(`${id('group-which')}[data-value="nested"]`),
  },
  { name: 'groups-edit', hash: '#/groups?group=3', act: (page) => page.click(id('group-edit')) },
  {
    name: 'groups-new',
    hash: '#/groups?group=new',
    act: async (page) => {
      await page.click(id('group-add-role'));
      await page.click(id('form-save'));
    },
  },
  { name: 'groups-remove', hash: '#/groups?group=3', act: (page) => page.click(id('group-remove')) },
  { name: 'roles', hash: '#/roles' },
  { name: 'roles-empty', scenario: 'empty', hash: '#/roles' },
  { name: 'roles-role', hash: '#/roles?role=4' },
  { name: 'roles-gitlab', hash: '#/roles?role=106&store=gitlab' },
  {
    name: 'roles-holders',
    hash: '#/roles?role=100',
    act: async (page) => {
      await page.click(`${id('permission-who')} >> nth=2`);
      await page.waitForSelector(id('holders-row'));
    },
  },
  { name: 'roles-edit', hash: '#/roles?role=4', act: (page) => page.click(id('role-edit')) },
  { name: 'roles-new', hash: '#/roles?role=new', act: (page) => page.click(id('form-save')) },
  { name: 'roles-install', hash: '#/roles', act: (page) => page.click(id('roles-install')) },
  { name: 'person', scenario: 'managed', hash: '#/users?user=1', height: 1100, width: 1280 },
  { name: 'pending', scenario: 'managed', hash: '#/users?user=2' },
  { name: 'state-menu', hash: '#/users?user=2', act: (page) => page.click(id('state-menu')) },
  {
    name: 'profile-admins',
    scenario: 'managed',
    hash: '#/users?user=1',
    act: (page) => page.click(`${id('drawer-tab')}[data-tab="profile"]`),
  },
  {
    name: 'profile-world',
    hash: '#/users?user=1',
    act: async (page) => {
      await page.click(`${id('drawer-tab')}[data-tab="profile"]`);
      await page.click(`${id('profile-audience')}[data-value="world"]`);
      await page.waitForSelector(id('seen-as'));
    },
  },
  {
    name: 'access',
    hash: '#/users?user=2',
    act: async (page) => {
      await page.click(`${id('drawer-tab')}[data-tab="access"]`);
      await page.waitForSelector(id('effective-row'));
      await page.focus(id('effective-row'));
      for (const key of ['ArrowDown', 'ArrowRight']) await page.keyboard.press(key);
    },
  },
  {
    name: 'access-search',
    hash: '#/users?user=1',
    act: async (page) => {
      await page.click(`${id('drawer-tab')}[data-tab="access"]`);
      await page.fill(id('effective-search'), 'usermgt');
      await page.locator(id('effective')).scrollIntoViewIfNeeded();
    },
  },
  {
    name: 'edit-user',
    hash: '#/users?user=1',
    height: 1300,
    width: 1280,
    act: (page) => page.click(id('drawer-edit')),
  },
  {
    name: 'edit-status',
    hash: '#/users?user=1',
    act: async (page) => {
      await page.click(id('drawer-edit'));
      await page.click('summary:has-text("Account")');
      await page.click('summary:has-text("Status")');
    },
  },
  {
    name: 'edit-attributes',
    hash: '#/users?user=1',
    act: async (page) => {
      await page.click(id('drawer-edit'));
      for (const name of ['Account', 'Person', 'Custom attributes']) await page.click(`summary:has-text("${name}")`);
    },
  },
  {
    name: 'edit-visibility',
    hash: '#/users?user=1',
    act: async (page) => {
      await page.click(id('drawer-edit'));
      await page.click('summary:has-text("Account")');
      await page.click(`${id('visibility')} >> nth=2`);
    },
  },
  { name: 'picture', hash: '#/users?user=1', act: (page) => page.click(id('picture-change')) },
  {
    name: 'new-invited',
    hash: '#/users?user=new',
    act: (page) => page.selectOption(id('edit-state'), 'invited'),
  },
  {
    name: 'merge',
    scenario: 'managed',
    hash: '#/users?user=1',
    act: async (page) => {
      await page.click(id('person-merge'));
      await page.waitForSelector(id('change-other'));
    },
  },
  {
    name: 'attributes-define',
    hash: '#/userstores',
    act: async (page) => {
      await page.click(id('attribute-new'));
      await page.selectOption(id('attribute-type'), 'choice');
      await page.click(id('attribute-save'));
    },
  },
  { name: 'attributes-gitlab', hash: '#/userstores?of=gitlab' },
];
