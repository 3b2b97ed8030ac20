/** What is being written about a user, and what of it differs. */
import type {
  Kind,
  Operation,
  ProfileField,
  ServiceAccount,
  State,
  User,
  UserDetail,
  UserEdit,
  Visibility,
} from '../../../lib/backend';
import { dayOf, startOf } from '../../../lib/day';
import { m } from '../../../lib/messages';

export interface Draft {
  username: string;
  display_name: string;
  email: string;
  state: State;
  kind: Kind;
  /** A day, or empty. */
  expires: string;
  profile: Record<string, string>;
  /** Who sees a field, where it was said. */
  visibility: Record<string, Visibility>;
  attributes: Record<string, string[]>;
  service: { owner: string; purpose: string; review_at: string };
  /** What someone who is asked to join was told. */
  invitation: string;
}

/** The profile fields in the form, in groups; a status has a form of its own. */
export const GROUPS: { title: string; fields: ProfileField[] }[] = [
  {
    title: m.profile.groups.person,
    fields: ['given_name', 'family_name', 'pronouns', 'pronunciation', 'location', 'time_zone', 'language', 'bio'],
  },
  {
    title: m.profile.groups.work,
    fields: ['title', 'organization', 'department', 'cost_center', 'employee_number', 'manager'],
  },
  {
    title: m.profile.groups.contact,
    fields: [
      'phone',
      'public_email',
      'website',
      'linkedin',
      'twitter',
      'bluesky',
      'mastodon',
      'discord',
      'github',
      'orcid',
    ],
  },
  { title: m.profile.groups.note, fields: ['note'] },
];
const STATUS: ProfileField[] = ['status', 'status_emoji', 'availability', 'status_clear_at'];
export const FIELDS = [...GROUPS.flatMap((group) => group.fields), ...STATUS];

export function emptyDraft(): Draft {
  return {
    username: '',
    display_name: '',
    email: '',
    state: 'active',
    kind: 'human',
    expires: '',
    profile: Object.fromEntries(FIELDS.map((field) => [field, ''])),
    visibility: {},
    attributes: {},
    service: { owner: '', purpose: '', review_at: '' },
    invitation: '',
  };
}

export function draftOf(detail: UserDetail): Draft {
  const { user, profile, service } = detail;
  const known = Object.entries(profile.fields ?? {});
  return {
    username: user.username,
    display_name: user.display_name,
    email: user.email ?? '',
    state: user.state,
    kind: user.kind,
    expires: user.expires_at === null ? '' : dayOf(user.expires_at),
    profile: Object.fromEntries(FIELDS.map((field) => [field, profile.fields?.[field]?.value ?? ''])),
    visibility: Object.fromEntries(known.map(([field, { visibility }]) => [field, visibility])),
    attributes: structuredClone(profile.attributes ?? {}),
    service: {
      owner: service?.owner ?? '',
      purpose: service?.purpose ?? '',
      review_at: service?.review_at ?? '',
    },
    invitation: '',
  };
}

const said = (values: string[] | undefined) => (values ?? []).map((v) => v.trim()).filter((v) => v !== '');

function attributesOf(before: Draft, after: Draft): Record<string, string[]> {
  const names = new Set([...Object.keys(before.attributes), ...Object.keys(after.attributes)]);
  const differing = [...names].filter(
    (name) => said(before.attributes[name]).join('\n') !== said(after.attributes[name]).join('\n'),
  );
  return Object.fromEntries(differing.map((name) => [name, said(after.attributes[name])]));
}

function serviceOf({ service }: Draft): ServiceAccount {
  const text = (value: string) => (value.trim() === '' ? null : value.trim());
  return { owner: text(service.owner), purpose: text(service.purpose), review_at: text(service.review_at) };
}

const isEmpty = (record: object) => Object.keys(record).length === 0;

/** Only what differs: a field that is left out stays, an empty one is cleared. */
export function editOf(before: Draft, after: Draft): UserEdit {
  const edit: UserEdit = {};
  if (after.username.trim() !== before.username) edit.username = after.username.trim();
  if (after.display_name.trim() !== before.display_name) edit.display_name = after.display_name.trim();
  if (after.email.trim() !== before.email) edit.email = after.email.trim();
  if (after.state !== before.state) edit.state = after.state;
  if (after.kind !== before.kind) edit.kind = after.kind;
  if (after.expires !== before.expires) edit.expires_at = after.expires;
  const profile: Record<string, string> = {};
  const visibility: Record<string, Visibility> = {};
  for (const field of FIELDS) {
    const now = (after.profile[field] ?? '').trim();
    if (now !== (before.profile[field] ?? '')) profile[field] = now;
    const seen = after.visibility[field];
    // Who sees what is not there is no question.
    if (seen !== undefined && seen !== before.visibility[field] && now !== '') visibility[field] = seen;
  }
  if (!isEmpty(profile)) edit.profile = profile;
  if (!isEmpty(visibility)) edit.visibility = visibility;
  const attributes = attributesOf(before, after);
  if (!isEmpty(attributes)) edit.attributes = attributes;
  const service = serviceOf(after);
  if (JSON.stringify(service) !== JSON.stringify(serviceOf(before))) edit.service = service;
  if (after.state === 'invited' && after.invitation.trim() !== '') edit.invitation = after.invitation.trim();
  return edit;
}

export const differs = (before: Draft, after: Draft) => !isEmpty(editOf(before, after));

/** An edit as the steps of a change, for a user whose source has the last word. */
export function operationsOf(edit: UserEdit): Operation[] {
  const set = (field: string, value: string | null | undefined): Operation => ({
    do: 'set_field',
    field,
    value: value === '' || value === undefined ? null : value,
  });
  const operations: Operation[] = [];
  if (edit.username !== undefined) operations.push(set('username', edit.username));
  if (edit.display_name !== undefined) operations.push(set('display_name', edit.display_name));
  if (edit.email !== undefined) operations.push(set('email', edit.email));
  if (edit.kind !== undefined) operations.push(set('kind', edit.kind));
  if (edit.state !== undefined) operations.push({ do: 'set_state', state: edit.state });
  for (const [field, value] of Object.entries(edit.profile ?? {})) operations.push(set(`profile.${field}`, value));
  for (const [field, visibility] of Object.entries(edit.visibility ?? {})) {
    operations.push({ do: 'set_visibility', field: `profile.${field}`, visibility });
  }
  for (const [name, values] of Object.entries(edit.attributes ?? {})) {
    operations.push(set(`attributes.${name}`, values.join('\n')));
  }
  if (edit.service) {
    operations.push(set('service.owner', edit.service.owner));
    operations.push(set('service.purpose', edit.service.purpose));
    operations.push(set('service.review_at', edit.service.review_at));
  }
  if (edit.expires_at !== undefined) {
    operations.push({ do: 'set_expiry', at: edit.expires_at === '' ? null : startOf(edit.expires_at) });
  }
  return operations;
}

/** The full name, as it stands in sentences. */
export const fullName = (user: User) => m.words.fullName(user.userstore, user.username);
