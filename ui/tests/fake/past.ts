/** Snapshots, what differs between two, counts of the instance, and reports. */
import type { Became, DiffField, DiffRow, SnapshotRow } from '../../src/lib/backend/types';
import type { Answers } from './answers';
import { written } from './exports';
import { Fault, pause } from './fault';
import { random } from './random';
import { seatsOf } from './seats';
import { ago, type World } from './world';

function snapshots(world: World): SnapshotRow[] {
  if (world.scenario.users === 0 || world.scenario.history === 'none') return [];
  const count = (domain: string) => world.rows.filter((row) => row.userstore === domain && !row.gone_since).length;
  const one = (id: number, userstore: string, days: number, more: Partial<SnapshotRow> = {}): SnapshotRow => {
    const r = random(id * 31);
    const first = more.gone === undefined && more.changed === undefined && more.created !== undefined;
    return {
      id,
      userstore,
      taken_at: ago(days),
      imported_at: ago(days - 0.01),
      operator: 'Dana Reyes',
      format: userstore === 'ldap' ? 'LDIF' : 'GitLab users (REST)',
      complete: true,
      because: null,
      files: userstore === 'ldap' ? ['people.ldif'] : ['users-1.json', 'users-2.json'],
      users: count(userstore) - Math.round(days / 9),
      created: Math.floor(r() * 38),
      changed: first ? 0 : 12 + Math.floor(r() * 70),
      gone: first ? 0 : Math.floor(r() * 14),
      rejected: 0,
      late: false,
      ...more,
    };
  };
  if (world.scenario.history === 'one') return [one(1, 'gitlab', 0.01, { created: count('gitlab') })];
  const because = 'the permissions export lists active users with direct memberships only.';
  return [
    one(9, 'gitlab', 0.01),
    one(8, 'ldap', 18, {
      complete: false,
      because: 'the search was limited to ou=people.',
      rejected: 3,
      gone: 0,
      operator: 'Noor Rahman',
    }),
    one(7, 'gitlab', 31),
    one(6, 'gitlab', 62),
    one(5, 'gitlab', 78, {
      complete: false,
      because,
      format: 'GitLab user permissions CSV',
      files: [
        world.scenario.long
          ? 'export-of-all-user-permissions-of-the-acme-international-holding-verwaltungsgesellschaft-2026-09-03.csv'
          : 'user-permissions-2026-09-03.csv',
      ],
      gone: 0,
    }),
    one(10, 'gitlab', 92, { late: true, imported_at: ago(0.005) }),
    one(4, 'gitlab', 122),
    one(3, 'ldap', 140),
    one(2, 'gitlab', 153),
    one(1, 'gitlab', 170, { created: count('gitlab') - 30 }),
  ].map((row) => (row.id === 10 ? { ...row, operator: 'Noor Rahman' } : row));
}

const CHANGES: ((r: number) => DiffField)[] = [
  () => ({ name: 'state', before: 'active', after: 'deactivated' }),
  (r) => ({ name: 'grant', before: r < 0.5 ? null : 'Reporter on acme/docs', after: 'Developer on acme/api' }),
  () => ({ name: 'group', before: null, after: 'acme/platform' }),
  () => ({ name: 'display_name', before: 'A. Okafor', after: 'Amara Okafor' }),
  () => ({ name: 'mfa', before: 'false', after: 'true' }),
];

function diff(world: World, from: SnapshotRow, to: SnapshotRow): DiffRow[] {
  const r = random(from.id * 100 + to.id);
  const here = world.rows.filter((row) => row.userstore === to.userstore);
  const take = (n: number, became: Became, skip: number) =>
    here
      .filter((_, i) => i % 9 === skip)
      .slice(0, n)
      .map((row): DiffRow => {
        const fields = CHANGES.filter(() => r() < 0.3).map((change) => change(r()));
        return {
          id: row.id,
          username: row.username,
          display_name: row.display_name,
          became,
          fields: became === 'changed' ? (fields.length > 0 ? fields : [(CHANGES[0] as () => DiffField)()]) : [],
        };
      })
      .sort((a, b) => a.display_name.localeCompare(b.display_name));
  return [...take(34, 'added', 1), ...take(to.complete ? 12 : 0, 'removed', 4), ...take(57, 'changed', 7)];
}

