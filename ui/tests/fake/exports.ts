/** Files and the clipboard. */
import type { UserRow } from '../../src/lib/backend/types';
import type { Answers } from './answers';
import { Fault, pause } from './fault';
import { matches } from './language';
import { seatsOf } from './seats';
import type { World } from './world';

export const written = (path: string, rows: number) => ({
  path,
  rows,
  bytes: rows * 118 + 412,
  sha256: '9f2c1d4ab07e5a3361f0c8d94e7b2a6058dd3f4be1a9c7702b5e6f8d1c3a4b59',
});

const cells: Record<string, (row: UserRow) => string> = {
  userstore: (row) => row.userstore,
  username: (row) => row.username,
  display_name: (row) => row.display_name,
  email: (row) => row.email ?? '',
  state: (row) => row.state,
  kind: (row) => row.kind,
  highest_role: (row) => row.highest_role?.role ?? '',
  highest_role_on: (row) => row.highest_role?.scope.path ?? '',
  roles: (row) => row.roles.join(';'),
  privileged: (row) => String(row.privileged),
  mfa: (row) => String(row.mfa ?? ''),
  created_at: (row) => row.created_at ?? '',
  last_seen: (row) => row.last_seen.at ?? row.last_seen.status,
  expires_at: (row) => row.expires_at ?? '',
  seat: (row) => String(row.seat ?? ''),
  gone_since: (row) => row.gone_since ?? '',
  source_id: (row) => row.source_id ?? '',
};

/** A cell as RFC 4180 has it; one that a spreadsheet would run is made text. */
function cell(text: string): string {
  const safe = /^[=+\-@\t\r]/.test(text) ? `'${text}` : text;
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}

type Named = 'export_users' | 'export_things' | 'copy_users' | 'export_seats';

export function exportAnswers(world: World): Pick<Answers, Named> {
  const refuse = (path: string, overwrite: boolean | undefined) => {
    if (!overwrite && path.includes('taken')) throw new Fault('exists', `${path} exists already.`);
  };
  return {
    export_users: async ({ filter, path, overwrite }, progress) => {
      refuse(path, overwrite);
      const rows = world.rows.filter(matches(filter ?? '')).length;
      progress({ stage: 'writing', done: rows, total: rows, rows });
      await pause(20);
      return written(path, rows);
    },
    export_things: ({ path, overwrite }) => {
      refuse(path, overwrite);
      return written(path, 96);
    },
    copy_users: ({ users, columns }) => {
      const shown = columns.length > 0 ? columns : Object.keys(cells);
      const line = (values: string[]) => `${values.map(cell).join(',')}\r\n`;
      const rows = users.flatMap((id) => world.row(id) ?? []);
      return line(shown) + rows.map((row) => line(shown.map((name) => cells[name]?.(row) ?? ''))).join('');
    },
    export_seats: ({ path, overwrite }) => {
      refuse(path, overwrite);
      return written(path, seatsOf(world).length);
    },
  };
}
