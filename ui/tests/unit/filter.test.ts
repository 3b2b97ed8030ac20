import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { chipOf, phraseOf } from '../../src/lib/users/chips';
import {
  clausesOf,
  compose,
  equals,
  readChoice,
  readClause,
  sameClauses,
  valueOf,
  withValue,
} from '../../src/lib/users/filter';

describe('clauses', () => {
  test.each([
    ['', []],
    ['state eq "active"', ['state eq "active"']],
    ['state eq "active" and kind ne "bot"', ['state eq "active"', 'kind ne "bot"']],
    ['displayName eq "this and that" and mfa eq true', ['displayName eq "this and that"', 'mfa eq true']],
    ['displayName eq "a \\" and b"', ['displayName eq "a \\" and b"']],
    [
      'grants[role eq "owner" and scope sw "acme/"] and mfa eq false',
      ['grants[role eq "owner" and scope sw "acme/"]', 'mfa eq false'],
    ],
    ['state eq "active" or kind eq "bot"', ['state eq "active" or kind eq "bot"']],
    ['(state eq "active" or kind eq "bot") and mfa eq true', ['(state eq "active" or kind eq "bot")', 'mfa eq true']],
    ['(state eq "active" and mfa eq true)', ['state eq "active"', 'mfa eq true']],
  ])('of %s', (expression, clauses) => expect(clausesOf(expression)).toEqual(clauses));

  test('put together and taken apart are the same', () => {
    const value = fc.string({ maxLength: 12 });
    const clause = fc.tuple(fc.constantFrom('state', 'userstore', 'displayName'), value).map(([a, v]) => equals(a, v));
    fc.assert(
      fc.property(fc.array(clause, { maxLength: 5 }), (clauses) => {
        expect(clausesOf(compose(clauses, ''))).toEqual(clauses);
      }),
    );
  });
});

test('everything joins with and; what holds an or goes in brackets', () => {
  expect(compose(['state eq "active"', 'userstore eq "gitlab"'], 'okafor')).toBe(
    'state eq "active" and userstore eq "gitlab" and okafor',
  );
  expect(compose(['mfa eq true'], 'state eq "a" or state eq "b"')).toBe(
    'mfa eq true and (state eq "a" or state eq "b")',
  );
  expect(compose([], '')).toBe('');
});

test('a menu sets, replaces and clears one clause in its place', () => {
  const one = withValue(['kind ne "bot"'], 'state', 'active');
  expect(one).toEqual(['kind ne "bot"', 'state eq "active"']);
  expect(valueOf(one, 'state')).toBe('active');
  expect(withValue(['state eq "active"', 'mfa eq true'], 'state', 'blocked')).toEqual([
    'state eq "blocked"',
    'mfa eq true',
  ]);
  expect(withValue(one, 'state', null)).toEqual(['kind ne "bot"']);
  expect(valueOf(['state ne "active"'], 'state')).toBeNull();
});

test('a clause is read only if it is one simple comparison', () => {
  expect(readClause('lastSeen lt "-90d"')).toEqual({ attribute: 'lastSeen', operator: 'lt', value: '-90d' });
  expect(readClause('emails.value pr')).toEqual({ attribute: 'emails.value', operator: 'pr', value: '' });
  expect(readClause('grants[role eq "owner"]')).toBeNull();
  expect(readClause('okafor')).toBeNull();
});

test('a choice between values of one attribute is read as one', () => {
  expect(readChoice('(kind eq "human" or kind eq external)')).toEqual({
    attribute: 'kind',
    values: ['human', 'external'],
  });
  expect(readChoice('(kind eq "human" or state eq "active")')).toBeNull();
  expect(readChoice('(kind eq "human")')).toBeNull();
  expect(phraseOf('(kind eq "human" or kind eq "external")')).toBe('kind is human or external');
});

test('a rule written over several lines comes apart the same', () => {
  expect(clausesOf('gone eq false\nand (state eq active or state eq locked)\nand mfa eq true\n')).toEqual([
    'gone eq false',
    '(state eq active or state eq locked)',
    'mfa eq true',
  ]);
});

test('chips say a clause in words, and leave alone what they cannot say', () => {
  expect(phraseOf('userstore eq "gitlab"')).toBe('userstore is gitlab');
  expect(phraseOf('kind ne "bot"')).toBe('kind is not bot');
  expect(phraseOf('lastSeen lt "-90d"')).toBe('last seen 90 days ago or longer');
  expect(phraseOf('lastSeen eq not_collected')).toBe('last seen is not collected');
  expect(phraseOf('mfa eq false')).toBe('two-factor is no');
  expect(phraseOf('not (highestRole pr)')).toBe('highest role is not set');
  expect(chipOf('grants[role eq "owner"]').raw).toBe(true);
});

test('the order of clauses makes no difference', () => {
  expect(sameClauses(['a', 'b'], ['b', 'a'])).toBe(true);
  expect(sameClauses(['a'], ['a', 'b'])).toBe(false);
});
