// Import: every dialect, totals that add up, what a second import does.

import test from 'node:test';
import assert from 'node:assert/strict';
import { EXIT, exits, told, vault } from '../lib/muster.mjs';
import { fixture, gitlabUsers, manyUsers, write } from '../lib/fixtures.mjs';

const KEYS = ['changed', 'created', 'credentials_dropped', 'format', 'gone', 'read', 'rejected', 'unchanged', 'userstore'];

/** Fails unless the report has the promised shape and its totals add up. */
function adds(report) {
  for (const key of KEYS) assert.ok(key in report, `the report has ${key}`);
  const rejected = report.rejected_total ?? report.rejected.length;
  assert.equal(report.read, report.created + report.changed + report.unchanged + rejected, JSON.stringify(report));
  for (const row of report.rejected) {
    assert.equal(typeof row.line, 'number');
    assert.ok(row.column === null || typeof row.column === 'string');
    assert.ok(row.reason.length > 10, 'a reason is a sentence');
  }
  return report;
}

const users = async (v, ...args) => (await v.ask(['users', 'list', '--limit', '500', ...args])).users;
const byName = async (v, ...args) => Object.fromEntries((await users(v, ...args)).map((u) => [u.username, u]));

const dialects = [
  { name: 'GitLab users JSON', file: 'gitlab-users.json', format: 'gitlab-users', created: 8, credentials: 0 },
  { name: 'GitLab permissions CSV', file: 'gitlab-permissions.csv', format: 'gitlab-permissions', created: 4, credentials: 0 },
  { name: 'SCIM ListResponse', file: 'scim-users.json', format: 'scim', created: 3, credentials: 1 },
  { name: 'LDIF', file: 'people.ldif', format: 'ldif', created: 2, credentials: 1 },
  { name: 'Keycloak realm', file: 'keycloak-realm.json', format: 'keycloak', created: 3, credentials: 3 },
  { name: 'CSV', file: 'team.csv', format: 'csv', created: 3, credentials: 0 },
];

for (const { name, file, format, created, credentials } of dialects) {
  test(`${name} is detected; a second import changes nothing`, async () => {
    const v = await vault();
    const first = adds(await v.ask(['import', fixture(file), '--userstore', 'source']));
    assert.equal(first.format, format);
    assert.equal(first.userstore, 'source');
    assert.equal(first.created, created);
    assert.equal(first.credentials_dropped, credentials);
    assert.equal(first.rejected.length, 0, JSON.stringify(first.rejected));
    const before = await users(v);
    assert.equal(before.length, created);

    const second = adds(await v.ask(['import', fixture(file), '--userstore', 'source']));
    assert.deepEqual([second.created, second.changed, second.gone], [0, 0, 0], JSON.stringify(second));
    assert.equal(second.read, first.read);
    assert.deepEqual(await users(v), before);
  });
}

test('a dry run says what would happen and changes nothing', async () => {
  const v = await vault();
  const report = adds(await v.ask(['import', fixture('gitlab-users.json'), '--userstore', 'gitlab', '--dry-run']));
  assert.equal(report.created, 8);
  assert.deepEqual(await users(v), []);
  assert.equal(adds(await v.ask(['import', fixture('gitlab-users.json'), '--userstore', 'gitlab'])).created, 8);
});

test('GitLab users keep what the source says of them', async () => {
  const v = await vault();
  await v.ask(['import', fixture('gitlab-users.json'), '--userstore', 'gitlab', '--as-of', '2024-11-01']);
  const found = await byName(v);
  const states = Object.fromEntries(Object.entries(found).map(([name, u]) => [name, u.state]));
  assert.deepEqual(states, {
    root: 'active', anna: 'active', ben: 'blocked', cleo: 'deactivated', dora: 'active', 'ext.eve': 'active', project_9_bot_4f2a: 'active', finn: 'pending',
  });
  assert.equal(found['ext.eve'].kind, 'external');
  assert.equal(found.project_9_bot_4f2a.kind, 'bot');
  assert.equal(found.anna.kind, 'human');
  assert.equal(found.root.privileged, true);
  assert.equal(found.anna.privileged, false);
  assert.deepEqual([found.root.mfa, found.anna.mfa], [true, false]);
  assert.equal(found.dora.display_name, 'Dora Ünal');
  assert.equal(found.dora.last_seen.status, 'never');
  assert.equal(found.dora.last_seen.at, null);
  // The later of the day of activity and the sign-in: gitlab.md, 1.3.
  assert.equal(found.anna.last_seen.status, 'seen');
  assert.equal(found.anna.last_seen.at.slice(0, 10), '2024-10-20');
  assert.equal(found.anna.last_seen.precision, 'day');
  for (const user of Object.values(found)) {
    for (const key of ['id', 'userstore', 'username', 'display_name', 'email', 'state', 'kind', 'privileged', 'mfa', 'created_at', 'last_seen', 'roles']) {
      assert.ok(key in user, `a listed user has ${key}`);
    }
    assert.deepEqual(Object.keys(user.last_seen).sort(), ['at', 'precision', 'source', 'status']);
    assert.ok(Array.isArray(user.roles));
    assert.equal(user.userstore, 'gitlab');
  }
});

