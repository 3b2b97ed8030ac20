// Seats over time: GitLab's own example of a true-up, day by day.

import test from 'node:test';
import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { EXIT, exits, vault } from '../lib/muster.mjs';

const PLAN = ['--plan', 'per-active-user'];
const AS_OF = ['--as-of', '2026-11-20'];

/** A CSV of so many users, the first of them blocked. */
const users = (count, blocked) =>
  ['username,state', ...Array.from({ length: count }, (_, n) => `user${n},${n < blocked ? 'blocked' : 'active'}`)].join('\n') + '\n';

/** 10 seats are bought; 12 join; 3 are blocked, which leaves 9; 4 join, which makes 13. */
async function example() {
  const v = await vault();
  for (const [day, count, blocked] of [['2026-02-01', 12, 0], ['2026-03-01', 12, 3], ['2026-04-01', 16, 3]]) {
    const file = v.path(`users-${day}.csv`);
    writeFileSync(file, users(count, blocked));
    await v.ask(['import', file, '--userstore', 'site', '--as-of', day]);
  }
  await v.ask(['seats', 'set', ...PLAN, '--purchased', '10', '--price', '29.00', '--currency', 'EUR']);
  return v;
}

test('the report counts by day, and three are owed', async () => {
  const v = await example();
  const report = await v.ask(['seats', 'report', ...PLAN, '--from', '2026-01-01', '--to', '2026-12-31', ...AS_OF]);
  // Beside each count stands what was bought by then, and the instance's own count.
  const counted = ({ date, count }) => ({ date, count });
  assert.deepEqual(counted(report.by_day[0]), { date: '2026-02-01', count: 12 }, 'days before the first snapshot are left out');
  assert.deepEqual(counted(report.by_day.at(-1)), { date: '2026-11-20', count: 13 }, 'and so are those to come');
  const on = (date) => report.by_day.find((day) => day.date === date)?.count;
  assert.deepEqual(['2026-02-28', '2026-03-01', '2026-03-31', '2026-04-01'].map(on), [12, 9, 9, 13]);
  assert.deepEqual(report.peak, { date: '2026-04-01', count: 13 });
  assert.equal(report.true_up, 3);
  assert.equal(typeof report.cost, 'number');
  const less = await v.ask(['seats', 'report', ...PLAN, '--purchased', '20', ...AS_OF]);
  assert.equal(less.true_up, 0);
});

test('history, breakdown and days agree with the report', async () => {
  const v = await example();
  const between = ['--from', '2026-02-01', '--to', '2026-04-30'];
  const history = await v.ask(['seats', 'history', ...PLAN, ...between, ...AS_OF]);
  assert.equal(history.by_day.length, 89);
  assert.equal(history.bill.owed, 3);
  assert.equal(history.bill.owed_cents, 3 * 2900 * 12);
  assert.deepEqual(history.snapshots, ['2026-02-01', '2026-03-01', '2026-04-01']);
  const breakdown = await v.ask(['seats', 'breakdown', '--by', 'userstore', ...PLAN, ...between, ...AS_OF]);
  assert.deepEqual(breakdown.days, ['2026-02-28', '2026-03-31', '2026-04-30']);
  assert.deepEqual(breakdown.rows, [{ name: 'site', counts: [12, 9, 13] }]);
  const days = await v.ask(['seats', 'days', ...PLAN, ...between, ...AS_OF]);
  assert.equal(days.total, 16);
  const sum = days.rows.reduce((all, row) => all + row.days, 0);
  assert.equal(sum, history.by_day.reduce((all, day) => all + day.count, 0), 'seat days are seats by day');
  const blocked = days.rows.find((row) => row.username === 'user0');
  assert.deepEqual([blocked.first, blocked.last, blocked.days], ['2026-02-01', '2026-02-28', 28]);
});

test("the instance's own counts stand beside ours", async () => {
  const v = await example();
  const usage = v.path('usage.csv');
  writeFileSync(usage, 'Date,Billable User Count\n2026-02-28,14\n2026-04-01,11\n');
  await v.ask(['import', usage, '--userstore', 'site']);
  const history = await v.ask(['seats', 'history', ...PLAN, '--from', '2026-02-01', ...AS_OF]);
  assert.deepEqual(history.instance, [{ date: '2026-02-28', count: 14 }, { date: '2026-04-01', count: 11 }]);
  assert.deepEqual(history.peak, { date: '2026-04-01', count: 13 }, 'ours are ours');
  const report = await v.ask(['seats', 'report', ...PLAN, '--from', '2026-02-01', ...AS_OF]);
  const on = (date) => report.by_day.find((day) => day.date === date);
  assert.deepEqual(on('2026-02-28'), { date: '2026-02-28', count: 12, purchased: 10, instance: 14 });
  assert.equal(on('2026-03-01').instance, null);
});

test('a short history is not forecast, and says so', async () => {
  const v = await example();
  const forecast = await v.ask(['seats', 'forecast', ...PLAN, ...AS_OF]);
  assert.match(forecast.refused, /3 weeks over 59 days/);
  assert.deepEqual(forecast.days, []);
});

test('what if says what would come of a change, and changes nothing', async () => {
  const v = await example();
  const ask = ['seats', 'what-if', '--filter', 'state eq active', '--state', 'blocked', ...PLAN];
  const found = await v.ask(ask);
  assert.deepEqual([found.consumed_before, found.consumed_after], [13, 0]);
  assert.equal(found.peak_after, found.peak_before, 'freeing seats does not lower a peak');
  assert.deepEqual((await v.ask(ask)).consumed_before, 13, 'nothing of it stays');
});

test('days the wrong way round are refused', async () => {
  const v = await example();
  const refused = exits(await v.muster(['seats', 'history', ...PLAN, '--from', '2026-05-01', '--to', '2026-02-01']), EXIT.usage);
  assert.match(refused.stderr, /Turn them round/);
});
