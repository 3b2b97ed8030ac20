// Seat plans of one's own, what was bought when, what could be freed, and where
// the instance itself counts otherwise.

import test from 'node:test';
import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { EXIT, exits, vault } from '../lib/muster.mjs';
import { fixture } from '../lib/fixtures.mjs';

const AS_OF = ['--as-of', '2024-11-01'];

async function fern() {
  const v = await vault();
  await v.ask(['import', fixture('gitlab-users.json'), '--userstore', 'gitlab', ...AS_OF]);
  await v.ask(['import', fixture('gitlab-permissions.csv'), '--userstore', 'gitlab', ...AS_OF]);
  return v;
}

/** Writes a file into the test's folder and answers its path. */
function write(v, name, text) {
  const path = v.path(name);
  writeFileSync(path, text);
  return path;
}

/** The error of a command that fails; what is itself wrong exits as wrong use. */
const failure = async (v, args) => {
  const result = await v.muster([...args, '--json']);
  const { error } = result.json ?? {};
  exits(result, { invalid: EXIT.usage, not_permitted: EXIT.denied }[error?.code] ?? EXIT.failed);
  return error;
};

test('the plans that ship are listed and shown, each with its rule and source', async () => {
  const v = await vault();
  const { plans } = await v.ask(['seats', 'plans']);
  const names = plans.map((plan) => plan.name);
  for (const name of [
    ...['gitlab-free', 'gitlab-premium', 'gitlab-ultimate', 'gitlab-free-18-8', 'gitlab-premium-18-8', 'gitlab-ultimate-18-8'],
    ...['keycloak', 'authentik', 'gitea', 'per-active-user', 'per-enabled-user'],
    ...['per-seen-30d', 'per-seen-60d', 'per-seen-90d', 'per-role'],
  ]) {
    assert.ok(names.includes(name), `${name} ships`);
  }
  for (const plan of plans) {
    assert.ok(plan.rule.endsWith('.') && plan.filter && plan.source && plan.versions, `${plan.name} says what it counts`);
    assert.equal(plan.own, false);
    const shown = await v.ask(['seats', 'plans', 'show', plan.name]);
    assert.ok(plan.filter.endsWith(shown.plan.filter), 'the rule, for the userstores that are counted');
    assert.match(shown.file, /^name = /m);
  }
  assert.deepEqual(await v.ask(['seats', 'plans', 'list']), { plans });
});

test('a plan that ships is copied, changed, tried, added and counted by', async () => {
  const v = await fern();
  const text = exits(await v.muster(['seats', 'plans', 'show', 'gitlab-premium', '--toml'])).stdout;
  const file = write(v, 'ours.toml', text.replace('"gitlab-premium"', '"ours"').replace('"GitLab Premium"', '"Our GitLab"'));
  const same = await v.ask(['seats', 'plans', 'try', file, '--against', 'gitlab-premium', ...AS_OF]);
  assert.deepEqual([same.takes, same.against, same.gained, same.lost], [4, 4, 0, 0]);
  const added = await v.ask(['seats', 'plans', 'add', file]);
  assert.deepEqual([added.name, added.title, added.own], ['ours', 'Our GitLab', true]);
  const counted = await v.ask(['seats', 'report', '--plan', 'ours', ...AS_OF]);
  assert.equal(counted.consumed, 4);

  // Another rule: without people from outside.
  const narrower = write(v, 'narrower.toml', 'name = "ours"\nfilter = \'state eq active and kind eq human\'\n');
  const tried = await v.ask(['seats', 'plans', 'try', narrower, ...AS_OF]);
  assert.deepEqual([tried.takes, tried.against, tried.gained, tried.lost], [3, 4, 0, 1], 'compared with the saved one');
  assert.equal(tried.said, 'State is active and kind is human');
  assert.equal((await failure(v, ['seats', 'plans', 'add', narrower])).code, 'exists');
  await v.ask(['seats', 'plans', 'add', narrower, '--replace']);
  assert.equal((await v.ask(['seats', 'report', '--plan', 'ours', ...AS_OF])).consumed, 3);
  assert.deepEqual(await v.ask(['seats', 'plans', 'remove', 'ours']), { removed: 'ours' });
  assert.equal((await failure(v, ['seats', 'report', '--plan', 'ours'])).code, 'not_found');
  const { entries } = await v.ask(['log', 'list']);
  const actions = entries.map((entry) => entry.action);
  assert.equal(actions.filter((action) => action === 'seats.plan.save').length, 2);
  assert.equal(actions.filter((action) => action === 'seats.plan.remove').length, 1);
});

