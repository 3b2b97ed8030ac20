// Where things are: this checkout, what was built, the shared test data.

import { accessSync, constants, existsSync, readFileSync, readdirSync } from 'node:fs';
import { delimiter, dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { homedir } from 'node:os';

/** The top of this checkout. */
export const root = resolve(dirname(fileURLToPath(import.meta.url)), '..', '..');

/** What is built or fetched once and kept for the next clone. */
export const cacheFolder = process.env.MUSTER_CACHE ?? join(process.env.XDG_CACHE_HOME || join(homedir(), '.cache'), 'muster');

/** Cargo's target folder, as the Makefile chooses it. */
export const targetFolder = process.env.CARGO_TARGET_DIR ?? join(cacheFolder, 'target');

/** One set of packages, targets and features for every cargo command, so that each thing is built once. */
export const buildArguments = ['--locked', '--workspace', '--all-targets', '--features', 'muster-desktop/custom-protocol'];

/** The programs under test. `MUSTER_BIN` names another folder with both. */
const programs = process.env.MUSTER_BIN ?? join(targetFolder, 'debug');
export const binaries = { cli: join(programs, 'muster'), desktop: join(programs, 'muster-desktop') };

/** Names of the crates whose documentation has an example that can be run. */
export function cratesWithExamples() {
  const crates = join(root, 'src-tauri', 'crates');
  const hasExample = (folder) =>
    readdirSync(folder, { withFileTypes: true }).some((entry) => {
      const path = join(folder, entry.name);
      if (entry.isDirectory()) return hasExample(path);
      return path.endsWith('.rs') && /^\s*\/\/[/!] ```\s*$/m.test(withoutOthers(readFileSync(path, 'utf8')));
    });
  return readdirSync(crates).filter((name) => hasExample(join(crates, name, 'src'))).map((name) => `muster-${name}`);
}

/** Documentation without the blocks that are no Rust. */
const withoutOthers = (text) => text.replace(/^\s*\/\/[/!] ```\w[\s\S]*?^\s*\/\/[/!] ```\s*$/gm, '');

/** The real files of other systems, where this machine has them. */
export const sharedData = ['../shared/data', '../../shared/data']
  .map((folder) => resolve(root, folder))
  .find((folder) => existsSync(folder));

/** Where pictures of the screens go. */
export const picturesFolder = join(root, 'tests', 'pictures');

/** Whether a program can be found on the path. */
export function onPath(program) {
  return (process.env.PATH ?? '').split(delimiter).some((folder) => {
    try {
      accessSync(join(folder, program), constants.X_OK);
      return true;
    } catch {
      return false;
    }
  });
}
