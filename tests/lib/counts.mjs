// How many tests passed, failed and were skipped, read from what each runner
// itself reports. A runner that reports nothing counts as failed: a part that
// silently runs no test must not look like one that passed.

import { readFileSync } from 'node:fs';

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

/** `cargo nextest`, `cargo test`. A test that finds its data missing prints `SKIPPED name: reason` and is counted so. */
export function countRust({ name, code, output }) {
  const lines = output.split('\n');
  const summaries = lines.filter((line) => /^\s*(Summary \[|test result:)/.test(line));
  const skippedInside = new Set(lines.map((line) => line.match(/^\s*SKIPPED (.+)$/)?.[1]).filter(Boolean));
  const of = (word) => sum(summaries.flatMap((line) => [...line.matchAll(new RegExp(`(\\d+) ${word}`, 'g'))]));
  const failed = of('failed') + of('timed out') + of('exec failed');
  const passed = of('passed') - skippedInside.size;
  const skipped = of('skipped') + of('ignored') + skippedInside.size;
  const names = [...skippedInside].map((reason) => `skipped: ${reason}`);
  const broken = summaries.length === 0 || (code !== 0 && failed === 0);
  if (failed > 0 || broken) names.push(`failed: ${name}`);
  return counted(passed, failed + (broken ? 1 : 0), skipped, names);
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
