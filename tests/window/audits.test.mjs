// Audits in the real window, on the demo realm: run, grouped, one finding read
// and accepted, a fix looked at before it is done, a rule of one's own that
// counts while it is written. What the window says is what the command line
// says of the same vault.

import test from 'node:test';
import assert from 'node:assert/strict';
import { readFileSync, writeFileSync } from 'node:fs';
import { opened } from '../lib/opened.mjs';
import { demo } from '../lib/realm.mjs';
import { Key, t } from '../lib/window.mjs';

let v;
let page;
let act;
opened(
  () => demo({ users: 400 }),
  (all) => ({ v, page, act } = all),
);

/** What the command line finds; the window holds the vault, so that this run is reported and not kept. */
const audit = (...args) => v.ask(['audit', 'run', ...args]);
const number = (text) => Number(text.replaceAll(/[^\d]/g, ''));
const isOpen = (finding) => finding.state === 'open' || finding.state === 'reopened';
const goto = (address) => page.inPage('location.hash = arguments[0]', address);
/** Rows of a table that are in view, top to bottom, each as words. */
const rows = (id) =>
  page.inPage(
    `return [...document.querySelectorAll('[data-testid="' + arguments[0] + '"][data-key]')]
       .sort((a, b) => a.dataset.index - b.dataset.index)
       .map((row) => [...row.querySelectorAll('[role="gridcell"]')].map((cell) => cell.innerText.replace(/\\s+/g, ' ').trim()))`,
    id,
  );

test('before the first run it says what an audit is; running one shows the score', async () => {
  await page.click(t.navAudits);
  await page.one(t.auditsEmpty);
  await page.click(t.auditsRun);
  await page.one(t.findingsGroup);
  const { score, findings } = await audit();
  await page.says(t.auditScore, new RegExp(`\\b${score}\\s*of 100`));
  const open = findings.filter(isOpen).length;
  assert.equal(number(await page.text(t.navAudits)), open, 'the rail counts what is open');
});

test('by rule there are as many of each as the command line counts', async () => {
  const { findings } = await audit();
  const wanted = new Map();
  for (const finding of findings.filter(isOpen)) wanted.set(finding.rule, (wanted.get(finding.rule) ?? 0) + 1);
  const shown = await page.inPage(
    `return [...document.querySelectorAll('[data-testid="${t.findingsGroup}"][data-key]')]
       .map((row) => [row.dataset.key, [...row.querySelectorAll('[role="gridcell"]')].at(-1).innerText.trim()])`,
  );
  assert.ok(shown.length > 5, 'a realm as it is has more than a few kinds of findings');
  for (const [rule, count] of shown) assert.equal(number(count), wanted.get(rule), rule);
});

test('the formula adds up', async () => {
  await page.click(t.auditScoreWhy);
  const said = await page.text(t.auditFormula);
  const [, users, points, plain] = /100 × ([\d,]+) ÷ \([\d,]+ \+ ([\d,]+)\) = (\d+)/.exec(said);
  assert.equal(Math.floor((100 * number(users)) / (number(users) + number(points))), Number(plain));
  await page.press(Key.ESCAPE);
  await page.gone(t.auditFormula);
});

/** The first finding of a rule, by the keyboard; what is open is closed again after each test. */
async function openFinding(rule) {
  await goto('#/audits');
  await page.one(t.findingsGroup, { 'data-key': rule });
  await page.inPage(`document.querySelector('[data-testid="${t.findingsGroup}"][data-key="${rule}"]').focus()`);
  await page.press(Key.ENTER);
  await page.until(async () => (await page.inPage('return document.activeElement.dataset.testid')) === t.findingsRow, 'the first finding has the focus');
  await page.press(Key.ENTER);
  await page.one(t.findingStory);
}

test('by the keyboard: a rule, a finding of it, its story', async () => {
  await openFinding('dormant-90d');
  await page.says(t.findingMessage, /^Not seen for \d+ days; the limit is 90\.$/);
  await page.says(t.findingStory, /Found/);
  assert.match(await page.text(t.finding), /CIS 5\.3/);
});

test('it is accepted with a reason and a last day, weighs nothing then, and is open again when that is withdrawn', async () => {
  await openFinding('dormant-90d');
  const id = await page.inPage(`return document.querySelector('[data-testid="${t.finding}"]').dataset.finding`);
  const before = number(await page.text(t.navAudits));
  await page.press('a');
  await page.one(t.acceptReason);
  await page.click(t.acceptRun);
  assert.match(await page.text(t.accept), /Say why/, 'without a reason nothing is accepted');
  await page.fill(t.acceptReason, 'On leave until spring');
  await page.click(t.acceptRun);
  await page.gone(t.accept);
  await page.one(t.finding, { 'data-state': 'accepted' });
  await page.says(t.findingStory, /Accepted by .+ until[\s\S]*On leave until spring/);
  await page.until(async () => number(await page.text(t.navAudits)) === before - 1, 'one less is open');
  const { findings } = await audit();
  assert.equal(findings.find((finding) => finding.id === id).state, 'accepted');
  await page.click(t.findingWithdraw);
  await page.one(t.finding, { 'data-state': 'open' });
  await page.says(t.findingStory, /withdrawn/);
});