test('a permissions CSV after the users JSON gives the same users their grants', async () => {
  const v = await vault();
  await v.ask(['import', fixture('gitlab-users.json'), '--userstore', 'gitlab', '--as-of', '2024-10-31']);
  const before = await byName(v);
  const report = adds(await v.ask(['import', fixture('gitlab-permissions.csv'), '--userstore', 'gitlab', '--as-of', '2024-11-01']));
  assert.deepEqual([report.created, report.gone], [0, 0], 'it names the same users and makes nobody gone');
  const after = await byName(v);
  assert.deepEqual(Object.keys(after).sort(), Object.keys(before).sort());
  assert.ok(after.dora.roles.includes('Developer') && after.dora.roles.includes('Guest'), JSON.stringify(after.dora.roles));
  assert.deepEqual(after.anna.roles, ['Guest']);
  for (const name of Object.keys(before)) {
    assert.equal(after[name].id, before[name].id);
    assert.equal(after[name].mfa, before[name].mfa);
    assert.equal(after[name].created_at, before[name].created_at);
    assert.equal(after[name].state, before[name].state);
  }

  const again = await v.ask(['import', fixture('gitlab-users.json'), '--userstore', 'gitlab', '--as-of', '2024-11-02']);
  assert.deepEqual([again.created, again.gone], [0, 0]);
  assert.deepEqual((await byName(v)).anna.roles, ['Guest'], 'the users JSON says nothing of grants, so they stay');
});

test('a later file updates, marks who is gone and deletes nobody', async () => {
  const v = await vault();
  await v.ask(['import', fixture('gitlab-users.json'), '--userstore', 'gitlab', '--as-of', '2024-10-31']);
  const later = gitlabUsers().filter((u) => u.username !== 'cleo');
  later.find((u) => u.username === 'anna').state = 'blocked';
  later.push({ ...later[1], id: 20, username: 'gita', name: 'Gita Rao', email: 'gita@fern.example' });
  const report = adds(await v.ask(['import', write(v.path('later.json'), later), '--userstore', 'gitlab', '--as-of', '2024-11-01']));
  assert.deepEqual(
    { created: report.created, changed: report.changed, unchanged: report.unchanged, gone: report.gone },
    { created: 1, changed: 1, unchanged: 6, gone: 1 },
  );
  assert.equal((await byName(v)).anna.state, 'blocked');
  const cleo = exits(await v.muster(['users', 'show', 'gitlab/cleo', '--json'])).json;
  assert.ok((cleo.user ?? cleo).gone_since, 'who is gone can still be shown, with the day');

  const back = adds(await v.ask(['import', fixture('gitlab-users.json'), '--userstore', 'gitlab', '--as-of', '2024-11-02']));
  assert.deepEqual([back.created, back.gone], [0, 1], 'cleo returns as the same user; gita is gone');
});

test('a renamed user stays the same user', async () => {
  const v = await vault();
  await v.ask(['import', fixture('gitlab-users.json'), '--userstore', 'gitlab']);
  const { id } = (await byName(v)).anna;
  const renamed = gitlabUsers();
  renamed.find((u) => u.id === 2).username = 'anna.lind';
  const report = adds(await v.ask(['import', write(v.path('renamed.json'), renamed), '--userstore', 'gitlab']));
  assert.deepEqual([report.created, report.changed, report.gone], [0, 1, 0]);
  assert.equal((await byName(v))['anna.lind'].id, id);
});

test('what lists only a part makes nobody gone', async () => {
  const v = await vault();
  await v.ask(['import', fixture('gitlab-users.json'), '--userstore', 'gitlab']);
  const few = write(v.path('few.json'), gitlabUsers().slice(0, 2));
  assert.equal((await v.ask(['import', few, '--userstore', 'gitlab', '--incomplete'])).gone, 0, '--incomplete');
  const csv = write(v.path('one.csv'), 'Username,Email,Type,Path,Access Level,Last Activity\nanna,anna@fern.example,Group,fern/docs,Guest,2024-10-20\n');
  assert.equal((await v.ask(['import', csv, '--userstore', 'gitlab'])).gone, 0, 'a permissions CSV');
  const page = { schemas: ['urn:ietf:params:scim:api:messages:2.0:ListResponse'], totalResults: 40, startIndex: 1, itemsPerPage: 1, Resources: [{ schemas: ['urn:ietf:params:scim:schemas:core:2.0:User'], id: 'u-1', userName: 'anna' }] };
  await v.ask(['import', fixture('scim-users.json'), '--userstore', 'scim']);
  assert.equal((await v.ask(['import', write(v.path('page.json'), page), '--userstore', 'scim'])).gone, 0, 'one page of many');
});

