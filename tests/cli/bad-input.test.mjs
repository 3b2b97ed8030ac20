// Bad input gets an error that names file, line and remedy, and nothing that
// is already in the vault changes.

import test from 'node:test';
import assert from 'node:assert/strict';
import { closeSync, cpSync, ftruncateSync, mkdirSync, openSync, readFileSync, rmSync, unlinkSync, writeFileSync } from 'node:fs';
import { deflateRawSync } from 'node:zlib';
import { EXIT, exits, run, start, told, vault } from '../lib/muster.mjs';
import { fixture, gitlabUsers, write } from '../lib/fixtures.mjs';
import { peakMemory } from '../lib/processes.mjs';

async function filled() {
  const v = await vault();
  await v.ask(['import', fixture('gitlab-users.json'), '--userstore', 'gitlab', '--as-of', '2024-10-31']);
  const state = async () => [await v.ask(['users', 'list', '--limit', '500']), (await v.ask(['userstores', 'list']))];
  return { ...v, state, before: await state() };
}

/** Imports `file`, expects it to be refused as a whole, and the vault to be as before. */
async function refuses(v, file, ...words) {
  const result = await v.muster(['import', file, '--userstore', 'gitlab', '--json']);
  assert.equal(result.signal, null, told(result));
  exits(result, EXIT.failed);
  const { error } = result.json ?? JSON.parse(result.stderr);
  assert.equal(error.code, 'unreadable', told(result));
  const name = file.split('/').at(-1);
  assert.ok(error.message.includes(name), `the file is named: ${error.message}`);
  for (const word of words) assert.match(error.message, word);
  assert.deepEqual(await v.state(), v.before, 'nothing in the vault changes');
  return error;
}

test('an empty file', async () => {
  const v = await filled();
  await refuses(v, write(v.path('empty.json'), ''), /empty/i);
  await refuses(v, write(v.path('blank.csv'), '\n\n  \n'), /empty/i);
});

test('a truncated JSON file', async () => {
  const v = await filled();
  const text = JSON.stringify(gitlabUsers().slice(0, 4), null, 1);
  const error = await refuses(v, write(v.path('cut.json'), text.slice(0, text.length - 200)), /line \d+/, /(ends|cut|incomplete|truncated|whole)/i);
  assert.equal(typeof error.details.line, 'number');
});

