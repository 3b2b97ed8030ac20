/** What users hold and may do, and through what. */
import type { StepKind } from '../../access/way';
import type { Scope } from '../../backend/types';
import { f } from './format';

const step: Record<StepKind, string> = { group: 'group', role: 'role', permission: 'permission' };

const scopeName = (scope: Scope) => (scope.path === '' ? 'the whole instance' : scope.path);

export const access = {
  step,
  scopeName,
  roleOn: (role: string, scope: Scope) => `${role} on ${scopeName(scope)}`,
  way: 'The way there',
  directly: 'held directly',
  more: (n: number) => f.plural(n, { one: 'and # more way', other: 'and # more ways' }),
};
