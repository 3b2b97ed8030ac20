// A gate that counts wrongly passes what it should not.

import test from 'node:test';
import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { countCargo, countNextest, countNode, countOnce, countVitest } from './counts.mjs';

const numbers = ({ passed, failed, skipped }) => [passed, failed, skipped];

function withFile(text, use) {
  const folder = mkdtempSync(join(tmpdir(), 'muster-counts-'));
  try {
    const file = join(folder, 'report');
    if (text !== undefined) writeFileSync(file, text);
    return use(file);
  } finally {
    rmSync(folder, { recursive: true });
  }
}

test('one check passes, fails or is skipped with its reason', () => {
  assert.deepEqual(numbers(countOnce({ name: 'x', code: 0, output: '' })), [1, 0, 0]);
  assert.deepEqual(numbers(countOnce({ name: 'x', code: 1, output: '' })), [0, 1, 0]);
  const skipped = countOnce({ name: 'x', code: 77, output: 'a\nno such tool here\n' });
  assert.deepEqual(numbers(skipped), [0, 0, 1]);
  assert.deepEqual(skipped.names, ['skipped: x: no such tool here']);
});

test('cargo test: sums over programs; what was skipped inside did not pass', () => {
  const output = [
    'test result: ok. 3 passed; 0 failed; 1 ignored; 0 measured; 0 filtered out; finished in 0.01s',
    '---- a::b stderr ----',
    'skipped: a::b (no shared data here)',
    'test result: FAILED. 2 passed; 1 failed; 0 ignored; 0 measured; 0 filtered out; finished in 0.01s',
  ].join('\n');
  const found = countCargo({ name: 'rust', code: 101, output });
  assert.deepEqual(numbers(found), [4, 1, 2]);
  assert.deepEqual(found.names, ['skipped: a::b (no shared data here)', 'failed: rust']);
});

test('a runner that reports nothing, or fails without a failed test, counts as failed', () => {
  assert.deepEqual(numbers(countCargo({ name: 'rust', code: 0, output: '' })), [0, 1, 0]);
  assert.deepEqual(numbers(countNode({ name: 'cli', code: 0, output: '' })), [0, 1, 0]);
  const ok = 'test result: ok. 3 passed; 0 failed; 0 ignored;';
  assert.deepEqual(numbers(countCargo({ name: 'rust', code: 101, output: `${ok}\nerror: could not compile` })), [3, 1, 0]);
  withFile(undefined, (file) => assert.deepEqual(numbers(countVitest(file)({ name: 'ui', code: 0 })), [0, 1, 0]));
  withFile(undefined, (file) => {
    assert.deepEqual(numbers(countNextest(file)({ name: 'rust', code: 0, output: 'Summary [ 1.0s] 3 tests run: 3 passed, 0 skipped' })), [3, 1, 0]);
  });
});

test('nextest: its own summary, not the lines of the programs it runs', () => {
  const output = [
    '    test result: ok. 1 passed; 0 failed; 0 ignored;',
    '     Summary [   1.512s] 20 tests run: 17 passed (1 slow), 2 failed, 1 timed out, 4 skipped',
  ].join('\n');
  withFile('<testsuites><system-err>skipped: full_disk (needs to mount a file system)\n</system-err></testsuites>', (file) => {
    const found = countNextest(file)({ name: 'rust', code: 100, output });
    assert.deepEqual(numbers(found), [16, 3, 5]);
    assert.deepEqual(found.names, ['skipped: full_disk (needs to mount a file system)', 'failed: rust']);
  });
});

test("node's runner: passed, failed, cancelled, skipped by name", () => {
  const output = ['✔ a (0.6ms)', '﹣ b (0.09ms) # no data', 'ℹ pass 5', 'ℹ fail 1', 'ℹ cancelled 1', 'ℹ skipped 1', 'ℹ todo 0'].join('\n');
  const found = countNode({ name: 'cli', code: 1, output });
  assert.deepEqual(numbers(found), [5, 2, 1]);
  assert.deepEqual(found.names, ['skipped: cli: b: no data', 'failed: cli']);
});

test('vitest: its report', () => {
  withFile(JSON.stringify({ numPassedTests: 7, numFailedTests: 1, numPendingTests: 2, numTodoTests: 1 }), (file) => {
    assert.deepEqual(numbers(countVitest(file)({ name: 'ui', code: 1 })), [7, 1, 3]);
  });
  withFile(JSON.stringify({ numPassedTests: 7, numFailedTests: 0, numPendingTests: 0, numTodoTests: 0 }), (file) => {
    assert.deepEqual(numbers(countVitest(file)({ name: 'ui', code: 1 })), [7, 1, 0], 'it failed in some other way');
  });
});
