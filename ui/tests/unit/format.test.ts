import { describe, expect, test } from 'vitest';
import { formatter, isDormant } from '../../src/lib/messages/format';
import { words } from '../../src/lib/messages/en/words';

const f = formatter('en-GB');
const now = Date.parse('2026-11-20T09:14:00Z');
const at = (text: string) => new Date(text).toISOString();

test('brief numbers are exact as long as there is room', () => {
  expect([0, 902, 99_999].map(f.brief)).toEqual(['0', '902', '99,999']);
  expect([100_000, 586_537, 1_254_000].map(f.brief)).toEqual(['100k', '587k', '1.25m']);
});

describe('ago', () => {
  test.each([
    ['2026-11-20T09:13:30Z', 'second', 'now'],
    ['2026-11-20T09:10:00Z', 'second', '4 minutes ago'],
    ['2026-11-20T07:00:00Z', 'second', '2 hours ago'],
    ['2026-11-20T00:00:00Z', 'day', 'today'],
    ['2026-11-19T23:59:00Z', 'day', 'yesterday'],
    ['2026-08-18T00:00:00Z', 'day', '94 days ago'],
    ['2025-11-21T00:00:00Z', 'day', '364 days ago'],
    ['2025-11-20T00:00:00Z', 'day', '1 year ago'],
    ['2020-01-01T00:00:00Z', 'second', '6 years ago'],
  ] as const)('%s to the %s', (time, precision, text) => expect(f.ago(at(time), precision, now)).toBe(text));

  test('never says hours where the source gave a day', () => {
    for (let h = 0; h < 24; h += 1) {
      expect(f.ago('2026-11-20T00:00:00Z', 'day', Date.parse('2026-11-20T00:00:00Z') + h * 3_600_000)).toBe('today');
    }
  });

  test('a time ahead of the clock is shown as a date', () => {
    expect(f.ago('2027-01-01T00:00:00Z', 'day', now)).toBe('1 Jan 2027');
  });
});

test('a day is the same day in every time zone', () => {
  expect(f.exact('2026-08-18T00:00:00Z', 'day')).toBe('18 Aug 2026');
});

test('the four answers to “last seen” are never merged', () => {
  const none = { at: null, source: null, precision: null };
  const texts = (['never', 'unknown', 'not_collected'] as const).map((status) =>
    words.lastSeen({ status, ...none }, now),
  );
  expect(new Set(texts).size).toBe(3);
  expect(words.lastSeen({ status: 'seen', at: '2026-08-18T00:00:00Z', source: 'x', precision: 'day' }, now)).toBe(
    '94 days ago',
  );
  expect(words.lastSeen({ status: 'seen', at: '2026-08-18T00:00:00Z', source: 'x', precision: 'fortnight' }, now)).toBe(
    'About 94 days ago',
  );
});

test('a share is never rounded to none or all', () => {
  expect(f.percent(1, 1_000_000)).toBe('1%');
  expect(f.percent(999_999, 1_000_000)).toBe('99%');
  expect(f.percent(850, 850)).toBe('100%');
  expect(f.percent(902, 850)).toBe('106%');
  expect(f.percent(0, 0)).toBe('0');
});

test('numbers, sizes, money and plurals', () => {
  expect(f.number(1_000_000)).toBe('1,000,000');
  expect(f.bytes(4_812_331)).toBe('4.8 MB');
  expect(f.money(2900, 'EUR')).toBe('€29');
  expect(f.money(2950, 'EUR')).toBe('€29.50');
  expect(f.money(100, 'bogus!')).toBe('1 bogus!');
  expect(f.plural(1, { one: '# user', other: '# users' })).toBe('1 user');
  expect(f.plural(1284, { one: '# user', other: '# users' })).toBe('1,284 users');
});

test('other languages count in their own way', () => {
  const cs = formatter('cs');
  const forms = { one: '# uživatel', few: '# uživatelé', other: '# uživatelů' };
  expect(cs.plural(3, forms)).toBe('3 uživatelé');
  expect(cs.plural(5, forms)).toBe('5 uživatelů');
});

test('dormant is the limit of days or longer, by the calendar', () => {
  const seen = (text: string) => ({ status: 'seen' as const, at: at(text), source: null, precision: 'day' as const });
  expect(isDormant(seen('2026-08-23T00:00:00Z'), 90, now)).toBe(false);
  expect(isDormant(seen('2026-08-22T00:00:00Z'), 90, now)).toBe(true);
});

test('a field without a name of its own is shown without underscores', () => {
  expect(words.fieldName('profile.title')).toBe('Title');
  expect(words.fieldName('some_new_field')).toBe('Some new field');
  expect(words.fieldValue('state', 'blocked')).toBe('Blocked');
});
