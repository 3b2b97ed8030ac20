/** A plan of one's own while it is written: what is wrong with it, and its rule as a list of conditions. */
import type { PlanDraft } from '../../../lib/backend';
import { m } from '../../../lib/messages';
import { clausesOf, compose } from '../../../lib/users/filter';

const LONGEST = 200;
const LONGEST_NAME = 60;

export interface Condition {
  /** Tells conditions apart. */
  key: number;
  text: string;
}

let next = 1;
export const conditionOf = (text = ''): Condition => ({ key: next++, text });

/** A rule as conditions that must all hold. */
export function conditionsOf(filter: string): Condition[] {
  const clauses = clausesOf(filter.replace(/\s+/g, ' '));
  return clauses.length > 0 ? clauses.map(conditionOf) : [conditionOf()];
}

/** The conditions as one rule. */
export const filterOf = (conditions: Condition[]) =>
  compose(
    conditions.map((c) => c.text.trim()).filter((text) => text !== ''),
    '',
  );

/** What is wrong, by field. */
export function problemsOf(
  draft: PlanDraft,
  taken: string[],
  fresh: boolean,
): Partial<Record<keyof PlanDraft, string>> {
  const v = m.seatPlans.invalid;
  const problems: Partial<Record<keyof PlanDraft, string>> = {};
  if (draft.title.trim() === '') problems.title = v.title;
  else if ([...draft.title.trim()].length > LONGEST) problems.title = v.long(LONGEST);
  if (!/^[a-z][a-z0-9-]*$/.test(draft.name)) problems.name = v.name;
  else if (draft.name.length > LONGEST_NAME) problems.name = v.long(LONGEST_NAME);
  else if (fresh && taken.includes(draft.name)) problems.name = v.taken;
  if (draft.filter.trim() === '') problems.filter = v.filter;
  return problems;
}