test('a rule alone can be tried, and a role named behind a colon', async () => {
  const v = await fern();
  const tried = await v.ask(['seats', 'plans', 'try', '--filter', 'kind eq external', '--against', 'per-active-user', ...AS_OF]);
  assert.deepEqual([tried.takes, tried.gained, tried.lost], [1, 0, 3]);
  const developers = await v.ask(['seats', 'report', '--plan', 'per-role:developer', ...AS_OF]);
  assert.ok(developers.seats.some((seat) => seat.username === 'dora'));
  assert.ok(developers.seats.every((seat) => /Developer on /.test(seat.why)), JSON.stringify(developers.seats));
});

test('a file that is no plan is refused with its line, and a shipped plan stays', async () => {
  const v = await vault();
  const add = (text) => failure(v, ['seats', 'plans', 'add', write(v, 'bad.toml', text)]);
  const filter = await add('name = "ours"\n\nfilter = \'\'\'\nstate eq active\nand kind eq nobody\n\'\'\'\n');
  assert.equal(filter.code, 'invalid');
  assert.match(filter.message, /bad\.toml/);
  assert.match(filter.message, /line 5/);
  assert.equal(filter.details.line, 5);
  assert.match((await add('name = "ours"\ntitel = "x"\nfilter = "kind eq human"')).message, /titel/);
  assert.match((await add('name = "Our Plan"\nfilter = "kind eq human"')).message, /line 1/);
  assert.match((await add('name = "ours"')).message, /no filter/);
  assert.match((await add('\u0000\u0001')).message, /bad\.toml/);
  assert.match((await add('name = "ours"\nfilter = "seat eq true"')).message, /cannot ask for seat/);
  assert.equal((await add('name = "gitlab-free"\nfilter = "kind eq human"')).code, 'exists');
  assert.equal((await failure(v, ['seats', 'plans', 'remove', 'gitlab-free'])).code, 'not_permitted');
  assert.equal((await failure(v, ['seats', 'plans', 'add', v.path('nowhere.toml')])).code, 'not_found');
  const binary = v.path('binary.toml');
  writeFileSync(binary, Buffer.from([0xff, 0xfe, 0x00]));
  assert.match((await failure(v, ['seats', 'plans', 'add', binary])).message, /UTF-8/);
  assert.ok((await v.ask(['seats', 'plans'])).plans.every((plan) => !plan.own), 'nothing was kept');
});

test('terms are set bit by bit, and what was bought depends on the day', async () => {
  const v = await fern();
  const terms = async (...args) => (await v.ask(['seats', 'terms', '--plan', 'gitlab-premium', ...args])).terms;
  assert.deepEqual((await terms()).purchases, []);
  await terms('set', '--purchased', 3, '--from', '2024-01-01', '--price', '29.00', '--currency', 'EUR', '--period-from', '2024-01-01', '--months', '12', '--true-up', 'peak');
  const kept = await terms('set', '--purchased', 5, '--from', '2024-12-01');
  assert.deepEqual(kept, {
    purchases: [{ from: '2024-01-01', seats: 3 }, { from: '2024-12-01', seats: 5 }],
    price_cents: 2900,
    currency: 'EUR',
    period_from: '2024-01-01',
    period_months: 12,
    true_up: 'peak',
  });
  assert.deepEqual(await terms('show'), kept);
  const on = (day) => v.ask(['seats', 'report', '--plan', 'gitlab-premium', '--as-of', day]);
  assert.deepEqual([(await on('2024-11-01')).purchased, (await on('2024-11-01')).over], [3, 1]);
  assert.deepEqual([(await on('2024-12-01')).purchased, (await on('2024-12-01')).over], [5, 0]);
  assert.equal((await on('2023-12-31')).purchased, null);
  assert.deepEqual((await terms('set', '--forget', '2024-12-01', '--true-up', 'end-of-period')).purchases.length, 1);
  assert.equal((await terms()).true_up, 'end_of_period');
  assert.equal((await failure(v, ['seats', 'terms', 'set', '--forget', '2020-01-01'])).code, 'not_found');
  for (const [field, ...args] of [
    ['currency', '--currency', 'euro'],
    ['period_months', '--months', '0'],
    ['purchases', '--purchased', '1', '--from', '1850-01-01'],
  ]) {
    assert.equal((await failure(v, ['seats', 'terms', 'set', ...args])).details.field, field);
  }
  exits(await v.muster(['seats', 'terms', 'set']), EXIT.usage);
  exits(await v.muster(['seats', 'terms', 'set', '--true-up', 'often']), EXIT.usage);
});

