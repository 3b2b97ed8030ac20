/** What users hold and may do, and through what. */
import type { StepKind } from '../../access/way';
import { f } from './format';

const step: Record<StepKind, string> = { group: 'group', role: 'role', permission: 'permission' };

export const access = {
  step,
  way: 'The way there',
  directly: 'held directly',
  more: (n: number) => f.plural(n, { one: 'and # more way', other: 'and # more ways' }),
};
