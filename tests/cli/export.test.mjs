// What leaves the vault: formats, columns, manifests, and everything beside users.

import test from 'node:test';
import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { EXIT, exits, told, vault } from '../lib/muster.mjs';
import { fixture, write } from '../lib/fixtures.mjs';

async function fern() {
  const v = await vault();
  await v.ask(['import', fixture('scim-users.json'), '--userstore', 'hr', '--as-of', '2024-11-01']);
  await v.ask(['import', fixture('groups.ldif'), fixture('people.ldif'), '--userstore', 'ldap', '--as-of', '2024-11-01']);
  await v.ask(['import', fixture('gitlab-users.json'), '--userstore', 'gitlab', '--as-of', '2024-11-01']);
  return v;
}

const csv = (result) => exits(result).stdout.replace(/^\uFEFF/, '').trimEnd().split('\r\n');

test('columns, separator and byte order mark are those asked for', async () => {
  const v = await fern();
  const args = ['export', 'users', '--filter', 'userstore eq "gitlab"', '--sort', '-userName'];
  const columns = ['--columns', 'username,profile.title,state,groups', '--separator', 'tab', '--bom'];
  const result = await v.muster([...args, ...columns]);
  assert.ok(result.stdout.startsWith('\uFEFF'), told(result));
  const rows = csv(result).map((line) => line.split('\t'));
  assert.deepEqual(rows[0], ['username', 'profile.title', 'state', 'groups']);
  const names = rows.slice(1).map(([name]) => name);
  assert.deepEqual(names, [...names].sort().reverse());
  const refused = exits(await v.muster([...args, '--columns', 'shoe_size']), EXIT.usage);
  assert.match(refused.stderr, /shoe_size.*profile\.title/s);
});

test('a list shows the same columns, and those of a view', async () => {
  const v = await fern();
  const listed = exits(await v.muster(['users', 'list', '--columns', 'username,profile.title', '--sort', 'userName']));
  assert.match(listed.stdout, /^Username +title/im);
  const all = await v.ask(['users', 'list', '--limit', '0']);
  const active = await v.ask(['users', 'list', '--view', 'Active', '--limit', '0']);
  assert.equal(active.total, all.users.filter((u) => u.state === 'active').length);
  const missing = exits(await v.muster(['users', 'list', '--view', 'nothing']), EXIT.failed);
  assert.match(missing.stderr, /dormant-90d/);
  exits(await v.muster(['users', 'list', '--view', 'active', '--filter', 'x']), EXIT.usage);
});

test('a manifest says what was written, and its checksum holds', async () => {
  const v = await fern();
  const file = v.path('people.jsonl');
  const filter = 'state eq "active"';
  const written = await v.ask(['export', 'users', '--format', 'jsonl', '--filter', filter, '-o', file, '--manifest']);
  const manifest = JSON.parse(readFileSync(`${file}.manifest.json`, 'utf8'));
  const body = readFileSync(file);
  assert.equal(manifest.files[0].sha256, createHash('sha256').update(body).digest('hex'));
  assert.equal(manifest.rows, body.toString().trimEnd().split('\n').length);
  assert.deepEqual([manifest.rows, manifest.files[0].bytes], [written.rows, body.length]);
  assert.deepEqual([manifest.what, manifest.format, manifest.filter, manifest.operator], ['users', 'jsonl', filter, 'olga']);
  assert.ok(manifest.columns.includes('username'));
  exits(await v.muster(['export', 'users', '--manifest']), EXIT.usage);
});

test('SCIM and LDIF leave and say what they have no word for', async () => {
  const v = await fern();
  const scim = exits(await v.muster(['export', 'users', '--format', 'scim', '--filter', 'userstore eq "hr"'])).json;
  assert.ok(scim.schemas[0].endsWith('ListResponse') && scim.Resources.length === scim.totalResults);
  const file = v.path('gitlab.ldif');
  const args = ['export', 'users', '--format', 'ldif', '--filter', 'userstore eq "gitlab"', '-o', file];
  const result = exits(await v.muster([...args, '--base-dn', 'dc=fern,dc=example']));
  assert.match(result.stderr, /no word for .*created_at/);
  const ldif = readFileSync(file, 'utf8');
  assert.match(ldif, /^version: 1/);
  assert.match(ldif, /^dn: uid=anna,ou=people,dc=fern,dc=example$/m);
  const again = await v.ask(['import', file, '--userstore', 'copy']);
  assert.equal(again.created, ldif.match(/^dn: uid=/gm).length);
  exits(await v.muster([...args, '--base-dn', 'nonsense', '--overwrite']), EXIT.usage);
});

test('what was written as SCIM comes in again and changes nothing', async () => {
  const v = await fern();
  const file = v.path('hr.json');
  await v.ask(['export', 'users', '--format', 'scim', '--filter', 'userstore eq "hr"', '-o', file]);
  const again = await v.ask(['import', file, '--userstore', 'hr', '--incomplete', '--dry-run']);
  assert.equal(again.unchanged, again.read, JSON.stringify(again));
});

test('roles, grants and groups leave as tables', async () => {
  const v = await fern();
  const rows = async (...args) => exits(await v.muster(['export', ...args, '--format', 'json'])).json;
  const roles = await rows('roles');
  assert.ok(roles.some((r) => r.users > 0), JSON.stringify(roles));
  const grants = await rows('grants');
  assert.equal(grants.length > 0 && grants.every((g) => g.username && g.role && g.scope), true);
  const one = grants[0];
  const filtered = await rows('grants', '--filter', `userName eq "${one.username}" and userstore eq "${one.userstore}"`);
  assert.ok(filtered.length > 0 && filtered.every((g) => g.username === one.username));
  const groups = await rows('groups');
  assert.ok(groups.some((g) => g.users > 0));
  exits(await v.muster(['export', 'roles', '--format', 'scim']), EXIT.usage);
});

test('a workbook is a file of its own kind, and every export is in the log', async () => {
  const v = await fern();
  const file = v.path('groups.xlsx');
  await v.ask(['export', 'groups', '--format', 'xlsx', '-o', file]);
  assert.equal(readFileSync(file).subarray(0, 2).toString(), 'PK');
  exits(await v.muster(['export', 'grants', '-o', v.path('grants.csv')]));
  const { entries } = await v.ask(['log', 'list', '--limit', '10']);
  const exports = entries.filter((e) => e.action === 'export').slice(0, 2);
  assert.deepEqual(exports.map((e) => [e.action, e.target]), [['export', 'grants'], ['export', 'groups']]);
});

test('a wrong filter leaves no file behind', async () => {
  const v = await fern();
  for (const what of ['users', 'grants']) {
    const file = v.path(`${what}.csv`);
    exits(await v.muster(['export', what, '--filter', 'state eq', '-o', file, '--manifest']), EXIT.usage);
    assert.ok(!existsSync(file) && !existsSync(`${file}.manifest.json`));
  }
});

test('a map is found by the name it was kept under only', async () => {
  const v = await fern();
  const file = write(v.path('staff.csv'), 'Kennung,Stock\nada,3\n');
  const refused = exits(await v.muster(['import', file, '--userstore', 'staff', '--map', 'nothing']), EXIT.failed);
  assert.match(refused.stderr, /nothing/);
});
