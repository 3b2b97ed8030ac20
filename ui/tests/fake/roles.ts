/** Roles, the permission tree, and who may do what. */
import type { Answers } from './answers';
import { Fault } from './fault';
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

export function roleAnswers(world: World): Pick<Answers, Named> {
  void world;
  const missing = (): never => {
    throw new Fault('not_found', 'There is no such role.');
  };
  return {
    roles_list: () => [],
    role_show: missing,
    role_create: missing,
    role_edit: missing,
    role_remove: () => null,
    roles_install: () => [],
    permissions_tree: () => [],
    permission_add: () => [],
    permission_remove: () => [],
    grants_effective: () => ({ grants: [], permissions: [] }),
    grants_holders: () => ({ holders: [], total: 0, filter: '' }),
  };
}
