// Watching processes from outside.

import { readFileSync, readdirSync, readlinkSync } from 'node:fs';
import { once } from 'node:events';
import { performance } from 'node:perf_hooks';

/** The most memory a process has held so far, in bytes; 0 where the system does not say or the process has gone. */
export function highWater(pid) {
  try {
    // Just after it was started it is still a copy of this program, whose memory is not its own.
    if (readlinkSync(`/proc/${pid}/exe`) === process.execPath) return 0;
    return Number(readFileSync(`/proc/${pid}/status`, 'utf8').match(/^VmHWM:\s+(\d+) kB$/m)[1]) * 1024;
  } catch {
    return 0;
  }
}

/** The state letter and parent of a process, from /proc; nothing if it has gone. */
function glance(pid) {
  try {
    // The name in brackets may hold spaces and brackets; what follows the last one does not.
    const [state, parent] = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ').at(-1).split(' ');
    return { state, parent: Number(parent) };
  } catch {
    return undefined;
  }
}

/** Whether a process still runs; a zombie does not. */
export function isRunning(pid) {
  const found = glance(pid);
  return found !== undefined && found.state !== 'Z';
}

/** The processes that `parent` started itself. */
export function childrenOf(parent) {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .map(Number)
    .filter((pid) => glance(pid)?.parent === parent);
}

/** Waits for a started program and says how it ended, what it said and the most memory it held. */
export async function peakMemory(child) {
  const started = performance.now();
  const out = [];
  const err = [];
  child.stdout.on('data', (piece) => out.push(piece));
  child.stderr.on('data', (piece) => err.push(piece));
  let peak = 0;
  const timer = setInterval(() => (peak = Math.max(peak, highWater(child.pid))), 20);
  const [code, signal] = await once(child, 'close');
  clearInterval(timer);
  const text = (pieces) => Buffer.concat(pieces).toString('utf8');
  return { code, signal, peak, stdout: text(out), stderr: text(err), seconds: (performance.now() - started) / 1000 };
}
