// Vaults with users in them, for tests of what changes users.

import { after } from 'node:test';
import { PASSPHRASE, exits, run, scratch, vault } from './muster.mjs';
import { fixture, write } from './fixtures.mjs';

/** The day on which the GitLab fixture was exported. */
export const EXPORTED = ['--as-of', '2024-11-01'];

/** The same vault again and again: made once, copied for every test. */
export function prepared(make) {
  let kept;
  // What is made within a test goes with that test.
  const keep = async () => vault({ like: await make(), keep: true });
  after(async () => (await kept)?.remove());
  return async (options = {}) => vault({ ...options, like: await (kept ??= keep()) });
}

/**
 * A vault whose local userstore PRIMARY has users of these names, each with a
 * name and an e-mail made of it; a value after a colon is its state.
 */
export async function local(...names) {
  const v = await vault();
  const rows = names.map((text) => {
    const [name, state = 'active'] = text.split(':');
    return `${name},${name[0].toUpperCase()}${name.slice(1)} Fern,${name}@fern.example,${state}`;
  });
  const file = write(v.path('realm.csv'), ['username,name,email,state', ...rows, ''].join('\n'));
  await v.ask(['import', file, '--userstore', 'PRIMARY']);
  return v;
}

/** A vault that mirrors the GitLab of the fixture. */
export const mirrored = prepared(async () => {
  const v = await vault();
  await v.ask(['import', fixture('gitlab-users.json'), '--userstore', 'gitlab', ...EXPORTED]);
  return v;
});

/**
 * The same beside a local userstore: ada, in the group ops, is the only one
 * who is privileged; the others have a state each, or none in particular.
 */
export const managed = prepared(async () => {
  const states = ['pia:pending', 'bob:blocked', 'lou:locked', 'zed:banned', 'dea:deactivated', 'del:deleted'];
  const v = await local('ada', 'ines', 'jon', 'kim', ...states);
  await v.ask(['permissions', 'add', '/admin/users']);
  await v.ask(['roles', 'add', 'Reader']);
  await v.ask(['roles', 'add', 'Chief', '--permission', '/admin', '--privileged']);
  await v.ask(['groups', 'add', 'ops']);
  await v.ask(['users', 'set', 'ada', '--add-role', 'Chief', '--add-group', 'ops']);
  await v.ask(['import', fixture('gitlab-users.json'), '--userstore', 'gitlab', ...EXPORTED]);
  return v;
});

/** The demo realm with so many users, in a vault that is removed by whoever asked for it. */
export async function demo({ users }) {
  const place = scratch('muster-demo-');
  const made = place.path('demo.muster');
  const env = { ...place.env, MUSTER_PASSPHRASE: PASSPHRASE };
  exits(await run(['demo', made, '--users', users], { env, timeout: 300_000 }));
  const v = await vault({ like: { vault: made }, keep: true });
  place.remove();
  return v;
}

/** State by username of every user that is not gone. */
export async function states(v) {
  const { users } = await v.ask(['users', 'list', '--limit', '0']);
  return Object.fromEntries(users.map((u) => [u.username, u.state]));
}

/** Everything the vault says of its users and of what was changed: what a command that changes nothing must leave alone. */
export async function everything(v) {
  const users = await v.ask(['users', 'list', '--limit', '0', '--sort', 'userName']);
  const changes = await v.ask(['changes', 'list', '--limit', '500']);
  const log = await v.ask(['log', 'list', '--limit', '500']);
  // Opening a vault is logged, whatever is done with it then.
  const logged = log.entries.filter((e) => e.action !== 'vault.open').map((e) => e.seq);
  return { users: users.users, changes: changes.changes, logged };
}

/** The error that a command ended with, from whichever output it is on. */
export const errorOf = (result) => (result.json ?? JSON.parse(result.stderr)).error;
