// An access review in the real window, on the demo realm: begun, decided on by
// keyboard, worksheets out and back, closed, carried out, and its evidence made.
// What the window says is what the command line says of the same vault, and the
// pack is verified without it.

import test from 'node:test';
import assert from 'node:assert/strict';
import { readFileSync, writeFileSync } from 'node:fs';
import { csvOf } from '../lib/csv.mjs';
import { run } from '../lib/muster.mjs';
import { opened } from '../lib/opened.mjs';
import { demo } from '../lib/realm.mjs';
import { filled, reviewer } from '../lib/reviewing.mjs';
import { Key, t } from '../lib/window.mjs';

const TITLE = 'Privileged, once more';
const FILTER = 'privileged eq true and gone eq false';

/** The id that the review was given. */
let id;
let v;
let page;
let act;
let review;
opened(
  () => demo({ users: 300 }),
  (all) => {
    ({ v, page, act } = all);
    review = reviewer(page);
  },
);

const status = () => v.ask(['review', 'status', id]);
const grants = async () => (await v.ask(['review', 'show', id, '--limit', '0'])).items;
const part = (name) => review.part(name);
const number = (text) => Number(text.replaceAll(/[^\d]/g, ''));
/** What is decided on the rows in view, from the top. */
const verdicts = () =>
  page.inPage(
    `return [...document.querySelectorAll('[data-testid="${t.reviewRow}"][data-key]')]
       .sort((a, b) => a.dataset.index - b.dataset.index)
       .map((row) => row.querySelector('[data-verdict]')?.dataset.verdict)`,
  );
const reads = (wanted, what) =>
  page.until(async () => JSON.stringify((await verdicts()).slice(0, wanted.length)) === JSON.stringify(wanted), what);
/** Gives a row of a table the focus. */
const focus = (id, index) =>
  page.until(
    () => page.inPage(`const row = document.querySelector('[data-testid="${id}"][data-index="${index}"]'); row?.focus(); return row !== null`),
    `there is no row ${index}`,
  );
const decided = (progress) => progress.keep + progress.revoke + progress.reduce;

test('without a review it says what one is for, and the count is live while one is written', async () => {
  await page.click(t.navReviews);
  await page.one(t.reviewsEmpty);
  await page.click(t.reviewsNew);
  await page.one(t.reviewForm);
  await page.says(t.reviewCount, /users? holds? /);
  const everyone = number((await page.text(t.reviewCount)).split('hold')[0]);
  await page.fill(t.usersSearch, FILTER);
  await page.press(Key.ENTER);
  await page.until(
    async () => number((await page.text(t.reviewCount)).split('hold')[0]) < everyone,
    'fewer are counted as the filter narrows',
  );
  // Nobody may be there to decide yet: the command line says so by its exit code.
  const tried = await v.muster(['review', 'open', '--title', TITLE, '--filter', FILTER, '--dry-run', '--json']);
  assert.equal(number((await page.text(t.reviewCount)).split('hold')[0]), tried.json.users);
});

test('what is in the way is said and put right, and the review begins', async () => {
  await page.fill(t.reviewTitle, TITLE);
  // Whoever is not privileged themselves decides: nobody decides on themselves.
  const { users } = await v.ask(['users', 'list', '--filter', 'privileged eq false and state eq "active" and kind eq "human" and userstore eq "PRIMARY"', '--limit', '1']);
  await review.askOnly(users[0].username);
  await review.clearTheWay();
  id = await review.open();
  const opened = await status();
  assert.equal(opened.state, 'open');
  assert.equal(opened.reviewers.length, 1);
  assert.ok(opened.grants >= 4, 'some are privileged in every realm');
  await page.says(t.reviewProgress, new RegExp(`^0 of ${opened.grants.toLocaleString('en')} decided`));
});

test('grants are decided on by keyboard, and the last decision is taken back', async () => {
  await page.one(t.reviewRow);
  await focus(t.reviewRow, 0);
  await page.press('k');
  await page.press('r');
  await page.press('k');
  await reads(['keep', 'revoke', 'keep', 'none'], 'three are decided');
  await page.press('z');
  await reads(['keep', 'revoke', 'none', 'none'], 'the last is taken back');
  await page.press('n');
  await page.one(t.reviewDecision);
  await page.inPage(`document.querySelector('[data-testid="${t.reviewDecisionVerdict}"][value="keep"]').click()`);
  await page.fill(t.reviewDecisionNote, 'On call until the end of the year.');
  await page.chord(Key.CONTROL, Key.ENTER);
  await page.gone(t.reviewDecision);
  await reads(['keep', 'revoke', 'keep', 'none'], 'the note came with a decision');
  await page.until(async () => decided((await status()).progress) === 3, 'the vault has the three');
  const [, second, third] = await grants();
  assert.deepEqual([second.decision.verdict, third.decision.note], ['revoke', 'On call until the end of the year.']);
  await page.says(t.reviewProgress, /^3 of/);
  await page.picture('review');
});

