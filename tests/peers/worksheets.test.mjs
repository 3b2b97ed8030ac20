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

/** Lets LibreOffice save a file as another; answers where. */
async function saved(here, file, to, options = []) {
  const ending = to.split(':')[0];
  const out = join(here.folder, `saved-${basename(file).replaceAll('.', '-')}-${ending}-${Math.random().toString(36).slice(2)}`);
  mkdirSync(out);
  // A profile of its own, so that one that is open elsewhere is left alone.
  const profile = `-env:UserInstallation=file://${join(here.folder, 'profile')}`;
  const args = [profile, '--headless', '--norestore', ...options, '--convert-to', to, '--outdir', out, file];
  exits(await run(args, { program: 'soffice', env: { PATH: process.env.PATH, HOME: here.folder } }));
  return join(out, basename(file).replace(/\.\w+$/, `.${ending}`));
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
  for (const name of ['filled.xlsx', 'hidden.xlsx']) {
    const again = await saved(here, path(name), 'xlsx');
    files.push(again, await saved(here, again, 'xlsx'));
    files.push(await saved(here, path(name), csv(',')), await saved(here, path(name), csv(';')));
  }
  for (const [name, delimiter] of [['comma.csv', ','], ['semicolon.csv', ';']]) {
    const book = await saved(here, path(name), 'xlsx', [reading(delimiter)]);
    files.push(book, await saved(here, book, csv(delimiter)), await saved(here, path(name), csv('\t'), [reading(delimiter)]));
  }
  for (const answer of await told(...files)) assert.deepEqual(answer.rows, expected.rows, JSON.stringify(answer));
});

test('what was altered is found by its cell after LibreOffice saved it', { skip }, async () => {
  const { here, path } = await written();
  const files = [path('altered.xlsx'), await saved(here, path('altered.xlsx'), 'xlsx'), await saved(here, path('altered.xlsx'), csv(','))];
  for (const answer of await told(...files)) {
    assert.equal(answer.count, 1, JSON.stringify(answer));
    assert.match(answer.faults[0].said, /^C\d+: Role was "Owner" and is "Guest"/);
  }
});

test('what LibreOffice keeps by itself says how it must be saved', { skip }, async () => {
  const { here, path } = await written();
  const [answer] = await told(await saved(here, path('filled.xlsx'), 'ods'));
  assert.match(answer.error, /OpenDocument.*save it as XLSX or as CSV/);
});
