import { describe, expect, test } from 'vitest';
import { strengthOf } from '../../src/screens/start/strength';
import { differs, editOf, emptyDraft, operationsOf, type Draft } from '../../src/screens/users/drawer/draft';
import { problemsOf } from '../../src/screens/users/drawer/problems';
import { domainProblem } from '../../src/screens/userstores/domain';

describe('an edit', () => {
  test('sends only what differs, and clears with an empty text', () => {
    const before = { ...emptyDraft(), username: 'dana', display_name: 'Dana', email: 'dana@acme.example' };
    const after = structuredClone(before);
    expect(differs(before, after)).toBe(false);
    after.email = '';
    after.profile.title = ' Engineer ';
    expect(editOf(before, after)).toEqual({ email: '', profile: { title: 'Engineer' } });
  });

  test('says what is wrong by field', () => {
    const draft = {
      ...emptyDraft(),
      username: 'a b',
      email: 'nobody',
      profile: { ...emptyDraft().profile, website: 'javascript:alert(1)' },
    };
    expect(Object.keys(problemsOf(draft)).sort()).toEqual(['display_name', 'email', 'profile.website', 'username']);
    expect(problemsOf({ ...emptyDraft(), username: 'dana', display_name: 'Dana' })).toEqual({});
  });
});

describe('an edit of a profile', () => {
  const before: Draft = {
    ...emptyDraft(),
    username: 'dana',
    display_name: 'Dana',
    attributes: { office: ['Ulm'], gone: ['x'] },
  };

  test('who sees a field is sent only for a field that has a value', () => {
    const after = structuredClone(before);
    after.visibility = { title: 'public', phone: 'private' };
    after.profile.title = 'Engineer';
    expect(editOf(before, after)).toEqual({ profile: { title: 'Engineer' }, visibility: { title: 'public' } });
  });

  test('attributes are sent whole, and cleared by none', () => {
    const after = structuredClone(before);
    after.attributes = { office: [' Ulm '], gone: [], desk: ['12', ''] };
    expect(editOf(before, after)).toEqual({ attributes: { gone: [], desk: ['12'] } });
  });

  test('what was longer before is no fault; what becomes so is', () => {
    const limits = [{ field: 'bio' as const, limit: 5, visibility: 'public' as const, fixed: false, multiline: true }];
    const long = { ...before, profile: { ...before.profile, bio: 'too long' } };
    expect(problemsOf(long, limits, [], long)).toEqual({});
    expect(Object.keys(problemsOf(long, limits, [], before))).toEqual(['profile.bio']);
    expect(problemsOf({ ...long, profile: { ...long.profile, bio: '12345' } }, limits, [], before)).toEqual({});
  });

  test('attributes are held to their type, and to being there', () => {
    const office = {
      userstore: 'PRIMARY',
      name: 'office',
      type: 'choice' as const,
      visibility: 'public' as const,
      choices: ['Bonn'],
    };
    const desk = {
      userstore: 'PRIMARY',
      name: 'desk',
      type: 'number' as const,
      visibility: 'public' as const,
      required: true,
    };
    expect(Object.keys(problemsOf(before, [], [office, desk]))).toEqual(['attributes.office', 'attributes.desk']);
    expect(problemsOf({ ...before, attributes: { office: ['Bonn'], desk: ['1.5'] } }, [], [office, desk])).toEqual({});
  });

  test('where another has the last word it becomes the steps of a change', () => {
    const steps = operationsOf({
      email: '',
      state: 'blocked',
      profile: { title: 'Lead' },
      visibility: { title: 'public' },
      attributes: { languages: ['English', 'German'] },
      expires_at: '2026-12-31',
    });
    expect(steps).toEqual([
      { do: 'set_field', field: 'email', value: null },
      { do: 'set_state', state: 'blocked' },
      { do: 'set_field', field: 'profile.title', value: 'Lead' },
      { do: 'set_visibility', field: 'profile.title', visibility: 'public' },
      { do: 'set_field', field: 'attributes.languages', value: 'English\nGerman' },
      { do: 'set_expiry', at: '2026-12-31T00:00:00Z' },
    ]);
    expect(operationsOf({ expires_at: '' })).toEqual([{ do: 'set_expiry', at: null }]);
  });
});

test.each([
  ['', 'empty'],
  ['eleven char', 'short'],
  ['aaaaaaaaaaaaaaaa', 'repetitive'],
  ['hellohellohello', 'repetitive'],
  ['correct horse', 'enough'],
  ['correct horse battery staple', 'long'],
])('the passphrase “%s” is %s', (passphrase, strength) => expect(strengthOf(passphrase)).toBe(strength));

test('a userstore’s name follows the rules of the model', () => {
  expect(domainProblem('gitlab', [])).toBeNull();
  expect(domainProblem('münchen-2.ldap', [])).toBeNull();
  for (const wrong of ['', 'a b', 'a_b', 'a/b', 'Federated', 'x'.repeat(61)])
    expect(domainProblem(wrong, [])).not.toBeNull();
  expect(domainProblem('GitLab', ['gitlab'])).not.toBeNull();
});
