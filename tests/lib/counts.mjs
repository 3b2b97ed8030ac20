// How many tests passed, failed and were skipped, read from what each runner
// itself reports. A runner that reports nothing counts as failed: a part that
// silently runs no test must not look like one that passed.

import { existsSync, readFileSync } from 'node:fs';

/** Counts, with the names of what failed or was skipped. */
export function counted(passed, failed, skipped, names = []) {
  return { passed, failed, skipped, names };
}

const sum = (matches) => matches.reduce((total, match) => total + Number(match[1]), 0);

/** A part that is one check. Exit code 77 means: skipped, and its last line says why. */
export function countOnce({ name, code, output }) {
  if (code === 77) return counted(0, 0, 1, [`skipped: ${name}: ${output.trim().split('\n').at(-1)}`]);
  return code === 0 ? counted(1, 0, 0) : counted(0, 1, 0, [`failed: ${name}`]);
}

/** A Rust test that finds its data or its rights missing says `skipped: NAME (REASON)` and is counted so. */
const skippedInside = (output) => [...new Set([...output.matchAll(/^\s*(skipped: .+)$/gm)].map((m) => m[1].trim()))];

function countRust({ name, code }, { passed, failed, skipped, ran, inside }) {
  const broken = !ran || (code !== 0 && failed === 0);
  const names = failed > 0 || broken ? [...inside, `failed: ${name}`] : inside;
  return counted(passed - inside.length, failed + (broken ? 1 : 0), skipped + inside.length, names);
}

/** `cargo test`, run with `--show-output`. */
export function countCargo(result) {
  const lines = result.output.split('\n').filter((line) => line.startsWith('test result:'));
  const of = (word) => sum(lines.flatMap((line) => [...line.matchAll(new RegExp(`(\\d+) ${word}`, 'g'))]));
  return countRust(result, {
    passed: of('passed'),
    failed: of('failed'),
    skipped: of('ignored'),
    ran: lines.length > 0,
    inside: skippedInside(result.output),
  });
}

/** `cargo nextest`, whose report at `file` keeps what passing tests said. */
export function countNextest(file) {
  return (result) => {
    const summary = result.output.split('\n').find((line) => /^\s*Summary \[/.test(line)) ?? '';
    const of = (word) => sum([...summary.matchAll(new RegExp(`(\\d+) ${word}`, 'g'))]);
    const report = existsSync(file) ? readFileSync(file, 'utf8') : '';
    return countRust(result, {
      passed: of('passed'),
      failed: of('failed') + of('timed out') + of('exec failed'),
      skipped: of('skipped'),
      ran: summary !== '' && report !== '',
      inside: skippedInside(report.replaceAll(/<system-(out|err)>/g, '\n')),
    });
  };
}

/** `node --test` with the spec reporter. */
export function countNode({ name, code, output }) {
  const of = (word) => sum([...output.matchAll(new RegExp(`^ℹ ${word} (\\d+)$`, 'gm'))]);
  const failed = of('fail') + of('cancelled');
  const passed = of('pass');
  const names = [...output.matchAll(/^\s*﹣ (.+?)(?: \([\d.]+ms\))? # (.+)$/gm)].map((m) => `skipped: ${name}: ${m[1]}: ${m[2]}`);
  const broken = passed + failed === 0 || (code !== 0 && failed === 0);
  if (failed > 0 || broken) names.push(`failed: ${name}`);
  return counted(passed, failed + (broken ? 1 : 0), of('skipped') + of('todo'), names);
}

/** `vitest --reporter=json`. */
export function countVitest(file) {
  return ({ name, code }) => {
    let report;
    try {
      report = JSON.parse(readFileSync(file, 'utf8'));
    } catch {
      return counted(0, 1, 0, [`failed: ${name}: no report was written`]);
    }
    const failed = report.numFailedTests + (report.numFailedTests === 0 && code !== 0 ? 1 : 0);
    const skipped = report.numPendingTests + report.numTodoTests;
    return counted(report.numPassedTests, failed, skipped, failed > 0 ? [`failed: ${name}`] : []);
  };
}
