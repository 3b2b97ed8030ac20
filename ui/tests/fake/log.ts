import type { LogEntry } from '../../src/lib/backend/types';
import type { Answers } from './answers';
import { random } from './random';
import { ago } from './world';

function hash(seq: number): string {
  const r = random(seq * 31 + 5);
  return Array.from({ length: 64 }, () => Math.floor(r() * 16).toString(16)).join('');
}

const KINDS: Omit<LogEntry, 'seq' | 'at' | 'hash' | 'operator'>[] = [
  {
    action: 'export',
    target: 'seats',
    details: { format: 'csv', path: '/home/dana/seats.csv', rows: 812, sha256: '9f2c1d4a' },
  },
  {
    action: 'user.edit',
    target: 'PRIMARY/aokafor',
    details: {
      fields: [
        { name: 'profile.title', before: 'Engineer', after: 'Staff engineer' },
        { name: 'state', before: 'pending', after: 'active' },
      ],
      change: 12,
    },
  },
  { action: 'vault.open', target: null, details: {} },
  {
    action: 'import',
    target: 'gitlab',
    details: {
      files: ['users-1.json', 'users-2.json'],
      format: 'gitlab-users',
      read: 1287,
      created: 34,
      changed: 57,
      unchanged: 1193,
      gone: 12,
      rejected_total: 3,
      credentials_dropped: 2,
      complete: true,
    },
  },
  { action: 'seats.set', target: 'gitlab-ultimate', details: { purchased: 850, price_cents: 2900, currency: 'EUR' } },
  { action: 'userstore.add', target: 'ldap', details: { kind: 'ldap' } },
  { action: 'user.create', target: 'PRIMARY/aokafor', details: null },
  { action: 'vault.create', target: null, details: {} },
];

const ENTRIES: LogEntry[] = Array.from({ length: 143 }, (_, i) => {
  const seq = 143 - i;
  const kind = seq === 1 ? KINDS[7] : KINDS[i % 7];
  return {
    seq,
    at: ago(i * 0.7),
    operator: i % 5 === 3 ? 'Noor Rahman' : 'Dana Reyes',
    hash: hash(seq),
    ...kind,
  } as LogEntry;
});

export function logAnswers(): Pick<Answers, 'log_page' | 'log_verify'> {
  return {
    log_page: ({ before, limit, text }) => {
      const wanted = (text ?? '').toLowerCase();
      const found = ENTRIES.filter(
        (e) =>
          (before === undefined || e.seq < before) &&
          [e.action, e.operator, e.target ?? ''].some((s) => s.toLowerCase().includes(wanted)),
      );
      return { entries: found.slice(0, limit), total: ENTRIES.length, more: found.length > limit };
    },
    log_verify: () => ({ ok: true, entries: ENTRIES.length, broken_at: null, reason: null, head: hash(143) }),
  };
}