test('worksheets go out; one that was altered is refused by cell, one that holds is taken', async () => {
  const folder = v.path('sheets');
  const [name] = await review.writeSheets(folder);
  await page.says(t.sheetsWritten, /Wrote 1 worksheet/);
  const sheet = readFileSync(v.path(`sheets/${name}`), 'utf8');
  // What is held directly can go by itself.
  const direct = (await grants()).filter((item) => item.through === null).slice(0, 2);
  const { rows, head } = filled(sheet, new Set(direct.map((item) => item.key)));

  const altered = structuredClone(rows);
  altered[head + 1][rows[head].indexOf('Role')] = 'Tea maker';
  writeFileSync(v.path('sheets/altered.csv'), csvOf(altered));
  page.pickFiles([v.path('sheets/altered.csv')]);
  await page.click(t.sheetsTake);
  await page.one(t.sheetsTaken, { 'data-taken': '0' });
  const [fault] = await page.texts(t.sheetsFault);
  assert.match(fault, new RegExp(`^[A-Z]+${head + 2}\\b[\\s\\S]*Tea maker`), 'the cell is named');
  assert.equal(decided((await status()).progress), 3, 'nothing was taken from it');

  writeFileSync(v.path(`sheets/back-${name}`), csvOf(rows));
  page.pickFiles([v.path(`sheets/back-${name}`)]);
  await page.click(t.sheetsTake);
  await page.one(t.sheetsTaken, { 'data-taken': '1' });
  const { grants: all, progress } = await status();
  assert.deepEqual([progress.undecided, progress.revoke], [0, direct.length]);
  await page.says(t.reviewProgress, new RegExp(`^${all} of ${all} decided`));
});

test('it is closed with a name and a statement', async () => {
  await part('close');
  await page.says(t.closeFollows, /2\s*revoked[\s\S]*2 things are to be done/);
  await page.fill(t.closeName, 'Ulla Eriksson, head of IT');
  await page.click(t.closeRun);
  assert.ok(await page.has(t.closeStatement), 'without a statement it stays open');
  await page.fill(t.closeStatement, 'I have seen that every grant was decided on.');
  await page.click(t.closeRun);
  await page.one(t.closed);
  const review = await status();
  assert.equal(review.state, 'closed');
  assert.equal(review.sign_off.by, 'Ulla Eriksson, head of IT');
});

test('what followed is looked at as a change set, applied, and shown with how far it is', async () => {
  const { remedies } = await status();
  assert.ok(remedies > 0);
  await page.until(async () => (await page.all(t.proofRow, {})).length === Math.min(remedies, 8), 'each thing to do is listed');
  await page.click(t.closedStage);
  await page.one(t.changeApply);
  // The last in charge must be said twice.
  await page.inPage(`document.querySelectorAll('[data-testid="${t.change}"] input[type="checkbox"]').forEach((box) => box.checked || box.click())`);
  await page.click(t.changeApply);
  await page.one(t.changeDone);
  await page.click(t.changeClose);
  await page.one(t.closedChange);
  assert.equal((await status()).changes.length, 1);
  await page.picture('review-closed');
});

test('evidence is made in the window, and verified there and by the command line', async () => {
  await part('evidence');
  await page.click(t.evidenceMake);
  await page.one(t.evidenceMade);
  const pack = page.saved(`${id}-evidence.zip`);
  const fingerprint = await (await page.one(t.evidenceKey)).getAttribute('data-fingerprint');
  const bare = { env: { PATH: process.env.PATH } };
  const good = await run(['evidence', 'verify', pack, '--json'], bare);
  assert.equal(good.code, 0, good.stderr);
  assert.deepEqual([good.json.good, good.json.fingerprint, good.json.title], [true, fingerprint, TITLE]);

  await page.fill(t.verifyKey, fingerprint);
  await page.click(t.verifyMade);
  await page.one(t.verified, { 'data-good': 'true' });
  assert.equal((await page.all(t.verifiedFile, { 'data-good': 'true' })).length, good.json.files);

  const bytes = readFileSync(pack);
  bytes[Math.floor(bytes.length / 2)] ^= 1;
  writeFileSync(v.path('altered.zip'), bytes);
  page.pickFiles([v.path('altered.zip')]);
  await page.click(t.verifyChooseZip);
  await page.one(t.verified, { 'data-good': 'false' });
  const bad = await run(['evidence', 'verify', v.path('altered.zip'), '--json'], bare);
  assert.notEqual(bad.code, 0);
  const failing = await page.inPage(
    `return [...document.querySelectorAll('[data-testid="${t.verifiedFile}"][data-good="false"]')].map((row) => row.dataset.path)`,
  );
  assert.deepEqual([...new Set(failing)].sort(), [...new Set(bad.json.failures.map((one) => one.path))].sort());
});

test('the list says that it is closed, and a reader of the screen finds nothing amiss', async () => {
  await page.click(t.reviewBack);
  await act.row(t.reviewsRow, TITLE);
  assert.deepEqual(await page.violations(), []);
});
