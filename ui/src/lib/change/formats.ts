/** The files a pending change can leave as. */
import type { ChangeFormat, UserstoreKind } from '../backend/types';

export const FORMATS: ChangeFormat[] = ['gitlab-sh', 'scim-bulk', 'ldif', 'csv', 'jsonl'];

export const ENDING: Record<ChangeFormat, string> = {
  csv: 'csv',
  jsonl: 'jsonl',
  'scim-bulk': 'json',
  ldif: 'ldif',
  'gitlab-sh': 'sh',
};

/** The kind of userstore that a format was made for; none for those that any admin can work from. */
const FOR: Partial<Record<ChangeFormat, UserstoreKind>> = {
  'gitlab-sh': 'gitlab',
  'scim-bulk': 'scim',
  ldif: 'ldap',
};

/** Whether a format was made for all of these. */
export const fitting = (format: ChangeFormat, kinds: UserstoreKind[]): boolean =>
  kinds.length > 0 && kinds.every((kind) => kind === FOR[format]);
