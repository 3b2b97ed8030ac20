// False alarms are defects: what an audit finds in a demo vault is what was
// planted there, no more and no less. The truth is the generator's own plan.

import test from 'node:test';
import assert from 'node:assert/strict';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { EXIT, exits, run, scratch } from '../lib/muster.mjs';

const PASSPHRASE = 'look around in a demo';
const AS_OF = ['--as-of', '2026-11-20'];

const line = ({ rule, subject }) => `${rule} ${subject.type} ${subject.userstore}/${subject.name}`;

/** A demo vault, and what was planted in it. */
async function demo(context, ...args) {
  const place = scratch();
  context.after(place.remove);
  const vault = place.path('demo.muster');
  const truth = place.path('truth.jsonl');
  const env = { ...place.env, MUSTER_PASSPHRASE: PASSPHRASE };
  const made = exits(await run(['demo', vault, ...args, '--truth', truth, '--json', ...AS_OF], { env }));
  const planted = readFileSync(truth, 'utf8').trimEnd().split('\n').map((text) => JSON.parse(text));
  return { place, vault, truth, env, made: made.json, planted };
}

for (const args of [[], ['--users', '20'], ['--users', '700', '--seed', '77']]) {
  test(`what is found is what was planted: demo ${args.join(' ')}`, async (context) => {
    const { vault, env, planted } = await demo(context, ...args);
    const { json } = exits(await run(['--vault', vault, 'audit', 'run', '--json', ...AS_OF], { env: { ...env, TZ: 'UTC' } }));
    const found = json.findings.map(line).sort();
    assert.deepEqual(found, planted.map(line).sort());
    assert.ok(json.findings.every((finding) => finding.state === 'open'));
    if (args.length === 0) assert.ok(new Set(planted.map(({ rule }) => rule)).size >= 36, 'most rules find something');
  });
}

test('the truth is written only when asked for, and never over a file', async (context) => {
  const { place, truth, env, made, planted } = await demo(context, '--users', '60');
  assert.equal(made.truth.rows, planted.length);
  const before = readFileSync(truth);
  const again = await run(['demo', place.path('other.muster'), '--truth', truth, '--json', ...AS_OF], { env });
  exits(again, EXIT.failed);
  assert.deepEqual(readFileSync(truth), before);
  assert.ok(!existsSync(place.path('other.muster')), 'no vault is made');
  // Nor is one left of a vault that was not made.
  writeFileSync(place.path('taken'), '');
  exits(await run(['demo', place.path('taken'), '--truth', place.path('lost.jsonl'), ...AS_OF], { env }), EXIT.failed);
  assert.ok(!existsSync(place.path('lost.jsonl')));
});
