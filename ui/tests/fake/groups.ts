/** Groups and who is in them. */
import type { GroupEdit, GroupGlance } from '../../src/lib/backend/types';
import type { Answers } from './answers';
import { Fault } from './fault';
import { orgOf, type Group } from './manage/org';
import type { World } from './world';

type Named = 'groups_page' | 'group_show' | 'group_members' | 'group_create' | 'group_edit' | 'group_remove';

export function groupAnswers(world: World): Pick<Answers, Named> {
  const org = orgOf(world);
  const glance = (group: Group): GroupGlance => ({
    ...group.glance,
    users: org.members(group).length,
    groups: org.children(group.glance.id).length,
    roles: group.roles.length,
  });
  const groupOf = (id: number): Group => {
    const group = org.group(id);
    if (!group) throw new Fault('not_found', `There is no group number ${id}. It may have been removed.`);
    return group;
  };
  const show = (id: number) => {
    const group = groupOf(id);
    const all = new Set([group, ...org.below(group).map((one) => one.group)].flatMap((one) => org.members(one)));
    return {
      group: glance(group),
      source_id: group.glance.authority === 'mirrored' ? String(4000 + id) : null,
      editable: group.glance.authority === 'local' && !world.scenario.readOnly,
      parents: group.parents.map((parent) => glance(groupOf(parent))),
      children: org.children(id).map(glance),
      roles: group.roles,
      all_users: all.size,
      filter: `groups.display eq ${JSON.stringify(group.glance.path)}`,
    };
  };
  function change(group: Group, edit: GroupEdit): void {
    if (edit.path === 'taken')
      throw new Fault('exists', 'There is a group taken in PRIMARY already. Choose another path.');
    if (edit.path !== undefined) group.glance.path = edit.path;
    if (edit.display_name !== undefined) group.glance.display_name = edit.display_name || null;
    if (edit.description !== undefined) group.glance.description = edit.description || null;
    if (edit.roles !== undefined) group.roles = edit.roles;
    if (edit.parents !== undefined) {
      const parents = edit.parents.map((path) => org.groups.find((one) => one.glance.path === path));
      const below = new Set(org.below(group).map((one) => one.group));
      if (parents.some((parent) => parent === group || (parent && below.has(parent)))) {
        throw new Fault('invalid', `${group.glance.path} would be in itself. Take it out of the group below first.`);
      }
      group.parents = parents.flatMap((parent) => (parent ? [parent.glance.id] : []));
    }
  }
  return {
    groups_page: ({ search, userstore, within, top, offset, limit }) => {
      const wanted = search.toLowerCase();
      const found = org.groups
        .filter((one) => userstore === null || one.glance.userstore === userstore)
        .filter((one) => within === null || one.parents.includes(within))
        .filter((one) => !top || one.parents.length === 0)
        .filter((one) =>
          [one.glance.path, one.glance.display_name, one.glance.description].some((t) =>
            t?.toLowerCase().includes(wanted),
          ),
        )
        .map(glance)
        .sort((a, b) => a.path.localeCompare(b.path));
      return { groups: found.slice(offset, offset + limit), total: found.length };
    },
    group_show: show,
    group_members: ({ group: id, nested, offset, limit }) => {
      const group = groupOf(id);
      const through = new Map<number, string[]>(org.members(group).map((user) => [user, []]));
      if (nested) {
        for (const { group: below, way } of org.below(group)) {
          for (const user of org.members(below)) if (!through.has(user)) through.set(user, way);
        }
      }
      const members = [...through].flatMap(([user, way]) => {
        const row = world.row(user);
        return row ? [{ user, username: row.username, display_name: row.display_name, through: way }] : [];
      });
      members.sort((a, b) => a.display_name.localeCompare(b.display_name));
      return { members: members.slice(offset, offset + limit), total: members.length };
    },
    group_create: ({ userstore, edit }) => {
      org.nextId += 1;
      const path = edit.path ?? '';
      const group: Group = {
        glance: {
          id: org.nextId,
          userstore,
          authority: 'local',
          path,
          display_name: null,
          description: null,
          users: 0,
          groups: 0,
          roles: 0,
          gone: false,
        },
        parents: [],
        roles: [],
      };
      change(group, edit);
      org.groups.push(group);
      world.generation += 1;
      return show(group.glance.id);
    },
    group_edit: ([id, edit]) => {
      change(groupOf(id), edit);
      world.generation += 1;
      return show(id);
    },
    group_remove: ({ group: id, even_last }) => {
      const { glance, roles } = groupOf(id);
      if (roles.some(({ role }) => role === 'user-manager') && even_last !== true) {
        const left = `${glance.userstore} would be left without an enabled privileged user.`;
        throw new Fault('needs_twice', `${left} Say that you mean it to go on.`);
      }
      org.groups = org.groups.filter((one) => one.glance.id !== id);
      for (const group of org.groups) group.parents = group.parents.filter((parent) => parent !== id);
      world.generation += 1;
      return null;
    },
  };
}
