// Access reviews and their evidence, from opening to a pack that someone else
// verifies, with the real program.

import test from 'node:test';
import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { cpSync, existsSync, readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { EXIT, PASSPHRASE, exits, run, told, vault } from '../lib/muster.mjs';
import { fixture, gitlabUsers, write } from '../lib/fixtures.mjs';

const DAY = ['--as-of', '2024-11-01'];
const CLOSED = ['--as-of', '2024-11-08'];
const NEXT = ['--as-of', '2024-11-15'];
const GRANTS = [
  'Username,Email,Type,Path,Access Level,Last Activity',
  'root,root@fern.example,Group,fern,Owner,2024-10-30',
  'anna,anna@fern.example,Group,fern/docs,Guest,2024-10-20',
  'anna,anna@fern.example,Project,fern/app/api,Maintainer,2024-10-20',
  'dora,dora@fern.example,Project,fern/app/api,Developer,',
  'dora,dora@fern.example,Group,fern/docs,Guest,',
];

/** GitLab's users, complete, with these grants. */
const seen = (v, grants, name, day) =>
  v.ask([
    'import',
    write(v.path(`${name}.json`), gitlabUsers()),
    write(v.path(`${name}.csv`), `${grants.join('\n')}\n`),
    '--userstore',
    'gitlab',
    ...day,
  ]);

async function fern() {
  const v = await vault();
  await seen(v, GRANTS, 'first', DAY);
  return v;
}

const open = (v, ...more) =>
  v.ask(['review', 'open', '--id', 'q4', '--title', 'Quarter 4', '--due', '2024-11-10', '--ask', 'named', ...more, ...DAY]);

/** Root is asked first, and Rita about what is root's own: Admin of the instance, Owner of a group. */
const BOTH = ['--reviewer', 'root', '--reviewer', 'Rita Ray <rita@fern.example>'];
const sha256 = (bytes) => createHash('sha256').update(bytes).digest('hex');

/** A CSV worksheet as rows of cells. Nothing in it has quotes. */
const sheet = (path) => readFileSync(path, 'utf8').replace(/^\uFEFF/, '').split('\r\n').map((line) => parse(line));

function parse(line) {
  const cells = [];
  let rest = line;
  while (rest !== undefined) {
    const quoted = /^"((?:[^"]|"")*)"(?:,([^]*))?$/.exec(rest);
    if (quoted) {
      cells.push(quoted[1].replaceAll('""', '"'));
      rest = quoted[2];
    } else {
      const comma = rest.indexOf(',');
      cells.push(comma < 0 ? rest : rest.slice(0, comma));
      rest = comma < 0 ? undefined : rest.slice(comma + 1);
    }
  }
  return cells;
}

const text = (rows) =>
  `\uFEFF${rows.map((cells) => cells.map((cell) => (/[",\n]/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell)).join(',')).join('\r\n')}`;

/** Fills a worksheet in: `decide` answers [decision, new role, note] for a row. */
function fill(path, decide) {
  const rows = sheet(path);
  const header = rows.findIndex((cells) => cells[0] === 'Row');
  for (const cells of rows.slice(header + 1).filter((cells) => cells[0] !== '')) {
    const [decision, role = '', note = ''] = decide(cells);
    cells[9] = decision;
    cells[10] = role;
    cells[11] = note;
  }
  return { rows, header };
}

/** Dora's role on the project goes, Anna's is reduced, all else is kept. */
const decision = ([, who, role]) => {
  if (who.includes('/dora') && role === 'Developer') return ['revoke', '', 'left the team'];
  if (who.includes('/anna') && role === 'Maintainer') return ['reduce', 'Developer'];
  return ['Keep'];
};

/** A review that is decided on worksheets and closed. */
async function closed() {
  const v = await fern();
  await open(v, ...BOTH);
  const folder = v.path('sheets');
  const { files } = await v.ask(['review', 'worksheets', 'q4', '-o', folder, '--format', 'csv']);
  for (const { path } of files) writeFileSync(path, text(fill(path, decision).rows));
  const done = await v.ask(['review', 'return', 'q4', ...files.map((file) => file.path), ...DAY]);
  assert.deepEqual([done.refused, done.progress.undecided], [0, 0]);
  const end = await v.ask(['review', 'close', 'q4', '--by', 'Carla Boss', '--statement', 'Reviewed.', ...CLOSED]);
  return { v, files, end };
}

