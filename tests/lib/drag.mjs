// Files dragged from another program onto the window, by the mouse and over
// X11, as a file manager does it. Who gives them is `drag/source.c`.

import { execFile, execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { root } from './places.mjs';

/** Where the source stands: right of the window, which begins at the top left. */
const AT = { x: 1340, y: 40, width: 200, height: 100 };
const PATIENCE = 20_000;
const pause = (ms) => new Promise((resolve) => setTimeout(resolve, ms));
const mouse = (...words) => promisify(execFile)('xdotool', words.map(String));

/** Builds the source into a scratch folder; every machine that builds the window has what this takes. */
function built(place) {
  const program = place.path('drag-source');
  const flags = execFileSync('pkg-config', ['--cflags', '--libs', 'gtk+-3.0'], { encoding: 'utf8' });
  execFileSync('cc', ['-o', program, join(root, 'tests', 'lib', 'drag', 'source.c'), ...flags.trim().split(/\s+/)]);
  return program;
}

/** Takes files up with the mouse; they hang on it until they are dropped. */
export async function drag(place, files) {
  const { x, y, width, height } = AT;
  const source = spawn(built(place), [x, y, width, height, ...files].map(String), {
    env: { ...place.env, DISPLAY: process.env.DISPLAY, XAUTHORITY: process.env.XAUTHORITY, GDK_BACKEND: 'x11', NO_AT_BRIDGE: '1' },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  let said = '';
  source.stdout.on('data', (piece) => (said += piece));
  const heard = async (word) => {
    const end = Date.now() + PATIENCE;
    while (!said.includes(word)) {
      if (Date.now() > end) throw new Error(`the source of the drag never says ${word}; it says ${JSON.stringify(said)}`);
      await pause(25);
    }
  };
  await heard('ready');
  let at = [x + width / 2, y + height / 2];
  await mouse('mousemove', ...at, 'mousedown', 1);
  return {
    /** Moves there, and stirs until `holds` does: a drag is told where it is only while it moves. */
    async to(to, holds) {
      const from = at;
      const end = Date.now() + PATIENCE;
      for (let step = 1; ; step += 1) {
        const share = Math.min(step / 10, 1);
        at = [0, 1].map((axis) => Math.round(from[axis] + (to[axis] - from[axis]) * share) + (step % 2));
        await mouse('mousemove', ...at);
        if (share === 1 && (await holds())) return;
        if (Date.now() > end) throw new Error(`what was dragged to ${to} is not noticed`);
        await pause(20);
      }
    },
    /** Lets go, and waits until both sides are done. */
    async drop() {
      await mouse('mouseup', 1);
      await heard('ended');
    },
    /** Puts the source away. */
    async end() {
      await mouse('mouseup', 1);
      source.kill('SIGKILL');
      if (source.exitCode === null && source.signalCode === null) await once(source, 'exit');
    },
  };
}
