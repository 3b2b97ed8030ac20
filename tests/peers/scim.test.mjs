// What scim2-models and scim2-server think of the SCIM we write.

import test from 'node:test';
import assert from 'node:assert/strict';
import { join } from 'node:path';
import { readFileSync } from 'node:fs';
import { changes, exported, field, missing, place, read, scimServer, script } from '../lib/peers.mjs';
import { exits } from '../lib/muster.mjs';

const skip = missing({ modules: ['scim2-server'] });
const json = (file) => JSON.parse(readFileSync(file, 'utf8'));

test('scim2-models takes our lists, and the extension is all it does not know', { skip }, async () => {
  const here = place();
  const omitted = await exported(here.folder);
  const plain = join(here.folder, 'users.plain.scim.json');
  exits(await script('validate_scim.py', ['list', plain], process.env));
  assert.deepEqual(omitted.scim, { left_out: {}, stood_in: {} });
  assert.equal(omitted.plain.left_out.mfa, json(plain).totalResults - 3);
  const refused = await script('validate_scim.py', ['list', join(here.folder, 'users.scim.json')], process.env);
  assert.equal(refused.code, 1);
  const reasons = refused.stdout.split('\n').filter((line) => line.startsWith('Resources.'));
  assert.ok(reasons.length > 0 && reasons.every((line) => line.includes('urn:muster:')), refused.stdout);
});

/** A server with our users in it, by a request of their own each, and their new ids. */
async function filled(here) {
  await exported(here.folder);
  const server = await scimServer(here);
  const list = json(join(here.folder, 'users.plain.scim.json')).Resources;
  const ids = new Map();
  for (const { id, meta, groups, members, ...resource } of list) {
    const kind = meta.resourceType;
    // The server names managers by their ids, which these users have none of.
    delete resource['urn:ietf:params:scim:schemas:extension:enterprise:2.0:User']?.manager;
    const body = members ? { ...resource, members: members.map((m) => ({ ...m, value: ids.get(m.value) })).filter((m) => m.value) } : resource;
    const made = await server.ask('POST', `/${kind}s`, body);
    assert.equal(made.status, 201, `${resource.userName ?? resource.displayName}: ${JSON.stringify(made.json)}`);
    ids.set(id, made.json.id);
  }
  return server;
}

test('a server takes our users and gives them back', { skip }, async () => {
  const here = place();
  const server = await filled(here);
  const wrote = await read(join(here.folder, 'users.plain.scim.json'));
  const found = await server.read('found.json');
  assert.equal(found.users.length, wrote.users.length);
  for (const user of wrote.users) {
    const back = found.user(user.username);
    delete user.profile.manager;
    for (const key of ['display_name', 'email', 'state', 'kind', 'profile', 'roles']) {
      assert.deepEqual(back[key], user[key], `${key} of ${user.username}`);
    }
  }
  assert.equal(found.group('acme/all').members.length, wrote.users.length);
});

test('a server carries out our bulk requests, and they are confirmed by what it says then', { skip }, async () => {
  const here = place();
  const server = await filled(here);
  const before = await server.read('before.json');
  const of = (user) => ({ userstore: 'SCIM', username: user.username, source_id: user.id, reference: null });
  const fry = before.user('fry, philip');
  const ada = before.user('ada');
  const others = before.users.filter((user) => !['fry, philip', 'ada', '$(reboot)'].includes(user.username)).slice(-9);
  const lines = [
    {
      user: of(fry),
      fields: [
        field('display_name', fry.display_name, 'Philip "Fry" \\ J.'),
        field('email', fry.email, 'philip@example.org'),
        field('kind', fry.kind, 'external'),
        field('grant', 'admin on instance', null),
        field('grant', null, 'Delivery "boy" on instance'),
        field('profile.title', fry.profile.title, null),
        field('profile.department', fry.profile.department, 'Delivery'),
        field('profile.phone', fry.profile.phone, '+1 555 0100'),
        field('profile.given_name', fry.profile.given_name, 'Philip'),
        field('attributes.nickName', null, 'Fry'),
        field('group', null, 'empty'),
        field('group', 'acme/all', null),
        field('expires_at', null, '2027-01-01T00:00:00Z'),
      ],
    },
    { user: of(ada), fields: [field('state', 'active', 'deactivated')] },
    { user: of(before.user('$(reboot)')), fields: [field('state', 'active', 'deleted')] },
    // Enough for several requests.
    ...others.map((user) => ({ user: of(user), fields: [field('profile.title', user.profile.title, 'Chef')] })),
  ];
  const groups = Object.fromEntries(before.groups.map((group) => [group.group, group.id]));
  const wrote = await changes('scim-bulk', here.folder, lines, groups);
  assert.equal(wrote.steps, 14);
  assert.equal(wrote.files.length, 2);
  assert.deepEqual(wrote.skipped.map((skipped) => skipped.field), ['expires_at']);
  exits(await script('validate_scim.py', ['bulk', ...wrote.files], process.env));
  for (const file of wrote.files) {
    const answer = await server.ask('POST', '/Bulk', json(file));
    assert.equal(answer.status, 200, JSON.stringify(answer.json));
    for (const operation of answer.json.Operations) {
      assert.match(String(operation.status), /^2/, JSON.stringify(operation));
    }
    assert.equal(answer.json.Operations.length, json(file).Operations.length);
  }

  const after = await server.read('after.json');
  const back = after.user('fry, philip');
  assert.deepEqual(
    [back.display_name, back.email, back.kind, back.roles, back.attributes.nickName],
    ['Philip "Fry" \\ J.', 'philip@example.org', 'external', ['Delivery "boy"'], ['Fry']],
  );
  assert.deepEqual(
    [back.profile.title, back.profile.department, back.profile.phone, back.profile.given_name],
    [undefined, 'Delivery', '+1 555 0100', 'Philip'],
  );
  assert.equal(after.user('ada').state, 'deactivated');
  assert.equal(after.user('$(reboot)'), undefined);
  assert.deepEqual(after.group('empty').members, [fry.id]);
  assert.ok(!after.group('acme/all').members.includes(fry.id));
  for (const { username } of others) assert.equal(after.user(username).profile.title, 'Chef');
});

test('a server on which a value changed meanwhile refuses, and stops there', { skip }, async () => {
  const here = place();
  const server = await filled(here);
  const before = await server.read('before.json');
  const of = (username) => ({ userstore: 'SCIM', username, source_id: before.user(username).id, reference: null });
  const { files } = await changes('scim-bulk', here.folder, [
    { user: of('ada'), fields: [field('email', 'gone@example.org', 'new@example.org')] },
    { user: of('müller'), fields: [field('display_name', null, 'never')] },
  ]);
  const answer = await server.ask('POST', '/Bulk', json(files[0]));
  const statuses = answer.json.Operations.map((operation) => String(operation.status));
  assert.deepEqual(statuses, ['400']);
  const after = await server.read('after.json');
  assert.equal(after.user('ada').email, before.user('ada').email);
  assert.equal(after.user('müller').display_name, before.user('müller').display_name);
});
