// The `muster` program as a test sees it: arguments in; exit code, output and
// JSON out. Every home, data and temporary folder it could write to is inside
// a scratch folder that goes when the test ends.

import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { cpSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after } from 'node:test';
import assert from 'node:assert/strict';
import { binaries } from './places.mjs';

export const OPERATOR = 'olga';
export const PASSPHRASE = 'correct horse battery staple';

/** Exit codes, as the design fixes them. */
export const EXIT = { done: 0, failed: 1, usage: 2, denied: 3, rejected: 4, findings: 5 };

/** A folder of one's own with the environment that keeps a program inside it. */
export function scratch(prefix = 'muster-test-') {
  const folder = mkdtempSync(join(tmpdir(), prefix));
  const inside = (name) => {
    const path = join(folder, name);
    mkdirSync(path, { recursive: true });
    return path;
  };
  const env = {
    PATH: process.env.PATH,
    HOME: inside('home'),
    TMPDIR: inside('tmp'),
    XDG_CONFIG_HOME: inside('home/.config'),
    XDG_DATA_HOME: inside('home/.local/share'),
    XDG_CACHE_HOME: inside('home/.cache'),
    XDG_STATE_HOME: inside('home/.local/state'),
    LANG: 'C.UTF-8',
    MUSTER_TEST_KDF: 'floor',
  };
  return { folder, env, path: (name) => join(folder, name), remove: () => remove(folder) };
}

/**
 * Removes a folder into which a program that is just ending may still write.
 * Node's own retries try the emptied folder again, without looking for what
 * has come into it since.
 */
function remove(folder) {
  for (let tries = 100; ; tries -= 1) {
    try {
      return rmSync(folder, { recursive: true, force: true });
    } catch (error) {
      if (tries === 0 || error.code !== 'ENOTEMPTY') throw error;
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 50);
    }
  }
}

/** Starts the program; the caller waits, or kills it. */
export function start(args, { env, cwd, program = binaries.cli, stdin = 'ignore' } = {}) {
  return spawn(program, args.map(String), { env, cwd, stdio: [stdin, 'pipe', 'pipe'] });
}

/** Runs the program to its end. `json` is its standard output, where that is JSON. */
export async function run(args, options = {}) {
  const child = start(args, { ...options, stdin: options.input === undefined ? 'ignore' : 'pipe' });
  const out = [];
  const err = [];
  child.stdout.on('data', (piece) => out.push(piece));
  child.stderr.on('data', (piece) => err.push(piece));
  if (options.input !== undefined) {
    // A program that refuses its words does not read what it is given.
    child.stdin.on('error', () => {});
    child.stdin.end(options.input);
  }
  const timer = setTimeout(() => child.kill('SIGKILL'), options.timeout ?? 120_000);
  const [code, signal] = await once(child, 'close');
  clearTimeout(timer);
  const stdout = Buffer.concat(out).toString('utf8');
  const stderr = Buffer.concat(err).toString('utf8');
  let json;
  try {
    json = JSON.parse(stdout);
  } catch {
    json = undefined;
  }
  return { args, code, signal, stdout, stderr, json };
}

/** Says what a run did, for the message of a failed assertion. */
export function told({ args, code, signal, stdout, stderr }) {
  return `muster ${args.join(' ')}\nexit ${signal ?? code}\n--- stdout\n${stdout.slice(0, 2000)}\n--- stderr\n${stderr.slice(0, 2000)}`;
}

/** Fails unless a run ended with `code`; returns it. */
export function exits(result, code = EXIT.done) {
  assert.equal(result.code, code, told(result));
  return result;
}

let template;

/** One empty vault, made once and copied for every test: deriving its keys is what costs. */
async function emptyVault() {
  if (template) return template;
  const place = scratch('muster-template-');
  const path = place.path('template.muster');
  exits(await run(['init', path, '--operator', OPERATOR], { env: { ...place.env, MUSTER_PASSPHRASE: PASSPHRASE } }));
  template = { ...place, vault: path };
  return template;
}

/**
 * A vault of one's own: its folder, its environment and `muster(...)`, which
 * runs the program on it. Removed when the test file ends. With `like`, a copy
 * of another vault as it is now.
 */
export async function vault({ keep = false, like } = {}) {
  const { vault: copied } = like ?? (await emptyVault());
  const place = scratch();
  const path = place.path('realm.muster');
  cpSync(copied, path, { recursive: true });
  const env = { ...place.env, MUSTER_VAULT: path, MUSTER_PASSPHRASE: PASSPHRASE };
  const muster = (args, options = {}) => run(args, { cwd: place.folder, ...options, env: { ...env, ...options.env } });
  /** The same with `--json`; fails unless the exit code is `code`, returns the document. */
  const ask = async (args, { code = EXIT.done, ...options } = {}) => {
    const result = exits(await muster([...args, '--json'], options), code);
    assert.notEqual(result.json, undefined, `standard output must be one JSON document\n${told(result)}`);
    return result.json;
  };
  if (!keep) after(place.remove);
  return { ...place, vault: path, env, muster, ask };
}

after(() => template?.remove());
