// Managing users in the real window: who is selected by hand, by filter and
// from a list; what would happen is seen first, then done, then taken back; a
// mirrored userstore waits for a file to be carried out and confirms it.

import test from 'node:test';
import assert from 'node:assert/strict';
import { readFileSync, readdirSync } from 'node:fs';
import { gitlabUsers, write } from '../lib/fixtures.mjs';
import { managed } from '../lib/realm.mjs';
import { opened } from '../lib/opened.mjs';
import { Key, t } from '../lib/window.mjs';

let v;
let page;
let act;

const program = opened(
  () => managed({ keep: true }),
  (all) => ({ v, page, act } = all),
);

test('the filter bar completes what can come next, and a value makes a chip', async () => {
  await page.click(t.navUsers);
  await page.one(t.usersRow);
  await page.one(t.usersSearch).then((box) => box.sendKeys('sta'));
  await page.until(async () => (await page.texts(t.usersSuggestion))[0]?.startsWith('state'), 'the attribute is offered');
  await page.press(Key.TAB);
  await page.until(async () => (await page.all(t.usersSuggestion, { 'data-kind': 'operator' })).length > 0, 'operators are offered');
  await page.press('eq ', 'pen');
  await page.until(async () => (await page.texts(t.usersSuggestion, { 'data-kind': 'value' }))[0]?.startsWith('pending'), 'the value is offered');
  await page.press(Key.TAB);
  await act.chips(['state is pending']);
  await act.users(['Pia Fern', 'Finn Berg']);
  await page.press('userstore eq "gitlab"', Key.ENTER);
  await act.chips(['state is pending', 'userstore is gitlab']);
  await act.users(['Finn Berg']);
});

test('an error of a chip is shown in place, and the chip mended', async () => {
  await page.inPage(`document.querySelector('[data-testid="${t.usersChip}"] [data-chip]').click()`);
  await page.fill(t.usersChipInput, 'state eq "asleep"');
  await page.press(Key.ENTER);
  await page.says(t.usersFilterError, /asleep/);
  await act.users(['Finn Berg'], 'the list stays');
  await page.fill(t.usersChipInput, 'state eq "blocked" or state eq "deactivated"');
  await page.press(Key.ENTER);
  await act.chips(['state is blocked or deactivated', 'userstore is gitlab']);
  await act.users(['Ben Okafor', 'Cleo Marsh']);
  await page.gone(t.usersFilterError);
});

test('selected by hand: a role is added to two, seen in the table, and Ctrl+Z takes it back', async () => {
  await act.filter('userstore eq "PRIMARY"');
  await act.select('Ines Fern', 'Jon Fern');
  await page.says(t.bulkCount, /^2 selected$/);
  await page.click(t.bulkAct, { 'data-doing': 'add_role' });
  await act.pick(t.changeRole, 'Read');
  await page.click(t.changePreview);
  await act.sum({ matched: 2, changed: 2, unchanged: 0, refused: 0 });
  assert.match((await page.texts(t.changeRow)).join('\n'), /Ines Fern[\s\S]*Reader/);
  await page.click(t.changeApply);
  await page.says(t.changeDone, /2 users were changed/);
  await page.click(t.changeClose);
  await act.cell('Jon Fern', /Reader/);
  assert.equal(await page.has(t.bulk), false, 'what was changed is not selected any more');
  await page.chord(Key.CONTROL, 'z');
  await act.cell('Jon Fern', /Jon Fern(?![\s\S]*Reader)/);
  await page.says(t.toast, /Undone/);
});

test('everyone a filter finds is put into a group at once, and one who cannot be is said to', async () => {
  await act.filter('userstore eq "PRIMARY" and state eq "active"');
  await act.selectAll();
  await page.click(t.bulkAct, { 'data-doing': 'add_group' });
  await act.pick(t.changeGroup, 'ops');
  await page.click(t.changePreview);
  await act.sum({ matched: 4, changed: 3, unchanged: 1, refused: 0 });
  await page.click(t.changeApply);
  await page.says(t.changeDone, /3 users were changed/);
  await page.click(t.changeClose);
  await act.filter('groups.display eq "ops"');
  await act.users(['Ada Fern', 'Ines Fern', 'Jon Fern', 'Kim Fern']);
  await page.click(t.navGroups);
  await page.until(async () => (await page.texts(t.groupsRow)).some((row) => /ops[\s\S]*4/.test(row)), 'the group counts them');
  await act.undo();
  await page.until(async () => (await page.texts(t.groupsRow)).some((row) => /ops[\s\S]*1/.test(row)), 'and as before');
});

