// Reports that people hand on: every kind of file says the same, nothing is
// replaced unasked, and a job that runs every night hears of failures only.

import test from 'node:test';
import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { EXIT, exits, told, vault } from '../lib/muster.mjs';
import { fixture } from '../lib/fixtures.mjs';

const AS_OF = ['--as-of', '2024-11-01'];
const FORMATS = ['html', 'pdf', 'xlsx', 'csv', 'json'];
const TAKERS = ['anna', 'dora', 'ext.eve', 'root'];

async function fern() {
  const v = await vault();
  await v.ask(['import', fixture('gitlab-users.json'), '--userstore', 'gitlab', ...AS_OF]);
  await v.ask(['import', fixture('gitlab-permissions.csv'), '--userstore', 'gitlab', ...AS_OF]);
  return v;
}

const seats = (v, format, ...args) =>
  v.muster(['seats', 'report', '--plan', 'gitlab-premium', '--purchased', '3', '--format', format, ...AS_OF, ...args]);
const names = (text) => TAKERS.filter((name) => text.includes(name));

/** A file of a ZIP archive, by Python's own reader. */
function zipped(path, name) {
  const read = 'import sys, zipfile; sys.stdout.buffer.write(zipfile.ZipFile(sys.argv[1]).read(sys.argv[2]))';
  return execFileSync('python3', ['-c', read, path, name], { encoding: 'utf8' });
}

