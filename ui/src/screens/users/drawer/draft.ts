/** What is being written about a user, and whether it can be sent. */
import * as v from 'valibot';
import type { Kind, ProfileField, State, User, UserDetail, UserEdit } from '../../../lib/backend';
import { m } from '../../../lib/messages';

export interface Draft {
  username: string;
  display_name: string;
  email: string;
  state: State;
  kind: Kind;
  profile: Record<string, string>;
}

/** The profile fields in the form, in groups. */
export const GROUPS: { title: string; fields: ProfileField[] }[] = [
  { title: m.user.groupPerson, fields: ['given_name', 'family_name', 'pronouns', 'location', 'time_zone', 'language'] },
  {
    title: m.user.groupWork,
    fields: ['title', 'organization', 'department', 'cost_center', 'employee_number', 'manager'],
  },
  {
    title: m.user.groupContact,
    fields: ['phone', 'public_email', 'website', 'linkedin', 'twitter', 'discord', 'github', 'status', 'bio'],
  },
  { title: m.user.groupNote, fields: ['note'] },
];
export const FIELDS = GROUPS.flatMap((group) => group.fields);
/** Fields that may run over several lines. */
export const LONG_FIELDS = new Set<ProfileField>(['bio', 'note']);

export function emptyDraft(): Draft {
  return {
    username: '',
    display_name: '',
    email: '',
    state: 'active',
    kind: 'human',
    profile: Object.fromEntries(FIELDS.map((field) => [field, ''])),
  };
}

export function draftOf(detail: UserDetail): Draft {
  const { user, profile } = detail;
  return {
    username: user.username,
    display_name: user.display_name,
    email: user.email ?? '',
    state: user.state,
    kind: user.kind,
    profile: Object.fromEntries(FIELDS.map((field) => [field, profile.fields?.[field]?.value ?? ''])),
  };
}

/** Only what differs: a field that is left out stays, an empty one is cleared. */
export function editOf(before: Draft, after: Draft): UserEdit {
  const edit: UserEdit = {};
  if (after.username.trim() !== before.username) edit.username = after.username.trim();
  if (after.display_name.trim() !== before.display_name) edit.display_name = after.display_name.trim();
  if (after.email.trim() !== before.email) edit.email = after.email.trim();
  if (after.state !== before.state) edit.state = after.state;
  if (after.kind !== before.kind) edit.kind = after.kind;
  const profile: Record<string, string> = {};
  for (const field of FIELDS) {
    const now = (after.profile[field] ?? '').trim();
    if (now !== (before.profile[field] ?? '')) profile[field] = now;
  }
  if (Object.keys(profile).length > 0) edit.profile = profile;
  return edit;
}

export const differs = (before: Draft, after: Draft) => Object.keys(editOf(before, after)).length > 0;

const MAX = 255;
const MAX_LONG = 4000;
const says = m.user.invalid;
const short = v.pipe(v.string(), v.trim(), v.maxLength(MAX, says.long(MAX)));
const long = v.pipe(v.string(), v.trim(), v.maxLength(MAX_LONG, says.long(MAX_LONG)));
/** Nothing, or something with one @ and no spaces: the source decides the rest. */
const email = v.pipe(short, v.regex(/^$|^[^\s@]+@[^\s@]+$/, says.email));
const website = v.pipe(short, v.regex(/^$|^https?:\/\/\S+$/i, says.website));

const schema = v.object({
  username: v.pipe(short, v.nonEmpty(says.username), v.regex(/^\S*$/, says.space)),
  display_name: v.pipe(short, v.nonEmpty(says.displayName)),
  email,
  profile: v.objectWithRest({ public_email: email, website, bio: long, note: long }, short),
});

/** What is wrong, by field: `username`, `profile.website`. */
export function problemsOf(draft: Draft): Record<string, string> {
  const result = v.safeParse(schema, draft);
  if (result.success) return {};
  const problems: Record<string, string> = {};
  for (const issue of result.issues) {
    const path = v.getDotPath(issue) ?? '';
    problems[path] ??= issue.message;
  }
  return problems;
}

/** The full name, as it stands in sentences. */
export const fullName = (user: User) => `${user.userstore}/${user.username}`;
