/** Profiles, custom attributes, pictures, and the person behind several users. */
import type { Answers } from './answers';
import { Fault } from './fault';
import type { World } from './world';

type Named =
  | 'avatar_set'
  | 'profile_fields'
  | 'profile_preview'
  | 'attributes_list'
  | 'attribute_define'
  | 'attribute_remove'
  | 'person_link'
  | 'person_unlink';

export function profileAnswers(world: World): Pick<Answers, Named> {
  const nobody = { id: null, name: null, accounts: [], suggestions: [] };
  return {
    avatar_set: ([id]) => {
      const row = world.row(id);
      if (!row) throw new Fault('not_found', 'There is no such user.');
      return { user: row, change: null, fields: [] };
    },
    profile_fields: () => [],
    profile_preview: ([, audience]) => ({ audience, fields: [], hidden: 0, avatar: null, local_time: null }),
    attributes_list: () => [],
    attribute_define: () => null,
    attribute_remove: () => null,
    person_link: () => nobody,
    person_unlink: () => nobody,
  };
}
