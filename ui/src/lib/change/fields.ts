/** The fields that can be set for many users at once, under the headings of a menu. */
import type { AttributeGlance, Kind, ProfileField } from '../backend';
import { m } from '../messages';

export interface FieldChoice {
  /** As the backend names it. */
  value: string;
  label: string;
  group: string;
}

/** What is a person's own is not set for many: names, e-mail, what they say of themselves. */
const OWN: ProfileField[] = [
  'given_name',
  'family_name',
  'pronouns',
  'employee_number',
  'public_email',
  'bio',
  'status',
];
const SERVICE = ['service.owner', 'service.purpose', 'service.review_at'];

/** For values: every field that many can share. For visibility: every field of the profile. */
export function fieldChoices(attributes: AttributeGlance[], forVisibility: boolean): FieldChoice[] {
  const heads = m.changing.fieldGroups;
  const profile = (Object.keys(m.words.profile) as ProfileField[])
    .filter((field) => forVisibility || !OWN.includes(field))
    .map((field) => ({ value: `profile.${field}`, label: m.words.profile[field], group: heads.profile }));
  if (forVisibility) return profile;
  const seen = new Map(attributes.map(({ definition }) => [definition.name, definition.title ?? definition.name]));
  return [
    { value: 'kind', label: m.words.fieldName('kind'), group: heads.account },
    ...profile,
    ...[...seen].map(([name, label]) => ({ value: `attributes.${name}`, label, group: heads.attributes })),
    ...SERVICE.map((value) => ({ value, label: m.words.fieldName(value), group: heads.service })),
  ];
}

export const KINDS: { value: string; label: string }[] = (Object.keys(m.words.kind) as Kind[]).map((value) => ({
  value,
  label: m.words.kind[value],
}));
