// The screen of roles and the permission tree.
import assert from 'node:assert/strict';
import { eventually, id, on, text } from './harness.mjs';

const row = (page, key) => page.locator(`${id('permission-row')}[data-key="${key}"]`);
const checked = (page, key) => row(page, key).getAttribute('aria-checked');
const USERMGT = '/admin/configure/security/usermgt';

on(
  'what a role has through another is said, and who may do something is one click away',
  '#/roles?role=4',
  'usual',
  async (page) => {
    await page.waitForSelector(id('permission-row'));
    await eventually(async () => assert.equal(await checked(page, '/admin'), 'mixed'));
    await eventually(async () => assert.equal(await checked(page, `${USERMGT}/users`), 'true'));
    await eventually(async () => assert.match(await row(page, '/admin/login').innerText(), /through everyone/));
    await row(page, `${USERMGT}/users`).locator(id('permission-who')).click();
    await page.waitForSelector(id('holders-row'));
    await eventually(async () => assert.match(await text(page, 'holders-row'), /user-manager[\s\S]*group ops/));
    await page.click(id('holders-row'));
    await page.waitForSelector(id('drawer-name'));
  },
);

on('the tree by the keyboard: Space checks, w asks who', '#/roles?role=4', 'usual', async (page) => {
  await page.click(id('role-edit'));
  await row(page, '/admin/manage').focus();
  await page.keyboard.press(' ');
  await eventually(async () => assert.equal(await checked(page, '/admin/manage/resources'), 'true'));
  await page.keyboard.press(' ');
  await eventually(async () => assert.equal(await checked(page, '/admin/manage/resources'), 'false'));
  await row(page, '/admin/login').focus();
  await page.keyboard.press(' ');
  await eventually(async () =>
    assert.equal(await checked(page, '/admin/login'), 'true', 'what comes through another role stays'),
  );
});

on(
  'choosing a node grants what is below it; leaving one out keeps the rest',
  '#/roles?role=4',
  'usual',
  async (page) => {
    await page.click(id('role-edit'));
    await row(page, USERMGT).locator('.box').first().click();
    await eventually(async () => assert.equal(await checked(page, `${USERMGT}/users`), 'false'));
    await row(page, '/admin/configure/security').locator('.box').first().click();
    await eventually(async () => assert.equal(await checked(page, `${USERMGT}/users`), 'true'));
    await row(page, `${USERMGT}/passwords`).locator('.box').first().click();
    await eventually(async () => assert.equal(await checked(page, USERMGT), 'mixed'));
    await eventually(async () => assert.equal(await checked(page, '/admin/configure/security/rolemgt'), 'true'));
    await page.click(id('form-save'));
    await page.waitForSelector(id('role-detail'));
    await eventually(async () => assert.equal(await checked(page, `${USERMGT}/passwords`), 'false'));
    await eventually(async () => assert.equal(await checked(page, `${USERMGT}/users`), 'true'));
  },
);

on(
  'a role is made; what it includes shows at once as granted through it',
  '#/roles?role=new',
  'usual',
  async (page) => {
    await page.click(id('form-save'));
    await page.waitForSelector(`${id('role-name')}[aria-invalid="true"]`);
    await page.fill(id('role-name'), 'taken');
    await page.fill(id('role-includes'), 'oper');
    await page.click('[role="option"]:has-text("operator")');
    await eventually(async () => assert.equal(await checked(page, '/admin/manage'), 'true'));
    await eventually(async () =>
      assert.match(await row(page, '/admin/login').innerText(), /through operator and everyone/),
    );
    await page.click(id('form-save'));
    await eventually(async () => assert.match(await text(page, 'role-form'), /already/));
    await page.fill(id('role-name'), 'night-operator');
    await page.click(id('form-save'));
    await page.waitForSelector(id('role-detail'));
    await eventually(async () => assert.match(await text(page, 'role-detail'), /night-operator[\s\S]*operator/));
  },
);

on('a role that others include is not removed, and the reason stays', '#/roles?role=3', 'usual', async (page) => {
  await page.click(id('role-remove'));
  await page.click(id('role-remove-run'));
  await page.waitForSelector(id('error-note'));
  await eventually(async () => assert.match(await text(page, 'error-note'), /user-manager includes auditor/));
});

on('built-in and mirrored roles are read only, and say so', '#/roles?role=100', 'usual', async (page) => {
  await page.waitForSelector(id('role-authority'));
  await eventually(async () => assert.equal(await page.locator(id('role-edit')).count(), 0));
  await eventually(async () => assert.match(await text(page, 'role-detail'), /through Maintainer/));
  await page.fill(id('permission-search'), 'runners');
  await eventually(async () => assert.equal(await page.locator(id('permission-row')).count(), 1));
});

on('a role set is installed into an empty realm', '#/roles', 'empty', async (page) => {
  await page.click('text=Install a role set… >> nth=-1');
  await page.check(`${id('roles-set')}[value="wso2"]`);
  await page.click(id('roles-install-run'));
  await eventually(async () => assert.equal(await page.locator(id('roles-row')).count(), 2));
});

on('a mirrored userstore takes the set of its own product, and no other', '#/roles', 'usual', async (page) => {
  await page.click(id('roles-install'));
  const into = () => page.locator(`${id('roles-into')} option`).allInnerTexts();
  await eventually(async () => assert.deepEqual(await into(), ['PRIMARY', 'gitlab']));
  await page.selectOption(id('roles-into'), 'gitlab');
  await page.check(`${id('roles-set')}[value="wso2"]`);
  await eventually(async () => assert.equal(await page.locator(id('roles-into')).count(), 0));
  await page.check(`${id('roles-set')}[value="gitlab"]`);
  await eventually(async () => assert.equal(await page.inputValue(id('roles-into')), 'gitlab'));
  await page.click(id('roles-install-run'));
  await eventually(async () => assert.match(await text(page, 'toast'), /^gitlab:/));
});

on('a permission is added below another', '#/roles?role=4', 'usual', async (page) => {
  await row(page, '/admin/manage').locator(id('permission-menu')).click();
  await page.click('[role="menuitem"]:has-text("below")');
  await page.fill(id('permission-name'), 'a/b');
  await page.click(id('permission-add-run'));
  await page.waitForSelector(`${id('permission-name')}[aria-invalid="true"]`);
  await page.fill(id('permission-name'), 'backups');
  await page.click(id('permission-add-run'));
  await eventually(async () => assert.equal(await row(page, '/admin/manage/backups').count(), 1));
});