test('from a list, one a line: who is not found is said, the others are changed', async () => {
  await act.filter('');
  await page.click(t.bulkFile);
  await page.fill(t.changeLines, '');
  await page.press('ines', Key.ENTER, 'nobody.at.all', Key.ENTER, 'kim@fern.example');
  await page.click(t.changeState, { value: 'locked' });
  await page.click(t.changePreview);
  await page.says(t.changeUnmatched, /1 line names no user/);
  await act.sum({ matched: 2, changed: 2, unchanged: 0, refused: 0 });
  await page.click(t.changeApply);
  await page.one(t.changeDone);
  await page.click(t.changeClose);
  await act.cell('Kim Fern', /Locked/);
  await act.undo();
  await act.cell('Kim Fern', /Active/);
});

test('the last who is privileged is not blocked before that is said twice', async () => {
  await act.filter('userName eq "ada"');
  await act.select('Ada Fern');
  await page.click(t.bulkAct, { 'data-doing': 'set_state' });
  await page.click(t.changeState, { value: 'blocked' });
  await page.click(t.changePreview);
  await act.sum({ matched: 1, changed: 1, unchanged: 0, refused: 0 });
  await page.one(t.changeWarning, { 'data-twice': 'true' });
  const apply = await page.one(t.changeApply);
  assert.equal(await apply.isEnabled(), false);
  for (const box of await page.all(t.changeKnown)) await box.click();
  await page.until(() => apply.isEnabled(), 'said twice, it may be done');
  await apply.click();
  await page.one(t.changeDone);
  await page.click(t.changeUndo);
  await page.says(t.changeDone, /as before/);
  await page.click(t.changeClose);
  await act.cell('Ada Fern', /Active/);
});

test('an action is offered only to whom it may follow, and leads where it says', async () => {
  const offered = {
    'Pia Fern': ['pending', { approve: 'Active', reject: 'Deleted' }],
    'Bob Fern': ['blocked', { unblock: 'Active' }],
    'Lou Fern': ['locked', { unlock: 'Active' }],
    'Zed Fern': ['banned', { unban: 'Active' }],
    'Dea Fern': ['deactivated', { activate: 'Active' }],
    'Del Fern': ['deleted', { restore: 'Active' }],
  };
  const words = ['approve', 'reject', 'unblock', 'unlock', 'unban', 'activate', 'restore'];
  await act.filter('userstore eq "PRIMARY"');
  for (const [name, [, leads]] of Object.entries(offered)) {
    await act.open(name);
    await page.click(t.stateMenu);
    await page.one(t.stateAction);
    const open = [];
    for (const word of words) {
      const [item] = await page.all(t.stateAction, { 'data-action': word });
      if (item && (await item.getAttribute('aria-disabled')) !== 'true') open.push(word);
    }
    assert.deepEqual(open.sort(), Object.keys(leads).sort(), name);
    const [word, state] = Object.entries(leads)[0];
    await page.click(t.stateAction, { 'data-action': word });
    await page.one(t.changeApply);
    await page.click(t.changeApply);
    await page.one(t.changeDone);
    await page.click(t.changeClose);
    await page.says(t.drawer, new RegExp(state));
    await page.click(t.drawerClose);
    await act.cell(name, new RegExp(state));
  }
});

