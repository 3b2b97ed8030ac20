// Runs one part: shows its output as it comes and hands it to the part's count.

import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { performance } from 'node:perf_hooks';
import { root } from './places.mjs';

const XVFB = ['xvfb-run', '--auto-servernum', '--server-args=-screen 0 1600x1200x24'];

/** Runs `part` and resolves to its counts. A program that cannot be started is a failed part. */
export async function runPart(part) {
  console.log(`\n== ${part.name}`);
  const started = performance.now();
  const [program, ...args] = part.display ? [...XVFB, ...part.command] : part.command;
  const child = spawn(program, args, {
    cwd: join(root, part.cwd ?? '.'),
    env: { ...process.env, ...part.env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const pieces = [];
  const tee = (stream) => (piece) => {
    pieces.push(piece);
    stream.write(piece);
  };
  child.stdout.on('data', tee(process.stdout));
  child.stderr.on('data', tee(process.stderr));
  let code;
  try {
    [code] = await once(child, 'close');
  } catch (error) {
    console.error(String(error));
    code = 127;
  }
  const result = part.count({ name: part.name, code, output: Buffer.concat(pieces).toString('utf8') });
  const seconds = ((performance.now() - started) / 1000).toFixed(1);
  console.log(`== ${part.name}: ${result.passed} passed, ${result.failed} failed, ${result.skipped} skipped, ${seconds} s`);
  return result;
}
