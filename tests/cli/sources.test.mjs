// Files of other identity systems: what each says arrives in the vault, its
// credentials do not, and what lists only a part makes nobody gone.

import test from 'node:test';
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { EXIT, exits, vault } from '../lib/muster.mjs';
import { fixture, write } from '../lib/fixtures.mjs';

const users = async (v, ...args) => (await v.ask(['users', 'list', '--limit', '500', ...args])).users;
const byName = async (v, ...args) => Object.fromEntries((await users(v, ...args)).map((u) => [u.username, u]));
const shown = async (v, name) => exits(await v.muster(['users', 'show', name, '--json'])).json;

const sources = [
  { file: 'gitlab-members.csv', format: 'gitlab-members', kind: 'gitlab', created: 5, credentials: 0, complete: false },
  { file: 'wso2-5.csv', format: 'wso2-5', kind: 'wso2', created: 3, credentials: 2, complete: false },
  { file: 'wso2-7.csv', format: 'wso2-7', kind: 'wso2', created: 2, credentials: 0, complete: false },
  { file: 'entra-users.csv', format: 'entra', kind: 'entra', created: 3, credentials: 0, complete: true },
  { file: 'entra-create.csv', format: 'entra', kind: 'entra', created: 2, credentials: 2, complete: false },
  { file: 'google-users.csv', format: 'google', kind: 'google', created: 3, credentials: 0, complete: true },
  { file: 'okta-users.csv', format: 'okta', kind: 'okta', created: 3, credentials: 1, complete: true },
  { file: 'authelia-users.yml', format: 'authelia', kind: 'authelia', created: 2, credentials: 2, complete: true },
];

for (const { file, format, kind, created, credentials, complete } of sources) {
  test(`${file} is detected, brings its users and no credential; a second import changes nothing`, async () => {
    const v = await vault();
    const first = await v.ask(['import', fixture(file), '--userstore', 'source']);
    assert.deepEqual(
      [first.format, first.created, first.rejected_total, first.credentials_dropped, first.complete],
      [format, created, 0, credentials, complete],
      JSON.stringify(first),
    );
    if (!complete) assert.ok(first.incomplete_because.length > 20, 'why it is a part is said');
    const stores = await v.ask(['userstores', 'list']);
    assert.equal((stores.userstores ?? stores).find((s) => s.domain === 'source').kind, kind);
    const before = await users(v);
    for (const user of before) {
      const all = JSON.stringify(await shown(v, `source/${user.username}`));
      assert.doesNotMatch(all, /Secret-|U2VjcmV0|argon2/, user.username);
    }

    const second = await v.ask(['import', fixture(file), '--userstore', 'source', '--format', format]);
    assert.deepEqual([second.created, second.changed, second.gone], [0, 0, 0], JSON.stringify(second));
    assert.deepEqual(await users(v), before);
  });
}

test('states, kinds and last seen as each source means them', async () => {
  const v = await vault();
  for (const { file, kind } of sources.filter((s) => s.file !== 'entra-create.csv' && s.file !== 'wso2-7.csv')) {
    await v.ask(['import', fixture(file), '--userstore', kind, '--as-of', '2024-11-01']);
  }
  const of = async (store) =>
    Object.fromEntries((await users(v, '--filter', `userstore eq "${store}"`)).map((u) => [u.username, u]));
  const states = async (store) => Object.fromEntries(Object.entries(await of(store)).map(([name, u]) => [name, u.state]));
  assert.deepEqual(await states('wso2'), { anna: 'active', 'BRANCH/ben': 'locked', cleo: 'invited' });
  assert.deepEqual(await states('entra'), {
    'anna@fern.example': 'active',
    'ben@fern.example': 'deactivated',
    'eve_partner.example#EXT#@fern.example': 'invited',
  });
  assert.deepEqual(await states('okta'), {
    'anna@fern.example': 'active',
    'ben@fern.example': 'blocked',
    'cleo@fern.example': 'invited',
  });
  assert.deepEqual(await states('authelia'), { anna: 'active', ben: 'deactivated' });
  const google = await of('google');
  assert.deepEqual(
    [google['anna@fern.example'].mfa, google['anna@fern.example'].last_seen.at.slice(0, 10)],
    [true, '2024-10-20'],
  );
  assert.equal(google['dora@fern.example'].last_seen.status, 'never');
  assert.deepEqual([google['ben@fern.example'].state, google['ben@fern.example'].kind], ['blocked', 'external']);
  assert.equal((await of('entra'))['eve_partner.example#EXT#@fern.example'].kind, 'external');
  assert.equal((await of('wso2')).anna.privileged, true);
});