test('the user is a step away, and has the finding in the drawer', async () => {
  await openFinding('dormant-90d');
  await page.click(t.findingUser);
  await page.one(t.drawerName);
  await page.click(t.drawerTab, { 'data-tab': 'findings' });
  await page.says(t.drawerFindings, /Not seen for 90 days/);
  await page.click(t.drawerClose);
  await page.one(t.finding);
  await page.press(Key.ESCAPE);
  await page.gone(t.finding);
});

test('a fix is seen before it is done, and changes nothing until then', async () => {
  await goto('#/audits?within=dormant-90d');
  const row = await act.row(t.findingsRow, 'Not seen for');
  await (await row.findElement({ css: '[role="checkbox"]' })).click();
  await page.says(t.findingsCount, /^1 finding selected$/);
  await page.click(t.findingsFix);
  await page.one(t.changeRows);
  await page.says(t.change, /This fixes 1 finding/);
  assert.match((await page.texts(t.changeRow)).join('\n'), /Deactivated/);
  const { total } = await v.ask(['changes', 'list']);
  await page.click(t.dialogClose);
  assert.equal((await v.ask(['changes', 'list'])).total, total, 'nothing was done');
});

test('people are called by their names, and what is still there is not closed by looking again', async () => {
  await openFinding('dormant-90d');
  const id = await page.inPage(`return document.querySelector('[data-testid="${t.finding}"]').dataset.finding`);
  const { findings } = await v.ask(['audit', 'list', '--rule', 'dormant-90d']);
  const { subject } = findings.find((finding) => finding.id === id);
  assert.equal(await page.text(t.findingUser), subject.display_name);
  assert.equal(await page.text(t.findingUsername), subject.name);
  await page.press('l');
  await page.says(t.findingStill, /^It is still found: Not seen for/);
  await page.one(t.finding, { 'data-state': 'open' });
  await page.press(Key.ESCAPE);
  await page.gone(t.finding);
});

/** The way back that the last toast offers; others may still be there. */
const takeBack = () => page.inPage(`[...document.querySelectorAll('[data-testid="${t.toastAction}"]')].at(-1).click()`);

test('all that a filter finds is accepted but one, and taken back as one', async () => {
  await goto('#/audits?by=none');
  await page.one(t.findingsRow);
  const open = async () => (await audit()).findings.filter(isOpen).length;
  const before = await open();
  await page.inPage(`document.querySelector('[data-testid="${t.findingsRow}"][data-index="0"]').focus()`);
  await page.chord(Key.CONTROL, 'a');
  await page.says(t.findingsCount, new RegExp(`^All ${before.toLocaleString('en')} findings selected$`));
  await page.press(Key.ARROW_DOWN, ' ');
  await page.says(t.findingsCount, new RegExp(`^${(before - 1).toLocaleString('en')} findings selected$`));
  await page.click(t.findingsAccept);
  await page.fill(t.acceptReason, 'Looked at next quarter');
  await page.click(t.acceptRun);
  await page.gone(t.accept);
  await page.until(async () => number(await page.text(t.navAudits)) === 1, 'one is left');
  assert.equal(await open(), 1);
  await page.says(t.toast, /findings accepted until/);
  await takeBack();
  await page.until(async () => number(await page.text(t.navAudits)) === before, 'all are open again');
  assert.equal(await open(), before);
});

test('roles that nobody needs are removed as one change, and brought back by its undo; what is kept elsewhere stays', async () => {
  const names = async () => (await v.ask(['roles', 'list'])).roles.map((role) => `${role.userstore}/${role.name}`).sort();
  for (const name of ['Wiki keeper', 'Auditor (old)']) {
    const made = await page.invoke('role_create', { userstore: 'PRIMARY', edit: { name } });
    assert.ok(made.value, JSON.stringify(made.error));
  }
  await goto('#/audits?within=unused-role');
  await page.click(t.auditsRun);
  await act.row(t.findingsRow, 'Wiki keeper');
  const all = await names();
  const unused = (await audit()).findings.filter((finding) => finding.rule === 'unused-role');
  const elsewhere = unused.filter((finding) => finding.subject.userstore !== 'PRIMARY');
  assert.ok(elsewhere.length > 0, 'a mirrored userstore of the demo realm has a role that nobody holds');
  await page.inPage(`document.querySelector('[data-testid="${t.findingsRow}"][data-index="0"]').focus()`);
  await page.chord(Key.CONTROL, 'a');
  await page.press('f');
  await page.one(t.removalThing);
  assert.equal((await page.all(t.removalThing, { 'data-goes': 'true' })).length, 2);
  const stays = await page.texts(t.removalThing, { 'data-goes': 'false' });
  assert.equal(stays.length, elsewhere.length);
  assert.match(stays[0], /reflects a system elsewhere: remove the role there and import again/);
  await page.picture('audits-removal');
  await page.click(t.removalRun);
  await page.gone(t.removal);
  assert.deepEqual(await names(), all.filter((name) => !['PRIMARY/Wiki keeper', 'PRIMARY/Auditor (old)'].includes(name)));
  await takeBack();
  await page.until(async () => JSON.stringify(await names()) === JSON.stringify(all), 'they are back');
});

