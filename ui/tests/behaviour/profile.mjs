// One user in full: profile, who sees it, picture, person, access; custom attributes.
import assert from 'node:assert/strict';
import { eventually, id, on, text } from './harness.mjs';

const open = (page, name) => page.click(`${id('edit-form')} summary:has-text("${name}")`);
const field = (page, name) => page.locator(`${id('edit-field')}[data-field="${name}"]`);
const tab = (page, name) => page.click(`${id('drawer-tab')}[data-tab="${name}"]`);

on('a field is written, hidden from the world, and seen so', '#/users?user=1', 'usual', async (page) => {
  await page.click(id('drawer-edit'));
  await field(page, 'profile.pronouns').fill('she/her');
  const menu = page.locator(`[data-field="profile.pronouns"] ${id('visibility')}`);
  await menu.focus();
  await page.keyboard.press('Enter');
  await page.click('[role="menuitemradio"][data-value="private"]');
  await eventually(async () => assert.match(await menu.innerText(), /Private/));
  await page.click(id('edit-save'));
  await page.waitForSelector(id('drawer-name'));
  await tab(page, 'profile');
  await page.click(`${id('profile-audience')}[data-value="myself"]`);
  await page.waitForSelector(`${id('seen-as')}[data-audience="myself"]`);
  await eventually(async () => assert.match(await text(page, 'seen-as'), /she\/her/));
  await page.click(`${id('profile-audience')}[data-value="world"]`);
  await page.waitForSelector(`${id('seen-as')}[data-audience="world"]`);
  await eventually(async () => assert.doesNotMatch(await text(page, 'seen-as'), /she\/her/));
  await eventually(async () => assert.match(await text(page, 'seen-hidden'), /do not see/));
});

on('what is too long is counted, said, and not sent', '#/users?user=1', 'usual', async (page) => {
  await page.click(id('drawer-edit'));
  await field(page, 'profile.pronouns').fill('x'.repeat(45));
  await eventually(async () => assert.match(await text(page, 'edit-form'), /5 left/));
  await field(page, 'profile.pronouns').fill('x'.repeat(52));
  await eventually(async () => assert.match(await text(page, 'edit-form'), /2 characters too many/));
  await page.click(id('edit-save'));
  await page.waitForSelector(`${id('edit-field')}[data-field="profile.pronouns"][aria-invalid="true"]`);
  await eventually(async () => assert.equal(await page.locator(id('edit-form')).count(), 1));
});

on('a status: emoji by the keyboard or typed, when it goes, busy or not', '#/users?user=1', 'usual', async (page) => {
  await page.click(id('drawer-edit'));
  await open(page, 'Status');
  await page.locator(`${id('status-emoji')}[aria-checked="true"]`).focus();
  await page.keyboard.press('ArrowRight');
  await eventually(async () =>
    assert.equal(await page.locator(`${id('status-emoji')}[data-value="🐛"]`).getAttribute('aria-checked'), 'true'),
  );
  await page.fill(id('status-emoji-own'), 'no emoji');
  await page.click(id('edit-save'));
  await page.waitForSelector(`${id('status-emoji-own')}[aria-invalid="true"]`);
  await page.fill(id('status-emoji-own'), '👩🏽‍🚀');
  await field(page, 'profile.status').fill('In space');
  await page.selectOption(id('status-clear'), '3_hours');
  await page.uncheck(id('status-busy'));
  await page.click(id('edit-save'));
  await page.waitForSelector(id('drawer-name'));
  await eventually(async () => assert.match(await text(page, 'drawer'), /👩🏽‍🚀 In space/));
});

on(
  'custom attributes are held to their type; a folded group opens where it is wrong',
  '#/users?user=1',
  'usual',
  async (page) => {
    await page.click(id('drawer-edit'));
    await open(page, 'Custom attributes');
    await page.fill(`[data-attribute="desk"] ${id('edit-attribute')}`, 'by the window');
    await page.selectOption(`[data-attribute="office"] ${id('edit-attribute')}`, '');
    await page.check(`[data-attribute="languages"] ${id('edit-attribute')}[data-value="German"]`);
    await open(page, 'Custom attributes');
    await page.click(id('edit-save'));
    await eventually(async () =>
      assert.match(await text(page, 'edit-form'), /no number[\s\S]*Give a value|Give a value[\s\S]*no number/),
    );
    await page.fill(`[data-attribute="desk"] ${id('edit-attribute')}`, '7');
    await page.selectOption(`[data-attribute="office"] ${id('edit-attribute')}`, 'Hamburg');
    await page.click(id('edit-save'));
    await page.waitForSelector(id('drawer-name'));
    await tab(page, 'profile');
    await eventually(async () => assert.match(await text(page, 'drawer'), /Hamburg[\s\S]*German/));
  },
);

