// The script of GitLab API calls, run by real shells against a server that
// keeps what it is asked.

import test from 'node:test';
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync, readdirSync } from 'node:fs';
import { changes, field, gitlab, missing, place } from '../lib/peers.mjs';
import { exits, run } from '../lib/muster.mjs';

const skip = missing({ programs: ['curl', 'sh'] });
const TOKEN = 'glpat-Not_a.real-token';
const shells = ['sh', 'bash', 'dash'].filter((name) => !missing({ programs: [name] }));

const hostile = ['o\'brien', 'a"b', '$(touch owned)', '`touch owned`', 'line\ntouch owned\n', '\u202eevil', '-e', '%s%n', '\\'];
const of = (username, id) => ({ userstore: 'GITLAB', username, source_id: String(id), reference: null });

/** Changes of every sort, of users with every sort of name. */
const lines = [
  ...hostile.map((name, at) => ({
    user: of(name, 100 + at),
    fields: [field('state', 'active', 'blocked'), field('display_name', 'x', `${name} & co = 100% +1`)],
  })),
  {
    user: of('ada', 7),
    fields: [
      field('state', 'banned', 'blocked'),
      field('email', 'a@example.org', 'ada@example.org'),
      field('kind', 'human', 'external'),
      field('profile.note', 'old', null),
      field('profile.title', null, 'Countess'),
      field('grant', null, 'Developer on group acme/web'),
      field('grant', 'Guest on project acme/site', null),
      field('grant', 'Guest on group ops', null),
      field('grant', null, 'Maintainer on group ops'),
      field('grant', 'Administrator on instance', null),
      field('highest_role', 'Owner', 'Developer'),
    ],
  },
  { user: of('locked', 8), fields: [field('state', 'locked', 'active')] },
  { user: { ...of('ldap', 9), kept_out_by_directory: true }, fields: [field('state', 'blocked', 'active')] },
  { user: of('gone', 10), fields: [field('state', 'active', 'deleted')] },
];

async function written(here, changed = lines) {
  const wrote = await changes('gitlab-sh', here.folder, changed);
  return { file: wrote.files[0], ...wrote };
}

const execute = (file, { env, args = [], shell = 'sh', cwd }) =>
  run([file, ...args], { program: shell, cwd, env: { PATH: process.env.PATH, ...env } });