test('a pack asks its own rules', async () => {
  await goto('#/audits?pack=pci-dss-4');
  await page.one(t.auditsEmpty);
  await page.click(t.auditsRun);
  await page.one(t.findingsGroup);
  const { score, findings } = await audit('--pack', 'pci-dss-4');
  await page.says(t.auditScore, new RegExp(`\\b${score}\\s*of 100`));
  assert.equal(number(await page.inPage(`return document.querySelector('[data-testid="${t.auditsPart}"][data-tab="findings"]').innerText`)), findings.filter(isOpen).length);
  await goto('#/audits?pack=all');
});

test('a rule of one’s own counts while it is written, and finds that many in the next run', async () => {
  await goto('#/audits?part=rules');
  await page.click(t.rulesNew);
  await page.fill(t.ruleTitle, 'Service accounts that are there');
  await page.until(async () => /^\d/.test(await page.text(t.ruleCount)), 'it counts at once');
  const filters = await page.all(t.ruleFilter);
  assert.equal(filters.length, 3);
  const last = async (text) => {
    // Two calls: the first lets go of Ctrl.
    await filters[2].sendKeys(Key.chord(Key.CONTROL, 'a'), Key.BACK_SPACE);
    await filters[2].sendKeys(text);
    await page.click(t.ruleTitle);
  };
  await last('kind eq "asleep"');
  await page.says(t.ruleCount, /as soon as the rule can be read/);
  await last('kind eq "service"');
  await page.says(t.ruleCount, /^[\d,]+ findings? today/);
  const said = number((await page.text(t.ruleCount)).split(' ')[0]);
  const { total } = await v.ask(['users', 'list', '--limit', '1', '--filter', 'gone eq false and state eq active and kind eq "service"']);
  assert.equal(said, total, 'what it counts is what the filter finds');
  await page.fill(t.ruleMessage, 'A service account.');
  await page.fill(t.ruleWhy, 'They are easily forgotten.');
  await page.fill(t.ruleRemedy, 'Look at it.');
  await page.click(t.ruleAs, { 'data-value': 'text' });
  const written = () => page.inPage(`return document.querySelector('[data-testid="${t.ruleText}"]')?.value ?? ''`);
  await page.until(async () => /title = "Service accounts that are there"/.test(await written()), 'the form as text');
  writeFileSync(v.path('own.toml'), await written());
  const tried = await v.ask(['audit', 'rules', 'try', v.path('own.toml')]);
  assert.equal(tried.hits, said, 'the command line counts the same by the same text');
  await page.click(t.ruleAs, { 'data-value': 'form' });
  await page.click(t.formSave);
  await page.one(t.rule, { 'data-rule': 'service-accounts-that-are-there' });
  const { findings } = await audit();
  assert.equal(findings.filter((finding) => finding.rule === 'service-accounts-that-are-there').length, said);
});

test('findings are written as SARIF and as JSON, and name the same', async () => {
  await goto('#/audits?pack=all');
  await page.one(t.findingsGroup);
  const written = {};
  for (const format of ['sarif', 'json']) {
    await page.click(t.auditsExport);
    await page.one(t.auditExport);
    await page.inPage(`document.querySelector('[data-testid="${t.auditExportFormat}"][value="${format}"]').click()`);
    await page.click(t.auditExportRun);
    await page.one(t.auditExportWritten);
    const name = (await page.text(t.auditExportWritten)).match(/audit-[\w.-]+\.(sarif|json)/)[0];
    written[format] = JSON.parse(readFileSync(page.saved(name), 'utf8'));
    await page.press(Key.ESCAPE);
    await page.gone(t.auditExportWritten);
  }
  const ids = written.json.findings.map((finding) => finding.id).sort();
  assert.deepEqual(written.sarif.runs[0].results.map((result) => result.partialFingerprints['musterFinding/v1']).sort(), ids);
});

test('no screen on the way has an accessibility fault', async () => {
  for (const address of ['#/audits', '#/audits?by=none', '#/audits?part=rules&rule=sod-conflict']) {
    await goto(address);
    await page.until(async () => !(await page.inPage("return document.querySelector('[aria-busy=true]') !== null")), 'it comes to rest');
    assert.deepEqual(await page.violations(), [], address);
  }
  assert.ok((await rows(t.rulesRow)).length > 5);
});
