/** Roles, the permission tree, and who may do what. */
import type { EffectiveGrant, PermissionNode, RoleDetail, RoleEdit, Scope } from '../../src/lib/backend/types';
import type { Answers } from './answers';
import { Fault } from './fault';
import { orgOf, type Role } from './manage/org';
import type { World } from './world';

type Named =
  | 'roles_list'
  | 'role_show'
  | 'role_create'
  | 'role_edit'
  | 'role_remove'
  | 'roles_install'
  | 'permissions_tree'
  | 'permission_add'
  | 'permission_remove'
  | 'grants_effective'
  | 'grants_holders';

const covers = (held: string, asked: string) => held === asked || asked.startsWith(`${held}/`);

export function roleAnswers(world: World): Pick<Answers, Named> {
  const org = orgOf(world);
  const roleOf = (id: number): Role => {
    const role = org.role(id);
    if (!role) throw new Fault('not_found', `There is no role number ${id}. It may have been removed.`);
    return role;
  };
  function show(role: Role): RoleDetail {
    const { name, userstore } = role.glance;
    const including = org.roles.filter(
      (one) => one.glance.userstore === userstore && one.glance.includes.includes(name),
    );
    return {
      role: org.counted(role),
      editable: role.glance.authority === 'local' && !role.glance.builtin && !world.scenario.readOnly,
      own: role.own,
      included: org.included(role),
      included_by: including.map((one) => one.glance.name),
      filter: `roles.value eq ${JSON.stringify(name)}`,
    };
  }
  function change(role: Role, edit: RoleEdit): void {
    const { glance } = role;
    if (edit.name === 'taken')
      throw new Fault('exists', 'There is a role taken in PRIMARY already. Choose another name.');
    if (edit.includes?.includes(glance.name)) throw new Fault('invalid', `${glance.name} would include itself.`);
    if (edit.name !== undefined) glance.name = edit.name;
    if (edit.description !== undefined) glance.description = edit.description || null;
    if (edit.privileged !== undefined) glance.privileged = edit.privileged;
    if (edit.base !== undefined) glance.base = edit.base || null;
    if (edit.includes !== undefined) glance.includes = edit.includes;
    if (edit.permissions !== undefined) role.own = edit.permissions;
  }

  /** Every way from a user to a role and permission. */
  function waysOf(user: number): EffectiveGrant[] {
    const row = world.row(user);
    if (!row) return [];
    const grants: EffectiveGrant[] = [];
    const give = (name: string, scope: Scope, groups: string[]) => {
      const role = org.named(row.userstore, name);
      if (!role) return;
      const base = [...groups.map((g) => `group:${g}`), `role:${name}`];
      const add = (permission: string | null, path: string[]) =>
        grants.push({
          role: name,
          permission,
          scope,
          path,
          direct: groups.length === 0,
          privileged: role.glance.privileged,
          expires: name === 'Release captain' ? '2026-12-31T00:00:00Z' : null,
        });
      for (const permission of role.own) add(permission, [...base, `permission:${permission}`]);
      for (const { permission, through } of org.included(role)) {
        add(permission, [...base, ...through.map((r) => `role:${r}`), `permission:${permission}`]);
      }
    };
    if (row.highest_role) give(row.highest_role.role, row.highest_role.scope, ['acme/frontend', 'acme']);
    if (row.highest_role && row.userstore === 'gitlab')
      give('Release captain', { kind: 'project', path: 'acme/web/shop' }, []);
    if (row.userstore === 'PRIMARY') {
      const instance: Scope = { kind: 'instance', path: '' };
      give('user-manager', instance, ['ops']);
      give('operator', instance, ['ops', 'platform']);
      give('everyone', instance, []);
    }
    return grants;
  }

  return {
    roles_list: (userstore) =>
      org.roles
        .filter((role) => userstore === null || role.glance.userstore === userstore)
        .map((role) => org.counted(role)),
    role_show: (id) => show(roleOf(id)),
    role_create: ({ userstore, edit }) => {
      org.nextId += 1;
      const role: Role = {
        own: [],
        glance: {
          id: org.nextId,
          userstore,
          authority: 'local',
          name: '',
          description: null,
          level: null,
          privileged: false,
          builtin: false,
          base: null,
          includes: [],
          permissions: 0,
          users: 0,
          groups: 0,
        },
      };
      change(role, edit);
      org.roles.push(role);
      world.generation += 1;
      return show(role);
    },
    role_edit: ([id, edit]) => {
      const role = roleOf(id);
      change(role, edit);
      world.generation += 1;
      return show(role);
    },
    role_remove: (id) => {
      const role = roleOf(id);
      const by = org.roles.filter((one) => one.glance.includes.includes(role.glance.name));
      if (by.length > 0) {
        throw new Fault(
          'in_use',
          `${by.map((one) => one.glance.name).join(', ')} includes ${role.glance.name}. Take it out there first.`,
        );
      }
      org.roles = org.roles.filter((one) => one !== role);
      world.generation += 1;
      return null;
    },
    roles_install: ([userstore, set]) => {
      const own: [string, string[]][] =
        set === 'wso2'
          ? [
              ['admin', ['/admin']],
              ['everyone', []],
            ]
          : [
              ['Guest', ['read_work_item']],
              ['Owner', ['remove_project']],
            ];
      for (const [name, permissions] of own) {
        if (org.named(userstore, name)) continue;
        org.nextId += 1;
        org.roles.push({
          own: permissions,
          glance: {
            id: org.nextId,
            userstore,
            authority: 'local',
            name,
            description: null,
            level: null,
            privileged: name === 'admin' || name === 'Owner',
            builtin: true,
            base: null,
            includes: [],
            permissions: permissions.length,
            users: 0,
            groups: 0,
          },
        });
      }
      const nodes: PermissionNode[] = org.trees.get(userstore) ?? [];
      for (const path of own.flatMap(([, permissions]) => permissions)) {
        if (!nodes.some((node) => node.path === path)) {
          nodes.push({ path, title: path.split('/').at(-1) ?? path, description: null, builtin: true, roles: [] });
        }
      }
      org.trees.set(userstore, nodes);
      world.generation += 1;
      return org.roles.filter((role) => role.glance.userstore === userstore).map((role) => org.counted(role));
    },
    permissions_tree: (userstore) => org.tree(userstore),
    permission_add: ({ userstore, path, title, description }) => {
      const nodes = org.trees.get(userstore) ?? [];
      if (nodes.some((node) => node.path === path)) throw new Fault('exists', `There is ${path} already.`);
      const last = path.split('/').at(-1) ?? path;
      nodes.push({ path, title: title ?? last, description: description ?? null, builtin: false, roles: [] });
      org.trees.set(userstore, nodes);
      return org.tree(userstore);
    },
    permission_remove: ([userstore, path]) => {
      org.trees.set(
        userstore,
        (org.trees.get(userstore) ?? []).filter((node) => !covers(path, node.path)),
      );
      return org.tree(userstore);
    },
    grants_effective: ({ user, permission, scope }) => {
      const grants = waysOf(user)
        .filter((g) => permission === undefined || (g.permission !== null && covers(g.permission, permission)))
        .filter((g) => scope === undefined || g.scope.path === '' || covers(g.scope.path, scope.path));
      const permissions = [...new Set(grants.flatMap((g) => g.permission ?? []))].sort();
      return { grants, more: false, permissions, ended: 0, highest_role: null };
    },
    grants_holders: ({ userstore, permission, scope_kind, enabled, offset, limit }) => {
      const holders = world.rows
        .slice(0, 3000)
        .filter((row) => row.userstore === userstore && (!enabled || row.state === 'active'))
        .flatMap((user) => {
          const ways = waysOf(user.id).filter(
            (g) =>
              g.permission !== null && covers(g.permission, permission) && (!scope_kind || g.scope.kind === scope_kind),
          );
          const [through] = ways.sort((a, b) => a.path.length - b.path.length);
          return through ? [{ user, through, more: ways.length - 1 }] : [];
        });
      holders.sort((a, b) => a.user.display_name.localeCompare(b.user.display_name));
      const filter = `userstore eq ${JSON.stringify(userstore)} and permissions eq ${JSON.stringify(permission)}`;
      return { holders: holders.slice(offset, offset + limit), total: holders.length, filter };
    },
  };
}
