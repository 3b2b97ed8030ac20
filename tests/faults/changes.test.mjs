// `kill -9` at random moments of a change of many users and of its undoing:
// the vault opens every time, `muster check` is clean, and each is whole or
// absent.

import test from 'node:test';
import assert from 'node:assert/strict';
import { once } from 'node:events';
import { performance } from 'node:perf_hooks';
import { exits, start, told, vault } from '../lib/muster.mjs';
import { write } from '../lib/fixtures.mjs';
import { chooseSeed, randomFrom } from '../lib/random.mjs';

const KILLS = Number(process.env.MUSTER_CHANGE_KILLS ?? 60);
const WORKERS = 3;
const USERS = 1_500;

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

async function timed(work) {
  const started = performance.now();
  await work();
  return performance.now() - started;
}

/** A local userstore of many users. */
async function team() {
  const v = await vault();
  const rows = Array.from({ length: USERS }, (_, n) => `user${n},user${n}@fern.example`);
  const list = write(v.path('team.csv'), ['username,email', ...rows].join('\n'));
  exits(await v.muster(['import', list, '--userstore', 'PRIMARY', '--json']));
  return v;
}

test(`${KILLS} changes of many users and their undoing, each killed at a random moment`, { timeout: 600_000 }, async (t) => {
  const seed = chooseSeed();
  t.diagnostic(`seed ${seed}; the same moments again: MUSTER_SEED=${seed}`);
  const counts = { killed: 0, whole: 0, absent: 0 };

  const worker = async (number) => {
    const random = randomFrom(seed + number);
    const v = await team();
    const all = ['--filter', 'userName pr', '--yes', '--json'];
    const set = (title) => ['users', 'set', '--field', `title=${title}`, '--expires', title === 'one' ? '2030-01-01' : 'never', ...all];
    const first = exits(await v.muster(set('one'))).json;
    assert.equal(first.changed, USERS);
    let duration = await timed(async () => exits(await v.muster(set('two'))));
    let before = await everything(v);
    let next = 'one';
    for (let round = number; counts.killed < KILLS && round < 3 * KILLS; round += WORKERS) {
      const after = duration * (random() < 0.5 ? random() * 1.1 : 0.6 + random() * 0.5);
      const newest = exits(await v.muster(['changes', 'list', '--limit', '1', '--json'])).json.changes[0];
      const undo = newest.can_undo && random() < 0.5;
      const args = undo ? ['changes', 'undo', newest.id, '--json'] : set(next);
      const was = `seed ${seed}, round ${round}, ${undo ? 'undo' : 'change'} killed after ${after.toFixed(0)} of ${duration.toFixed(0)} ms`;
      let hit = false;
      const took = await timed(async () => (hit = await killed(v, args, after)));
      if (hit) counts.killed += 1;
      else duration = 0.9 * took;

      const check = exits(await v.muster(['check', '--json']));
      assert.deepEqual(check.json, { ok: true, problems: [] }, `${was}\n${told(check)}`);
      const now = await everything(v);
      const newestNow = exits(await v.muster(['changes', 'list', '--limit', '1', '--json'])).json.changes[0];
      if (now === before) {
        assert.deepEqual(newestNow, newest, `users are as before, and the changes are not: ${was}`);
        counts.absent += 1;
        if (after > 0.95 * duration) duration *= 1.1;
        continue;
      }
      // Something was written: then all of it was.
      counts.whole += 1;
      const expiries = new Set(now.trim().split('\n').map((row) => JSON.parse(row).expires_at));
      assert.equal(expiries.size, 1, `half a change was kept: ${was}`);
      if (undo) assert.equal(newestNow.status, 'undone', was);
      else assert.deepEqual([newestNow.status, newestNow.users], ['applied', USERS], was);
      next = [...expiries][0] === null ? 'one' : 'two';
      before = now;
    }
    assert.equal(exits(await v.muster(['log', 'verify', '--json'])).json.ok, true);
  };

  await Promise.all(Array.from({ length: WORKERS }, (_, number) => worker(number)));
  t.diagnostic(`${counts.killed} killed while running; ${counts.absent} left no trace, ${counts.whole} were whole`);
  assert.ok(counts.killed >= KILLS, `only ${counts.killed} of ${KILLS} kills hit a program that ran: the test says too little`);
  assert.ok(counts.absent > 0 && counts.whole > 0, 'some were killed before and some after they were written, or the test says little');
});
