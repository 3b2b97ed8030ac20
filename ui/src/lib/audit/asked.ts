/** Which findings are looked at: what the address says, and what the backend is asked. */
import type { FindingFilter, FindingGroup, FindingState, GroupFindingsBy, Severity } from '../backend/types';
import type { Params } from '../state/route.svelte';
import { SEVERITIES } from './words';

export type By = GroupFindingsBy | 'none';
export const BYS: By[] = ['rule', 'user', 'control', 'none'];

/** What an operator looks at: what waits, what is accepted, what is gone, or everything. */
export type Standing = 'waiting' | 'accepted' | 'resolved' | 'all';
export const STANDINGS: Standing[] = ['waiting', 'accepted', 'resolved', 'all'];
const STATES: Record<Standing, FindingState[]> = {
  waiting: ['open', 'reopened'],
  accepted: ['accepted'],
  resolved: ['resolved'],
  all: ['open', 'reopened', 'accepted', 'resolved'],
};

export interface Asked {
  by: By;
  standing: Standing;
  severity: Severity | null;
  words: string;
  /** Only what the last run has and the one before had not, or the other way around. */
  since: 'new' | 'gone' | null;
  /** The group that was opened: a rule or a control by its id, a user by `#` and its number, anything else by its name. */
  within: string | null;
}

export function askedOf(params: Params): Asked {
  return {
    by: BYS.find((by) => by === params.by) ?? 'rule',
    standing: STANDINGS.find((standing) => standing === params.state) ?? 'waiting',
    severity: SEVERITIES.find((severity) => severity === params.severity) ?? null,
    words: params.words ?? '',
    since: params.since === 'new' || params.since === 'gone' ? params.since : null,
    within: params.within ?? null,
  };
}

/** Whether rows are findings; else they are groups of them. */
export const isOneByOne = (asked: Asked) => asked.by === 'none' || asked.within !== null;

/** Whether anything narrows what is shown. */
export const isNarrowed = (asked: Asked) =>
  asked.standing !== 'waiting' || asked.severity !== null || asked.words.trim() !== '' || asked.since !== null;

/** What the backend is asked, of one pack; without the group that was opened where groups are listed. */
export function filterOf(asked: Asked, pack: string, alone = isOneByOne(asked)): FindingFilter {
  const { by, severity, since, words, within } = asked;
  const text = words.trim();
  const states = since === 'gone' ? STATES.resolved : since === 'new' ? [] : STATES[asked.standing];
  const only = alone && within !== null ? within : null;
  const user = only?.startsWith('#') ? Number(only.slice(1)) : null;
  const named = only !== null && by === 'user' && user === null;
  return {
    pack,
    states,
    ...(severity && { severities: [severity] }),
    ...(since === 'new' && { new: true }),
    ...(since === 'gone' && { gone: true }),
    ...(only !== null && by === 'rule' && { rules: [only] }),
    ...(only !== null && by === 'control' && { control: only }),
    ...(by === 'user' && user !== null && { user }),
    ...(named ? { text: only } : text !== '' && { text }),
  };
}

/** How the address says that a group is open. */
export const keyOf = (group: FindingGroup) => (group.user === null ? group.key : `#${group.user}`);

/** The next way to group. */
export const nextBy = (by: By): By => BYS[(BYS.indexOf(by) + 1) % BYS.length] ?? 'rule';
