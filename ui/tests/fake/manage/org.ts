/** Groups, roles and permissions of the invented realm. */
import type { GroupGlance, GroupRole, PermissionNode, RoleGlance } from '../../../src/lib/backend/types';
import type { World } from '../world';

export interface Group {
  glance: GroupGlance;
  parents: number[];
  roles: GroupRole[];
}

export interface Role {
  glance: RoleGlance;
  own: string[];
}

const onGroup = (role: string, path: string): GroupRole => ({ role, scope: { kind: 'group', path } });
const everywhere = (role: string): GroupRole => ({ role, scope: { kind: 'instance', path: '' } });

type Seed = [path: string, name: string | null, description: string | null, parents: string[], roles: GroupRole[]];

const LOCAL: Seed[] = [
  ['everyone', 'Everyone', 'Every person of the realm.', [], []],
  ['platform', 'Platform team', 'Runs what everyone else builds on.', ['everyone'], [everywhere('operator')]],
  ['ops', 'Operations', 'Keeps the lights on.', ['platform'], [everywhere('user-manager')]],
  ['on-call', 'On call', 'Changes every Monday.', ['ops'], [everywhere('auditor')]],
  ['design', 'Design', null, ['everyone'], []],
  ['guild-accessibility', 'Accessibility guild', 'Meets on the first Tuesday of a month.', ['design', 'platform'], []],
];

const TEAMS = ['api', 'web', 'ops', 'docs', 'data', 'mobile', 'design', 'infra'];

function gitlabSeeds(long: boolean): Seed[] {
  const deep = long
    ? '/platform-engineering/very-long-subgroup-name-that-goes-on/another-level-of-nesting-nobody-asked-for'
    : '';
  return [
    ['acme', 'Acme', 'Everything we build.', [], []],
    ...TEAMS.flatMap((team): Seed[] => [
      [`acme/${team}${deep}`, null, team === 'ops' ? 'Runners, registries and the cluster.' : null, ['acme'], []],
      [`acme/${team}${deep}/tools`, null, null, [`acme/${team}${deep}`], [onGroup('Developer', `acme/${team}`)]],
    ]),
    ['contractors', 'Contractors', 'People from outside, by contract.', [], [onGroup('Guest', 'acme')]],
  ];
}

function groupsOf(userstore: string, seeds: Seed[], from: number): Group[] {
  const idOf = new Map(seeds.map(([path], i) => [path, from + i]));
  return seeds.map(([path, display_name, description, parents, roles], i) => ({
    glance: {
      id: from + i,
      userstore,
      authority: userstore === 'PRIMARY' ? 'local' : 'mirrored',
      path,
      display_name,
      description,
      users: 0,
      groups: seeds.filter((seed) => seed[3].includes(path)).length,
      roles: roles.length,
      gone: path === 'contractors',
    },
    parents: parents.flatMap((parent) => idOf.get(parent) ?? []),
    roles,
  }));
}

const GITLAB_PERMISSIONS: [string, string, string][] = [
  ['read_code', 'Read code', 'See the source of private projects.'],
  ['push_code', 'Push code', 'Push to branches that are not protected.'],
  ['read_work_item', 'Read issues', 'See issues and comment on them.'],
  ['admin_merge_request', 'Manage merge requests', 'Approve, merge and close merge requests.'],
  ['admin_runners', 'Manage runners', 'Create, edit and remove runners.'],
  ['admin_group_member', 'Manage members', 'Add and remove members, and give them roles.'],
  ['admin_push_rules', 'Manage push rules', 'Set what may be pushed.'],
  ['remove_project', 'Remove projects', 'Delete or transfer a project.'],
];

const WSO2_PERMISSIONS: [string, string, string | null][] = [
  ['/admin', 'Admin', 'All of the instance.'],
  ['/admin/login', 'Sign in', 'Sign in to the console.'],
  ['/admin/configure', 'Configure', null],
  ['/admin/configure/security', 'Security', 'User management, roles and keys.'],
  ['/admin/configure/security/usermgt', 'User management', null],
  ['/admin/configure/security/usermgt/users', 'Users', 'Create, change, lock and delete users.'],
  ['/admin/configure/security/usermgt/passwords', 'Passwords', 'Set the password of others.'],
  ['/admin/configure/security/usermgt/profiles', 'Profiles', 'Read and change the profiles of others.'],
  ['/admin/configure/security/rolemgt', 'Role management', 'Create roles and give them permissions.'],
  ['/admin/configure/datasources', 'Data sources', null],
  ['/admin/manage', 'Manage', null],
  ['/admin/manage/resources', 'Resources', 'Browse and change the registry.'],
  ['/admin/manage/extensions', 'Extensions', null],
  ['/admin/monitor', 'Monitor', null],
  ['/admin/monitor/logging', 'Logs', 'Read the logs.'],
  ['/admin/monitor/tenants', 'Tenants', null],
];

interface RoleSeed {
  name: string;
  description: string;
  level?: number;
  privileged?: boolean;
  builtin?: boolean;
  base?: string;
  includes?: string[];
  own: string[];
}