test('an action asked of many is refused to those it may not follow', async () => {
  await act.filter('userstore eq "PRIMARY" and (userName eq "ines" or userName eq "bob")');
  await act.selectAll();
  await page.click(t.bulkAct, { 'data-doing': 'set_state' });
  await page.click(t.changeState, { value: 'blocked' });
  await act.applied();
  await act.selectAll();
  await page.click(t.bulkAct, { 'data-doing': 'set_state' });
  await page.click(t.changeState, { value: 'act:unban' });
  await page.click(t.changePreview);
  await act.sum({ matched: 2, changed: 0, unchanged: 0, refused: 2 });
  assert.equal(await (await page.one(t.changeApply)).isEnabled(), false);
  await page.press(Key.ESCAPE);
  await page.gone(t.change);
  await act.undo();
});

test('a change of a mirrored userstore waits, leaves as a file, and the next import confirms it', async () => {
  await act.filter('userstore eq "gitlab" and (userName eq "anna" or userName eq "dora")');
  await act.selectAll();
  await page.click(t.bulkAct, { 'data-doing': 'set_state' });
  await page.click(t.changeState, { value: 'blocked' });
  await page.click(t.changePreview);
  await act.sum({ matched: 2, changed: 2, unchanged: 0, refused: 0 });
  assert.match((await page.texts(t.changeShare)).join(' '), /gitlab[\s\S]*pending/);
  await page.click(t.changeApply);
  await page.says(t.changeDone, /2 users wait/);
  await page.click(t.changeClose);
  await act.cell('Anna Lind', /Active/);
  await act.open('Anna Lind');
  await page.says(t.pendingCard, /Active[\s\S]*Blocked/);
  await page.click(t.drawerClose);

  await page.click(t.navChanges);
  await page.click(t.changesRow);
  await page.one(t.changeDetail, { 'data-status': 'pending' });
  await page.click(t.changesExport);
  await page.click(t.changeFormat, { value: 'gitlab-sh' });
  await page.click(t.changeExportRun);
  await page.says(t.changeWritten, /2 steps/);
  const [file] = readdirSync(`${page.picks}/save`).filter((name) => name.endsWith('.sh'));
  assert.match(readFileSync(page.saved(file), 'utf8'), /users\/2\/block[\s\S]*users\/5\/block/);
  await page.click(t.dialogClose);
  await page.gone(t.dialog);

  const now = gitlabUsers().map((user) => (user.username === 'anna' ? { ...user, state: 'blocked' } : user));
  page.pickFiles([write(v.path('now.json'), now)]);
  await page.inPage("location.hash = '#/import?into=gitlab'");
  await page.click(t.importChoose);
  await page.one(t.importFile);
  await page.click(t.importRun);
  await page.one(t.importResult);
  await page.click(t.navChanges);
  await page.click(t.changesRow);
  await page.one(t.changesStanding, { 'data-value': 'confirmed' });
  // The list that was there before has one row as well.
  const standing = async (value, name) => {
    await page.click(t.changesStanding, { 'data-value': value });
    const told = async () => {
      const users = await page.texts(t.changesUser);
      return users.length === 1 && users[0].includes(name);
    };
    await page.until(told, `${name} alone is ${value}`);
  };
  await standing('confirmed', 'gitlab/anna');
  await standing('outstanding', 'gitlab/dora');
  await page.click(t.changesUndo);
  await page.click(t.changesUndoRun);
  await page.gone(t.changesExport);
});

test('a role given in bulk shows its way: who may do this, and back to the role', async () => {
  await page.click(t.navRoles);
  await page.until(async () => (await page.texts(t.rolesRow)).some((row) => row.startsWith('Chief')), 'the roles are listed');
  await act.row(t.rolesRow, 'Chief').then((row) => row.click());
  await page.one(t.roleDetail);
  const node = await act.row(t.permissionRow, 'admin');
  await (await node.findElement({ css: `[data-testid="${t.permissionWho}"]` })).click();
  await page.until(async () => (await page.texts(t.holdersRow)).length === 1, 'one may');
  assert.match((await page.texts(t.holdersRow))[0], /Ada Fern[\s\S]*Chief/);
  await page.click(t.holdersRow);
  await page.says(t.drawerName, /Ada Fern/);
});

