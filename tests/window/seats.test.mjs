// Seats and snapshots in the real window: three exports of a small instance, a
// month apart, counted by one rule. What the window says is what the command
// line says of the same vault.

import test from 'node:test';
import assert from 'node:assert/strict';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { vault } from '../lib/muster.mjs';
import { opened } from '../lib/opened.mjs';
import { Key, t } from '../lib/window.mjs';

const PLAN = 'per-active-user';
const DAY = 86_400_000;
const now = Date.now();
/** The day so many days ago, UTC. */
const ago = (days) => new Date(now - days * DAY).toISOString().slice(0, 10);
/** The first day of the licence period. */
const BEGINS = ago(100);

/** An export: so many users, of whom the first few are blocked. */
const users = (count, blocked) =>
  JSON.stringify(
    Array.from({ length: count }, (_, n) => ({
      id: n + 1,
      username: `user${n}`,
      name: `User ${n} Fern`,
      email: `user${n}@fern.example`,
      state: n < blocked ? 'blocked' : 'active',
      last_activity_on: n % 2 ? ago(5) : ago(200),
    })),
  );

let v;
let page;
let act;

async function counted() {
  const made = await vault({ keep: true });
  for (const [days, count, blocked] of [[90, 12, 0], [60, 12, 3], [30, 16, 3]]) {
    const file = made.path(`users-${ago(days)}.json`);
    writeFileSync(file, users(count, blocked));
    await made.ask(['import', file, '--userstore', 'site', '--complete', '--as-of', ago(days)]);
  }
  await made.ask(['seats', 'set', '--plan', PLAN]);
  const terms = ['--purchased', '10', '--from', BEGINS, '--price', '29.00', '--currency', 'EUR', '--period-from', BEGINS];
  await made.ask(['seats', 'terms', 'set', '--plan', PLAN, ...terms]);
  return made;
}
opened(counted, (all) => ({ v, page, act } = all));

const part = (name) => page.click(t.seatsPart, { 'data-tab': name });
/** The table of days as rows of words, the newest first. */
const days = () =>
  page.inPage(`return [...document.querySelectorAll('[data-testid="${t.seatsDayTable}"] tbody tr')].map((row) => [...row.children].map((cell) => cell.innerText.trim()))`);

test('the first sentence says what is taken, bought and owed', async () => {
  await page.click(t.navSeats);
  await page.says(t.seatsSaid, /13[\s\S]*10/);
  await page.says(t.seatsPeak, /^13$/);
  // Three seats at EUR 29.00 for twelve months.
  await page.says(t.seatsOwed, /^€1,044$/);
  await page.says(t.seatsOver, /3/);
});

test('the chart has a table of the same figures, and it is what the command line counts', async () => {
  await page.click(t.seatsRange, { 'data-value': 'all' });
  await page.click(t.seatsAsTable);
  await page.one(t.seatsDayTable);
  const history = await v.ask(['seats', 'history', '--plan', PLAN, '--from', ago(90)]);
  const counted = history.by_day.map((day) => day.count).reverse();
  let shown = [];
  // Days to come are forecast, and stand above today.
  await page.until(async () => {
    shown = (await days()).slice(-counted.length).map((row) => Number(row[1]));
    return shown.length === counted.length;
  }, 'as many days as are known');
  assert.deepEqual(shown, counted);
  assert.deepEqual([...new Set(shown)].sort((a, b) => a - b), [9, 12, 13], 'each snapshot counts');
  await page.click(t.seatsAsTable);
  await page.one(t.seatsChart);
  await page.click(t.seatsRange, { 'data-value': 'period' });
});

test('who takes a seat now says why, and who took one when says since', async () => {
  await part('holders');
  await page.until(async () => (await page.all(t.seatsRow, {})).length >= 13, 'thirteen hold a seat');
  await page.click(t.holdersWhen, { 'data-value': 'days' });
  await act.row(t.seatDaysRow, 'User 0');
  const { rows } = await v.ask(['seats', 'days', '--plan', PLAN, '--from', BEGINS]);
  const first = rows.find((row) => row.username === 'user0');
  assert.deepEqual([first.first, first.last, first.days], [ago(90), ago(61), 30]);
  await (await act.row(t.seatDaysRow, 'User 0')).click();
  await page.says(t.drawerName, /User 0/);
});

test('seats to free: two are picked, and what it would come to is seen before anything is done', async () => {
  await part('free');
  await act.row(t.reclaimRow, 'User 4');
  for (const name of ['User 4', 'User 6']) {
    const row = await act.row(t.reclaimRow, name);
    await (await row.findElement({ css: '[role="checkbox"]' })).click();
  }
  await page.says(t.reclaimCount, /2/);
  await page.click(t.reclaimAct, { 'data-state': 'blocked' });
  await page.says(t.whatIf, /13\s*→\s*[\s\S]*11/);
  assert.match(await page.text(t.whatIf), /peak/i, 'and that it does not lower the peak');
  await page.click(t.dialogClose);
  const { consumed } = await v.ask(['seats', 'report', '--plan', PLAN]);
  assert.equal(consumed, 13, 'nothing of it was done');
});