test('the seat report is written in every format, and all say the same', async () => {
  const v = await fern();
  for (const format of FORMATS) exits(await seats(v, format, '-o', v.path(`seats.${format}`)));
  const read = (format) => readFileSync(v.path(`seats.${format}`), 'utf8');

  const json = JSON.parse(read('json'));
  assert.equal(json.consumed, 4);
  assert.equal(json.over, 1);
  assert.deepEqual(json.seats.map((seat) => seat.username).sort(), TAKERS);
  for (const key of ['by_day', 'peak', 'true_up', 'cost', 'mismatches', 'rule', 'filter', 'operator', 'version']) {
    assert.ok(key in json, `the document has ${key}`);
  }
  assert.equal(json.peak.count, 4);

  const html = read('html');
  assert.deepEqual(names(html), TAKERS);
  assert.match(html, /class="value">4</);
  assert.doesNotMatch(html, /<script|src=|href="http/i, 'nothing runs and nothing is fetched');

  const rows = read('csv').trimEnd().split('\r\n');
  assert.equal(rows.length, 1 + json.consumed);
  assert.deepEqual(names(rows.join()), TAKERS);

  const sheets = zipped(v.path('seats.xlsx'), 'xl/workbook.xml');
  assert.match(sheets, /name="Summary".*name="Seats".*name="How it was counted"/s);

  const pdf = readFileSync(v.path('seats.pdf'), 'latin1');
  assert.ok(pdf.startsWith('%PDF-1.7') && pdf.trimEnd().endsWith('%%EOF'));
});

test('the same question has the same bytes', async () => {
  const v = await fern();
  for (const format of FORMATS) {
    for (const name of ['one', 'two']) exits(await seats(v, format, '-o', v.path(`${name}.${format}`)));
    assert.ok(readFileSync(v.path(`one.${format}`)).equals(readFileSync(v.path(`two.${format}`))), format);
  }
});

test('so have the other reports', async () => {
  const v = await fern();
  await v.ask(['import', fixture('gitlab-users.json'), '--userstore', 'gitlab', '--as-of', '2024-11-02']);
  for (const words of [['inventory'], ['access'], ['comparison', '2024-11-01', '2024-11-02']]) {
    for (const format of ['html', 'xlsx', 'json']) {
      for (const name of ['one', 'two']) {
        exits(await v.muster(['report', ...words, '--format', format, '-o', v.path(`${words[0]}-${name}`), '--as-of', '2024-11-02', '--overwrite']));
      }
      const [one, two] = ['one', 'two'].map((name) => readFileSync(v.path(`${words[0]}-${name}`)));
      assert.ok(one.equals(two), `${words[0]} as ${format}`);
    }
  }
});

test('the other reports come in every format too', async () => {
  const v = await fern();
  await v.ask(['import', fixture('gitlab-users.json'), '--userstore', 'gitlab', '--as-of', '2024-11-02']);
  const listed = (await v.ask(['snapshot', 'list'])).snapshots.map((snapshot) => snapshot.id).sort((a, b) => a - b);
  const reports = {
    inventory: ['inventory', '--filter', 'state eq "active"'],
    access: ['access'],
    comparison: ['comparison', String(listed[0]), String(listed.at(-1))],
    seats: ['seats', '--plan', 'gitlab-premium'],
  };
  for (const [name, words] of Object.entries(reports)) {
    for (const format of FORMATS) {
      const path = v.path(`${name}.${format}`);
      exits(await v.muster(['report', ...words, '--format', format, '-o', path, ...AS_OF]));
      assert.ok(readFileSync(path).length > 20, `${name} as ${format}`);
    }
  }
  const inventory = JSON.parse(readFileSync(v.path('inventory.json'), 'utf8'));
  const active = await v.ask(['users', 'list', '--filter', 'state eq "active"', '--limit', '0']);
  assert.equal(inventory.total, active.total);
  assert.equal(inventory.users.length, active.total);
  const access = JSON.parse(readFileSync(v.path('access.json'), 'utf8'));
  assert.equal(access.grants.length, access.grants_count);
  assert.ok(access.matrix.length > 0 && access.roles.length > 0);
});

test('a folder gets files with dated names, quietly, and never one in place of another', async () => {
  const v = await fern();
  const out = v.path('home');
  const nightly = (format, ...args) => seats(v, format, '--out-dir', out, '--manifest', ...args);
  for (const format of FORMATS) {
    const result = exits(await nightly(format));
    assert.equal(result.stdout + result.stderr, '', told(result));
  }
  const path = `${out}/seats-gitlab-premium-2024-11-01.pdf`;
  assert.ok(existsSync(path));
  const before = readFileSync(path);
  const refused = exits(await nightly('pdf'), EXIT.failed);
  assert.match(refused.stderr, /exists.*--overwrite/s);
  assert.ok(readFileSync(path).equals(before));
  // Nor without a manifest, which is in the way itself.
  exits(await seats(v, 'pdf', '--from', '2024-10-30', '--out-dir', out), EXIT.failed);
  assert.ok(readFileSync(path).equals(before));
  exits(await nightly('pdf', '--overwrite'));

  const manifest = JSON.parse(readFileSync(`${path}.manifest.json`, 'utf8'));
  const sha256 = createHash('sha256').update(readFileSync(path)).digest('hex');
  assert.equal(manifest.files[0].sha256, sha256);
  assert.equal(manifest.rows, 4);
  // A list of rows has no place for what it is about: its manifest says it.
  const { report } = JSON.parse(readFileSync(`${out}/seats-gitlab-premium-2024-11-01.csv.manifest.json`, 'utf8'));
  assert.match(report.title, /Seat report: GitLab Premium/);
  assert.deepEqual([report.to, report.totals.consumed, report.totals.peak.count], ['2024-11-01', 4, 4]);
  assert.match(report.rule, /Auditors and administrators always take a seat/);

  exits(await v.muster(['export', 'users', '--out-dir', out, ...AS_OF]));
  exits(await v.muster(['export', 'users', '--out-dir', out, ...AS_OF]), EXIT.failed);
  exits(await v.muster(['export', 'grants', '--format', 'xlsx', '--out-dir', out, ...AS_OF]));
  const files = readdirSync(out).filter((name) => !name.startsWith('.'));
  assert.ok(files.includes('users-2024-11-01.csv') && files.includes('grants-2024-11-01.xlsx'), files.join());
  assert.deepEqual(readdirSync(out).filter((name) => name.startsWith('.muster-')), [], 'nothing is left behind');
});

test('what cannot be done has its exit code and leaves nothing', async () => {
  const v = await fern();
  const end = async (code, ...args) => exits(await v.muster([...args, ...AS_OF]), code);
  await end(EXIT.failed, 'report', 'inventory', '--out-dir', v.path('nowhere'));
  await end(EXIT.failed, 'seats', 'report', '--plan', 'gitlab-platinum', '--format', 'pdf', '-o', v.path('x.pdf'));
  await end(EXIT.usage, 'report', 'inventory', '--filter', 'state eq', '--format', 'html', '-o', v.path('x.html'));
  await end(EXIT.usage, 'report', 'inventory', '--manifest');
  await end(EXIT.usage, 'seats', 'report', '--out-dir', v.folder);
  await end(EXIT.usage, 'seats', 'report', '--format', 'html', '--from', '2024-11-02', '--to', '2024-11-01');
  await end(EXIT.usage, 'report', 'access', '--out-dir', v.folder, '-o', v.path('x.html'));
  assert.ok(!existsSync(v.path('x.pdf')) && !existsSync(v.path('x.html')));
});

test('no temporary folder is needed: what is in a report is written where it goes only', async () => {
  const v = await fern();
  for (const format of FORMATS) {
    exits(await v.muster(['report', 'seats', '--plan', 'gitlab-premium', '--format', format, '-o', v.path(`t.${format}`), ...AS_OF], { env: { TMPDIR: '/nonexistent' } }));
  }
});

test('each report that left the vault is in its log', async () => {
  const v = await fern();
  exits(await seats(v, 'pdf', '-o', v.path('seats.pdf')));
  exits(await v.muster(['report', 'access', '--format', 'html', ...AS_OF]));
  const { entries } = await v.ask(['log', 'list', '--limit', '5']);
  const text = JSON.stringify(entries);
  assert.match(text, /seats\.pdf/);
  assert.match(text, /report access/);
});
