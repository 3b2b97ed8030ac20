// The whole way with real servers: what they have is imported, changed here,
// carried out there by the file Muster writes, imported again, and confirmed.

import test from 'node:test';
import assert from 'node:assert/strict';
import { readFileSync, writeFileSync } from 'node:fs';
import { missing, place, scimServer, slapd } from '../lib/peers.mjs';
import { exits } from '../lib/muster.mjs';
import { local } from '../lib/realm.mjs';

/** Standing by username. */
async function standings(v, change) {
  const { users } = await v.ask(['changes', 'show', change]);
  return Object.fromEntries(users.map((user) => [user.target.split('/')[1], user.standing]));
}

const status = async (v, change) => (await v.ask(['changes', 'show', change])).change.status;

/** Changes ada, ben and cleo in a userstore: fields, groups, states. */
async function changed(v, store, state) {
  const full = (...names) => names.map((name) => `${store}/${name}`);
  const set = ['--field', 'title=Count, "of" Köln', '--field', 'email=new@fern.example', '--add-group', 'crew', '--remove-group', 'ops'];
  return [
    await v.ask(['users', 'set', ...full('ada'), ...set]),
    await v.ask(['users', 'set', ...full('ada', 'ben'), '--state', state, '--yes']),
    await v.ask(['users', 'delete', ...full('cleo')]),
  ].map((done) => done.change);
}

/** A change that nobody carries out. */
const phoned = async (v, store, phone) =>
  (await v.ask(['users', 'set', `${store}/ada`, `${store}/ben`, '--field', `phone=${phone}`, '--yes'])).change;

const directory = missing({ programs: ['slapd', 'ldapadd', 'ldapmodify', 'ldapsearch'] });

test('a directory carries out our LDIF, and the next import confirms it user by user', { skip: directory }, async () => {
  const v = await local('ada', 'ben', 'cleo', 'dora');
  const people = v.path('people.ldif');
  await v.ask(['export', 'users', '--format', 'ldif', '--base-dn', 'dc=example,dc=org', '-o', people]);
  const here = place();
  const server = await slapd(here);
  const tops = [
    'dn: dc=example,dc=org\nobjectClass: dcObject\nobjectClass: organization\ndc: example\no: Example\n',
    ...['people', 'groups'].map((name) => `dn: ou=${name},dc=example,dc=org\nobjectClass: organizationalUnit\nou: ${name}\n`),
  ];
  const group = (name, ...members) =>
    [`dn: cn=${name},ou=groups,dc=example,dc=org`, 'objectClass: groupOfNames', `cn: ${name}`, ...members.map((uid) => `member: uid=${uid},ou=people,dc=example,dc=org`), ''].join('\n');
  writeFileSync(here.path('tops.ldif'), tops.join('\n'));
  writeFileSync(here.path('groups.ldif'), [group('ops', 'ada', 'dora'), group('crew', 'dora')].join('\n'));
  for (const file of [here.path('tops.ldif'), people, here.path('groups.ldif')]) exits(await server.add(file));
  const imported = async (name) => v.ask(['import', await server.dump(name), '--userstore', 'ldap', '--format', 'ldif']);
  assert.equal((await imported('before.ldif')).created, 4);

  const changes = await changed(v, 'ldap', 'blocked');
  const later = await phoned(v, 'ldap', '+1 555 0100');
  const again = await imported('same.ldif');
  assert.deepEqual([again.confirmed, again.outstanding], [0, 6], 'nothing was carried out yet');
  for (const change of changes.toReversed()) {
    const file = v.path(`change-${change}.ldif`);
    const wrote = await v.ask(['changes', 'export', change, '--format', 'ldif', '-o', file]);
    assert.deepEqual(wrote.skipped, []);
    exits(await server.modify(file));
  }
  const after = await imported('after.ldif');
  assert.deepEqual([after.confirmed, after.outstanding], [4, 2], JSON.stringify(after));
  for (const change of changes) assert.equal(await status(v, change), 'confirmed');
  assert.deepEqual(await standings(v, later), { ada: 'outstanding', ben: 'outstanding' });
  const { user, profile, groups } = await v.ask(['users', 'show', 'ldap/ada']);
  assert.deepEqual([user.state, user.email, groups, profile.fields.title.value], ['blocked', 'new@fern.example', ['crew'], 'Count, "of" Köln']);
});

const scim = missing({ modules: ['scim2-server'] });

test('a SCIM server carries out our bulk requests, and the next import confirms them user by user', { skip: scim }, async () => {
  const v = await local();
  const server = await scimServer(place());
  const made = async (kind, resource) => {
    const answer = await server.ask('POST', `/${kind}s`, { schemas: [`urn:ietf:params:scim:schemas:core:2.0:${kind}`], ...resource });
    assert.equal(answer.status, 201, JSON.stringify(answer.json));
    return { value: answer.json.id };
  };
  const [ada, , , dora] = await Promise.all(
    ['ada', 'ben', 'cleo', 'dora'].map((name) =>
      made('User', { userName: name, displayName: `${name} Fern`, active: true, emails: [{ value: `${name}@fern.example`, primary: true }] }),
    ),
  );
  await made('Group', { displayName: 'ops', members: [ada, dora] });
  await made('Group', { displayName: 'crew', members: [dora] });
  const imported = async (name) => v.ask(['import', await server.dump(name), '--userstore', 'hr', '--format', 'scim']);
  assert.equal((await imported('before.json')).created, 4);

  const changes = await changed(v, 'hr', 'deactivated');
  const later = await phoned(v, 'hr', '+1 555 0100');
  const again = await imported('same.json');
  assert.deepEqual([again.confirmed, again.outstanding], [0, 6], 'nothing was carried out yet');
  for (const change of changes.toReversed()) {
    const file = v.path(`change-${change}.json`);
    const wrote = await v.ask(['changes', 'export', change, '--format', 'scim-bulk', '-o', file]);
    assert.deepEqual(wrote.skipped, []);
    for (const { path } of wrote.files) {
      const answer = await server.ask('POST', '/Bulk', JSON.parse(readFileSync(path, 'utf8')));
      for (const operation of answer.json.Operations) assert.match(String(operation.status), /^2/, JSON.stringify(operation));
    }
  }
  const after = await imported('after.json');
  assert.deepEqual([after.confirmed, after.outstanding], [4, 2], JSON.stringify(after));
  for (const change of changes) assert.equal(await status(v, change), 'confirmed');
  assert.deepEqual(await standings(v, later), { ada: 'outstanding', ben: 'outstanding' });
});