test('a plan of one’s own counts while it is written, and is there once saved', async () => {
  await part('plan');
  await page.click(t.planNew);
  await page.fill(t.planTitle, 'Even users');
  await page.fill(t.planCondition, 'state eq "blocked"');
  await page.says(t.planTried, /3/);
  await page.fill(t.planCondition, 'state eq "asleep"');
  await page.until(async () => /asleep/.test(await page.text(t.planForm)), 'a rule that cannot be read says so');
  await page.fill(t.planCondition, 'userName sw "user1"');
  await page.says(t.planTried, /7/);
  await page.press(Key.ESCAPE);
  await page.click(t.planSave);
  await page.one(t.planRow, { 'data-plan': 'even-users' });
  const { consumed } = await v.ask(['seats', 'report', '--plan', 'even-users']);
  assert.equal(consumed, 7);
});

test('what was bought later lowers what is owed from then on', async () => {
  await part('plan');
  await page.inPage(`document.querySelector('[data-plan="${PLAN}"] button').click()`);
  await page.click(t.termsEdit);
  await page.fill(t.termsSeats, '20');
  await page.click(t.termsSave);
  await page.gone(t.termsForm);
  await part('count');
  await page.says(t.seatsOver, /7/);
  await page.says(t.seatsOwed, /^€0$/);
});

/** How each kind of file begins. */
const BEGINNINGS = { html: /^<!doctype html>/i, pdf: /^%PDF-/, xlsx: /^PK/, csv: /^\uFEFF?userstore/, json: /^\{/ };

for (const [format, begins] of Object.entries(BEGINNINGS)) {
  test(`the seat report is written as ${format}, and looks in the preview as it will`, async () => {
    await page.click(t.seatsExport);
    await page.one(t.reportPreview);
    const drawn = await page.inPage(`return document.querySelector('[data-testid="${t.reportPreview}"]').srcdoc.length`);
    assert.ok(drawn > 1000, 'the preview is a page');
    await page.inPage(`document.querySelector('[data-testid="${t.reportFormat}"][value="${format}"]').click()`);
    await page.click(t.reportRun);
    await page.one(t.reportWritten);
    const name = (await page.text(t.reportWritten)).match(/[\w.-]+\.(html|pdf|xlsx|csv|json)/)[0];
    assert.ok(name.endsWith(format), name);
    assert.match(readFileSync(page.saved(name), format === 'json' || format === 'html' || format === 'csv' ? 'utf8' : 'latin1'), begins);
  });
}

test('snapshots say who came, who went and what changed; a row opens the user', async () => {
  await page.inPage("location.hash = '#/snapshots'");
  await (await act.row(t.snapshotsRow, '16 users')).click();
  const found = await v.ask(['snapshot', 'diff', '2', '3']);
  assert.equal(found.added.length, 4);
  await page.until(async () => (await page.all(t.diffRow, {})).length === 4, 'four came');
  await (await act.row(t.snapshotsRow, '3 changed')).click();
  await page.until(async () => (await page.texts(t.diffRow)).filter((row) => /User [012] Fern/.test(row)).length === 3, 'three were blocked');
  await page.fill(t.diffSearch, 'User 1');
  await page.until(async () => (await page.all(t.diffRow, {})).length === 1, 'one is found');
  await (await act.row(t.diffRow, 'User 1')).click();
  await page.says(t.drawerName, /User 1 Fern/);
});

test('a folder of dated exports is tried, then taken, and falls into place', async () => {
  const folder = v.path('past');
  mkdirSync(folder);
  writeFileSync(v.path(`past/users-${ago(120)}.json`), users(5, 0));
  writeFileSync(v.path(`past/users-${ago(45)}.json`), users(14, 3));
  await page.inPage("location.hash = '#/import'");
  page.pickFolder(folder);
  await page.click(t.importPast);
  await page.one(t.importPastTable);
  assert.equal((await v.ask(['snapshot', 'list'])).total, 3, 'nothing was changed yet');
  await page.click(t.importPastRun);
  await page.gone(t.importPastRun);
  const { snapshots } = await v.ask(['snapshot', 'list']);
  assert.deepEqual(snapshots.map((s) => [s.taken_at.slice(0, 10), s.users, s.late]), [
    [ago(30), 16, false],
    [ago(45), 14, true],
    [ago(60), 12, false],
    [ago(90), 12, false],
    [ago(120), 5, true],
  ]);
  const { by_day } = await v.ask(['seats', 'history', '--plan', PLAN, '--from', ago(120)]);
  const on = (date) => by_day.find((day) => day.date === date)?.count;
  assert.deepEqual([ago(120), ago(91), ago(90), ago(46), ago(45), ago(31), ago(30)].map(on), [5, 5, 12, 9, 11, 11, 13]);
});