on('where another has the last word, an edit becomes a change to look at', '#/users?user=2', 'usual', async (page) => {
  await page.click(id('drawer-edit'));
  await eventually(async () => assert.match(await text(page, 'edit-form'), /GitLab has the last word/));
  await field(page, 'display_name').fill('Chiara Marić-Roth');
  await page.click(id('edit-save'));
  await page.waitForSelector(id('change-rows'));
  await eventually(async () => assert.match(await text(page, 'change-row'), /Name[\s\S]*Chiara Marić-Roth/));
  await page.click(id('change-apply'));
  await page.waitForSelector(id('change-done'));
  await page.click(id('change-close'));
  await page.waitForSelector(id('pending-card'));
  await eventually(async () =>
    assert.equal(await text(page, 'drawer-name'), 'Chiara Marić', 'what the source says stays in the first place'),
  );
});

on('a picture is chosen, seen, taken back', '#/users?user=1', 'usual', async (page) => {
  await page.click(id('picture-change'));
  await page.click(id('picture-choose'));
  await page.waitForSelector(`${id('picture-sizes')}[data-picture="true"]`);
  await page.click(id('picture-undo'));
  await page.waitForSelector(`${id('picture-sizes')}[data-picture="false"]`);
  await page.click(id('picture-choose'));
  await page.waitForSelector(`${id('picture-sizes')}[data-picture="true"]`);
  await page.click(id('picture-remove'));
  await page.waitForSelector(`${id('picture-sizes')}[data-picture="false"]`);
});

on(
  'other accounts of a person: linked from a suggestion, unlinked, merged after a look',
  '#/users?user=1',
  'managed',
  async (page) => {
    await page.waitForSelector(id('person-link'));
    await eventually(async () => assert.match(await text(page, 'person'), /same verified e-mail/));
    await page.click(id('person-link'));
    await eventually(async () => assert.equal(await page.locator(id('person-merge')).count(), 2));
    await page.click(`${id('person-unlink')} >> nth=0`);
    await eventually(async () => assert.equal(await page.locator(id('person-merge')).count(), 1));
    await page.click(id('person-merge'));
    await page.waitForSelector(`${id('change-operation')}[data-doing="merge_into"]`);
    await page.click(id('change-preview'));
    await page.waitForSelector(id('change-rows'));
    await eventually(async () => assert.match(await text(page, 'change-row'), /Deactivated[\s\S]*PRIMARY\/ytanaka/));
  },
);

on('what a user may do: by place, permission and way, and searched', '#/users?user=2', 'usual', async (page) => {
  await tab(page, 'access');
  await page.waitForSelector(id('effective-row'));
  await page.locator(id('effective-row')).first().focus();
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('ArrowRight');
  await eventually(async () =>
    assert.match(await text(page, 'effective'), /group\s*acme\/frontend[\s\S]*role\s*Maintainer/),
  );
  await page.fill(id('effective-search'), 'release captain');
  await eventually(async () => assert.match(await text(page, 'effective'), /^[\s\S]*acme\/web\/shop/));
  await eventually(async () => assert.doesNotMatch(await text(page, 'effective'), /Maintainer/));
  await eventually(async () => assert.match(await text(page, 'access-grant'), /group acme/));
});

on('someone who is asked to join: the note is kept', '#/users?user=new', 'empty', async (page) => {
  await field(page, 'display_name').fill('Dana Reyes');
  await field(page, 'username').fill('dreyes');
  await page.selectOption(id('edit-state'), 'invited');
  await page.fill(id('edit-invitation'), 'Told her by phone.');
  await page.click(id('edit-save'));
  await page.waitForSelector(id('invitation'));
  await eventually(async () => assert.match(await text(page, 'invitation'), /Told her by phone/));
});

on('an attribute is defined, changed and its definition removed', '#/userstores', 'usual', async (page) => {
  await page.click(id('attribute-new'));
  await page.fill(id('attribute-name'), 'office');
  await page.click(id('attribute-save'));
  await page.waitForSelector(`${id('attribute-name')}[aria-invalid="true"]`);
  await page.fill(id('attribute-name'), 'shirt');
  await page.fill(id('attribute-title'), 'Shirt size');
  await page.selectOption(id('attribute-type'), 'choice');
  await page.fill(id('attribute-choices'), 'S\nM\nL');
  await page.click(id('attribute-save'));
  const row = page.locator(`${id('attribute-row')}[data-name="shirt"]`);
  await eventually(async () => assert.match(await row.innerText(), /Shirt size[\s\S]*Choice[\s\S]*S, M and L/));
  await row.locator(id('attribute-remove')).click();
  await page.click(id('attribute-remove-run'));
  await eventually(async () => assert.equal(await row.count(), 0));
  await page.click(`${id('attribute-store')}[data-value="gitlab"]`);
  await eventually(async () => assert.match(await text(page, 'attributes'), /extern_uid[\s\S]*not defined/));
});