test('the members of a GitLab group: who holds what, through what, until when', async () => {
  const v = await vault();
  await v.ask(['import', fixture('gitlab-users.json'), '--userstore', 'gitlab', '--as-of', '2024-10-31']);
  const before = Object.keys(await byName(v)).sort();
  const report = await v.ask(['import', fixture('gitlab-members.csv'), '--userstore', 'gitlab', '--as-of', '2024-11-01']);
  assert.deepEqual([report.created, report.gone, report.grants.created], [0, 0, 5]);
  assert.match(report.incomplete_because, /2 pending/);
  assert.deepEqual(Object.keys(await byName(v)).sort(), before, 'an invited e-mail is no user yet');
  const grants = async (name) => (await shown(v, `gitlab/${name}`)).grants.filter((g) => g.scope.kind !== 'instance');
  const [anna] = await grants('anna');
  assert.deepEqual([anna.role.name, anna.scope.path, anna.through, anna.expires.slice(0, 10)], ['Guest', 'fern/docs', null, '2027-01-01']);
  const root = await grants('root');
  assert.deepEqual(root.map((g) => [g.role.name, g.through]), [['Owner', 'fern']]);
  const dora = await grants('dora');
  assert.deepEqual(dora.map((g) => [g.role.name, g.role.level, g.scope.kind, g.through]).sort(), [
    ['Maintainer', null, 'group', null],
    ['Maintainer', null, 'project', 'fern/docs'],
  ]);
  assert.deepEqual(await grants('finn'), [], 'a pending membership is not held');

  // Another group's list leaves these alone; the next list of this group does not.
  const header = readFileSync(fixture('gitlab-members.csv'), 'utf8').split('\n')[0];
  const row = (name, path) => `,${name},,${path},X,Group,Developer,default,direct,approved,${path},2024-01-01T00:00:00Z,,`;
  const other = write(v.path('other.csv'), `${header}\n${row('anna', 'moss')}\n`);
  await v.ask(['import', other, '--userstore', 'gitlab', '--as-of', '2024-11-02']);
  assert.deepEqual((await grants('anna')).map((g) => g.scope.path).sort(), ['fern/docs', 'moss']);
  assert.equal((await grants('dora')).length, 2);
  const fewer = write(v.path('fewer.csv'), `${header}\n${row('anna', 'fern/docs')}\n`);
  const last = await v.ask(['import', fewer, '--userstore', 'gitlab', '--as-of', '2024-11-03']);
  assert.equal(last.gone, 0, 'nobody is gone');
  assert.deepEqual(await grants('dora'), [], 'who is no longer in the group holds nothing there');
  assert.deepEqual((await grants('anna')).map((g) => [g.role.name, g.scope.path]).sort(), [
    ['Developer', 'fern/docs'],
    ['Developer', 'moss'],
  ]);
});

test('a file to be uploaded adds and makes nobody gone, unless it is said to be everyone', async () => {
  const v = await vault();
  await v.ask(['import', fixture('entra-users.csv'), '--userstore', 'entra']);
  assert.equal((await v.ask(['import', fixture('entra-create.csv'), '--userstore', 'entra'])).gone, 0);
  assert.equal((await users(v)).length, 5);
  assert.equal((await v.ask(['import', fixture('entra-create.csv'), '--userstore', 'entra', '--complete'])).gone, 3);
});

test('YAML that is broken, too clever or of something else gets an answer with its line', async () => {
  const v = await vault();
  const refused = async (name, text, ...words) => {
    const result = exits(await v.muster(['import', write(v.path(name), text), '--userstore', 'a', '--json']), EXIT.failed);
    const { error } = result.json ?? JSON.parse(result.stderr);
    for (const word of [new RegExp(name), ...words]) assert.match(error.message, word);
  };
  await refused('cut.yml', 'users:\n  anna:\n    email: a\n  ben: {email: [b\n', /line [45]/);
  await refused('latin.yml', Buffer.from('users:\n  anna:\n    email: a\n    displayname: J\xfcrgen\n', 'latin1'), /line 4/, /UTF-8/);
  await refused('cloud.yml', 'users:\n  - name: anna\n', /--format/);
  const bomb = ['users:', '  a: &a {extra: {x: [lol, lol, lol, lol, lol, lol, lol, lol, lol]}}'];
  for (const [key, of] of ['ba', 'cb', 'dc', 'ed', 'fe', 'gf', 'hg'].map((pair) => [...pair])) {
    bomb.push(`  ${key}: &${key} {email: e, extra: {x: [${Array(9).fill(`*${of}`).join(', ')}]}}`);
  }
  bomb.push('  zoe: {email: zoe@fern.example}');
  const report = await v.ask(['import', write(v.path('bomb.yml'), bomb.join('\n')), '--userstore', 'a'], { code: EXIT.rejected });
  assert.ok(report.rejected.some((row) => /alias/.test(row.reason) && row.line > 2), JSON.stringify(report.rejected));
  assert.ok('zoe' in (await byName(v)), 'what follows is read');
});

test('--format names every kind of file', async () => {
  const v = await vault();
  const help = exits(await v.muster(['import', '--help'])).stdout;
  for (const { format } of sources) assert.ok(help.includes(format), format);
  const wrong = await v.muster(['import', fixture('team.csv'), '--userstore', 'x', '--format', 'xlsx']);
  for (const { format } of sources) assert.ok(wrong.stderr.includes(format), format);
});