test('a whole campaign: worksheets out and back, closed, pending, proven by the next snapshot, kept as evidence', async () => {
  const { v, files, end } = await closed();
  assert.equal(files.length, 2, 'root does not decide on itself, so there are two reviewers');
  assert.deepEqual(end.review.progress, { keep: 4, revoke: 1, reduce: 1, undecided: 0 });
  assert.deepEqual([end.review.state, end.review.remedies, end.review.sign_off.by], ['closed', 2, 'Carla Boss']);
  assert.deepEqual([end.change.changed, end.change.pending, end.change.refused_total], [2, 2, 0]);
  const pending = await v.ask(['changes', 'show', end.change.change]);
  assert.equal(pending.change.status, 'pending');
  assert.match(pending.change.title, /^Quarter 4: 1 revoked, 1 reduced$/);
  assert.equal(end.review.changes[0].change, end.change.change);

  // Nobody looked yet.
  const before = await v.ask(['review', 'proof', 'q4', ...CLOSED], { code: EXIT.failed });
  assert.deepEqual([before.counts.done, before.counts.outstanding], [0, 2]);
  assert.match(before.rows[0].why, /was not looked at since/);

  // The source took the one, and not the other.
  const half = GRANTS.filter((line) => !line.startsWith('dora,dora@fern.example,Project'));
  await seen(v, half, 'half', NEXT);
  const listed = (await v.ask(['review', 'list', ...NEXT])).reviews[0];
  assert.deepEqual([listed.proof.done, listed.proof.outstanding], [1, 1], 'an import looks by itself');
  const proof = await v.ask(['review', 'proof', 'q4', ...NEXT], { code: EXIT.failed });
  const outstanding = proof.rows.find((row) => !row.done);
  assert.match(outstanding.target, /anna/);
  assert.match(outstanding.why, /Maintainer.*is still held/);

  const whole = half.map((line) => line.replace('Maintainer', 'Developer'));
  await seen(v, whole, 'whole', ['--as-of', '2024-11-16']);
  const done = await v.ask(['review', 'proof', 'q4', '--as-of', '2024-11-16']);
  assert.deepEqual([done.counts.done, done.counts.outstanding], [2, 0]);
  assert.equal((await v.ask(['changes', 'show', end.change.change])).change.status, 'confirmed');

  await v.muster(['audit', 'run', '--as-of', '2024-11-16']);
  // The pack, as folder and as ZIP.
  const folder = v.path('pack');
  const made = await v.ask(['evidence', 'make', 'q4', '-o', folder]);
  assert.equal(made.zip, false);
  assert.equal(made.fingerprint, (await v.ask(['evidence', 'key'])).fingerprint);
  const zip = v.path('pack.zip');
  assert.equal((await v.ask(['evidence', 'make', 'q4', '-o', zip])).zip, true);
  assert.equal(exits(await v.muster(['evidence', 'make', 'q4', '-o', zip, '--json']), EXIT.failed).json.error.code, 'exists');
  assert.equal(exits(await v.muster(['evidence', 'make', 'q4', '-o', folder, '--json']), EXIT.failed).json.error.code, 'exists');
  const names = readdirSync(folder).sort();
  for (const name of [
    'README.txt', 'SHA256SUMS', 'campaign.json', 'changes.jsonl', 'decisions.jsonl', 'difference.jsonl', 'findings.jsonl',
    'log.jsonl', 'manifest.json', 'manifest.sig', 'operator-key.pem', 'population-after.jsonl', 'population.jsonl',
    'report.html', 'report.pdf', 'reviewers.jsonl', 'rules.toml', 'sign-off.json', 'worksheets',
  ])
    assert.ok(names.includes(name), `${name} is missing: ${names}`);
  const lines = (name) => readFileSync(join(folder, name), 'utf8').split('\n').filter(Boolean).map((line) => JSON.parse(line));
  const campaign = JSON.parse(readFileSync(join(folder, 'campaign.json')));
  assert.equal(sha256(readFileSync(join(folder, 'population.jsonl'))), campaign.population.sha256);
  assert.equal(lines('population.jsonl').length, 6);
  const revoked = lines('decisions.jsonl').find((line) => line.verdict === 'revoke');
  assert.deepEqual([revoked.user, revoked.note, revoked.reviewer], ['gitlab/dora', 'left the team', 'Root Administrator <root@fern.example>']);
  assert.equal(revoked.operator, 'olga');
  // The worksheets are there byte by byte, and the decision names its own.
  const sheets = readdirSync(join(folder, 'worksheets')).filter((name) => name.endsWith('.csv'));
  assert.deepEqual(
    sheets.map((name) => sha256(readFileSync(join(folder, 'worksheets', name)))).sort(),
    files.map((file) => sha256(readFileSync(file.path))).sort(),
  );
  assert.ok(sheets.some((name) => sha256(readFileSync(join(folder, 'worksheets', name))) === revoked.worksheet));
  assert.deepEqual(lines('difference.jsonl').map((line) => line.change).sort(), ['gone', 'gone', 'new']);
  // What the audits found of those in it, and by which thresholds.
  const findings = lines('findings.jsonl');
  assert.ok(findings.length > 0 && findings.every((finding) => finding.id && finding.rule && finding.message));
  const rules = readFileSync(join(folder, 'rules.toml'), 'utf8');
  assert.match(rules, /\[run\][^]*as_of = "2024-11-16"[^]*id = "dormant-90d"/);
  // The log's chain holds across the extract.
  const log = lines('log.jsonl');
  log.slice(1).forEach((entry, at) => assert.equal(entry.prev, log[at].hash));
  assert.ok(log.every((entry) => entry.about || entry.target === null), 'what is not about the review stays out of it');
  for (const action of ['review.open', 'review.return', 'review.close', 'review.proof', 'change.apply'])
    assert.ok(log.some((entry) => entry.about && entry.action === action), `${action} is not in the log's extract`);

  // Someone else, without a vault and without a passphrase.
  const elsewhere = (args) => run(args, { env: { PATH: process.env.PATH }, cwd: v.folder });
  for (const pack of [folder, zip]) {
    const good = exits(await elsewhere(['evidence', 'verify', pack, '--json'])).json;
    assert.deepEqual([good.good, good.review, good.fingerprint], [true, 'q4', made.fingerprint]);
    exits(await elsewhere(['evidence', 'verify', pack, '--fingerprint', made.fingerprint]));
    const other = exits(await elsewhere(['evidence', 'verify', pack, '--fingerprint', 'ab'.repeat(32), '--json']), EXIT.failed);
    assert.equal(other.json.failures[0].code, 'other-key');
  }
  // One byte of any file.
  for (const { path: name } of made.files) {
    const copy = v.path(`copy-${sha256(name).slice(0, 8)}`);
    cpSync(folder, copy, { recursive: true });
    const bytes = readFileSync(join(copy, name));
    if (bytes.length === 0) continue;
    bytes[Math.floor(bytes.length / 2)] ^= 1;
    writeFileSync(join(copy, name), bytes);
    const bad = exits(await elsewhere(['evidence', 'verify', copy]), EXIT.failed);
    assert.match(bad.stdout, new RegExp(`^${name.replaceAll('.', '\\.')}: `), told(bad));
  }
  const bytes = readFileSync(zip);
  bytes[Math.floor(bytes.length / 2)] ^= 1;
  writeFileSync(v.path('bad.zip'), bytes);
  const bad = exits(await elsewhere(['evidence', 'verify', v.path('bad.zip'), '--json']), EXIT.failed).json;
  assert.ok(!bad.good && bad.failures.length > 0, JSON.stringify(bad));
  assert.equal(exits(await elsewhere(['evidence', 'verify', v.path('nowhere'), '--json']), EXIT.failed).json.error.code, 'not_found');
});