test('pages given together are one snapshot; pages concatenated in one file are read', async () => {
  const v = await vault();
  const everyone = manyUsers(250);
  const pages = [everyone.slice(0, 100), everyone.slice(100, 200), everyone.slice(200)];
  const files = pages.map((page, n) => write(v.path(`page${n}.json`), page));
  const report = adds(await v.ask(['import', ...files, '--userstore', 'gitlab']));
  assert.deepEqual([report.read, report.created, report.gone], [250, 250, 0]);

  const joined = write(v.path('joined.json'), pages.map((page) => JSON.stringify(page)).join('\n'));
  const second = adds(await v.ask(['import', joined, '--userstore', 'gitlab']));
  assert.deepEqual([second.read, second.unchanged, second.gone], [250, 250, 0]);
});

test('people in one LDIF, groups in another', async () => {
  const v = await vault();
  const report = adds(await v.ask(['import', fixture('people.ldif'), fixture('groups.ldif'), '--userstore', 'ldap']));
  assert.equal(report.created, 2);
  const found = await byName(v);
  assert.equal(found.dora.display_name, 'Dora Ünal', 'base64 values are decoded');
  assert.equal(found.dora.email, 'dora@fern.example', 'folded lines are joined');
  const dora = exits(await v.muster(['users', 'show', 'ldap/dora', '--json'])).json;
  assert.ok(JSON.stringify(dora.groups ?? dora).includes('docs'));
  assert.ok(!JSON.stringify(dora).includes('SSHA'));
});

test('any CSV comes in with a column map', async () => {
  const v = await vault();
  const map = write(v.path('map.toml'), '[columns]\n"Login" = "userName"\n"Full name" = "displayName"\n"Mail" = "emails.value"\n"Status" = "state"\n');
  const report = adds(await v.ask(['import', fixture('team.csv'), '--userstore', 'team', '--format', 'csv', '--map', map]));
  assert.equal(report.created, 3);
  const found = await byName(v);
  assert.equal(found.cleo.display_name, 'Marsh, Cleo');
  assert.equal(found.ben.state, 'blocked');
  assert.equal(found.anna.last_seen.status, 'not_collected');
  assert.equal(found.anna.mfa, null);
});

test('rows that cannot be read are reported with line and reason and stop nothing else', async () => {
  const v = await vault();
  const csv = 'username,name,email,state\nanna,Anna Lind,anna@fern.example,active\n,,,\nben,Ben Okafor,ben@fern.example,no-such-state\ncleo,Cleo,cleo@fern.example,active\n';
  const file = write(v.path('mixed.csv'), csv);
  const report = adds(await v.ask(['import', file, '--userstore', 'team'], { code: EXIT.rejected }));
  assert.ok(report.rejected.length >= 1, JSON.stringify(report));
  assert.ok(report.rejected.some((row) => row.line === 4), 'lines count from 1, the header included');
  const names = Object.keys(await byName(v)).sort();
  assert.ok(names.includes('anna') && names.includes('cleo'), names.join());

  const w = await vault();
  const strict = await w.muster(['import', file, '--userstore', 'team', '--strict', '--json']);
  assert.notEqual(strict.code, EXIT.done, told(strict));
  assert.deepEqual(await users(w), [], '--strict takes all or nothing');
});

test('one file in two userstores makes two users of each', async () => {
  const v = await vault();
  await v.ask(['import', fixture('team.csv'), '--userstore', 'one']);
  await v.ask(['import', fixture('team.csv'), '--userstore', 'two']);
  assert.equal((await users(v)).length, 6);
  const stores = await v.ask(['userstores', 'list']);
  const domains = (stores.userstores ?? stores).map((s) => s.domain).sort();
  assert.deepEqual(domains, ['PRIMARY', 'one', 'two']);
});

test('userstores are added once, with a name that other systems can use', async () => {
  const v = await vault();
  exits(await v.muster(['userstores', 'add', 'fern-ldap', '--kind', 'ldap']));
  exits(await v.muster(['userstores', 'add', 'fern-ldap', '--kind', 'ldap']), EXIT.failed);
  const refused = await v.muster(['userstores', 'add', 'a_b', '--kind', 'ldap']);
  assert.ok([EXIT.failed, EXIT.usage].includes(refused.code), told(refused));
  assert.match(refused.stderr, /'_'|underscore|"_"/);
});
