/** Profiles, custom attributes, pictures, and the person behind several users. */
import type { AttributeGlance, Audience, SeenField, SeenProfile, UserRow } from '../../src/lib/backend/types';
import type { Answers } from './answers';
import { Fault } from './fault';
import { aboutOf } from './manage/about';
import { FIELDS } from './manage/fields';
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
  const about = aboutOf(world);
  const rowOf = (id: number): UserRow => {
    const row = world.row(id);
    if (!row) throw new Fault('not_found', 'There is no such user.');
    return row;
  };

  function preview(id: number, audience: Audience): SeenProfile {
    const row = rowOf(id);
    const { fields = {}, attributes = {} } = about.profileOf(row);
    const sees = (visibility: string) =>
      audience === 'myself' || visibility === 'public' || (visibility === 'instance' && audience === 'instance');
    const shown: SeenField[] = [
      { field: 'display_name', title: null, value: row.display_name },
      { field: 'username', title: null, value: row.username },
    ];
    let hidden = 0;
    for (const [word, { value, visibility }] of Object.entries(fields)) {
      if (word !== 'note' && sees(visibility)) shown.push({ field: `profile.${word}`, title: null, value });
      else hidden += 1;
    }
    for (const [name, values] of Object.entries(attributes)) {
      const definition = about.definitions.find((one) => one.name === name);
      const field = { field: `attributes.${name}`, title: definition?.title ?? null };
      if (sees(definition?.visibility ?? 'private')) shown.push(...values.map((value) => ({ ...field, value })));
      else hidden += 1;
    }
    return {
      audience,
      fields: shown,
      hidden,
      avatar: about.avatars.get(id) ?? null,
      local_time: sees(fields.time_zone?.visibility ?? 'private') ? '2026-11-20T09:14:00+00:00' : null,
    };
  }

  return {
    avatar_set: ([id, path]) => {
      const row = rowOf(id);
      if (path?.endsWith('.docx')) {
        throw new Fault('unreadable', `${path}: this is no picture. Choose a PNG, JPEG, GIF or WebP.`);
      }
      const had = about.avatars.has(id);
      const { change } = world.edit(row, { has_avatar: path !== null }, false);
      about.setAvatar(id, path !== null);
      about.undo.set(change, () => about.setAvatar(id, had));
      return { user: row, change, pending: false, fields: [] };
    },
    profile_fields: () => FIELDS,
    profile_preview: ([id, audience]) => preview(id, audience),
    attributes_list: (userstore) => {
      const defined: AttributeGlance[] = about.definitions
        .filter((one) => userstore === null || one.userstore === userstore)
        .map((one) => ({
          definition: one,
          defined: true,
          users: world.rows.length > 0 ? 1 + ((one.name.length * 37) % 90) : 0,
          misfits: one.name === 'desk' ? 3 : 0,
        }));
      const loose = (name: string): AttributeGlance => ({
        definition: { userstore: 'gitlab', name, type: 'text', visibility: 'private' },
        defined: false,
        users: 611,
        misfits: 0,
      });
      const gitlab = world.rows.length > 0 && (userstore === null || userstore === 'gitlab');
      const undefinedYet = ['extern_uid', 'provider'].filter(
        (name) => !about.definitions.some((one) => one.userstore === 'gitlab' && one.name === name),
      );
      return [...defined, ...(gitlab ? undefinedYet.map(loose) : [])];
    },
    attribute_define: (definition) => {
      const same = (one: typeof definition) => one.userstore === definition.userstore && one.name === definition.name;
      const at = about.definitions.findIndex(same);
      if (at < 0) about.definitions.push(definition);
      else about.definitions[at] = definition;
      world.generation += 1;
      return null;
    },
    attribute_remove: ([userstore, name]) => {
      about.definitions = about.definitions.filter((one) => one.userstore !== userstore || one.name !== name);
      world.generation += 1;
      return null;
    },
    person_link: ([users, name]) => {
      const [id = 0, ...others] = users;
      const now = about.personOf(id);
      const linked = others.map((other) => {
        const row = rowOf(other);
        const full_name = `${row.userstore}/${row.username}`;
        return { user: other, full_name, display_name: row.display_name, how: 'hand' as const };
      });
      const glance = {
        id: now.id ?? 1,
        name: name ?? now.name ?? rowOf(id).display_name,
        accounts: [...now.accounts, ...linked],
        suggestions: now.suggestions.filter((one) => !others.includes(one.user)),
      };
      about.people.set(id, glance);
      return glance;
    },
    person_unlink: (user) => {
      for (const [id, glance] of about.people) {
        about.people.set(id, { ...glance, accounts: glance.accounts.filter((one) => one.user !== user) });
      }
      return { id: null, name: null, accounts: [], suggestions: [] };
    },
  };
}
