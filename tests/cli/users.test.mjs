// Listing, filtering, paging and exporting users.

import test from 'node:test';
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { EXIT, exits, told, vault } from '../lib/muster.mjs';
import { fixture, manyUsers, write } from '../lib/fixtures.mjs';

async function fern() {
  const v = await vault();
  await v.ask(['import', fixture('gitlab-users.json'), '--userstore', 'gitlab', '--as-of', '2024-11-01']);
  return v;
}

const names = async (v, ...args) => (await v.ask(['users', 'list', ...args])).users.map((u) => u.username);

test('filters say who', async () => {
  const v = await fern();
  const on = ['--as-of', '2024-11-01', '--sort', 'userName'];
  const cases = [
    ['state eq "blocked"', ['ben']],
    ['lastSeen eq never and state eq "active" and kind eq "human"', ['dora']],
    ['lastSeen lt "-90d" and state eq "active"', ['ext.eve']],
    ['lind', ['anna']],
    ['ÜNAL', ['dora']],
    ['userName sw "ext" or privileged eq true', ['ext.eve', 'root']],
    ['not (state eq "active")', ['ben', 'cleo', 'finn']],
    ['emails.value ew "@partner.example"', ['ext.eve']],
  ];
  for (const [filter, expected] of cases) {
    assert.deepEqual(await names(v, '--filter', filter, ...on), expected, filter);
  }
});

test('a filter that cannot be read says where', async () => {
  const v = await fern();
  const refused = await v.muster(['users', 'list', '--json', '--filter', 'state eq']);
  assert.ok([EXIT.failed, EXIT.usage].includes(refused.code), told(refused));
  const { error } = refused.json ?? JSON.parse(refused.stderr);
  assert.equal(error.code, 'invalid_filter');
  assert.equal(typeof error.details.at, 'number');
});

test('pages joined are the whole, in order, under every sort', async () => {
  const v = await vault();
  await v.ask(['import', write(v.path('many.json'), manyUsers(230)), '--userstore', 'gitlab']);
  for (const sort of ['userName', '-userName', 'displayName', 'lastSeen', '-lastSeen', 'state', 'meta.created']) {
    const whole = await names(v, '--sort', sort, '--limit', '500');
    assert.equal(new Set(whole).size, 230);
    const joined = [];
    let cursor = null;
    do {
      const page = await v.ask(['users', 'list', '--sort', sort, '--limit', '100', ...(cursor ? ['--cursor', cursor] : [])]);
      joined.push(...page.users.map((u) => u.username));
      cursor = page.next;
    } while (cursor !== null);
    assert.deepEqual(joined, whole, `sorted by ${sort}`);
  }
});

test('one user is shown by full name, by username and by key', async () => {
  const v = await fern();
  const shown = await v.ask(['users', 'show', 'gitlab/anna']);
  const user = shown.user ?? shown;
  assert.equal(user.email, 'anna@fern.example');
  assert.deepEqual(await v.ask(['users', 'show', 'anna']), shown);
  assert.deepEqual(await v.ask(['users', 'show', String(user.id)]), shown);
  const missing = exits(await v.muster(['users', 'show', 'nobody', '--json']), EXIT.failed);
  const { error } = missing.json ?? JSON.parse(missing.stderr);
  assert.equal(error.code, 'not_found');
  assert.match(error.message, /nobody/);
});

test('a plain list is a table on standard output and nothing else', async () => {
  const v = await fern();
  const listed = exits(await v.muster(['users', 'list', '--columns', 'username,state', '--sort', 'userName']));
  const lines = listed.stdout.split('\n').filter((line) => line !== '');
  assert.equal(lines.length, 10, `a header, a rule and eight users\n${listed.stdout}`);
  assert.ok(/\banna\b.*\bactive\b/.test(listed.stdout) && !listed.stdout.includes('@'), listed.stdout);
});

test('export as CSV neutralises what a spreadsheet would run', async () => {
  const v = await vault();
  const hostile = manyUsers(3);
  hostile[0].name = '=HYPERLINK("http://x.example","click")';
  hostile[1].name = '+1 "quoted", with comma';
  hostile[2].name = 'two\nlines';
  await v.ask(['import', write(v.path('hostile.json'), hostile), '--userstore', 'gitlab']);
  const file = v.path('out.csv');
  exits(await v.muster(['export', 'users', '--format', 'csv', '-o', file]));
  const text = readFileSync(file, 'utf8');
  assert.ok(!/(^|,)"?[=+@-]/m.test(text.replace(/\r/g, '')), text);
  assert.ok(text.includes("'=HYPERLINK"), text);
  assert.ok(text.includes('""quoted"", with comma'), text);
});

test('export as JSON and JSON Lines gives every row of the filter', async () => {
  const v = await vault();
  await v.ask(['import', write(v.path('many.json'), manyUsers(620)), '--userstore', 'gitlab']);
  const filter = ['--filter', 'state eq "active"'];
  const json = JSON.parse(exits(await v.muster(['export', 'users', '--format', 'json', ...filter])).stdout);
  const rows = Array.isArray(json) ? json : json.users;
  assert.equal(rows.length, 558);
  const lines = exits(await v.muster(['export', 'users', '--format', 'jsonl', ...filter])).stdout.trimEnd().split('\n').map((line) => JSON.parse(line));
  assert.equal(lines.length, 558);
  assert.deepEqual(lines.map((u) => u.username).sort(), rows.map((u) => u.username).sort());
  const csv = exits(await v.muster(['export', 'users', '--format', 'csv', ...filter])).stdout.trimEnd().split('\n');
  assert.equal(csv.length, 559);
});

test('an export does not replace a file that is there', async () => {
  const v = await fern();
  const file = write(v.path('precious.csv'), 'mine');
  const refused = exits(await v.muster(['export', 'users', '--format', 'csv', '-o', file]), EXIT.failed);
  assert.match(refused.stderr, /precious\.csv/);
  assert.equal(readFileSync(file, 'utf8'), 'mine');
});
