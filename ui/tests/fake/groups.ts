/** Groups and who is in them. */
import type { Answers } from './answers';
import { Fault } from './fault';
import type { World } from './world';

type Named = 'groups_page' | 'group_show' | 'group_members' | 'group_create' | 'group_edit' | 'group_remove';

export function groupAnswers(world: World): Pick<Answers, Named> {
  void world;
  const missing = (): never => {
    throw new Fault('not_found', 'There is no such group.');
  };
  return {
    groups_page: () => ({ groups: [], total: 0 }),
    group_show: missing,
    group_members: () => ({ members: [], total: 0 }),
    group_create: missing,
    group_edit: missing,
    group_remove: () => null,
  };
}
