/** What an operation comes to for one user, as far as pictures and tests need it. */
import type { Action, FieldChange, Operation, Scope, State, UserRow } from '../../../src/lib/backend/types';
import { ago, type World } from '../world';

export type Outcome = { refused: string } | { fields: FieldChange[]; set: Partial<UserRow> };

const scopeText = (scope: Scope) => (scope.path === '' ? 'the whole instance' : scope.path);

function stateOutcome(row: UserRow, state: State): Outcome {
  if (row.state === state) return { fields: [], set: {} };
  if (row.userstore === 'ldap' && !['active', 'deactivated', 'locked'].includes(state)) {
    return { refused: 'A directory can only lock or switch off an account. Deactivate it instead.' };
  }
  if (row.userstore === 'gitlab') {
    if (state === 'deactivated' && row.last_seen.at !== null && row.last_seen.at > ago(90)) {
      return { refused: 'Seen within the last 90 days: GitLab deactivates only who was not. Block them instead.' };
    }
    if (state === 'deactivated' && row.state === 'blocked') {
      return { refused: 'GitLab does not deactivate who is blocked. Unblock them first.' };
    }
    if (state === 'banned' && row.state !== 'active') {
      return { refused: 'GitLab bans only who is active.' };
    }
  }
  return { fields: [{ name: 'state', before: row.state, after: state }], set: { state } };
}

const LEADS: Record<Action, [from: State | null, to: State]> = {
  approve: ['pending', 'active'],
  reject: ['pending', 'deleted'],
  block: [null, 'blocked'],
  unblock: ['blocked', 'active'],
  deactivate: [null, 'deactivated'],
  activate: ['deactivated', 'active'],
  ban: [null, 'banned'],
  unban: ['banned', 'active'],
  lock: [null, 'locked'],
  unlock: ['locked', 'active'],
  delete: [null, 'deleted'],
  restore: ['deleted', 'active'],
};

function actOutcome(row: UserRow, action: Action): Outcome {
  const [from, to] = LEADS[action];
  if (row.state === to) return { fields: [], set: {} };
  if (from !== null && row.state !== from) return { refused: `It is ${row.state}, for which the action is another.` };
  return stateOutcome(row, to);
}

export function outcomeOf(world: World, row: UserRow, operation: Operation): Outcome {
  const own = (name: string, before: string | null, after: string | null, set: Partial<UserRow> = {}): Outcome =>
    before === after ? { fields: [], set: {} } : { fields: [{ name, before, after }], set };
  switch (operation.do) {
    case 'set_state':
      return stateOutcome(row, operation.state);
    case 'act':
      return actOutcome(row, operation.action);
    case 'delete': {
      const to = operation.hand_to === null ? undefined : world.row(operation.hand_to);
      return {
        fields: [
          { name: 'state', before: row.state, after: 'deleted' },
          {
            name: 'grant',
            before: row.highest_role ? `${row.highest_role.role} on ${scopeText(row.highest_role.scope)}` : null,
            after: to ? `handed to ${to.userstore}/${to.username}` : null,
          },
        ],
        set: { state: 'deleted' },
      };
    }
    case 'add_role':
      return own('grant', null, `${operation.role} on ${scopeText(operation.scope)}`);
    case 'remove_role':
      if (!row.roles.includes(operation.role)) return { fields: [], set: {} };
      return own(
        'grants',
        `${operation.role} on ${scopeText(row.highest_role?.scope ?? { kind: 'instance', path: '' })}`,
        null,
      );
    case 'add_group':
      return row.userstore === 'ldap'
        ? { refused: `There is no group ${operation.group} in ldap.` }
        : own('group', null, operation.group);
    case 'remove_group':
      return own('group', operation.group, null);
    case 'set_field':
      if (operation.field === 'kind')
        return own('kind', row.kind, operation.value, { kind: operation.value as UserRow['kind'] });
      if (operation.field === 'username' && operation.value === 'taken') {
        return { refused: 'PRIMARY/taken is another user. Choose another username.' };
      }
      if (operation.field === 'display_name' || operation.field === 'email' || operation.field === 'username') {
        const { field, value } = operation;
        return own(field, row[field], value, { [field]: value });
      }
      return own(
        operation.field,
        world.profiles.get(row.id)?.fields?.[operation.field.slice(8)]?.value ?? null,
        operation.value,
      );
    case 'set_visibility':
      return own(operation.field, 'private', operation.visibility);
    case 'set_expiry':
      return own('expires_at', row.expires_at, operation.at, { expires_at: operation.at });
    case 'merge_into': {
      const into = world.row(operation.into);
      return {
        fields: [
          { name: 'state', before: row.state, after: 'deactivated' },
          { name: 'person', before: null, after: into ? `${into.userstore}/${into.username}` : null },
        ],
        set: { state: 'deactivated' },
      };
    }
  }
}
