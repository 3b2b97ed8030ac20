/** The way from a user to what they may do, as `grants_effective` and `grants_holders` tell it. */

export type StepKind = 'group' | 'role' | 'permission';

export interface Step {
  kind: StepKind;
  name: string;
}

const KINDS: StepKind[] = ['group', 'role', 'permission'];

/** A step taken apart. A name may hold colons itself; one of no known kind is taken for a group. */
function stepOf(text: string): Step {
  const at = text.indexOf(':');
  const kind = KINDS.find((k) => k === text.slice(0, at));
  return kind ? { kind, name: text.slice(at + 1) } : { kind: 'group', name: text };
}

export const stepsOf = (path: string[]): Step[] => path.map(stepOf);

/** Of the way, the part that leads to a grant: the groups, without the roles and the permission. */
export const groupsOf = (path: string[]): string[] =>
  stepsOf(path)
    .filter((step) => step.kind === 'group')
    .map((step) => step.name);

/** Of the way, roles after the first: those the held one includes. */
export const includedOf = (path: string[]): string[] =>
  stepsOf(path)
    .filter((step) => step.kind === 'role')
    .slice(1)
    .map((step) => step.name);