for (const shell of shells) {
  test(`every call is made, in order, by ${shell}`, { skip }, async () => {
    const here = place();
    const { file, steps, skipped } = await written(here);
    const server = await gitlab((call) => (call.method === 'DELETE' ? [204, ''] : [201, '{"id":1}']));
    const before = readdirSync(here.folder);
    const out = exits(await execute(file, { shell, cwd: here.folder, env: { GITLAB_URL: `${server.address}/`, GITLAB_TOKEN: TOKEN } }));
    assert.equal(server.calls.length, steps);
    assert.deepEqual(readdirSync(here.folder), before, 'nothing but the calls happened');
    assert.ok(server.calls.every((call) => call.token === TOKEN));
    hostile.forEach((name, at) => {
      const [block, put] = server.calls.slice(2 * at, 2 * at + 2);
      assert.deepEqual([block.method, block.url, block.form], ['POST', `/api/v4/users/${100 + at}/block`, {}]);
      assert.deepEqual([put.method, put.url, put.form], ['PUT', `/api/v4/users/${100 + at}`, { name: `${name} & co = 100% +1` }]);
    });
    const rest = server.calls.slice(2 * hostile.length).map(({ method, url, form }) => [method, url.slice('/api/v4'.length), form]);
    assert.deepEqual(rest, [
      ['POST', '/users/7/unban', {}],
      ['POST', '/users/7/block', {}],
      ['PUT', '/users/7', { email: 'ada@example.org', external: 'true', note: '' }],
      ['POST', '/groups/acme%2Fweb/members', { user_id: '7', access_level: '30' }],
      ['DELETE', '/projects/acme%2Fsite/members/7', {}],
      ['PUT', '/groups/ops/members/7', { access_level: '40' }],
      ['PUT', '/users/7', { admin: 'false' }],
      ['DELETE', '/users/10?hard_delete=false', {}],
    ]);
    assert.deepEqual(skipped.map(({ username, field: name }) => [username, name]), [['ada', 'profile.title'], ['locked', 'state'], ['ldap', 'state']]);
    assert.match(out.stdout, new RegExp(`All done: ${steps} of ${steps} steps`));
    assert.match(out.stdout, /no call for: 3;/);
    assert.ok(!out.stdout.includes('\u202e') && !out.stdout.includes(TOKEN));
    assert.match(readFileSync(file, 'utf8'), /# Not done: state: .*unlocks/);
  });
}

test('the first refusal stops it, says what to do, and it goes on from there', { skip }, async () => {
  const here = place();
  const { file, steps } = await written(here);
  let refusing = true;
  const server = await gitlab((call) => {
    if (refusing && call.url === '/api/v4/users/103/block') return [403, '{"message":"403 Forbidden - \u001b[31mLDAP blocked"}'];
    return [201, '{}'];
  });
  const env = { GITLAB_URL: server.address, GITLAB_TOKEN: TOKEN };
  const stopped = await execute(file, { env });
  assert.equal(stopped.code, 1);
  assert.equal(server.calls.length, 7, 'nothing after the refusal');
  assert.match(stopped.stderr, /Step 7 was not done: `touch owned`: block/);
  assert.match(stopped.stderr, /HTTP 403: \{"message":"403 Forbidden - \[31mLDAP blocked"\}/);
  assert.match(stopped.stderr, /START_AT=7\. .*START_AT=8\./);
  assert.ok(!stopped.stderr.includes(TOKEN) && !stopped.stderr.includes('\u001b'));
  refusing = false;
  exits(await execute(file, { env: { ...env, START_AT: '7' } }));
  assert.equal(server.calls.length, 7 + steps - 6);
  assert.equal(server.calls[7].url, '/api/v4/users/103/block');
});

test('a server that cannot be reached stops it too', { skip }, async () => {
  const { file } = await written(place());
  const out = await execute(file, { env: { GITLAB_URL: 'http://127.0.0.1:1', GITLAB_TOKEN: TOKEN } });
  assert.equal(out.code, 1);
  assert.match(out.stderr, /could not reach/);
  assert.match(out.stderr, /START_AT=1\./);
});

test('no list of processes shows the token or a user', { skip }, async () => {
  const { file } = await written(place(), lines.slice(0, 1));
  const seen = [];
  const server = await gitlab(() => {
    // While curl waits for the answer, everyone can see how it was started.
    for (const id of readdirSync('/proc').filter((name) => /^\d+$/.test(name))) {
      try {
        seen.push(readFileSync(`/proc/${id}/cmdline`, 'utf8').split('\0').join(' '));
      } catch {
        // It has gone meanwhile.
      }
    }
    return [201, '{}'];
  });
  exits(await execute(file, { env: { GITLAB_URL: server.address, GITLAB_TOKEN: TOKEN } }));
  const curls = seen.filter((line) => line.startsWith('curl ') && line.includes('--config'));
  assert.ok(curls.length > 0, 'curl was seen');
  assert.ok(!seen.some((line) => line.includes(TOKEN)), 'a command line holds the token');
  assert.ok(!curls.some((line) => line.includes('brien') || line.includes('/users/')));
});

test('it refuses to start without what it needs', { skip }, async () => {
  const { file } = await written(place());
  const url = 'http://127.0.0.1:1';
  for (const [env, args, said] of [
    [{}, [], /GITLAB_URL is not set/],
    [{ GITLAB_URL: url }, [], /GITLAB_TOKEN is not set/],
    [{ GITLAB_URL: url, GITLAB_TOKEN: 'a"\nurl = "http://evil' }, [], /no access token has/],
    [{ GITLAB_URL: 'http://gitlab.example.org', GITLAB_TOKEN: TOKEN }, [], /for all to read/],
    [{ GITLAB_URL: 'http://localhost.evil.example', GITLAB_TOKEN: TOKEN }, [], /for all to read/],
    [{ GITLAB_URL: 'file:///etc/passwd', GITLAB_TOKEN: TOKEN }, [], /neither https/],
    [{ GITLAB_URL: 'https://a"b', GITLAB_TOKEN: TOKEN }, [], /no address has/],
    [{ GITLAB_URL: url, GITLAB_TOKEN: TOKEN, START_AT: '0' }, [], /START_AT/],
    [{ GITLAB_URL: url, GITLAB_TOKEN: TOKEN, START_AT: '1; reboot' }, [], /START_AT/],
    [{ GITLAB_URL: url, GITLAB_TOKEN: TOKEN }, ['--really'], /Use:/],
  ]) {
    const out = await execute(file, { env, args });
    assert.equal(out.code, 2, out.stderr);
    assert.match(out.stderr, said);
  }
});

test('a dry run needs nothing and calls nobody', { skip }, async () => {
  const { file, steps } = await written(place());
  const out = exits(await execute(file, { env: {}, args: ['--dry-run'] }));
  assert.equal(out.stdout.split('\n').filter((line) => /^\d+ (POST|PUT|DELETE) https:/.test(line)).length, steps);
  assert.match(out.stdout, /^20 POST https:\/\/gitlab\.example\.org\/api\/v4\/users\/7\/block/m);
});

test('killed between two calls, it goes on from the step it had reached', { skip }, async () => {
  const { file, steps } = await written(place());
  let child;
  const server = await gitlab((call) => {
    if (call.url === '/api/v4/users/102') process.kill(-child.pid, 'SIGKILL');
    return [201, '{}'];
  });
  const env = { PATH: process.env.PATH, GITLAB_URL: server.address, GITLAB_TOKEN: TOKEN };
  child = spawn('sh', [file], { env, detached: true, stdio: ['ignore', 'pipe', 'ignore'] });
  let said = '';
  child.stdout.on('data', (piece) => (said += piece));
  await once(child, 'close');
  const last = Number(said.trim().split('\n').at(-1).split(' ')[0]);
  assert.equal(last, 5, 'the step before the one that was under way');
  const calls = server.calls.length;
  exits(await execute(file, { env: { ...env, START_AT: String(last + 2) } }));
  assert.equal(server.calls.length, calls + steps - last - 1);
});

test('shellcheck finds nothing to say', { skip: missing({ programs: ['shellcheck'] }) }, async () => {
  const { file } = await written(place());
  const out = await run(['--shell=sh', file], { program: 'shellcheck', env: process.env });
  assert.equal(out.stdout, '');
  assert.equal(out.code, 0);
});
