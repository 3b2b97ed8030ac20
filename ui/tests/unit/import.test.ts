import { describe, expect, test } from 'vitest';
import type { DetectedFile, Userstore } from '../../src/lib/backend/types';
import {
  addsUp,
  isMapped,
  kindOf,
  mapProblem,
  meaningName,
  MEANINGS,
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
    { header: 'Login', attribute: 'username', samples: [] },
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
  test('the first file says the kind, or the format chosen by hand', () => {
    expect(kindOf([file({ userstore_kind: null }), file({ userstore_kind: 'ldap' })])).toBe('ldap');
    expect(kindOf([file({})], 'keycloak')).toBe('keycloak');
    expect(kindOf([])).toBe('file');
  });
});

test('a map needs something to know a user by, and no meaning twice', () => {
  expect(mapProblem({ Login: 'username', Desk: '' })).toBeNull();
  expect(mapProblem({ Mail: 'email' })).toBeNull();
  expect(mapProblem({ Login: '', Desk: 'attribute:Desk' })).not.toBeNull();
  expect(mapProblem({ Login: 'username', Nick: 'username' })).not.toBeNull();
  expect(mapProblem({ Login: 'username', Team: 'groups', Guild: 'groups' })).toBeNull();
});

test('the request says only what differs from what was recognised', () => {
  const base = { files: ['/x/a.csv'], userstore: 'gitlab', strict: false, incomplete: false, complete: false };
  const choices = { ...noChoices(), store: 'gitlab', map: { Login: 'username', Desk: '' } };
  expect(requestOf([csv], choices, true)).toEqual({ ...base, dry_run: true });
  const changed = { ...choices, map: { Login: '', Desk: 'username' } };
  expect(requestOf([csv], changed, false)).toEqual({
    ...base,
    dry_run: false,
    map: { Login: 'ignore', Desk: 'username' },
  });
  expect(isMapped([csv], 'gitlab-permissions')).toBe(false);
});

test('every meaning a column can have has a name', () => {
  for (const meaning of MEANINGS) expect(meaningName(meaning)).not.toMatch(/_/);
  expect(meaningName('attribute:Desk no.')).toContain('Desk no.');
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
