import { describe, expect, test } from 'vitest';
import type { Userstore, UserstoreKind } from '../../src/lib/backend/types';
import { choicesFor, knownOf, meaningOf, verbOf } from '../../src/lib/change/actions';
import { quickDays } from '../../src/lib/change/days';
import { draftFor, operationOf, problemOf } from '../../src/lib/change/draft';
import { fieldChoices } from '../../src/lib/change/fields';
import { ENDING, FORMATS, fitting } from '../../src/lib/change/formats';
import { isDay } from '../../src/lib/day';
import { m } from '../../src/lib/messages';
import { linesOf } from '../../src/lib/text';

const store = (domain: string, kind: UserstoreKind): Pick<Userstore, 'domain' | 'kind'> => ({ domain, kind });
const targets = (kinds: UserstoreKind[], now: Parameters<typeof choicesFor>[1] = null) =>
  choicesFor(
    kinds.map((kind, i) => store(`s${i}`, kind)),
    now,
  );

describe('what can be asked of a state', () => {
  test('is what the userstore’s kind knows, in its words', () => {
    expect(targets(['gitlab']).map((c) => verbOf(c.target, null))).toEqual([
      'Activate',
      'Deactivate',
      'Block',
      'Ban',
      'Approve',
      'Reject',
      'Unblock',
      'Unlock',
      'Unban',
    ]);
    expect(targets(['keycloak']).map((c) => c.target)).toEqual(['active', 'deactivated', 'act:unlock']);
  });

  test('says where only some userstores know it', () => {
    const both = targets(['gitlab', 'keycloak']);
    expect(both.find((c) => c.target === 'deactivated')?.only).toBeNull();
    expect(both.find((c) => c.target === 'banned')?.only).toEqual(['s0']);
  });

  test('of users who are all in one state the verb is theirs, and what is so already is left out', () => {
    const pending = targets(['gitlab'], 'pending');
    expect(pending.map((c) => verbOf(c.target, 'pending'))).toEqual([
      'Approve',
      'Deactivate',
      'Block',
      'Ban',
      'Reject',
    ]);
    expect(targets(['gitlab'], 'blocked').map((c) => c.target)).not.toContain('blocked');
  });

  test('has a meaning for every choice', () => {
    for (const { target } of targets(['local'])) expect(meaningOf(target, null), target).not.toBe('');
  });

  test('a filter says what is known of all', () => {
    expect(knownOf('userstore eq "gitlab" and state eq "pending"')).toEqual({ userstore: 'gitlab', state: 'pending' });
    expect(knownOf('(state eq "pending" or state eq "blocked")')).toEqual({ userstore: null, state: null });
    expect(knownOf('state ne "pending"')).toEqual({ userstore: null, state: null });
  });
});

describe('an operation', () => {
  test('says what is missing', () => {
    expect(problemOf(draftFor('set_state'))).toBe('state');
    expect(problemOf(draftFor('add_role'))).toBe('role');
    expect(problemOf(draftFor('add_role', { role: 'x', scopeKind: 'group' }))).toBe('path');
    expect(problemOf(draftFor('add_role', { role: 'x', until: '2026-02-30' }))).toBe('date');
    expect(problemOf(draftFor('remove_role', { role: 'x' }))).toBeNull();
    expect(problemOf(draftFor('add_group', { group: ' ' }))).toBe('group');
    expect(problemOf(draftFor('set_field'))).toBe('field');
    expect(problemOf(draftFor('delete'))).toBeNull();
    expect(problemOf(draftFor('delete', { hands: true }))).toBe('handTo');
    expect(problemOf(draftFor('merge_into'))).toBe('into');
  });

  test('is made of a draft', () => {
    const made = (...given: Parameters<typeof draftFor>) => operationOf(draftFor(...given));
    expect(made('set_state', { state: 'blocked' })).toEqual({ do: 'set_state', state: 'blocked' });
    expect(made('set_state', { state: 'act:approve' })).toEqual({ do: 'act', action: 'approve' });
    expect(made('add_role', { role: ' Owner ', scopeKind: 'group', scopePath: ' acme ', until: '2026-12-31' })).toEqual(
      {
        do: 'add_role',
        role: 'Owner',
        scope: { kind: 'group', path: 'acme' },
        expires: '2026-12-31T00:00:00Z',
      },
    );
    expect(made('add_role', { role: 'x', scopePath: 'left over' })).toMatchObject({
      scope: { kind: 'instance', path: '' },
      expires: null,
    });
    expect(made('remove_role', { role: 'x' })).toEqual({ do: 'remove_role', role: 'x', scope: null });
    expect(made('set_field', { field: 'profile.title', value: ' ' })).toMatchObject({ value: null });
    expect(made('set_expiry')).toEqual({ do: 'set_expiry', at: null });
    expect(made('delete', { other: '7' })).toEqual({ do: 'delete', hand_to: null });
    expect(made('delete', { hands: true, other: '7' })).toEqual({ do: 'delete', hand_to: 7 });
    expect(made('merge_into', { other: '7' })).toEqual({ do: 'merge_into', into: 7 });
  });
});

