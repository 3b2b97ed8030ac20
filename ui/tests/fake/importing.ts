import type { CsvColumn } from '../../src/lib/backend/types';
import type { Answers } from './answers';
import { Fault, pause } from './fault';
import { NOW } from './people';

export const CSV_COLUMNS: CsvColumn[] = [
  { header: 'Login', attribute: 'username', samples: ['aokafor', 'blindqvist', 'cconti'] },
  {
    header: 'Full name',
    attribute: 'display_name',
    samples: ['Amara Okafor', 'Bengt Lindqvist', 'Chiara Conti'],
  },
  {
    header: 'E-Mail',
    attribute: 'email',
    samples: ['amara.okafor@acme.example', 'bengt.lindqvist@acme.example'],
  },
  { header: 'Status', attribute: 'state', samples: ['active', 'blocked', 'active'] },
  { header: 'Dept.', attribute: 'department', samples: ['Platform', 'Web', 'Data'] },
  { header: 'Desk', attribute: null, samples: ['3.114', '2.020', ''] },
];

export function importAnswers(): Pick<Answers, 'import_detect' | 'import_run' | 'import_history'> {
  return {
    import_detect: (paths) =>
      paths.map((path) => {
        const name = path.split('/').at(-1) ?? path;
        const file = { path, name, bytes: 4_812_331, columns: [] };
        if (name.endsWith('.json')) {
          return {
            ...file,
            format: 'gitlab-users',
            title: 'GitLab users (JSON)',
            because: 'Objects with “username”, “state” and “last_activity_on”, as GitLab’s users API writes them.',
            userstore_kind: 'gitlab' as const,
          };
        }
        if (name.endsWith('.csv')) {
          return {
            ...file,
            bytes: 88_120,
            format: 'csv',
            title: 'Any CSV',
            because: 'Comma-separated with a header row; 6 of 8 columns have a name that is known.',
            userstore_kind: 'gitlab' as const,
            columns: CSV_COLUMNS,
          };
        }
        return {
          ...file,
          bytes: 18_211,
          format: null,
          title: null,
          because: 'A ZIP archive, not a list of users. Save its table as CSV, or leave the file out.',
          userstore_kind: null,
        };
      }),
    import_run: async (request, progress) => {
      const hang = (globalThis as { fakeSlow?: boolean }).fakeSlow === true;
      for (let i = 1; i <= 4; i += 1) {
        progress({ stage: i < 4 ? 'reading' : 'writing', done: i * 1_200_000, total: 4_900_451, rows: i * 321 });
        await pause(hang ? 2000 : 30);
      }
      const rejected = [
        {
          file: 'people.csv',
          line: 41,
          column: 'Login',
          reason: 'The username is empty. Give the row a username, or leave it out.',
        },
        {
          file: 'people.csv',
          line: 107,
          column: 'Status',
          reason:
            '“sleeping” is no state. Use one of: active, invited, pending, locked, blocked, deactivated, banned, deleted.',
        },
        {
          file: 'users-1.json',
          line: 8213,
          column: null,
          reason: 'The object has no “id”. Export the page again; this one was cut off.',
        },
      ];
      if (request.strict) {
        throw new Fault('strict', '3 rows cannot be taken, so none was (strict).', { rejected, rejected_total: 3 });
      }
      return {
        format: 'gitlab-users+csv',
        userstore: request.userstore,
        read: 1287,
        created: 34,
        changed: 57,
        unchanged: 1193,
        gone: 12,
        confirmed: 4,
        outstanding: 2,
        rejected,
        rejected_total: 3,
        credentials_dropped: 2,
        groups: { created: 2, changed: 0, unchanged: 94, gone: 0 },
        grants: { created: 61, changed: 4, unchanged: 2210, gone: 19 },
        complete: true,
        incomplete_because: null,
        dry_run: request.dry_run ?? false,
        snapshot: request.dry_run ? null : 7,
        taken_at: new Date(NOW).toISOString(),
        late: false,
        counts: null,
        milliseconds: 412,
      };
    },
    import_history: async (request, progress) => {
      progress({ stage: 'reading', done: 1, total: 3, rows: 1200 });
      await pause(30);
      if (request.files[0]?.includes('undated')) {
        throw new Fault(
          'invalid',
          'users.json has no date in its name, such as 2026-03-01. Give it one, or leave it out.',
        );
      }
      const none = { created: 0, changed: 0, unchanged: 0, gone: 0 };
      const totals = [
        { at: '2026-01-01', read: 1180, created: 1180, changed: 0, unchanged: 0, gone: 0, late: true },
        { at: '2026-02-01', read: 1196, created: 28, changed: 44, unchanged: 1122, gone: 12, late: true },
        { at: '2026-03-01', read: 1211, created: 22, changed: 51, unchanged: 1138, gone: 7, late: true },
      ];
      return {
        snapshots: totals.map((one, i) => ({
          ...one,
          format: 'gitlab-users',
          userstore: request.userstore,
          confirmed: 0,
          outstanding: 0,
          rejected: [],
          rejected_total: i === 1 ? 2 : 0,
          credentials_dropped: 0,
          groups: none,
          grants: none,
          complete: i !== 2,
          incomplete_because: i === 2 ? 'the last page is missing.' : null,
          dry_run: request.dry_run ?? false,
          snapshot: request.dry_run ? null : 20 + i,
          taken_at: `${one.at}T00:00:00Z`,
          counts: null,
          milliseconds: 120,
        })),
        total: {
          read: 3587,
          created: 1230,
          changed: 95,
          unchanged: 2260,
          gone: 19,
          rejected: 2,
          credentials_dropped: 0,
        },
        dry_run: request.dry_run ?? false,
        milliseconds: 380,
      };
    },
  };
}
