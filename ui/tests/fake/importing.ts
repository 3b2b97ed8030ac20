import type { CsvColumn } from '../../src/lib/backend/types';
import type { Answers } from './answers';
import { Fault, pause } from './fault';

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

export function importAnswers(): Pick<Answers, 'import_detect' | 'import_run'> {
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
        milliseconds: 412,
      };
    },
  };
}