test('an altered worksheet is refused with its cells, and nothing is taken from it', async () => {
  const v = await fern();
  await open(v, ...BOTH);
  const { files } = await v.ask(['review', 'worksheets', 'q4', '-o', v.path('sheets'), '--format', 'csv']);
  const rita = files.find((file) => file.reviewer === 'rita-ray').path;
  const { rows, header } = fill(rita, decision);
  const altered = structuredClone(rows);
  altered[header + 1][2] = 'Owner of all';
  altered[header + 2][9] = '';
  const path = v.path('altered.csv');
  writeFileSync(path, text(altered));
  const refused = exits(await v.muster(['review', 'return', 'q4', path, ...DAY]), EXIT.failed);
  assert.match(refused.stderr, new RegExp(`C${header + 2}: .*Owner of all`), told(refused));
  assert.match(refused.stderr, new RegExp(`J${header + 3}: `), told(refused));
  const json = exits(await v.muster(['review', 'return', 'q4', path, '--json', ...DAY]), EXIT.failed).json;
  assert.deepEqual(json.error.details.files[0].faults.map((fault) => fault.cell), [`C${header + 2}`, `J${header + 3}`]);
  assert.equal((await v.ask(['review', 'status', 'q4', ...DAY])).progress.undecided, 6);

  // Of two, the good one is taken.
  writeFileSync(rita, text(rows));
  const half = await v.ask(['review', 'return', 'q4', rita, path, ...DAY], { code: EXIT.rejected });
  assert.deepEqual([half.files.map((file) => file.taken), half.refused], [[true, false], 1]);
  const state = await v.ask(['review', 'status', 'q4', ...DAY]);
  assert.equal(state.returned.length, 1);
  assert.equal(state.returned[0].sha256, sha256(readFileSync(rita)));

  // A look takes nothing.
  await v.ask(['review', 'decide', 'q4', 'none', '--of', 'rita-ray', ...DAY]);
  const look = await v.ask(['review', 'return', 'q4', rita, '--dry-run', ...DAY]);
  assert.equal(look.progress.undecided, 6);

  // XLSX goes out, and is refused as long as it is not filled in.
  const out = await v.ask(['review', 'worksheets', 'q4', '-o', v.path('books')]);
  assert.ok(out.files.every((file) => file.path.endsWith('.xlsx') && existsSync(file.path)));
  const empty = exits(await v.muster(['review', 'return', 'q4', out.files[0].path, '--json', ...DAY]), EXIT.failed);
  assert.match(empty.json.error.message, /nothing is decided on/);
  exits(await v.muster(['review', 'worksheets', 'q4', '-o', v.path('books')]), EXIT.failed);
});

