import type { RoleSet, UserstoreKind } from '../../backend/types';
import { f } from './format';

const users = (n: number) => f.plural(n, { one: '# user', other: '# users' });

const set: Record<RoleSet, string> = { gitlab: 'GitLab', wso2: 'WSO2 Identity Server' };

const setMeans: Record<RoleSet, string> = {
  gitlab:
    'The access levels from Guest to Owner and the permissions custom roles are made of. Not every level holds what the one below it holds.',
  wso2: 'The roles admin and everyone, and the permission tree: choosing a node grants all below it.',
};

export const roles = {
  title: 'Roles',
  list: 'Roles',
  detail: 'The role',
  count: (n: number) => f.plural(n, { one: '# role', other: '# roles' }),
  users,
  groups: (n: number) => f.plural(n, { one: '# group', other: '# groups' }),
  allStores: 'All userstores',
  store: 'Userstore',
  search: 'Search roles',
  placeholder: 'Search by name or description',
  new: 'New role',
  install: 'Install a role set…',
  empty: 'No roles yet',
  emptyText:
    'A role is a named set of permissions. Import a file that lists roles, install the set of a product, or make one here.',
  noMatch: 'No role is like this',
  noMatchText: 'Search for a part of its name or description, or choose another userstore.',
  choose: 'Choose a role',
  chooseText: 'What it allows, what it includes and who holds it is shown here.',
  builtin: 'Built in',
  builtinMeans:
    'It comes with the product and is not edited. Make a role of your own that includes it, or is based on it.',
  privileged: 'Privileged',
  privilegedMeans: 'Its holder can change the access of others, or the instance.',
  level: (n: number) => `Level ${f.number(n)}`,
  mirrored: (kind: UserstoreKind, name: string) =>
    kind === 'file'
      ? 'The file it came from has the last word on this role.'
      : `${name} has the last word on this role. Change it there.`,
  base: 'Based on',
  includes: 'Includes',
  includesNone: 'No other role.',
  includedBy: 'Included by',
  heldBy: 'Held by',
  givenBy: 'Given by',
  nobody: 'Nobody.',
  edit: 'Edit',
  remove: 'Remove…',
  removeTitle: (name: string) => `Remove ${name}?`,
  removeLead: (n: number) =>
    n === 0 ? 'Nobody holds it. This can be undone.' : `${users(n)} lose it. This can be undone.`,
  removeRun: 'Remove the role',
  removed: (name: string) => `Removed ${name}.`,
  saved: (name: string) => `Saved ${name}.`,
  created: (name: string) => `Created ${name}.`,
  editTitle: (name: string) => `Edit ${name}`,
  newTitle: 'New role',
  create: 'Create role',
  name: 'Name',
  description: 'Description',
  descriptionHint: 'What it is for, and who should hold it.',
  privilegedLabel: 'Privileged',
  baseNone: 'No other role',
  baseHint: 'The built-in role it begins with. It is fixed once the role is made.',
  includesLabel: 'Includes these roles',
  includesHint: 'What they allow, this role allows, too.',
  addInclude: 'Include a role',
  dropOf: (name: string) => `Take ${name} out`,
  invalid: { name: 'A role needs a name.' },
  // permissions
  permissions: 'Permissions',
  permissionsHint: 'Choosing a node grants all below it.',
  treeSearch: 'Search permissions',
  treePlaceholder: 'Search permissions',
  none: 'No permissions are known',
  noneText: 'No role of this userstore names a permission, and no permission tree was installed.',
  noneFound: 'No permission is like this.',
  through: (roles: string[]) => `through ${f.list(roles)}`,
  who: 'Who may do this?',
  whoKey: 'w',
  whoHint: (key: string) => `Who may do this? (${key})`,
  notInTree: 'Named by a role only',
  notInTreeMeans: 'A role names it; the userstore’s permission tree does not.',
  actions: (path: string) => `Actions for ${path}`,
  addBelow: 'Add a permission below…',
  addTop: 'Add a permission…',
  addTitle: 'Add a permission',
  addUnder: (path: string) => `It stands below ${path}: whoever holds that holds it, too.`,
  addName: 'Name',
  addNameHint: 'The last part of its path, such as export.',
  addTitleLabel: 'Title',
  addDescription: 'What it allows',
  addRun: 'Add permission',
  added: (path: string) => `Added ${path}.`,
  removeNode: 'Remove…',
  removeNodeTitle: (path: string) => `Remove ${path}?`,
  removeNodeLead: (n: number) =>
    n === 0
      ? 'It is taken out of the tree.'
      : f.plural(n, {
          one: 'It and # permission below it are taken out of the tree.',
          other: 'It and # permissions below it are taken out of the tree.',
        }),
  removeNodeRun: 'Remove the permission',
  removedNode: (path: string) => `Removed ${path}.`,
  invalidNode: { name: 'A permission needs a name.', slash: 'One part only: leave out the slash.' },
  // holders
  holders: (path: string) => `Who may ${path}`,
  holdersTitle: 'Who may do this?',
  holdersCount: (n: number) => f.plural(n, { one: '# user may', other: '# users may' }),
  holdersNone: 'Nobody may do this',
  holdersNoneText: 'No enabled user holds it, by whatever way.',
  enabledOnly: 'Enabled users only',
  openUsers: 'Show in Users',
  // installing
  installTitle: 'Install a role set',
  installLead:
    'Adds the roles and permissions a product comes with to a userstore that is edited here. Into one that mirrors the product it brings what its roles allow, which no export says.',
  installInto: 'Into',
  installSet: 'Role set',
  set,
  setMeans,
  installRun: 'Install',
  installed: (name: string, n: number) =>
    f.plural(n, { one: `${name}: # role is there now.`, other: `${name}: # roles are there now.` }),
};
