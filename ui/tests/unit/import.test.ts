import { describe, expect, test } from 'vitest';
import type { DetectedFile, Userstore } from '../../src/lib/backend/types';
import {
  addsUp,
  isMapped,
  kindOf,
  mapProblem,
  noChoices,
  requestOf,
  suggestedStore,
} from '../../src/screens/import/plan';
import { rejectedCsv } from '../../src/screens/import/rejected';

const file = (over: Partial<DetectedFile>): DetectedFile => ({
  path: '/x/users.json',
  name: 'users.json',
  bytes: 1,
  format: 'gitlab-users',
  title: null,
  because: '',
  userstore_kind: 'gitlab',
  columns: [],
  ...over,
});
const store = (domain: string, kind: Userstore['kind']) =>
  ({ domain, kind, authority: kind === 'local' ? 'local' : 'mirrored' }) as Userstore;
const csv = file({
  path: '/x/a.csv',
  format: 'csv',
  userstore_kind: 'file',
  columns: [
    { header: 'Login', attribute: 'userName', samples: [] },
    { header: 'Desk', attribute: null, samples: [] },
  ],
});

describe('where to import', () => {
  test('into the one userstore of the files’ kind', () => {
    expect(suggestedStore([file({})], [store('PRIMARY', 'local'), store('git.acme', 'gitlab')])).toEqual({
      store: 'git.acme',
      newStore: '',
    });
  });
  test('into a new one where there is none, or more than one', () => {
    expect(suggestedStore([file({})], [store('PRIMARY', 'local')])).toEqual({ store: '', newStore: 'gitlab' });
    const two = [store('gitlab', 'gitlab'), store('b', 'gitlab')];
    expect(suggestedStore([file({})], two)).toEqual({ store: '', newStore: 'gitlab-2' });
  });
  test('files of different kinds are a file', () => {
    expect(kindOf([file({}), file({ userstore_kind: 'ldap' })])).toBe('file');
  });
});

test('a map needs one username and no meaning twice', () => {
  expect(mapProblem({ Login: 'userName', Desk: '' })).toBeNull();
  expect(mapProblem({ Login: '', Desk: '' })).not.toBeNull();
  expect(mapProblem({ Login: 'userName', Nick: 'userName' })).not.toBeNull();
});

test('the request holds the map only where a CSV is read, and no empty choice', () => {
  const choices = { ...noChoices(), store: 'gitlab', map: { Login: 'userName', Desk: '' } };
  expect(requestOf([csv], choices, true)).toEqual({
    files: ['/x/a.csv'],
    userstore: 'gitlab',
    dry_run: true,
    strict: false,
    incomplete: false,
    complete: false,
    map: { Login: 'userName' },
  });
  expect(isMapped([csv], 'gitlab-permissions')).toBe(false);
  expect(requestOf([file({})], choices, false).map).toBeUndefined();
});

test('totals that do not add up are seen', () => {
  const report = { read: 10, created: 4, changed: 3, unchanged: 2, rejected_total: 1 };
  expect(addsUp(report)).toBe(true);
  expect(addsUp({ ...report, read: 11 })).toBe(false);
});

test('rejected rows as CSV: quoted, and nothing a spreadsheet would run', () => {
  const text = rejectedCsv([{ file: 'a.csv', line: 3, column: '=1+1', reason: 'says "no", twice' }]);
  expect(text.split('\r\n')[1]).toBe(`a.csv,3,'=1+1,"says ""no"", twice"`);
});
