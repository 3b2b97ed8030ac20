import { describe, expect, test } from 'vitest';
import { boughtOf, problemsOf as boughtProblems, setPlanOf } from '../../src/screens/seats/bought';
import { strengthOf } from '../../src/screens/start/strength';
import { differs, editOf, emptyDraft, problemsOf } from '../../src/screens/users/drawer/draft';
import { domainProblem } from '../../src/screens/userstores/domain';

const plan = {
  name: 'gitlab-ultimate',
  title: 'GitLab Ultimate',
  rule: '',
  filter: '',
  source: '',
  purchased: 850,
  price_cents: 2950,
  currency: 'EUR',
  chosen: true,
};

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

describe('what was bought', () => {
  test('goes into the form and out again unchanged', () => {
    expect(setPlanOf(plan.name, boughtOf(plan))).toEqual({
      plan: 'gitlab-ultimate',
      purchased: 850,
      price_cents: 2950,
      currency: 'EUR',
    });
  });

  test('that is empty is cleared', () => {
    expect(setPlanOf('x', { purchased: '', price: '', currency: 'EUR' })).toEqual({ plan: 'x' });
  });

  test('a price may be written with a comma, and cents do not drift', () => {
    expect(setPlanOf('x', { purchased: '1', price: '19,99', currency: 'usd' })).toMatchObject({
      price_cents: 1999,
      currency: 'USD',
    });
  });

  test.each([
    ['-1', '', 'purchased'],
    ['1.5', '', 'purchased'],
    ['', '29.999', 'price'],
    ['', 'a lot', 'price'],
  ])('%s at %s is refused', (purchased, price, field) => {
    expect(Object.keys(boughtProblems({ purchased, price, currency: 'EUR' }))).toEqual([field]);
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
