/** A staged change: what it comes to for everyone. */
import type {
  ChangePreview,
  ChangeRequest,
  Operation,
  PreviewRow,
  UserRow,
  Warning,
} from '../../../src/lib/backend/types';
import type { World } from '../world';
import { outcomeOf } from './outcome';
import { usersOf } from './select';

export interface Staged {
  preview: ChangePreview;
  rows: PreviewRow[];
  set: Map<number, Partial<UserRow>>;
}

const TITLES: Record<Operation['do'], (operation: Operation) => string> = {
  set_state: (o) => (o.do === 'set_state' ? `Set state to ${o.state}` : ''),
  act: (o) => (o.do === 'act' ? `${o.action.charAt(0).toUpperCase()}${o.action.slice(1)}` : ''),
  delete: () => 'Delete',
  add_role: (o) => (o.do === 'add_role' ? `Add role ${o.role}` : ''),
  remove_role: (o) => (o.do === 'remove_role' ? `Remove role ${o.role}` : ''),
  add_group: (o) => (o.do === 'add_group' ? `Add to group ${o.group}` : ''),
  remove_group: (o) => (o.do === 'remove_group' ? `Remove from group ${o.group}` : ''),
  set_field: (o) => (o.do === 'set_field' ? `Set ${o.field.replace('profile.', '')}` : ''),
  set_visibility: (o) => (o.do === 'set_visibility' ? `Set who sees ${o.field.replace('profile.', '')}` : ''),
  set_expiry: () => 'Set when access ends',
  merge_into: () => 'Merge accounts',
};

function rowOf(world: World, row: UserRow, operations: Operation[]): { shown: PreviewRow; set: Partial<UserRow> } {
  const shown: PreviewRow = {
    user: row.id,
    userstore: row.userstore,
    username: row.username,
    display_name: row.display_name,
    effect: 'unchanged',
    reason: null,
    fields: [],
  };
  let set: Partial<UserRow> = {};
  for (const operation of operations) {
    const outcome = outcomeOf(world, row, operation);
    if ('refused' in outcome) {
      return { shown: { ...shown, effect: 'refused', reason: outcome.refused, fields: [] }, set: {} };
    }
    shown.fields = [...shown.fields, ...outcome.fields];
    set = { ...set, ...outcome.set };
  }
  return { shown: { ...shown, effect: shown.fields.length > 0 ? 'changed' : 'unchanged' }, set };
}

function warningsOf(changed: UserRow[], set: Map<number, Partial<UserRow>>, operations: Operation[]): Warning[] {
  const warnings: Warning[] = [];
  const add = (kind: Warning['kind'], count: number, needs_twice: boolean, message: string) =>
    count > 0 && warnings.push({ kind, count, needs_twice, message });
  const off = changed.filter((row) => (set.get(row.id)?.state ?? 'active') !== 'active');
  const owners = off.filter((row) => row.highest_role?.role === 'Owner');
  add(
    'last_owner',
    owners.length,
    true,
    `${owners
      .map((row) => row.highest_role?.scope.path)
      .slice(0, 3)
      .join(', ')} would have no enabled owner any more. Give someone else the role first.`,
  );
  const privileged = changed.filter((row) => row.privileged).length;
  add('privileged', privileged, false, `${privileged} of them can change others’ access or the instance.`);
  const gone = changed.filter((row) => row.gone_since !== null).length;
  add('gone', gone, false, `${gone} of them were not listed in the last complete snapshot.`);
  if (operations.some((o) => o.do === 'delete')) {
    add(
      'irreversible',
      changed.length,
      false,
      'GitLab gives contributions to a ghost user and deletes personal projects.',
    );
  }
  if (operations.some((o) => o.do === 'set_state' && o.state === 'deactivated')) {
    const there = changed.filter((row) => row.userstore === 'gitlab').length;
    add(
      'comes_back',
      there,
      false,
      'GitLab switches a deactivated user on again when they sign in. Block who must stay out.',
    );
  }
  return warnings;
}

export function stage(world: World, staged: number, request: ChangeRequest): Staged {
  const { rows: users, unmatched } = usersOf(world, request.selected);
  const worked = users.map((row) => rowOf(world, row, request.operations));
  const order = { changed: 0, refused: 1, unchanged: 2 };
  const rows = worked.map((one) => one.shown).sort((a, b) => order[a.effect] - order[b.effect]);
  const count = (effect: PreviewRow['effect']) => rows.filter((row) => row.effect === effect).length;
  const set = new Map(worked.filter((one) => one.shown.effect === 'changed').map((one) => [one.shown.user, one.set]));
  const changed = users.filter((row) => set.has(row.id));
  const reasons = new Map<string, number>();
  for (const row of rows) if (row.reason) reasons.set(row.reason, (reasons.get(row.reason) ?? 0) + 1);
  const domains = [...new Set(changed.map((row) => row.userstore))].sort();
  const [first] = request.operations;
  const preview: ChangePreview = {
    staged,
    title: request.title ?? (first ? TITLES[first.do](first) : 'Nothing'),
    matched: users.length,
    changed: count('changed'),
    unchanged: count('unchanged'),
    refused: count('refused'),
    userstores: domains.map((userstore) => ({
      userstore,
      authority: userstore === 'PRIMARY' ? ('local' as const) : ('mirrored' as const),
      changed: changed.filter((row) => row.userstore === userstore).length,
    })),
    warnings: [
      ...warningsOf(changed, set, request.operations),
      ...(unmatched.length > 0
        ? [
            {
              kind: 'unmatched' as const,
              message: `${unmatched.length} lines name nobody, or several. The others are changed.`,
              needs_twice: false,
              count: unmatched.length,
            },
          ]
        : []),
    ],
    unmatched: unmatched.slice(0, 1000),
    unmatched_total: unmatched.length,
    refusals: [...reasons].map(([reason, n]) => ({ reason, count: n })).sort((a, b) => b.count - a.count),
    rows: rows.slice(0, 100),
  };
  return { preview, rows, set };
}