test('a CSV file cut in the middle of a row makes nobody gone', async () => {
  const v = await filled();
  const rows = ['id,username,name,email,state', ...gitlabUsers().map((u) => `${u.id},${u.username},"${u.name}",${u.email},active`)];
  const whole = write(v.path('whole.csv'), rows.join('\n') + '\n');
  await v.ask(['import', whole, '--userstore', 'team']);
  const before = await v.ask(['users', 'list', '--limit', '500']);
  const text = readFileSync(whole, 'utf8');
  const cut = write(v.path('cut.csv'), text.slice(0, text.indexOf('Dora') + 2));
  const result = await v.muster(['import', cut, '--userstore', 'team', '--json']);
  assert.ok([EXIT.failed, EXIT.rejected].includes(result.code), told(result));
  const said = JSON.stringify(result.json ?? result.stderr);
  assert.match(said, /line"?:? ?6|line 6/, said);
  if (result.code === EXIT.rejected) assert.equal(result.json.gone, 0, 'a file that ends in mid-row does not list everyone');
  assert.deepEqual((await v.ask(['users', 'list', '--limit', '500'])).users.length, before.users.length);
});

for (const [name, head] of [['zeros.csv', ''], ['zeros.json', '[{"id":1,"username":"root","state":"active"},'], ['zeros.ldif', 'dn: uid=a,dc=b\nuid: a\n\n']]) {
  test(`a 2 GiB file: ${name}`, async () => {
    const v = await filled();
    const file = v.path(name);
    const handle = openSync(file, 'w');
    writeFileSync(handle, head);
    ftruncateSync(handle, 2 ** 31);
    closeSync(handle);
    const child = start(['import', file, '--userstore', 'gitlab', '--json'], { env: v.env });
    const { code, signal, peak, stdout, stderr, seconds } = await peakMemory(child);
    assert.equal(signal, null, stderr);
    assert.equal(code, EXIT.failed, stdout + stderr);
    assert.ok(`${stdout}${stderr}`.includes(name));
    assert.ok(peak < 300 * 2 ** 20, `memory does not grow with the file: ${Math.round(peak / 2 ** 20)} MiB`);
    assert.ok(seconds < 60, `it says so in reasonable time: ${seconds} s`);
    assert.deepEqual(await v.state(), v.before);
  });
}

test('UTF-16 is named, or read', async () => {
  const v = await filled();
  const text = readFileSync(fixture('gitlab-permissions.csv'), 'utf8');
  for (const [name, bytes] of [
    ['le.csv', Buffer.concat([Buffer.from([0xff, 0xfe]), Buffer.from(text, 'utf16le')])],
    ['be.csv', Buffer.concat([Buffer.from([0xfe, 0xff]), Buffer.from(text, 'utf16le').swap16()])],
  ]) {
    const result = await v.muster(['import', write(v.path(name), bytes), '--userstore', 'gitlab', '--dry-run', '--json']);
    if (result.code === EXIT.done) {
      assert.equal(result.json.format, 'gitlab-permissions', told(result));
      assert.equal(result.json.rejected.length, 0);
    } else {
      await refuses(v, v.path(name), /UTF-16/, /UTF-8/);
    }
  }
});

test('Latin-1 is not taken for UTF-8', async () => {
  const v = await filled();
  const bytes = Buffer.from('username,name,email\nanna,Anna Lind,anna@fern.example\ndora,Dora Ünal,dora@fern.example\n', 'latin1');
  const file = write(v.path('latin1.csv'), bytes);
  const result = await v.muster(['import', file, '--userstore', 'team', '--json']);
  assert.ok([EXIT.failed, EXIT.rejected].includes(result.code), told(result));
  const said = JSON.stringify(result.json ?? result.stderr);
  assert.match(said, /UTF-8/);
  assert.match(said, /line"?:? ?3|line 3/);
  assert.ok(!JSON.stringify(await v.state()).includes('\ufffd'), 'no letter was replaced by a question mark');
});

test('a byte order mark is not part of the first column', async () => {
  const v = await filled();
  const file = write(v.path('bom.csv'), `\ufeff${readFileSync(fixture('gitlab-permissions.csv'), 'utf8')}`);
  const report = await v.ask(['import', file, '--userstore', 'gitlab', '--dry-run']);
  assert.equal(report.format, 'gitlab-permissions');
  const json = write(v.path('bom.json'), `\ufeff${readFileSync(fixture('gitlab-users.json'), 'utf8')}`);
  assert.equal((await v.ask(['import', json, '--userstore', 'gitlab', '--dry-run'])).unchanged, 8);
});

test('a ZIP named .csv', async () => {
  const v = await filled();
  const data = deflateRawSync(Buffer.from('a,b\n1,2\n'));
  const header = Buffer.alloc(30);
  header.writeUInt32LE(0x04034b50, 0);
  header.writeUInt16LE(20, 4);
  header.writeUInt16LE(8, 8);
  header.writeUInt32LE(data.length, 18);
  header.writeUInt16LE(5, 26);
  const error = await refuses(v, write(v.path('users.csv'), Buffer.concat([header, Buffer.from('a.csv'), data])), /ZIP/i);
  assert.match(error.message, /(unpack|extract|save|export)/i, 'what to do is said');
});

test('JSON nested without end', async () => {
  const v = await filled();
  for (const [name, text] of [
    ['deep-array.json', '['.repeat(200_000)],
    ['deep-object.json', '{"a":'.repeat(200_000)],
    ['deep-user.json', `[{"id":1,"username":"a","state":"active","identities":${'['.repeat(100_000)}${']'.repeat(100_000)}}]`],
  ]) {
    const result = await v.muster(['import', write(v.path(name), text), '--userstore', 'gitlab', '--json']);
    assert.equal(result.signal, null, `${name} must not crash it: ${told(result)}`);
    assert.ok([EXIT.failed, EXIT.rejected].includes(result.code), told(result));
    assert.ok(`${result.stdout}${result.stderr}`.includes(name), told(result));
    if (result.code === EXIT.rejected) assert.equal(result.json.gone, 0);
    assert.deepEqual((await v.state())[0], v.before[0], `${name}: no user changes`);
  }
});

test('a file that is not there, and a folder of what has no date', async () => {
  const v = await filled();
  write(v.path('notes.txt'), 'not an export');
  for (const [path, exit, names] of [
    [v.path('missing.json'), EXIT.failed, 'missing.json'],
    [v.folder, EXIT.usage, 'notes.txt'],
  ]) {
    const result = exits(await v.muster(['import', path, '--userstore', 'gitlab', '--json']), exit);
    assert.ok(`${result.stdout}${result.stderr}`.includes(names), told(result));
  }
  assert.deepEqual(await v.state(), v.before);
});

test('what is no list of users at all', async () => {
  const v = await filled();
  await refuses(v, write(v.path('noise.json'), '{"hello": "world"}'));
  await refuses(v, write(v.path('noise.bin'), Buffer.from(Array.from({ length: 4096 }, (_, n) => (n * 7919) % 256))));
  await refuses(v, write(v.path('page.html'), '<!doctype html><title>502 Bad Gateway</title>'));
});

test('a vault without store.db', async () => {
  const v = await filled();
  unlinkSync(`${v.vault}/store.db`);
  const result = exits(await v.muster(['users', 'list', '--json']), EXIT.failed);
  const { error } = result.json ?? JSON.parse(result.stderr);
  assert.equal(error.code, 'damaged', told(result));
  assert.match(error.message, /store\.db/);
  assert.match(error.message, /backup|restore/i, 'the remedy is said');
  assert.throws(() => readFileSync(`${v.vault}/store.db`), 'an empty one is not put in its place');
});

test('a doctored vault.json', async () => {
  const v = await filled();
  const file = `${v.vault}/vault.json`;
  const good = readFileSync(file, 'utf8');
  const json = (change) => () => {
    const header = JSON.parse(good);
    change(header);
    return JSON.stringify(header, null, 2);
  };
  const slots = (change) => json((header) => header.slots.forEach(change));
  const doctored = {
    'less memory for the key derivation': slots((slot) => (slot.kdf.m_kib = 8)),
    'fewer passes': slots((slot) => (slot.kdf.t = 1)),
    'endless passes': slots((slot) => (slot.kdf.t = 4_000_000_000)),
    'another wrapped key': slots((slot) => (slot.wrapped = `${slot.wrapped.startsWith('0') ? '1' : '0'}${slot.wrapped.slice(1)}`)),
    'a slot that was taken out': json((header) => header.slots.pop()),
    'no slots': json((header) => (header.slots = [])),
    'another MAC': json((header) => (header.mac = header.mac.replace(/./g, '0'))),
    'a newer format': json((header) => (header.format = 999)),
    'not JSON': () => '{"format": 1,',
    'nothing in it': () => '',
  };
  for (const [what, change] of Object.entries(doctored)) {
    const changed = change();
    assert.notEqual(changed, good);
    writeFileSync(file, changed);
    const started = Date.now();
    const result = await v.muster(['users', 'list', '--json']);
    assert.equal(result.code, EXIT.failed, `${what}: ${told(result)}`);
    assert.ok(Date.now() - started < 20_000, `${what}: it must not hang`);
    const { error } = result.json ?? JSON.parse(result.stderr);
    assert.equal(error.code, what === 'a newer format' ? 'too_new' : 'damaged', `${what}: ${told(result)}`);
    assert.ok(error.message.length > 30, `${what}: ${error.message}`);
    assert.equal(readFileSync(file, 'utf8'), changed, `${what}: the file is left as it was found`);
  }
  writeFileSync(file, good);
  assert.deepEqual(await v.state(), v.before);
});

/** Runs a shell script where it may mount file systems of its own. */
async function withMounts(t, script, env) {
  const may = await run(['-rm', 'mount', '-t', 'tmpfs', 'none', '/mnt'], { program: 'unshare', env });
  if (may.code !== 0) {
    t.skip('this machine lets nobody mount a file system in a namespace of their own');
    return undefined;
  }
  return run(['-rm', 'bash', '-euc', script], { program: 'unshare', env });
}

test('a read-only disk', async (t) => {
  const v = await filled();
  const script = `
    mount --bind "$MUSTER_VAULT" "$MUSTER_VAULT"
    mount -o remount,bind,ro "$MUSTER_VAULT"
    cd "$TMPDIR"
    set +e
    "$MUSTER" users list --json --limit 500 > read.json 2> read.err; echo $? > read.code
    "$MUSTER" import "$FILE" --userstore gitlab --json > import.json 2> import.err; echo $? > import.code
  `;
  const { binaries } = await import('../lib/places.mjs');
  const env = { ...v.env, MUSTER: binaries.cli, FILE: write(v.path('later.json'), gitlabUsers().slice(0, 3)) };
  const result = await withMounts(t, script, env);
  if (!result) return;
  exits(result);
  const text = (name) => readFileSync(`${v.env.TMPDIR}/${name}`, 'utf8');
  assert.equal(text('read.code').trim(), '0', `a vault on a read-only disk can be read: ${text('read.err')}${text('read.json')}`);
  assert.deepEqual(JSON.parse(text('read.json')), v.before[0]);
  assert.ok(['1', '3'].includes(text('import.code').trim()), text('import.err') + text('import.json'));
  assert.match(text('import.err') + text('import.json'), /read-only|cannot be written/i);
  assert.match(text('import.err') + text('import.json'), /realm\.muster/, 'the vault is named');
  assert.deepEqual(await v.state(), v.before);
});

test('a full disk', async (t) => {
  const v = await filled();
  const disk = v.path('disk');
  mkdirSync(disk);
  const users = Array.from({ length: 30_000 }, (_, n) => ({ id: n + 100, username: `user${n}`, name: `User ${n}`, email: `u${n}@fern.example`, state: 'active', created_at: '2022-01-01T00:00:00Z' }));
  const { binaries } = await import('../lib/places.mjs');
  const env = { ...v.env, MUSTER: binaries.cli, DISK: disk, FILE: write(v.path('big.json'), users) };
  // Room for the vault and two thirds of a MiB more: opening works, 30,000 users do not fit.
  const script = `
    size=$(du -sk "$MUSTER_VAULT" | cut -f1)
    mount -t tmpfs -o size=$((size + 700))k none "$DISK"
    cp -r "$MUSTER_VAULT" "$DISK/realm.muster"
    export MUSTER_VAULT="$DISK/realm.muster"
    cd "$TMPDIR"
    set +e
    "$MUSTER" import "$FILE" --userstore gitlab --json > import.json 2> import.err; echo $? > import.code
    "$MUSTER" check --json > check.json 2> check.err
    "$MUSTER" users list --json --limit 500 > read.json 2> read.err
    "$MUSTER" log verify --json > log.json 2> log.err
  `;
  const result = await withMounts(t, script, env);
  if (!result) return;
  exits(result);
  const text = (name) => readFileSync(`${v.env.TMPDIR}/${name}`, 'utf8');
  assert.equal(text('import.code').trim(), '1', text('import.err') + text('import.json'));
  const { error } = JSON.parse(text('import.json') || text('import.err'));
  assert.equal(error.code, 'disk', JSON.stringify(error));
  assert.match(error.message, /full|space/i);
  assert.equal(JSON.parse(text('check.json')).ok, true, text('check.json') + text('check.err'));
  assert.deepEqual(JSON.parse(text('read.json')), v.before[0], 'the vault is as before');
  assert.equal(JSON.parse(text('log.json')).ok, true);
});

test('a vault that was copied without its journal opens, or says what is missing', async () => {
  const v = await filled();
  const copy = v.path('copy.muster');
  cpSync(v.vault, copy, { recursive: true });
  rmSync(`${copy}/store.db-wal`, { force: true });
  rmSync(`${copy}/store.db-shm`, { force: true });
  const result = await v.muster(['--vault', copy, 'check', '--json']);
  assert.ok([EXIT.done, EXIT.failed].includes(result.code), told(result));
});