type Named = 'snapshots_page' | 'snapshots_diff' | 'instance_counts_import' | 'report_make' | 'report_preview';

export function pastAnswers(world: World): Pick<Answers, Named> {
  const find = (id: number) => {
    const found = snapshots(world).find((row) => row.id === id);
    if (!found) throw new Fault('not_found', `There is no snapshot ${id}.`);
    return found;
  };
  return {
    snapshots_page: ({ userstore, offset = 0, limit }) => {
      const all = snapshots(world).filter((row) => !userstore || row.userstore === userstore);
      return { snapshots: all.slice(offset, offset + limit), total: all.length };
    },
    snapshots_diff: ({ from, to, became, field, text, offset = 0, limit }) => {
      const [earlier, later] = [find(from), find(to)];
      const all = diff(world, earlier, later);
      const count = (what: Became) => all.filter((row) => row.became === what).length;
      const fields = new Map<string, number>();
      for (const row of all) for (const { name } of row.fields) fields.set(name, (fields.get(name) ?? 0) + 1);
      const typed = (text ?? '').trim().toLowerCase();
      const some = all.filter(
        (row) =>
          (!became || row.became === became) &&
          (!field || row.fields.some(({ name }) => name === field)) &&
          (typed === '' || `${row.display_name} ${row.username}`.toLowerCase().includes(typed)),
      );
      return {
        from: earlier,
        to: later,
        added: count('added'),
        removed: count('removed'),
        changed: count('changed'),
        fields: [...fields].map(([name, n]) => ({ name, count: n })).sort((a, b) => b.count - a.count),
        rows: some.slice(offset, offset + limit),
        total: some.length,
      };
    },
    instance_counts_import: ([userstore, path]) => {
      if (path.includes('docx')) throw new Fault('format', `${path} is no licence-usage file: it has no column Date.`);
      return {
        userstore,
        days: 412,
        changed: 412,
        from: '2025-10-05',
        to: '2026-11-19',
        rejected: [],
        rejected_total: 0,
        left_out: ['License Key', 'Email', 'Company'],
      };
    },
    report_make: async ({ path, overwrite }, progress) => {
      if (!overwrite && path.includes('taken')) throw new Fault('exists', `${path} exists already.`);
      progress({ stage: 'writing', done: 1, total: 1, rows: 812 });
      await pause(20);
      return written(path, seatsOf(world).length);
    },
    report_preview: ({ report, from, to }) => page(world, report, from, to),
  };
}

const escape = (text: string) => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;');

/** A page as the backend draws it, though simpler. */
function page(world: World, report: string, from = '2025-12-01', to = '2026-11-20'): string {
  const rows = seatsOf(world)
    .slice(0, 12)
    .map((row) => `<tr><td>${escape(row.display_name)}<td>${row.username}<td>${row.highest_role?.role ?? ''}`)
    .join('');
  return `<!doctype html><html lang="en"><head><meta charset="utf-8"><title>Report</title><style>
    body { margin: 32px; font: 13px/1.5 system-ui, sans-serif; color: #16191d; background: #fff }
    h1 { font-size: 20px; margin: 0 0 4px } p { color: #565e6a; margin: 0 0 16px }
    table { border-collapse: collapse; width: 100% } th { text-align: left; font-weight: 600 }
    td, th { padding: 4px 12px 4px 0; border-bottom: 1px solid #e2e5ea }
    </style></head><body><h1>${report === 'seats' ? 'Seat report' : `Report: ${report}`}</h1>
    <p>Realm Acme · ${from} to ${to} · by Dana Reyes</p>
    <table><thead><tr><th>User<th>Username<th>Highest role</thead><tbody>${rows}</tbody></table></body></html>`;
}
