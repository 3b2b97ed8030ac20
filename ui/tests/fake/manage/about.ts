/** What the invented realm knows of each user beside the row: profile, picture, service, invitation, person. */
import type {
  AttributeDefinition,
  FieldChange,
  Invitation,
  OtherAccount,
  PersonGlance,
  Profile,
  ProfileValue,
  ServiceAccount,
  UserEdit,
  UserRow,
} from '../../../src/lib/backend/types';
import { ago, type World } from '../world';
import { DEFINED, FIELDS, PICTURE } from './fields';

const field = (value: string, visibility: ProfileValue['visibility'] = 'public') => ({ value, visibility });

export class About {
  profiles = new Map<number, Profile>();
  services = new Map<number, ServiceAccount>();
  invitations = new Map<number, Invitation>();
  avatars = new Map<number, string>();
  people = new Map<number, PersonGlance>();
  definitions: AttributeDefinition[];
  /** By change: what takes it back. */
  undo = new Map<number, () => void>();

  constructor(readonly world: World) {
    const first = world.rows[0];
    this.definitions = first ? [...DEFINED] : [];
    if (!world.scenario.managed || !first) return;
    const others = world.rows.filter((row) => row.userstore !== 'PRIMARY');
    const account = (at: number, how: OtherAccount['how']): OtherAccount[] =>
      others.slice(at, at + 1).map((row) => ({
        user: row.id,
        full_name: `${row.userstore}/${row.username}`,
        display_name: row.display_name,
        how,
      }));
    this.people.set(first.id, {
      id: 1,
      name: first.display_name,
      accounts: account(3, 'hand'),
      suggestions: [...account(9, 'email'), ...account(20, 'employee_number')],
    });
    const service = world.rows.find((row) => row.kind === 'service');
    if (service) {
      this.services.set(service.id, { owner: 'Dana Reyes', purpose: 'Deploys the shop.', review_at: '2026-11-01' });
    }
  }

  personOf(id: number): PersonGlance {
    return this.people.get(id) ?? { id: null, name: null, accounts: [], suggestions: [] };
  }

  profileOf(row: UserRow): Profile {
    const known = this.profiles.get(row.id) ?? this.world.profiles.get(row.id);
    if (known) return known;
    const local = row.userstore === 'PRIMARY';
    const profile: Profile = {
      fields: {
        given_name: field(row.display_name.split(' ')[0] ?? ''),
        family_name: field(row.display_name.split(' ').slice(1).join(' ') || '–'),
        pronouns: field('they/them'),
        title: field('Front-end engineer', 'instance'),
        location: field('Lisbon'),
        time_zone: field('Europe/Lisbon', 'private'),
        note: field('Moved from the web team in March.', 'private'),
        ...(local && {
          status: field('Writing the winter release notes'),
          status_emoji: field('📝'),
          availability: field('busy'),
          status_clear_at: field('2026-11-20T17:00:00Z'),
          bio: field('Builds what others build on.\nAsk me about fonts.'),
          employee_number: field('4711', 'private'),
        }),
      },
      attributes: local
        ? { office: ['Lisbon'], firstDay: ['2024-03-01'], languages: ['English', 'Portuguese'], desk: ['12'] }
        : { extern_uid: [`uid=${row.username},ou=people,dc=acme`], provider: ['ldapmain'] },
    };
    this.profiles.set(row.id, profile);
    return profile;
  }

  /** Applies what of an edit is not in the row; says what changed and how to take it back. */
  edit(row: UserRow, edit: UserEdit): { fields: FieldChange[]; undo: () => void } {
    const before = structuredClone(this.profileOf(row));
    const service = this.services.get(row.id);
    const profile = structuredClone(before);
    const fields: FieldChange[] = [];
    const held = (profile.fields ??= {});
    for (const [word, text] of Object.entries(edit.profile ?? {})) {
      const info = FIELDS.find((one) => one.field === word);
      fields.push({ name: `profile.${word}`, before: held[word]?.value ?? null, after: text || null });
      if (text === '') delete held[word];
      else held[word] = { value: text, visibility: held[word]?.visibility ?? info?.visibility ?? 'instance' };
    }
    for (const [word, visibility] of Object.entries(edit.visibility ?? {})) {
      const value = held[word];
      if (!value) continue;
      fields.push({ name: `profile.${word}.visibility`, before: value.visibility, after: visibility });
      held[word] = { ...value, visibility };
    }
    const attributes = (profile.attributes ??= {});
    for (const [name, values] of Object.entries(edit.attributes ?? {})) {
      const was = attributes[name]?.join('\n') ?? null;
      fields.push({ name: `attributes.${name}`, before: was, after: values.join('\n') || null });
      if (values.length === 0) delete attributes[name];
      else attributes[name] = values;
    }
    if (edit.service) {
      fields.push({ name: 'service.owner', before: service?.owner ?? null, after: edit.service.owner });
      this.services.set(row.id, edit.service);
    }
    this.profiles.set(row.id, profile);
    return {
      fields,
      undo: () => {
        this.profiles.set(row.id, before);
        if (service) this.services.set(row.id, service);
        else this.services.delete(row.id);
      },
    };
  }

  setAvatar(id: number, on: boolean): void {
    if (on) this.avatars.set(id, PICTURE);
    else this.avatars.delete(id);
  }

  invited(row: UserRow): Invitation | null {
    if (row.state !== 'invited') return null;
    return this.invitations.get(row.id) ?? { at: ago(6), operator: 'Dana Reyes', message: null };
  }

  serviceOf(row: UserRow): ServiceAccount | null {
    if (row.kind !== 'service') return null;
    return this.services.get(row.id) ?? { owner: null, purpose: null, review_at: null };
  }
}

const all = new WeakMap<World, About>();

export function aboutOf(world: World): About {
  const about = all.get(world) ?? new About(world);
  all.set(world, about);
  return about;
}
