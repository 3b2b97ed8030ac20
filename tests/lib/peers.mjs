// Other programs that judge the files we write, each on this machine's
// loopback with settings and data in a folder that goes when the test ends.

import { spawn } from 'node:child_process';
import { createServer } from 'node:http';
import { createServer as createSocket } from 'node:net';
import { once } from 'node:events';
import { existsSync, mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { after } from 'node:test';
import assert from 'node:assert/strict';
import { exits, run, scratch } from './muster.mjs';
import { onPath, root, targetFolder } from './places.mjs';

/** The program that writes files and reads them back, until `muster export` does. */
const program = join(targetFolder, 'debug', 'examples', 'peers');
/** The Python with the packages of tests/peers/requirements.txt. */
export const python = process.env.MUSTER_PYTHON;

/** What is missing for a test, in a sentence; nothing if all is there. */
export function missing({ programs = [], modules = [] }) {
  const absent = programs.filter((name) => !onPath(name) && !existsSync(join('/usr/sbin', name)));
  if (absent.length > 0) return `not installed: ${absent.join(', ')}`;
  if (modules.length > 0 && (!python || !modules.every((name) => existsSync(join(dirname(python), name))))) {
    return 'MUSTER_PYTHON names no Python with tests/peers/requirements.txt';
  }
  return undefined;
}

/** A folder for one test, removed when the test file ends. */
export function place() {
  const found = scratch('muster-peers-');
  after(found.remove);
  return found;
}

const writer = (args, options = {}) => run(args, { program, env: process.env, ...options });
const lines = (text) => text.split('\n').filter(Boolean).map((line) => JSON.parse(line));

/** Writes the exports of people with difficult names; answers what was omitted, file by file. */
export async function exported(folder) {
  const [scim, plain, ldif] = lines(exits(await writer(['export', folder])).stdout);
  return { scim, plain, ldif };
}

/** Writes change lines in a format; answers the files, and what it came to. */
export async function changes(format, folder, changed, groups = {}) {
  const names = join(folder, 'groups.json');
  writeFileSync(names, JSON.stringify(groups));
  const input = changed.map((line) => `${JSON.stringify(line)}\n`).join('');
  const { json } = exits(await writer(['changes', format, folder, names], { input }));
  const files = readdirSync(folder)
    .filter((name) => name.startsWith('changes-'))
    .sort((one, two) => one.localeCompare(two, 'en', { numeric: true }))
    .map((name) => join(folder, name));
  assert.equal(files.length, json.parts);
  return { files, ...json };
}

/** What a file says, read by our own reader. */
export async function read(file) {
  const found = lines(exits(await writer(['read', file])).stdout);
  assert.deepEqual(found.filter((line) => line.rejected), []);
  return {
    users: found.filter((line) => line.username),
    groups: found.filter((line) => line.group),
    user: (username) => found.find((line) => line.username === username),
    group: (path) => found.find((line) => line.group === path),
  };
}

/** A change of a user's fields: `field(name, before, after)`. */
export const field = (name, before, after) => ({ name, before: before ?? null, after: after ?? null });

async function freePort() {
  const socket = createSocket().listen(0, '127.0.0.1');
  await once(socket, 'listening');
  const { port } = socket.address();
  socket.close();
  await once(socket, 'close');
  return port;
}

/** Starts a server and waits until it answers; it ends with the test file. */
async function started(command, args, options, answers) {
  const child = spawn(command, args, { stdio: ['ignore', 'pipe', 'pipe'], ...options });
  let said = '';
  child.stdout.on('data', (piece) => (said += piece));
  child.stderr.on('data', (piece) => (said += piece));
  after(async () => {
    if (child.exitCode === null && child.signalCode === null) {
      child.kill('SIGTERM');
      await once(child, 'exit');
    }
  });
  for (let tries = 0; tries < 300; tries += 1) {
    assert.equal(child.exitCode, null, `${command} ended:\n${said}`);
    if (await answers()) return child;
    await wait(100);
  }
  throw new Error(`${command} does not answer:\n${said}`);
}

/** An empty directory with the usual schemas and the password policy overlay. */
export async function slapd({ folder, env }) {
  const data = join(folder, 'directory');
  mkdirSync(data);
  const port = await freePort();
  const config = join(folder, 'slapd.conf');
  const schemas = ['core', 'cosine', 'inetorgperson'].map((name) => `include /etc/ldap/schema/${name}.schema`);
  writeFileSync(
    config,
    `${schemas.join('\n')}
pidfile ${folder}/slapd.pid
modulepath /usr/lib/ldap
moduleload back_mdb
moduleload ppolicy
database mdb
maxsize 104857600
suffix dc=example,dc=org
rootdn cn=admin,dc=example,dc=org
rootpw secret
directory ${data}
index objectClass eq
overlay ppolicy
`,
  );
  const address = `ldap://127.0.0.1:${port}`;
  const signIn = ['-x', '-H', address, '-D', 'cn=admin,dc=example,dc=org', '-w', 'secret'];
  const tool = (name, args) => run([...signIn, ...args], { program: name, env });
  const base = ['-LLL', '-b', 'dc=example,dc=org'];
  /** A file of everything, operational attributes included. */
  const dump = async (name) => {
    const file = join(folder, name);
    writeFileSync(file, exits(await tool('ldapsearch', [...base, '*', '+'])).stdout);
    return file;
  };
  // -d 0 keeps it in the foreground.
  await started('/usr/sbin/slapd', ['-d', '0', '-f', config, '-h', address], { env }, async () => {
    return (await tool('ldapsearch', ['-b', '', '-s', 'base'])).code === 0;
  });
  return {
    add: (file) => tool('ldapadd', ['-f', file]),
    modify: (file) => tool('ldapmodify', ['-f', file]),
    dump,
    /** The same as our reader sees it. */
    read: async (name) => read(await dump(name)),
  };
}

/** A SCIM server with nothing in it. */
export async function scimServer({ folder, env }) {
  const port = await freePort();
  const base = `http://127.0.0.1:${port}/v2`;
  const headers = { authorization: 'Bearer token', 'content-type': 'application/scim+json' };
  const ask = async (method, path, body) => {
    const answer = await fetch(`${base}${path}`, { method, headers, body: body && JSON.stringify(body) });
    const text = await answer.text();
    return { status: answer.status, json: text ? JSON.parse(text) : undefined };
  };
  const command = join(dirname(python), 'scim2-server');
  await started(command, ['--port', String(port), '--bearer-token', 'token'], { env }, async () => {
    try {
      return (await ask('GET', '/ServiceProviderConfig')).status === 200;
    } catch {
      return false;
    }
  });
  /** A file of all users and groups. */
  const dump = async (name) => {
    const file = join(folder, name);
    const [users, groups] = [await ask('GET', '/Users?count=1000'), await ask('GET', '/Groups?count=1000')];
    writeFileSync(file, JSON.stringify([users.json, groups.json]));
    return file;
  };
  return {
    ask,
    dump,
    /** The same as our reader sees it. */
    read: async (name) => read(await dump(name)),
  };
}

/** Runs a Python script of tests/peers. */
export const script = (name, args, env) => run([join(root, 'tests', 'peers', name), ...args], { program: python, env });

/** A stand-in for GitLab: keeps the calls it gets, answers as `answer(call)` says. */
export async function gitlab(answer) {
  const calls = [];
  const server = createServer(async (request, response) => {
    const body = [];
    for await (const piece of request) body.push(piece);
    const call = {
      method: request.method,
      url: request.url,
      token: request.headers['private-token'],
      type: request.headers['content-type'],
      form: Object.fromEntries(new URLSearchParams(Buffer.concat(body).toString('utf8'))),
    };
    calls.push(call);
    const [status, text] = answer(call);
    response.writeHead(status, { 'content-type': 'application/json' }).end(text);
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  after(() => server.close());
  return { address: `http://127.0.0.1:${server.address().port}`, calls };
}
