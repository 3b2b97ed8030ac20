import { describe, expect, test } from 'vitest';
import { shownValue, valuesProblem } from '../../src/lib/attributes';
import type { AttributeDefinition, GroupDetail, RoleDetail } from '../../src/lib/backend/types';
import { emptyGroup, groupDraft, groupEdit, groupProblems } from '../../src/lib/groups/draft';
import { isEmoji, statusLine } from '../../src/lib/profile/status';
import { emptyRole, includedBy, roleDraft, roleEdit } from '../../src/lib/roles/draft';
import { definitionOf, draftOf, problemsOf } from '../../src/screens/userstores/attributes/definition';

const group: GroupDetail = {
  group: {
    id: 1,
    userstore: 'PRIMARY',
    authority: 'local',
    path: 'ops',
    display_name: 'Operations',
    description: null,
    users: 3,
    groups: 0,
    roles: 1,
    gone: false,
  },
  source_id: null,
  editable: true,
  parents: [],
  children: [],
  roles: [{ role: 'auditor', scope: { kind: 'instance', path: '' } }],
  all_users: 3,
  filter: '',
};

describe('a group', () => {
  test('that was not touched sends nothing', () => {
    expect(groupEdit(groupDraft(group), groupDraft(group))).toEqual({});
  });

  test('sends only what differs, roles and parents whole', () => {
    const after = groupDraft(group);
    after.display_name = '';
    after.parents = ['platform'];
    after.roles.push({ role: ' operator ', kind: 'group', path: ' acme ' });
    expect(groupEdit(groupDraft(group), after)).toEqual({
      display_name: '',
      parents: ['platform'],
      roles: [...group.roles, { role: 'operator', scope: { kind: 'group', path: 'acme' } }],
    });
  });

  test('says what is missing', () => {
    const draft = { ...emptyGroup(), roles: [{ role: '', kind: 'project' as const, path: '' }] };
    expect(groupProblems(draft)).toEqual({ path: 'path', 'roles.0.role': 'role', 'roles.0.path': 'scope' });
  });
});

const role = (name: string, own: string[], included: RoleDetail['included'] = []): RoleDetail => ({
  role: {
    id: 1,
    userstore: 'PRIMARY',
    authority: 'local',
    name,
    description: null,
    level: null,
    privileged: false,
    builtin: false,
    base: null,
    includes: [],
    permissions: own.length,
    users: 0,
    groups: 0,
  },
  editable: true,
  own,
  included,
  included_by: [],
  filter: '',
});

describe('a role', () => {
  test('sends permissions only if others are chosen, in whatever order and spelling', () => {
    const before = roleDraft(role('x', ['/a', '/b']));
    expect(roleEdit(before, { ...before, permissions: ['/B/', '/a'] })).toEqual({});
    expect(roleEdit(before, { ...before, permissions: ['/a'] })).toEqual({ permissions: ['/a'] });
    expect(roleEdit(emptyRole(), { ...emptyRole(), name: ' n ', includes: ['y'] })).toEqual({
      name: 'n',
      includes: ['y'],
    });
  });

  test('has what others have, through them', () => {
    const everyone = { permission: '/login', through: ['everyone'] };
    expect(includedBy([role('operator', ['/manage'], [everyone])])).toEqual([
      { permission: '/manage', through: ['operator'] },
      { permission: '/login', through: ['operator', 'everyone'] },
    ]);
  });
});

const definition = (
  type: AttributeDefinition['type'],
  more: Partial<AttributeDefinition> = {},
): AttributeDefinition => ({
  userstore: 'PRIMARY',
  name: 'x',
  type,
  visibility: 'public',
  ...more,
});

describe('a custom attribute', () => {
  test.each([
    ['number', '12.5', 'twelve'],
    ['date', '2026-11-20', '20.11.2026'],
    ['yes_no', 'yes', 'maybe'],
    ['choice', 'Ulm', 'Bonn'],
    ['email', 'a@b.example', 'a'],
    ['link', 'https://b.example', 'javascript:alert(1)'],
  ] as const)('%s takes %s and not %s', (type, good, bad) => {
    const one = definition(type, { choices: ['Ulm'] });
    expect(valuesProblem(one, [good])).toBeNull();
    expect(valuesProblem(one, [good, bad])).not.toBeNull();
    expect(valuesProblem(one, [' '])).toBeNull();
    expect(valuesProblem({ ...one, required: true }, [])).not.toBeNull();
  });

  test('a value is shown in words; one that does not fit, as it is', () => {
    expect(shownValue('yes_no', 'yes')).toBe('Yes');
    expect(shownValue('date', '2026-11-20')).toBe('20 Nov 2026');
    expect(shownValue('date', 'soon')).toBe('soon');
  });

  test('a definition comes out of the form as it went in', () => {
    const one = definition('choice', { title: 'X', choices: ['a', 'b'], required: true, several: true });
    expect(definitionOf('PRIMARY', draftOf(one))).toEqual(one);
  });

  test('keeps nothing that its type has no use for', () => {
    const draft = { ...draftOf(definition('choice', { choices: ['a'], several: true })), type: 'yes_no' as const };
    expect(definitionOf('PRIMARY', draft)).toMatchObject({ choices: [], several: false });
  });

  test('needs a name of its own, and choices to choose from', () => {
    expect(problemsOf(draftOf(), [])).toEqual({ name: 'name' });
    expect(problemsOf({ ...draftOf(), name: 'x', type: 'choice', choices: ' \n' }, ['x'])).toEqual({
      name: 'exists',
      choices: 'choices',
    });
    expect(problemsOf({ ...draftOf(), name: 'y'.repeat(256) }, [])).toEqual({ name: 'long' });
  });
});

describe('a status', () => {
  test('takes one emoji, however it is made up', () => {
    for (const good of ['🌴', '👩🏽‍💻', '🇵🇹', '❤️', '1️⃣']) expect(isEmoji(good), good).toBe(true);
    for (const bad of ['', 'a', '🌴🌴', '🌴 a', '名', '1']) expect(isEmoji(bad), bad).toBe(false);
  });

  test('stands as one line; GitLab’s name of an emoji as GitLab writes it', () => {
    expect(statusLine('🌴', 'away')).toBe('🌴 away');
    expect(statusLine('palm_tree', undefined)).toBe(':palm_tree:');
    expect(statusLine('', 'away')).toBe('away');
    expect(statusLine(undefined, undefined)).toBe('');
  });
});