describe('small things', () => {
  test('fields for many leave out what is one person’s own; who sees a field leaves out nothing', () => {
    const values = fieldChoices([], false).map((c) => c.value);
    expect(values).toContain('profile.department');
    expect(values).toContain('kind');
    expect(values).not.toContain('profile.bio');
    expect(fieldChoices([], true).map((c) => c.value)).toContain('profile.bio');
  });

  test('every format has an ending and words, and fits what it was made for', () => {
    for (const format of FORMATS) {
      expect(ENDING[format]).toMatch(/^[a-z]+$/);
      expect(m.changing.formatMeans[format]).toMatch(/\.$/);
    }
    expect(fitting('gitlab-sh', ['gitlab'])).toBe(true);
    expect(fitting('gitlab-sh', ['gitlab', 'ldap'])).toBe(false);
    expect(fitting('csv', [])).toBe(false);
  });

  test('days are days', () => {
    expect(isDay('2028-02-29')).toBe(true);
    for (const wrong of ['2026-02-29', '31.12.2026', '2026-1-1', '']) expect(isDay(wrong)).toBe(false);
    expect(quickDays(Date.parse('2026-11-20T23:59:00Z')).map((day) => day.value)).toEqual([
      '2026-12-20',
      '2027-02-18',
      '2027-05-19',
      '2026-12-31',
    ]);
  });

  test('lines are lines, however they end', () => {
    expect(linesOf(' a \r\nb\rc\n\n  \nd')).toEqual(['a', 'b', 'c', 'd']);
  });
});

describe('what the backend says, in words', () => {
  test('fields by their name, whose who-sees-it is one too', () => {
    expect(m.words.fieldName('profile.title.visibility')).toBe('Title, seen by');
    expect(m.words.fieldValue('profile.title.visibility', 'instance')).toBe('Instance');
    expect(m.words.fieldName('attributes.shirt_size')).toBe('Shirt size');
    expect(m.words.fieldName('service.owner')).toBe('Answers for it');
  });

  test('a grant until a day', () => {
    expect(m.words.fieldValue('grant', 'Owner on instance until 2026-12-31T00:00:00Z')).toMatch(
      /^Owner on the whole instance until 31 Dec 2026$/,
    );
    expect(m.words.fieldValue('grant', 'Owner on group acme/instance')).toBe('Owner on group acme/instance');
  });

  test('a title names fields as people do', () => {
    expect(m.words.inWords('Set profile.cost_center of 42 users to A1')).toBe('Set cost centre of 42 users to A1');
    expect(m.words.reason('state is "active"')).toBe('State is Active');
    expect(m.words.reason('it is gone: leave it out')).toBe('It is gone: leave it out');
    expect(m.words.inWords('Block 12345 users')).toBe('Block 12,345 users');
    expect(m.words.inWords('Block ada@profile.example')).toBe('Block ada@profile.example');
  });
});
