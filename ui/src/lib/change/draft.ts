/** What an operator is about to ask of users, while it is being chosen. */
import type { Action, Operation, ScopeKind, State, Visibility } from '../backend/types';
import { isDay, startOf } from '../day';

/** A single action is chosen where a state is: both are what becomes of it. */
export type Doing = Exclude<Operation['do'], 'act'>;

/** A state, to be reached by whatever action leads there; or one action and no other. */
export type Target = State | `act:${Action}`;

/** One operation as a form has it. Only what its `doing` needs is read. */
export interface Draft {
  /** Tells drafts in a list apart. */
  key: number;
  doing: Doing;
  state: Target | '';
  role: string;
  /** `any` where a role is taken away wherever it is held. */
  scopeKind: ScopeKind | 'any';
  scopePath: string;
  /** A day, or empty. */
  until: string;
  group: string;
  /** The backend's name of a field, such as `profile.title`. */
  field: string;
  value: string;
  visibility: Visibility;
  /** On deleting: whether grants and groups are handed over. */
  hands: boolean;
  /** A user's key, for who stays or is given what there was. */
  other: string;
  /** What `other` is called. */
  otherName: string;
}

let next = 1;

export function draftFor(doing: Doing, given: Partial<Draft> = {}): Draft {
  next += 1;
  return {
    key: next,
    doing,
    state: '',
    role: '',
    scopeKind: doing === 'remove_role' ? 'any' : 'instance',
    scopePath: '',
    until: '',
    group: '',
    field: '',
    value: '',
    visibility: 'private',
    hands: false,
    other: '',
    otherName: '',
    ...given,
  };
}

/** What is missing or wrong in a draft, as a name in the catalogue. */
export type Problem = 'state' | 'role' | 'path' | 'group' | 'field' | 'into' | 'handTo' | 'date';

export function problemOf(draft: Draft): Problem | null {
  const needsPath = draft.scopeKind !== 'instance' && draft.scopeKind !== 'any';
  switch (draft.doing) {
    case 'set_state':
      return draft.state === '' ? 'state' : null;
    case 'add_role':
    case 'remove_role':
      if (draft.role.trim() === '') return 'role';
      if (needsPath && draft.scopePath.trim() === '') return 'path';
      return draft.until !== '' && !isDay(draft.until) ? 'date' : null;
    case 'add_group':
    case 'remove_group':
      return draft.group.trim() === '' ? 'group' : null;
    case 'set_field':
    case 'set_visibility':
      return draft.field === '' ? 'field' : null;
    case 'set_expiry':
      return draft.until !== '' && !isDay(draft.until) ? 'date' : null;
    case 'delete':
      return draft.hands && draft.other === '' ? 'handTo' : null;
    case 'merge_into':
      return draft.other === '' ? 'into' : null;
  }
}

const until = (draft: Draft) => (draft.until === '' ? null : startOf(draft.until));

function scopeOf(draft: Draft): { kind: ScopeKind; path: string } | null {
  if (draft.scopeKind === 'any') return null;
  return { kind: draft.scopeKind, path: draft.scopeKind === 'instance' ? '' : draft.scopePath.trim() };
}

/** The operation of a draft that has no problem. */
export function operationOf(draft: Draft): Operation {
  const { doing } = draft;
  switch (doing) {
    case 'set_state': {
      const target = draft.state === '' ? 'active' : draft.state;
      if (!target.startsWith('act:')) return { do: doing, state: target as State };
      return { do: 'act', action: target.slice('act:'.length) as Action };
    }
    case 'add_role':
      return {
        do: doing,
        role: draft.role.trim(),
        scope: scopeOf(draft) ?? { kind: 'instance', path: '' },
        expires: until(draft),
      };
    case 'remove_role':
      return { do: doing, role: draft.role.trim(), scope: scopeOf(draft) };
    case 'add_group':
    case 'remove_group':
      return { do: doing, group: draft.group.trim() };
    case 'set_field':
      return { do: doing, field: draft.field, value: draft.value.trim() === '' ? null : draft.value.trim() };
    case 'set_visibility':
      return { do: doing, field: draft.field, visibility: draft.visibility };
    case 'set_expiry':
      return { do: doing, at: until(draft) };
    case 'delete':
      return { do: doing, hand_to: draft.hands && draft.other !== '' ? Number(draft.other) : null };
    case 'merge_into':
      return { do: doing, into: Number(draft.other) };
  }
}
