// The seat report: counts with known answers, and who and why.

import test from 'node:test';
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { EXIT, exits, vault } from '../lib/muster.mjs';
import { fixture } from '../lib/fixtures.mjs';

const AS_OF = ['--as-of', '2024-11-01'];

async function fern({ grants = true } = {}) {
  const v = await vault();
  await v.ask(['import', fixture('gitlab-users.json'), '--userstore', 'gitlab', ...AS_OF]);
  if (grants) await v.ask(['import', fixture('gitlab-permissions.csv'), '--userstore', 'gitlab', ...AS_OF]);
  return v;
}

const report = (v, plan, ...args) => v.ask(['seats', 'report', '--plan', plan, ...AS_OF, ...args]);
const takers = (r) => r.seats.map((seat) => seat.username).sort();

test('the report has the promised shape and its parts add up', async () => {
  const v = await fern();
  const r = await report(v, 'gitlab-premium');
  for (const key of ['plan', 'rule', 'as_of', 'consumed', 'purchased', 'over', 'by_role', 'reclaimable', 'seats']) {
    assert.ok(key in r, `the report has ${key}`);
  }
  assert.equal(r.plan, 'gitlab-premium');
  assert.ok(r.rule.length > 20, 'the rule is a sentence');
  assert.ok(r.as_of.startsWith('2024-11-01'));
  assert.equal(r.seats.length, r.consumed);
  assert.equal(r.by_role.reduce((sum, role) => sum + role.count, 0), r.consumed);
  for (const seat of r.seats) {
    assert.equal(seat.userstore, 'gitlab');
    assert.ok(seat.why.length > 10, 'why is a sentence');
  }
});

test('Premium counts Guests and users without a role; Ultimate does not', async () => {
  const v = await fern();
  const premium = await report(v, 'gitlab-premium');
  assert.deepEqual(takers(premium), ['anna', 'dora', 'ext.eve', 'root']);
  const ultimate = await report(v, 'gitlab-ultimate');
  assert.deepEqual(takers(ultimate), ['dora', 'ext.eve', 'root'], 'anna is a Guest');
  const active = await report(v, 'per-active-user');
  assert.deepEqual(takers(active), ['anna', 'dora', 'ext.eve', 'root'], 'any enabled account of a person, from inside or outside');
});

test('reclaimable is a seat not seen for 90 days, or never', async () => {
  const v = await fern();
  const r = await report(v, 'gitlab-premium');
  assert.equal(r.reclaimable, 2, 'dora never signed in, eve not since May');
  const later = await v.ask(['seats', 'report', '--plan', 'gitlab-premium', '--as-of', '2025-03-01']);
  assert.equal(later.reclaimable, 4, 'four months later nobody was seen for 90 days');
});

test('explain says why a user does or does not take a seat', async () => {
  const v = await fern();
  const dora = await v.ask(['seats', 'explain', 'gitlab/dora', '--plan', 'gitlab-ultimate', ...AS_OF]);
  assert.equal(dora.takes_seat, true);
  assert.match(JSON.stringify(dora), /Developer/);
  assert.match(JSON.stringify(dora), /fern\/app\/api/, 'the grant that decides is named');
  const ben = await v.ask(['seats', 'explain', 'gitlab/ben', '--plan', 'gitlab-premium', ...AS_OF]);
  assert.equal(ben.takes_seat, false);
  assert.match(ben.why, /blocked/i);
  const bot = await v.ask(['seats', 'explain', 'gitlab/project_9_bot_4f2a', '--plan', 'gitlab-premium', ...AS_OF]);
  assert.equal(bot.takes_seat, false);
  const anna = await v.ask(['seats', 'explain', 'gitlab/anna', '--plan', 'gitlab-ultimate', ...AS_OF]);
  assert.equal(anna.takes_seat, false);
  assert.match(JSON.stringify(anna), /Guest/);
});

test('the report comes as table, CSV and JSON', async () => {
  const v = await fern();
  const table = exits(await v.muster(['seats', 'report', '--plan', 'gitlab-premium', '--format', 'table', ...AS_OF])).stdout;
  for (const name of ['anna', 'dora', 'ext.eve', 'root']) assert.match(table, new RegExp(name.replace('.', '\\.')));
  const file = v.path('seats.csv');
  exits(await v.muster(['seats', 'report', '--plan', 'gitlab-premium', '--format', 'csv', '-o', file, ...AS_OF]));
  const csv = readFileSync(file, 'utf8');
  for (const name of ['anna', 'dora', 'ext.eve', 'root']) assert.match(csv, new RegExp(name.replace('.', '\\.')));
  const json = JSON.parse(exits(await v.muster(['seats', 'report', '--plan', 'gitlab-premium', '--format', 'json', ...AS_OF])).stdout);
  assert.deepEqual(json, await report(v, 'gitlab-premium'));
});

test('an unknown plan is named, with those there are', async () => {
  const v = await fern();
  const refused = exits(await v.muster(['seats', 'report', '--plan', 'gitlab-platinum', '--json']), EXIT.failed);
  const { error } = refused.json ?? JSON.parse(refused.stderr);
  assert.equal(error.code, 'not_found');
  assert.match(error.message, /gitlab-platinum/);
});