test('a review does not open while users are missing, unless that is said', async () => {
  const v = await vault();
  const users = write(v.path('some.json'), gitlabUsers().slice(0, 3));
  await v.ask(['import', users, fixture('gitlab-permissions.csv'), '--userstore', 'gitlab', '--incomplete', ...DAY]);
  const args = ['review', 'open', '--title', 'Some', '--due', '2024-11-10', '--ask', 'named', ...BOTH, '--json', ...DAY];
  const refused = exits(await v.muster(args), EXIT.usage).json.error;
  assert.deepEqual([refused.code, refused.details.reason], ['invalid', 'incomplete']);
  assert.match(refused.message, /gitlab: 5 users were read/);
  const look = exits(await v.muster([...args, '--dry-run']), EXIT.failed).json;
  assert.deepEqual(look.refusals.map((refusal) => refusal.kind), ['incomplete']);
  const opened = await v.ask([...args.filter((arg) => arg !== '--json'), '--incomplete-because', 'The source was down.']);
  assert.equal(opened.incomplete_because, 'The source was down.');
  assert.match(opened.id, /^some-202411$/);
});

test('a review does not open while nobody can tell who is privileged', async () => {
  const v = await vault();
  const csv = write(v.path('people.csv'), 'Username,Name,Email,Role\nann,Ann,ann@x.example,Keeper\nbob,Bob,bob@x.example,Reader\n');
  const imported = await v.ask(['import', csv, '--userstore', 'crm', ...DAY]);
  const args = ['review', 'open', '--title', 'Crm', '--due', '2024-11-10', '--ask', 'named', '--reviewer', 'Rita <rita@x.example>', ...DAY];
  const because = imported.snapshot?.complete === false ? ['--incomplete-because', 'A list.'] : [];
  const refused = exits(await v.muster([...args, ...because, '--json']), EXIT.usage).json.error;
  assert.equal(refused.details.reason, 'privileged_unknown', refused.message);
  await v.ask(['review', 'role', 'crm', 'Keeper', '--privileged', 'yes']);
  await v.ask(['review', 'role', 'crm', 'reader', '--privileged', 'no']);
  const opened = await v.ask([...args, '--incomplete-because', 'A list that says nothing of its length.']);
  assert.deepEqual([opened.grants, opened.privileged], [2, 1]);
});

