// Worksheets of an access review, saved again by LibreOffice without a window:
// what it makes of days, numbers, formulas, hidden columns and rows must not be
// taken for something the reviewer altered, and what the reviewer altered must
// still be found.

import test from 'node:test';
import assert from 'node:assert/strict';
import { mkdirSync } from 'node:fs';
import { basename, join } from 'node:path';
import { missing, place } from '../lib/peers.mjs';
import { exits, run } from '../lib/muster.mjs';
import { targetFolder } from '../lib/places.mjs';

const skip = missing({ programs: ['soffice'] });
const program = join(targetFolder, 'debug', 'examples', 'worksheets');
const worksheets = async (...args) => exits(await run(args, { program, env: process.env })).stdout;

/** CSV as LibreOffice writes it: field and text delimiters, UTF-8, from row 1, all as shown. */
const csv = (delimiter) => `csv:Text - txt - csv (StarCalc):${delimiter.charCodeAt(0)},34,76,1`;
/** How it is told to read CSV: the same, in every column as it sees fit. */
const reading = (delimiter) => `--infilter=Text - txt - csv (StarCalc):${delimiter.charCodeAt(0)},34,76,1`;

let calls = 0;

/** Lets LibreOffice save files as others; answers where. */
async function saved(here, files, to, options = []) {
  const ending = to.split(':')[0];
  const out = join(here.folder, `saved-${(calls += 1)}`);
  mkdirSync(out);
  // A profile of its own, so that one that is open elsewhere is left alone.
  const profile = `-env:UserInstallation=file://${join(here.folder, 'profile')}`;
  const args = [profile, '--headless', '--norestore', ...options, '--convert-to', to, '--outdir', out, ...files];
  exits(await run(args, { program: 'soffice', env: { PATH: process.env.PATH, HOME: here.folder } }));
  return files.map((file) => join(out, basename(file).replace(/\.\w+$/, `.${ending}`)));
}

async function told(...files) {
  const lines = (await worksheets('check', ...files)).trimEnd().split('\n');
  return lines.map((line) => JSON.parse(line));
}

async function written() {
  const here = place();
  await worksheets('write', here.folder);
  return { here, path: (name) => join(here.folder, name) };
}

test('what LibreOffice saves again still comes back, with every decision', { skip }, async () => {
  const { here, path } = await written();
  const [expected] = await told(path('filled.xlsx'));
  assert.equal(expected.rows?.length, 12, JSON.stringify(expected));
  const files = [path('comma.csv'), path('semicolon.csv'), path('hidden.xlsx')];
  const books = [path('filled.xlsx'), path('hidden.xlsx')];
  const again = await saved(here, books, 'xlsx');
  files.push(...again, ...(await saved(here, again, 'xlsx')));
  files.push(...(await saved(here, books, csv(','))), ...(await saved(here, books, csv(';'))));
  const read = [
    ...(await saved(here, [path('comma.csv')], 'xlsx', [reading(',')])),
    ...(await saved(here, [path('semicolon.csv')], 'xlsx', [reading(';')])),
  ];
  files.push(...read, ...(await saved(here, read, csv(';'))));
  files.push(...(await saved(here, [path('comma.csv')], csv('\t'), [reading(',')])));
  for (const answer of await told(...files)) assert.deepEqual(answer.rows, expected.rows, JSON.stringify(answer));
});

test('what was altered is found by its cell after LibreOffice saved it', { skip }, async () => {
  const { here, path } = await written();
  const files = [path('altered.xlsx')];
  files.push(...(await saved(here, [...files], 'xlsx')), ...(await saved(here, [...files], csv(','))));
  for (const answer of await told(...files)) {
    assert.equal(answer.count, 1, JSON.stringify(answer));
    assert.match(answer.faults[0].said, /^C\d+: Role was "Owner" and is "Guest"/);
  }
});

test('what LibreOffice keeps by itself says how it must be saved', { skip }, async () => {
  const { here, path } = await written();
  const [answer] = await told(...(await saved(here, [path('filled.xlsx')], 'ods')));
  assert.match(answer.error, /OpenDocument.*save it as XLSX or as CSV/);
});
