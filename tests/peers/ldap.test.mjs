// What OpenLDAP thinks of the LDIF we write: users and groups by ldapadd,
// changes by ldapmodify, and both read back.

import test from 'node:test';
import assert from 'node:assert/strict';
import { join } from 'node:path';
import { changes, exported, field, missing, place, read, slapd } from '../lib/peers.mjs';
import { exits } from '../lib/muster.mjs';

const skip = missing({ programs: ['slapd', 'ldapadd', 'ldapmodify', 'ldapsearch'] });

const reference = (found, username) => found.user(username).reference;

test('a directory takes our users and groups and gives them back', { skip }, async () => {
  const here = place();
  await exported(here.folder);
  const wrote = await read(join(here.folder, 'users.ldif'));
  const directory = await slapd(here);
  exits(await directory.add(join(here.folder, 'users.ldif')));
  const found = await directory.read('found.ldif');
  assert.equal(found.users.length, wrote.users.length);
  assert.ok(wrote.users.length >= 14);
  for (const user of wrote.users) {
    const back = found.user(user.username);
    assert.ok(back, `${JSON.stringify(user.username)} is not there`);
    for (const key of ['display_name', 'email', 'kind', 'profile', 'attributes', 'avatar']) {
      assert.deepEqual(back[key], user[key], `${key} of ${user.username}`);
    }
    assert.ok(back.id, 'the directory gave it an id');
  }
  for (const group of wrote.groups) {
    const back = found.group(group.group);
    assert.equal(back.description, group.description);
    assert.deepEqual(back.members.toSorted(), group.members.toSorted(), group.group);
  }
  const everyone = found.group('acme/all');
  assert.equal(everyone.members.length, wrote.users.length);
  for (const member of everyone.members) assert.ok(found.users.some((user) => user.reference === member), member);
});

test('a directory carries out our changes, and they are confirmed by what it says then', { skip }, async () => {
  const here = place();
  await exported(here.folder);
  const directory = await slapd(here);
  exits(await directory.add(join(here.folder, 'users.ldif')));
  const before = await directory.read('before.ldif');
  const of = (username) => ({ userstore: 'LDAP', username, reference: reference(before, username), source_id: null });
  const fry = before.user('fry, philip');
  const lines = [
    {
      user: of('fry, philip'),
      fields: [
        field('state', 'active', 'blocked'),
        field('display_name', fry.display_name, ' Philip "Fry" J. <\u00e9> '),
        field('email', fry.email, 'philip@example.org'),
        field('profile.title', fry.profile.title, null),
        field('profile.bio', fry.profile.bio, 'two\nlines: and more'),
        field('profile.employee_number', '00002', '7'),
        field('kind', fry.kind, 'external'),
        field('group', null, 'empty'),
        field('group', 'acme/all', null),
        field('mfa', 'no', 'yes'),
      ],
    },
    { user: of('$(reboot)'), fields: [field('state', 'active', 'deleted')] },
    { user: of('müller'), fields: [field('group', null, 'empty'), field('profile.phone', '+49 (221) 123-4567', '+1 555')] },
  ];
  const groups = Object.fromEntries(before.groups.map((group) => [group.group, group.id]));
  const wrote = await changes('ldif', here.folder, lines, groups);
  assert.equal(wrote.steps, 6);
  assert.deepEqual(wrote.skipped.map(({ username, field: name }) => [username, name]), [['fry, philip', 'mfa']]);
  exits(await directory.modify(wrote.files[0]));

  const after = await directory.read('after.ldif');
  assert.equal(after.users.length, before.users.length - 1);
  assert.equal(after.user('$(reboot)'), undefined);
  const back = after.user('fry, philip');
  assert.deepEqual(
    [back.state, back.display_name, back.email, back.kind, back.profile.title, back.profile.bio, back.profile.employee_number],
    ['blocked', 'Philip "Fry" J. <\u00e9>', 'philip@example.org', 'external', undefined, 'two\nlines: and more', '7'],
  );
  assert.equal(after.user('müller').profile.phone, '+1 555');
  assert.deepEqual(after.group('empty').members.toSorted(), [back.reference, reference(before, 'müller')].toSorted());
  assert.ok(!after.group('acme/all').members.includes(back.reference));
  // Who is not in the changes is as before.
  assert.deepEqual(after.user('ada'), before.user('ada'));

  const lift = await changes('ldif', here.folder, [{ user: of('fry, philip'), fields: [field('state', 'blocked', 'active')] }]);
  exits(await directory.modify(lift.files[0]));
  assert.equal((await directory.read('lifted.ldif')).user('fry, philip').state, 'active');
});

test('a directory on which a value changed meanwhile refuses, and keeps all of the entry', { skip }, async () => {
  const here = place();
  await exported(here.folder);
  const directory = await slapd(here);
  exits(await directory.add(join(here.folder, 'users.ldif')));
  const before = await directory.read('before.ldif');
  const ada = { userstore: 'LDAP', username: 'ada', reference: reference(before, 'ada'), source_id: null };
  const fields = [field('display_name', 'Ada Lovelace', 'Ada King'), field('email', 'gone@example.org', 'new@example.org')];
  const { files } = await changes('ldif', here.folder, [{ user: ada, fields }]);
  const refused = await directory.modify(files[0]);
  assert.notEqual(refused.code, 0);
  assert.match(refused.stderr, /No such attribute/);
  assert.deepEqual((await directory.read('after.ldif')).user('ada'), before.user('ada'));
});