test('reclaimable seats come the surest first, with what each would save', async () => {
  const v = await fern();
  await v.ask(['seats', 'terms', '--plan', 'per-enabled-user', 'set', '--purchased', 10, '--price', '30', '--currency', 'EUR', '--period-from', '2024-01-01']);
  const freed = await v.ask(['seats', 'reclaimable', '--plan', 'per-enabled-user', ...AS_OF]);
  assert.deepEqual(freed.rows.map((row) => [row.username, row.reason]), [
    ['dora', 'never_seen'],
    ['project_9_bot_4f2a', 'machine_counted'],
    ['ext.eve', 'dormant'],
  ]);
  assert.equal(freed.total, 3);
  assert.deepEqual(freed.shares.map((share) => [share.reason, share.count]), [['never_seen', 1], ['machine_counted', 1], ['dormant', 1]]);
  // 360.00 a year; 60 of the 366 days of 2024 are left after 1 November.
  assert.ok(freed.rows.every((row) => row.saves_cents === 5901), JSON.stringify(freed.rows));
  assert.match(freed.said.join(' '), /does not lower a peak/);
  const report = await v.ask(['seats', 'report', '--plan', 'per-enabled-user', ...AS_OF]);
  assert.equal(report.reclaimable, 3);
  const shares = report.reclaimable_by.map(({ reason, count, saves_cents }) => ({ reason, count, saves_cents }));
  assert.deepEqual(shares, freed.shares);
  const dormant = await v.ask(['seats', 'reclaimable', '--plan', 'per-enabled-user', '--reason', 'dormant', ...AS_OF]);
  assert.deepEqual([dormant.total, dormant.rows.length], [1, 1]);
  assert.equal((await v.ask(['seats', 'reclaimable', '--plan', 'per-enabled-user', '--limit', '2', ...AS_OF])).rows.length, 2);
  const shown = exits(await v.muster(['seats', 'reclaimable', '--plan', 'per-enabled-user', ...AS_OF])).stdout;
  assert.match(shown, /EUR 177\.03/);
});

test('every clause of the rule is explained in words, with the grant and its path', async () => {
  const v = await fern();
  await v.ask(['import', fixture('gitlab-members.csv'), '--userstore', 'gitlab', ...AS_OF]);
  const dora = await v.ask(['seats', 'explain', 'gitlab/dora', '--plan', 'gitlab-ultimate', ...AS_OF]);
  for (const key of ['username', 'plan', 'takes_seat', 'clauses']) assert.ok(key in dora, key);
  assert.equal(dora.plan, 'gitlab-ultimate');
  const texts = dora.clauses.map((clause) => clause.text);
  assert.ok(texts.includes('State is active') && texts.includes('Kind is human'), texts.join('; '));
  assert.ok(dora.clauses.every((clause) => clause.holds && clause.because && !/ eq /.test(clause.text)));
  const root = await v.ask(['seats', 'explain', 'gitlab/root', '--plan', 'gitlab-ultimate', ...AS_OF]);
  const level = root.clauses.find((clause) => clause.text.startsWith('Access level'));
  assert.match(level.because, / on fern/);
  const eve = await v.ask(['seats', 'explain', 'gitlab/ext.eve', '--plan', 'gitlab-ultimate', ...AS_OF]);
  assert.match(JSON.stringify(eve.clauses), /Reporter on fern\/docs through group partners, since 2024-02-01|Developer on /);
  // What fails stands beside what holds.
  const ben = await v.ask(['seats', 'explain', 'gitlab/ben', '--plan', 'gitlab-ultimate', ...AS_OF]);
  assert.equal(ben.takes_seat, false);
  const state = ben.clauses.find((clause) => clause.text === 'State is active');
  assert.deepEqual([state.holds, state.because], [false, 'state is blocked']);
  assert.ok(ben.clauses.some((clause) => clause.text === 'Kind is human' && clause.holds));
});

test('mismatches with the instance’s own flag are listed with the reason', async () => {
  const v = await vault();
  const users = [
    { id: 1, username: 'ada', state: 'active', is_admin: true, using_license_seat: true },
    { id: 2, username: 'bob', state: 'active', is_admin: false, highest_role: 30, using_license_seat: true },
    { id: 3, username: 'cat', state: 'blocked', is_admin: false, highest_role: 30, using_license_seat: true },
    { id: 4, username: 'dan', state: 'active', is_admin: false, highest_role: 20, using_license_seat: null },
  ];
  await v.ask(['import', write(v, 'users.json', JSON.stringify(users)), '--userstore', 'gitlab']);
  const { mismatches, total } = await v.ask(['seats', 'mismatches', '--plan', 'gitlab-ultimate']);
  assert.equal(total, 3);
  assert.deepEqual(mismatches.map((m) => [m.username, m.instance, m.rule]), [
    ['ada', true, false],
    ['cat', true, false],
    ['dan', false, true],
  ]);
  assert.ok(mismatches.every((m) => m.because.length > 30), JSON.stringify(mismatches));
  assert.match(mismatches[1].because, /blocked/);
  const report = await v.ask(['seats', 'report', '--plan', 'gitlab-ultimate']);
  assert.equal(report.mismatched, 3);
  for (const [at, told] of report.mismatches.entries()) {
    for (const key of ['username', 'instance', 'rule', 'because']) assert.equal(told[key], mismatches[at][key], key);
  }
  assert.match(exits(await v.muster(['seats', 'mismatches', '--plan', 'gitlab-ultimate'])).stdout, /dan .*no seat .*seat/);
});
