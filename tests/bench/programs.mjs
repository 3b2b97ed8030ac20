// Size of the programs; time and memory of the command line on a large realm.

import { createWriteStream, statSync } from 'node:fs';
import { once } from 'node:events';
import { exits, run, scratch, start, PASSPHRASE } from '../lib/muster.mjs';
import { binaries } from '../lib/places.mjs';
import { peakMemory } from '../lib/processes.mjs';
import { mebibytes, measured, seconds } from './print.mjs';

const users = Number(process.argv[2] ?? 1_000_000);

measured('size of muster-desktop', mebibytes(statSync(binaries.desktop).size), 'under 25 MiB');
measured('size of muster', mebibytes(statSync(binaries.cli).size));

const place = scratch('muster-bench-');
try {
  const env = { ...place.env, MUSTER_PASSPHRASE: PASSPHRASE, MUSTER_VAULT: place.path('bench.muster') };
  exits(await run(['init', env.MUSTER_VAULT, '--operator', 'bench'], { env }));
  const file = place.path('users.csv');
  const out = createWriteStream(file);
  out.write('id,username,display_name,email,state,created_at,last_seen\n');
  const states = ['active', 'active', 'active', 'active', 'blocked', 'deactivated'];
  for (let n = 1; n <= users; n += 1) {
    const day = String((n % 28) + 1).padStart(2, '0');
    const row = `${n},user${n},First${n % 977} Last${n % 4999},user${n}@fern.example,${states[n % 6]},2024-01-${day}T08:00:00Z,2026-10-${day}\n`;
    if (!out.write(row)) await once(out, 'drain');
  }
  out.end();
  await once(out, 'finish');

  const job = async (what, goal, ...args) => {
    const ended = await peakMemory(start(args, { env }));
    if (ended.code !== 0) throw new Error(`${args.join(' ')}: exit ${ended.signal ?? ended.code}\n${ended.stderr}${ended.stdout}`);
    measured(what, `${seconds(ended.seconds)}, ${mebibytes(ended.peak)} at most`, goal);
  };
  await job(`import of a CSV of ${users} rows into an empty vault`, 'under 300 MiB', 'import', file, '--userstore', 'bench', '--json');
  await job('the same file again', undefined, 'import', file, '--userstore', 'bench', '--json');
  await job('first page of 100', undefined, 'users', 'list', '--limit', '100', '--json');
  await job('export of every user as CSV', undefined, 'export', 'users', '--format', 'csv', '--output', place.path('out.csv'));
  await job('check', undefined, 'check', '--json');
  await job('backup', undefined, 'backup', place.path('realm.backup'));
} finally {
  place.remove();
}
