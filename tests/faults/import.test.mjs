// `kill -9` at random moments of imports: the vault opens every time, `muster
// check` is clean, and each import is whole or absent.

import test from 'node:test';
import assert from 'node:assert/strict';
import { once } from 'node:events';
import { performance } from 'node:perf_hooks';
import { exits, start, told, vault } from '../lib/muster.mjs';
import { manyUsers, write } from '../lib/fixtures.mjs';
import { chooseSeed, randomFrom } from '../lib/random.mjs';

const KILLS = Number(process.env.MUSTER_KILLS ?? 160);
const WORKERS = 4;
const USERS = 1_200;

/** Everything that is said of every user, as one text to compare. */
async function everything(v) {
  return exits(await v.muster(['export', 'users', '--format', 'jsonl', '--sort', 'userName'])).stdout;
}

async function killed(v, args, after) {
  const child = start(args, { env: v.env });
  child.stdout.resume();
  child.stderr.resume();
  const closed = once(child, 'close');
  await new Promise((resolve) => setTimeout(resolve, after));
  child.kill('SIGKILL');
  const [, signal] = await closed;
  return signal === 'SIGKILL';
}

/** How long a program takes from start to end, in milliseconds. */
async function timed(work) {
  const started = performance.now();
  await work();
  return performance.now() - started;
}

test(`${KILLS} imports, each killed at a random moment`, { timeout: 600_000 }, async (t) => {
  const seed = chooseSeed();
  t.diagnostic(`seed ${seed}; the same moments again: MUSTER_SEED=${seed}`);
  const counts = { killed: 0, whole: 0, absent: 0 };

  const worker = async (number) => {
    const random = randomFrom(seed + number);
    const v = await vault();
    // Two lists of partly the same users that differ in every row, so that an
    // import that was only half done could not look like either.
    const lists = [
      write(v.path('one.json'), manyUsers(USERS, { stamp: 'one' })),
      write(v.path('two.json'), manyUsers(USERS, { from: USERS / 4, stamp: 'two' })),
    ];
    const importing = (list) => ['import', list, '--userstore', 'gitlab', '--as-of', '2024-11-01', '--json'];
    exits(await v.muster(importing(lists[0])));
    let duration = await timed(async () => exits(await v.muster(importing(lists[1]))));

    let before = await everything(v);
    let next = 0;
    // As many rounds as it takes for so many kills to hit a program that ran;
    // how fast the machine is changes meanwhile, so the aim follows it.
    for (let round = number; counts.killed < KILLS && round < 3 * KILLS; round += WORKERS) {
      // Half of them at any moment, half where the writing ends.
      const after = duration * (random() < 0.5 ? random() * 1.1 : 0.7 + random() * 0.4);
      const was = `seed ${seed}, round ${round}, killed after ${after.toFixed(0)} of ${duration.toFixed(0)} ms`;
      let hit = false;
      const took = await timed(async () => (hit = await killed(v, importing(lists[next]), after)));
      if (hit) counts.killed += 1;
      else duration = 0.9 * took;

      const check = exits(await v.muster(['check', '--json']));
      assert.deepEqual(check.json, { ok: true, problems: [] }, `${was}\n${told(check)}`);
      const now = await everything(v);
      if (now === before) {
        counts.absent += 1;
        if (after > 0.95 * duration) duration *= 1.1;
      } else {
        // Something was written: then all of it was, and doing it again changes nothing.
        const again = exits(await v.muster(importing(lists[next]))).json;
        assert.deepEqual([again.created, again.changed, again.gone], [0, 0, 0], `half an import was kept: ${was}`);
        assert.equal(await everything(v), now, `half an import was kept: ${was}`);
        counts.whole += 1;
        next = 1 - next;
        before = now;
      }
    }
    assert.equal(exits(await v.muster(['log', 'verify', '--json'])).json.ok, true);
  };

  await Promise.all(Array.from({ length: WORKERS }, (_, number) => worker(number)));
  t.diagnostic(`${counts.killed} killed while running; ${counts.absent} left no trace, ${counts.whole} were whole`);
  assert.ok(counts.killed >= KILLS, `only ${counts.killed} of ${KILLS} kills hit a program that ran: the test says too little`);
  assert.ok(counts.absent > 0 && counts.whole > 0, 'some were killed before and some after they were written, or the test says little');
});