test('from thing to thing, and back again', async () => {
  await act.filter('userName eq "ada"');
  await act.open('Ada Fern');
  await page.click(t.drawerTab, { 'data-tab': 'access' });
  await page.one(t.effective);
  await page.inPage(`document.querySelector('[data-testid="${t.accessGroup}"] a').click()`);
  await page.one(t.groupDetail);
  await page.until(async () => (await page.texts(t.groupMember)).some((member) => member.includes('Ada Fern')), 'its members are listed');
  await page.click(t.groupMember);
  await page.says(t.drawerName, /Ada Fern/);
  await page.click(t.drawerBack);
  await page.one(t.usersGrid);
  await page.says(t.drawerName, /Ada Fern/);
});

test('the palette opens a screen and a user', async () => {
  await page.chord(Key.CONTROL, 'k');
  await page.one(t.paletteInput).then((box) => box.sendKeys('seats', Key.ENTER));
  await page.one(t.seats);
  await page.chord(Key.CONTROL, 'k');
  await page.one(t.paletteInput).then((box) => box.sendKeys('jon'));
  await page.until(async () => (await page.texts(t.paletteItem)).some((item) => item.startsWith('Jon Fern')), 'the user is offered');
  await page.press(Key.ENTER);
  await page.says(t.drawerName, /Jon Fern/);
  await page.press(Key.ESCAPE);
  await page.gone(t.drawer);
  await page.press('?');
  await page.one(t.shortcuts);
  assert.deepEqual(await page.violations(), [], 'shortcuts');
  await page.click(t.dialogClose);
});

test('the selected users are copied as CSV', async () => {
  await act.filter('userName eq "ines" or userName eq "jon"');
  await act.select('Ines Fern', 'Jon Fern');
  await (await page.all(t.usersRow))[0].sendKeys(Key.chord(Key.CONTROL, 'c'));
  await page.says(t.toast, /2 users/);
  await page.click(t.usersClearFilter);
  // A box of one line shows what is pasted without its line ends.
  await (await page.one(t.usersSearch)).sendKeys(Key.chord(Key.CONTROL, 'v'));
  const pasted = await (await page.one(t.usersSearch)).getAttribute('value');
  assert.match(pasted, /^display_name,username,.*Ines Fern,ines,.*Jon Fern,jon,/);
  await page.fill(t.usersSearch, '');
});

test('columns, density and a saved view are there again after a restart', async () => {
  await act.filter('userstore eq "PRIMARY" and state eq "active"');
  await page.click(t.usersColumns);
  await page.click(t.usersColumn, { 'data-column': 'email' });
  await page.click(t.usersColumn, { 'data-column': 'seat' });
  await page.click(t.usersDensity, { 'data-density': 'compact' });
  await page.press(Key.ESCAPE);
  await page.click(t.usersSort, { 'data-column': 'email' });
  await page.click(t.usersViewSave);
  await page.fill(t.usersViewName, 'At work');
  await page.click(t.usersViewSubmit);
  await page.one(t.usersView, { 'data-view': 'At work' });
  const look = async () => ({
    columns: await page.inPage(`return [...document.querySelectorAll('[data-testid="${t.usersSort}"]')].map((head) => head.dataset.column)`),
    height: await page.inPage(`return document.querySelector('[data-testid="${t.usersRow}"]').offsetHeight`),
    names: await act.names(),
    view: await page.inPage(`return document.querySelector('[data-testid="${t.usersView}"][aria-pressed="true"]')?.dataset.view`),
  });
  const before = await look();
  assert.ok(before.columns.includes('email') && !before.columns.includes('seat'), before.columns.join());
  assert.deepEqual([before.height, before.names[0], before.view], [28, 'Ada Fern', 'At work']);
  // It is written once the operator rests.
  await page.until(async () => (await page.invoke('preference', 'users')).value?.columns?.includes('email'), 'the look is kept');
  await page.until(async () => (await page.invoke('preference', 'users')).value?.sort === 'email', 'the order is kept');
  await program.again();
  await page.one(t.usersRow);
  await page.until(async () => (await act.names()).length === before.names.length, 'the filter is there again');
  // Views are read after the first page.
  await page.one(t.usersView, { 'data-view': 'At work', 'aria-pressed': 'true' });
  assert.deepEqual(await look(), before);
});
