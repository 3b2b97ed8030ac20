// Runs every test there is, part by part, and ends with one line that counts
// them: `N passed, N failed, N skipped`. A part that is one check counts as
// one; a part with a runner of its own counts what that runner counted.
//
//   node tests/run.mjs [--only GROUP]     GROUP: source, rust, program, screens, window

import { counted, countCargo, countNextest, countNode, countOnce, countVitest } from './lib/counts.mjs';
import { binaries, buildArguments, cacheFolder, cratesWithExamples, onPath, root, targetFolder } from './lib/places.mjs';
import { runPart } from './lib/parts.mjs';
import { mkdirSync, readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';

const only = process.argv[2] === '--only' ? process.argv[3] : undefined;
const nextest = onPath('cargo-nextest');
const built = join(targetFolder, 'debug');
const nextestReport = join(root, 'target', 'nextest', 'default', 'junit.xml');
const vitestReport = join(root, 'target', 'vitest.json');
mkdirSync(join(root, 'target'), { recursive: true });
// A report of the last run must not be taken for one of this.
for (const report of [nextestReport, vitestReport]) rmSync(report, { force: true });

const cargoDeny = join(cacheFolder, 'bin', 'cargo-deny');
/** Node's own runner on every test file of a folder. */
const nodeTests = (folder, ...options) => [
  'node',
  '--test',
  '--test-reporter=spec',
  '--test-reporter-destination=stdout',
  ...options,
  ...readdirSync(join(root, folder)).filter((name) => name.endsWith('.test.mjs')).map((name) => join(folder, name)),
];

/** In order: what is quick to fail comes first, what needs the build after it. */
const parts = [
  { name: 'the counting itself', group: 'source', command: nodeTests('tests/lib'), count: countNode },
  { name: 'rust format', group: 'source', command: ['cargo', 'fmt', '--all', '--check'], count: countOnce },
  { name: 'ui types', group: 'source', cwd: 'ui', command: ['npm', 'run', '--silent', 'check'], count: countOnce },
  { name: 'ui lints', group: 'source', cwd: 'ui', command: ['npm', 'run', '--silent', 'lint'], count: countOnce },
  {
    name: 'ui unit tests',
    group: 'source',
    cwd: 'ui',
    command: ['npx', '--no-install', 'vitest', 'run', '--reporter=default', '--reporter=json', `--outputFile.json=${vitestReport}`],
    count: countVitest(vitestReport),
  },
  {
    name: 'build',
    group: 'rust',
    command: ['cargo', 'build', ...buildArguments],
    count: countOnce,
    neededBy: ['rust', 'program', 'window'],
  },
  { name: 'window types as written', group: 'rust', command: [join(built, 'bindings'), '--check', 'ui/src/lib/backend/types.ts'], count: countOnce },
  { name: 'lints', group: 'source', command: ['cargo', 'clippy', ...buildArguments, '--', '-D', 'warnings'], count: countOnce },
  {
    name: 'rust tests',
    group: 'rust',
    command: nextest
      ? ['cargo', 'nextest', 'run', '--config-file', 'tests/nextest.toml', ...buildArguments, '--no-fail-fast']
      : ['cargo', 'test', ...buildArguments, '--no-fail-fast', '--', '--show-output'],
    count: nextest ? countNextest(nextestReport) : countCargo,
    env: { CARGO_TERM_COLOR: 'never' },
  },
  {
    name: 'rust examples in documentation',
    group: 'rust',
    // Reading a crate for examples takes as long as checking it: only those that have one are read.
    command: ['cargo', 'test', '--doc', '--locked', '--no-fail-fast', ...cratesWithExamples().flatMap((name) => ['-p', name])],
    count: countCargo,
    env: { CARGO_TERM_COLOR: 'never' },
  },
  {
    name: 'symbols of the built programs',
    group: 'program',
    command: ['tests/symbols.sh', binaries.desktop, binaries.cli],
    count: countOnce,
  },
  { name: 'command line', group: 'program', command: nodeTests('tests/cli'), count: countNode },
  { name: 'peers', group: 'program', command: nodeTests('tests/peers'), count: countNode },
  { name: 'nothing readable on disk', group: 'program', command: nodeTests('tests/markers'), count: countNode },
  { name: 'killed at any moment', group: 'program', command: nodeTests('tests/faults'), count: countNode },
  {
    name: 'screens in a browser',
    group: 'screens',
    cwd: 'ui',
    command: ['node', '--test', '--test-reporter=spec', '--test-reporter-destination=stdout', 'tests/behaviour.test.mjs'],
    count: countNode,
  },
  {
    name: 'window',
    group: 'window',
    command: nodeTests('tests/window', '--test-concurrency=1'),
    count: countNode,
    display: true,
  },
  { name: 'licences and sources of packages', group: 'source', command: ['.ci/deny.sh', cargoDeny], count: countOnce },
];

const unknown = only && !parts.some((part) => part.group === only);
if (unknown) {
  console.error(`no group is called ${only}`);
  process.exit(2);
}

const chosen = parts.filter((part) => !only || part.group === only || part.neededBy?.includes(only));
const totals = counted(0, 0, 0);
const broken = new Set();
for (const part of chosen) {
  const result = broken.has(part.group) && !part.neededBy
    ? counted(0, 1, 0, [`${part.name}: not run, because the build failed`])
    : await runPart(part);
  if (result.failed > 0 && part.neededBy) part.neededBy.forEach((group) => broken.add(group));
  totals.passed += result.passed;
  totals.failed += result.failed;
  totals.skipped += result.skipped;
  totals.names.push(...result.names);
}

console.log();
for (const name of totals.names) console.log(name);
console.log(`${totals.passed} passed, ${totals.failed} failed, ${totals.skipped} skipped`);
process.exit(totals.failed > 0 ? 1 : 0);