test('nobody decides on themselves, at the terminal either', async () => {
  const v = await fern();
  const opened = await open(v, ...BOTH);
  const items = (await v.ask(['review', 'show', 'q4', ...DAY])).items;
  const own = items.find((item) => item.username === 'root');
  assert.equal(own.reviewer, 'rita-ray');
  const root = opened.reviewers.find((reviewer) => reviewer.username?.endsWith('/root'));
  const refused = exits(await v.muster(['review', 'assign', 'q4', own.key, '--to', root.key, '--json', ...DAY]), EXIT.denied).json.error;
  assert.deepEqual([refused.code, refused.details.reason], ['not_permitted', 'own_grant']);
  // Of many, the others are given.
  assert.equal((await v.ask(['review', 'assign', 'q4', '--all', '--to', 'rita-ray', ...DAY])).done, 4);
  const many = await v.ask(['review', 'assign', 'q4', '--all', '--to', root.key, ...DAY], { code: EXIT.rejected });
  assert.deepEqual([many.done, many.refused_total, many.refused[0].user], [4, 2, 'gitlab/root']);
  // Named as a reviewer alone, root leaves its own grant without one.
  const alone = exits(
    await v.muster(['review', 'open', '--id', 'alone', '--title', 'Alone', '--due', '2024-11-10', '--ask', 'named', '--reviewer', 'root', '--json', ...DAY]),
    EXIT.usage,
  ).json.error;
  assert.equal(alone.details.reason, 'unassigned');
  assert.match(alone.message, /gitlab\/root/);
});

test('decisions at the terminal: keys, many at once, taken back, refused by word; closing says what is left', async () => {
  const v = await fern();
  await open(v, '--reviewer', 'Rita Ray <rita@fern.example>');
  const items = (await v.ask(['review', 'show', 'q4', ...DAY])).items;
  const key = (username, role) => items.find((item) => item.username === username && item.role === role).key;
  const one = await v.ask(['review', 'decide', 'q4', 'revoke', key('dora', 'Developer'), '--note', 'gone', ...DAY]);
  assert.deepEqual([one.done, one.items[0].decision.note, one.items[0].decision.operator], [1, 'gone', 'olga']);
  const wrong = exits(await v.muster(['review', 'decide', 'q4', 'reduce', key('anna', 'Maintainer'), '--to', 'Emperor', '--json', ...DAY]), EXIT.usage);
  assert.equal(wrong.json.error.details.reason, 'new_role');
  assert.equal(exits(await v.muster(['review', 'decide', 'q4', 'keep', 'R1-XXXXXX', '--json', ...DAY]), EXIT.failed).json.error.code, 'not_found');
  const left = exits(await v.muster(['review', 'close', 'q4', '--by', 'Carla', '--statement', 'Done.', '--json', ...DAY]), EXIT.usage).json.error;
  assert.deepEqual([left.details.reason, /5 of 6/.test(left.message)], ['undecided', true]);
  const look = exits(await v.muster(['review', 'close', 'q4', '--dry-run', '--json', ...DAY]), EXIT.failed).json;
  assert.deepEqual([look.left[0].grants, look.remedies_total], [5, 1]);
  await v.ask(['review', 'decide', 'q4', 'keep', '--undecided', ...DAY]);
  const unsigned = exits(await v.muster(['review', 'close', 'q4', '--json', ...DAY]), EXIT.usage).json.error;
  assert.equal(unsigned.details.reason, 'no_sign_off');
  await v.ask(['review', 'close', 'q4', '--by', 'Carla', '--statement', 'Done.', '--no-change', ...DAY]);
  assert.equal((await v.ask(['changes', 'list'])).changes.length, 0);
  const stands = exits(await v.muster(['review', 'decide', 'q4', 'keep', '--all', '--json', ...DAY]), EXIT.usage).json.error;
  assert.equal(stands.details.reason, 'closed');
  assert.equal((await v.ask(['review', 'apply', 'q4', '--dry-run', ...DAY])).changed, 1);
  assert.equal((await v.ask(['review', 'apply', 'q4', ...DAY])).pending, 1);
  // People read it too.
  for (const args of [['list'], ['status', 'q4'], ['show', 'q4'], ['close', 'q4', '--dry-run']]) {
    const said = await v.muster(['review', ...args, ...DAY]);
    assert.match(said.stdout + said.stderr, /q4|grants|closed/i, told(said));
  }
});

test('the vault holds the key, and no output shows its secret', async () => {
  const v = await fern();
  const key = await v.ask(['evidence', 'key']);
  assert.match(key.fingerprint, /^[0-9a-f]{64}$/);
  assert.equal((await v.ask(['evidence', 'key'])).fingerprint, key.fingerprint, 'the same the next time');
  const log = await v.ask(['log', 'list']);
  const entry = log.entries.find((found) => found.action === 'evidence.key');
  assert.deepEqual(entry.details, { fingerprint: key.fingerprint });
  assert.ok(PASSPHRASE.length > 0);
});
