import { expect, test } from 'vitest';
import type { Unseen } from '../../src/lib/backend/types';
import { byHighestRole, byState, byUserstore, goneFrom, PRIVILEGED_NO_MFA, unseenBy } from '../../src/lib/users/links';

const unseen: Unseen = {
  rule: 'state eq "active" and (kind eq "human" or kind eq "external") and gone eq false',
  days: 90,
  dormant: 1,
  never: 1,
  unknown: 1,
  not_collected: 1,
};

test('the four answers open four different lists of the same people', () => {
  const filters = (['dormant', 'never', 'unknown', 'not_collected'] as const).map((which) => unseenBy(unseen, which));
  expect(new Set(filters).size).toBe(4);
  for (const filter of filters) expect(filter.startsWith(`${unseen.rule} and lastSeen `)).toBe(true);
  expect(filters[0]).toContain('lastSeen le "-90d"');
});

test('what counts those present leaves out who is gone', () => {
  expect(byState('active')).toBe('state eq "active" and gone eq false');
  expect(byUserstore('git "x"')).toBe('userstore eq "git \\"x\\"" and gone eq false');
  expect(byHighestRole(null)).toBe('not (highestRole pr) and gone eq false');
  expect(goneFrom('ldap')).toContain('gone eq true');
  expect(PRIVILEGED_NO_MFA).toBe('state eq "active" and privileged eq true and gone eq false and mfa eq false');
});