const GITLAB_ROLES: RoleSeed[] = [
  {
    name: 'Owner',
    description: 'Everything.',
    level: 50,
    privileged: true,
    builtin: true,
    includes: ['Maintainer'],
    own: ['admin_group_member', 'remove_project'],
  },
  {
    name: 'Maintainer',
    description: 'Settings and members; not deletion.',
    level: 40,
    builtin: true,
    includes: ['Developer'],
    own: ['admin_runners', 'admin_push_rules'],
  },
  {
    name: 'Developer',
    description: 'Pushes code and merges.',
    level: 30,
    builtin: true,
    includes: ['Reporter'],
    own: ['push_code', 'admin_merge_request'],
  },
  {
    name: 'Reporter',
    description: 'Reads code and reports.',
    level: 20,
    builtin: true,
    own: ['read_code', 'read_work_item'],
  },
  {
    name: 'Planner',
    description: 'Plans issues and epics. Holds nothing of Reporter.',
    level: 15,
    builtin: true,
    own: ['read_work_item'],
  },
  {
    name: 'Guest',
    description: 'Sees and comments issues; no private code.',
    level: 10,
    builtin: true,
    own: ['read_work_item'],
  },
  {
    name: 'Release captain',
    description: 'A reporter who also runs releases.',
    level: 20,
    base: 'Reporter',
    own: ['admin_runners'],
  },
];

const LOCAL_ROLES: RoleSeed[] = [
  { name: 'admin', description: 'All permissions. Comes with WSO2.', privileged: true, builtin: true, own: ['/admin'] },
  { name: 'everyone', description: 'Every user holds it.', builtin: true, own: ['/admin/login'] },
  {
    name: 'auditor',
    description: 'Reads, and changes nothing.',
    includes: ['everyone'],
    own: ['/admin/monitor/logging'],
  },
  {
    name: 'user-manager',
    description: 'Looks after users, not after roles.',
    privileged: true,
    includes: ['everyone', 'auditor'],
    own: ['/admin/configure/security/usermgt'],
  },
  {
    name: 'operator',
    description: 'Keeps it running.',
    includes: ['everyone'],
    own: ['/admin/manage', '/admin/monitor/tenants'],
  },
];

function rolesOf(userstore: string, seeds: RoleSeed[], from: number): Role[] {
  return seeds.map((seed, i) => ({
    own: seed.own,
    glance: {
      id: from + i,
      userstore,
      authority: userstore === 'PRIMARY' ? 'local' : 'mirrored',
      name: seed.name,
      description: seed.description,
      level: seed.level ?? null,
      privileged: seed.privileged ?? false,
      builtin: seed.builtin ?? false,
      base: seed.base ?? null,
      includes: seed.includes ?? [],
      permissions: seed.own.length,
      users: 0,
      groups: 0,
    },
  }));
}

const nodes = (list: [string, string, string | null][]): PermissionNode[] =>
  list.map(([path, title, description]) => ({ path, title, description, builtin: true, roles: [] }));

/** Everything of it, made once for a world. */
export class Org {
  groups: Group[];
  roles: Role[];
  trees: Map<string, PermissionNode[]>;
  nextId = 9000;

  constructor(readonly world: World) {
    const some = world.scenario.users > 0;
    this.groups = some
      ? [...groupsOf('PRIMARY', LOCAL, 1), ...groupsOf('gitlab', gitlabSeeds(world.scenario.long === true), 100)]
      : [];
    this.roles = some ? [...rolesOf('PRIMARY', LOCAL_ROLES, 1), ...rolesOf('gitlab', GITLAB_ROLES, 100)] : [];
    this.trees = new Map(
      some
        ? [
            ['PRIMARY', nodes(WSO2_PERMISSIONS)],
            ['gitlab', nodes(GITLAB_PERMISSIONS)],
          ]
        : [],
    );
  }

  group = (id: number) => this.groups.find((one) => one.glance.id === id);
  role = (id: number) => this.roles.find((one) => one.glance.id === id);
  named = (userstore: string, name: string) =>
    this.roles.find((one) => one.glance.userstore === userstore && one.glance.name === name);

  /** Users directly in a group. */
  members(group: Group): number[] {
    const { id, userstore, gone } = group.glance;
    if (gone) return [];
    const pool = this.world.rows.filter((row) => row.userstore === userstore || userstore === 'PRIMARY');
    return pool.filter((row) => (row.id * 31 + id * 17) % 53 === 0 || (row.id === 1 && id === 3)).map((row) => row.id);
  }

  children = (id: number) => this.groups.filter((one) => one.parents.includes(id));

  /** Groups in a group, all the way down, with the way there. */
  below(group: Group, way: string[] = []): { group: Group; way: string[] }[] {
    return this.children(group.glance.id).flatMap((child) => {
      const there = [...way, child.glance.path];
      return [{ group: child, way: there }, ...this.below(child, there)];
    });
  }

  /** Permissions a role has through others, with the way there. */
  included(role: Role, way: string[] = []): { permission: string; through: string[] }[] {
    const names = [...(role.glance.base ? [role.glance.base] : []), ...role.glance.includes];
    return names.flatMap((name) => {
      const other = this.named(role.glance.userstore, name);
      if (!other) return [];
      const there = [...way, name];
      return [...other.own.map((permission) => ({ permission, through: there })), ...this.included(other, there)];
    });
  }

  counted(role: Role): Role['glance'] {
    const { name, userstore } = role.glance;
    const users = this.world.rows.filter((row) => row.userstore === userstore && row.roles.includes(name)).length;
    const groups = this.groups.filter((g) => g.glance.userstore === userstore && g.roles.some((r) => r.role === name));
    return { ...role.glance, permissions: role.own.length, users, groups: groups.length };
  }

  tree(userstore: string): PermissionNode[] {
    const roles = this.roles.filter((role) => role.glance.userstore === userstore);
    return (this.trees.get(userstore) ?? []).map((node) => ({
      ...node,
      roles: roles.filter((role) => role.own.includes(node.path)).map((role) => role.glance.name),
    }));
  }
}

const orgs = new WeakMap<World, Org>();

export function orgOf(world: World): Org {
  const org = orgs.get(world) ?? new Org(world);
  orgs.set(world, org);
  return org;
}
