import { describe, expect, test } from 'vitest';
import { en } from '../../src/lib/messages/en';
import { initials } from '../../src/lib/design/initials';
import { BackendError, toBackendError } from '../../src/lib/backend/error';
import { hrefOf, parse } from '../../src/lib/state/route.svelte';
import { columnsFor } from '../../src/lib/users/columns';
import { detailsOf } from '../../src/screens/log/details';

describe('addresses', () => {
  test('say the screen and what is open, and are read back', () => {
    const href = hrefOf('users', { where: 'state eq "active" and kind ne "bot"', q: '', user: '12' });
    expect(parse(href)).toEqual({
      screen: 'users',
      params: { where: 'state eq "active" and kind ne "bot"', user: '12' },
    });
  });
  test('that lead nowhere lead to the overview', () => expect(parse('#/nowhere?x=1').screen).toBe('overview'));
});

describe('columns', () => {
  const ids = (width: number) => columnsFor(width).map((c) => c.id);
  test('drop in the stated order', () => {
    expect(ids(1700)).toEqual([
      'display_name',
      'state',
      'highest_role',
      'last_seen',
      'seat',
      'userstore',
      'email',
      'created_at',
    ]);
    expect(ids(1068)).toEqual(['display_name', 'state', 'highest_role', 'last_seen', 'seat', 'userstore']);
    expect(ids(848)).toEqual(['display_name', 'state', 'highest_role', 'last_seen', 'seat']);
    expect(ids(300)).toEqual(['display_name', 'state']);
  });
  test('a wider table never shows fewer', () => {
    for (let w = 300; w < 2000; w += 10) expect(ids(w + 10).length).toBeGreaterThanOrEqual(ids(w).length);
  });
});

describe('errors', () => {
  test('of the backend keep their code and details', () => {
    const error = toBackendError({ code: 'invalid_filter', message: 'no', details: { at: 4 } });
    expect(error.code).toBe('invalid_filter');
    expect(error.number('at')).toBe(4);
    expect(error.text('at')).toBeNull();
  });
  test('of the bridge, which are plain texts, are faults of ours', () => {
    expect(toBackendError('missing argument').code).toBe('internal');
    expect(toBackendError(new Error('x'))).toBeInstanceOf(BackendError);
  });
});

test('every code has a sentence of its own', () => {
  const titles = Object.values(en.errors.title);
  expect(titles.length).toBe(16);
  expect(new Set(titles).size).toBe(titles.length);
});

test('no sentence of the catalogue is empty or names a code', () => {
  const seen: string[] = [];
  const walk = (value: unknown) => {
    if (typeof value === 'string') seen.push(value);
    else if (typeof value === 'object' && value !== null) Object.values(value).forEach(walk);
  };
  walk({ ...en, format: null });
  expect(seen.length).toBeGreaterThan(300);
  for (const text of seen) {
    expect(text).not.toBe('');
    expect(text).not.toMatch(/not_collected|undefined|\bTODO\b/);
  }
});

describe('the log', () => {
  test('names its actions, and an unknown one is still readable', () => {
    expect(en.log.action('user.edit')).toBe('Edited a user');
    expect(en.log.action('review.sign_off')).toBe('Review sign off');
  });
  test('shows details as words, numbers and changes', () => {
    const shown = detailsOf({
      rows: 1284,
      complete: true,
      fields: [
        { name: 'state', before: 'pending', after: 'active' },
        { name: 'email', before: null, after: 'a@b.example' },
      ],
      none: null,
    });
    expect(shown).toEqual([
      { name: 'Rows', value: '1,284' },
      { name: 'Lists everyone', value: 'Yes' },
      { name: 'Fields', value: 'State: Pending → Active\nE-mail: empty → a@b.example' },
    ]);
  });
});

test.each([
  ['Amara Okafor', 'AO'],
  ['ci-deployer', 'CD'],
  ['mlin', 'ML'],
  ['Ana María de la Cruz', 'AC'],
  ['ליאורה בן־דוד (Berlin)', 'לב'],
  ['“Bo” Lindqvist', 'BL'],
  ['(former)', 'FO'],
  ['', '?'],
])('the initials of “%s” are %s', (name, letters) => expect(initials(name)).toBe(letters));
