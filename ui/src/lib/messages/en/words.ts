/** The words of the vault, for people. */
import type {
  Kind,
  LastSeen,
  OperatorRole,
  Precision,
  ProfileField,
  SeenStatus,
  State,
  UserstoreKind,
  Visibility,
} from '../../backend/types';
import { f } from './format';

const state: Record<State, string> = {
  active: 'Active',
  invited: 'Invited',
  pending: 'Pending',
  locked: 'Locked',
  blocked: 'Blocked',
  deactivated: 'Deactivated',
  banned: 'Banned',
  deleted: 'Deleted',
};

const stateMeans: Record<State, string> = {
  active: 'Can sign in.',
  invited: 'Was asked to join and has not answered.',
  pending: 'Waits for an administrator’s approval.',
  locked: 'Kept out for a while, usually after failed sign-ins.',
  blocked: 'Kept out by an administrator or a directory.',
  deactivated: 'Switched off; in GitLab the next sign-in switches it on again.',
  banned: 'Blocked, and what it wrote is hidden.',
  deleted: 'The source says it was deleted.',
};

const kind: Record<Kind, string> = { human: 'Human', service: 'Service', bot: 'Bot', external: 'External' };
const kinds: Record<Kind, string> = {
  human: 'Humans',
  service: 'Service accounts',
  bot: 'Bots',
  external: 'External people',
};

const role: Record<OperatorRole, string> = { owner: 'Owner', admin: 'Admin', auditor: 'Auditor' };

const userstoreKind: Record<UserstoreKind, string> = {
  local: 'Local',
  gitlab: 'GitLab',
  scim: 'SCIM',
  ldap: 'LDAP',
  keycloak: 'Keycloak',
  file: 'File',
  wso2: 'WSO2',
  entra: 'Microsoft Entra',
  google: 'Google Workspace',
  okta: 'Okta',
  authelia: 'Authelia',
};

const seenStatus: Record<SeenStatus, string> = {
  seen: 'Seen',
  never: 'Never',
  unknown: 'Unknown',
  not_collected: 'Not collected',
};

const seenMeans: Record<Exclude<SeenStatus, 'seen'>, string> = {
  never: 'The source says this account never signed in.',
  unknown: 'The source was asked and does not say.',
  not_collected: 'The files imported so far have no such field, so nobody asked.',
};

const precision: Record<Precision, string> = {
  second: 'to the second',
  hour: 'to the hour',
  day: 'to the day',
  fortnight: 'up to 14 days late',
};

const visibility: Record<Visibility, string> = {
  private: 'Private',
  instance: 'Instance',
  public: 'Public',
};

const visibilityMeans: Record<Visibility, string> = {
  private: 'Seen by the user and admins.',
  instance: 'Seen by everyone signed in.',
  public: 'Seen by anyone.',
};

const profile: Record<ProfileField, string> = {
  given_name: 'First name',
  family_name: 'Last name',
  pronouns: 'Pronouns',
  title: 'Title',
  organization: 'Organization',
  department: 'Department',
  cost_center: 'Cost centre',
  employee_number: 'Employee number',
  manager: 'Manager',
  location: 'Location',
  time_zone: 'Time zone',
  language: 'Language',
  phone: 'Phone',
  website: 'Website',
  bio: 'About',
  status: 'Status',
  public_email: 'Public e-mail',
  note: 'Admin note',
  linkedin: 'LinkedIn',
  twitter: 'X',
  discord: 'Discord',
  github: 'GitHub',
  pronunciation: 'Pronunciation',
  bluesky: 'Bluesky',
  mastodon: 'Mastodon',
  orcid: 'ORCID',
  status_emoji: 'Status emoji',
  availability: 'Availability',
  status_clear_at: 'Status clears',
};

/** Fields beside the profile, as the history and the log name them. */
const field: Record<string, string> = {
  username: 'Username',
  display_name: 'Name',
  email: 'E-mail',
  state: 'State',
  kind: 'Kind',
  mfa: 'Two-factor',
  privileged: 'Privileged',
  created_at: 'Created',
  expires_at: 'Access ends',
  last_seen: 'Last seen',
  gone_since: 'No longer listed since',
  grant: 'Role',
  grants: 'Grants',
  group: 'Group',
  groups: 'Groups',
  roles: 'Roles',
  avatar: 'Picture',
  source_id: 'Source’s id',
  seat_flag: 'Instance’s own seat flag',
  person: 'Person',
  'service.owner': 'Answers for it',
  'service.purpose': 'Purpose',
  'service.review_at': 'Next review',
};

/** A field by its name in the vault; one nobody named yet is shown with its underscores as spaces. */
function fieldName(name: string): string {
  if (name.endsWith('.visibility')) return `${fieldName(name.slice(0, -'.visibility'.length))}, seen by`;
  const bare = name.startsWith('profile.') ? name.slice('profile.'.length) : name;
  const known = (profile as Record<string, string>)[bare] ?? field[bare];
  if (known) return known;
  const spaced = bare.replace(/^attributes?\./, '').replaceAll('_', ' ');
  return f.capital(spaced);
}

/** A time within a text, as the backend writes it. */
const TIME = /\d{4}-\d\d-\d\dT[\d:.]+(?:Z|[+-]\d\d:\d\d)/;

/** A sentence of the backend that names fields as programs do, with their names for people. */
const inWords = (text: string) =>
  text
    // Only where a word begins: an address may hold the same.
    .replace(
      /(^|\s)((?:profile|attributes|service)\.[A-Za-z_][\w-]*)/g,
      (_, before: string, name: string) => before + fieldName(name).toLocaleLowerCase(f.locale),
    )
    .replace(/\b\d{4,}(?= users?\b)/g, (count) => f.number(Number(count)));

/** What is held or not, rather than one value after another. */
const entry: Record<string, { given: string; taken: string; without: string }> = {
  grant: { given: 'Role given', taken: 'Role taken away', without: 'not held' },
  group: { given: 'Put into group', taken: 'Taken out of group', without: 'not in it' },
};

/** A value of a field, or the word for none. */
const valueOr = (name: string, value: string | null | undefined): string =>
  value === null || value === undefined || value === '' ? (entry[name]?.without ?? 'empty') : fieldValue(name, value);

/** A value of a field, where the value is one of our words. */
function fieldValue(name: string, value: string): string {
  if (name === 'state') return (state as Record<string, string>)[value] ?? value;
  if (name === 'kind') return (kind as Record<string, string>)[value] ?? value;
  if (name.endsWith('.visibility')) return (visibility as Record<string, string>)[value] ?? value;
  // A picture is known by its fingerprint, which says nothing to people.
  if (name === 'avatar') return 'a picture';
  // A role on a scope, and until when.
  if (name === 'grant')
    return value.replace(/ on instance\b/, ' on the whole instance').replace(TIME, (at) => f.date(at));
  if (name === 'profile.availability') return value === 'busy' ? 'Busy' : value;
  if (value === 'true') return 'Yes';
  if (value === 'false') return 'No';
  if (/^\d{4}-\d\d-\d\dT/.test(value)) return f.dateTime(value);
  return value;
}

/** Why something is not so, as the backend says it: `state is "active"` in the words of the screens. */
function reason(text: string): string {
  const says = /^([\w.]+) is "(.*)"$/s.exec(text);
  return says?.[1] ? `${fieldName(says[1])} is ${fieldValue(says[1], says[2] ?? '')}` : f.capital(inWords(text));
}

/** Last seen in a cell: a time the source gave, or which of the three other answers it is. */
function lastSeen(seen: LastSeen, now?: number): string {
  if (seen.status !== 'seen' || seen.at === null) return seenStatus[seen.status];
  const age = f.capital(f.ago(seen.at, seen.precision, now));
  return seen.precision === 'fortnight' ? `About ${age.toLowerCase()}` : age;
}

/** What the cell says on hover. */
function lastSeenMeans(seen: LastSeen): string {
  if (seen.status === 'seen' && seen.at !== null) {
    const exact = f.exact(seen.at, seen.precision);
    return seen.precision ? `${exact}, ${precision[seen.precision]}` : exact;
  }
  return seen.status === 'seen' ? '' : seenMeans[seen.status];
}

export const words = {
  state,
  stateMeans,
  kind,
  kinds,
  role,
  userstoreKind,
  seenStatus,
  seenMeans,
  precision,
  visibility,
  visibilityMeans,
  profile,
  fieldName,
  fieldValue,
  valueOr,
  entry,
  inWords,
  reason,
  lastSeen,
  lastSeenMeans,
  yes: 'Yes',
  no: 'No',
  none: 'None',
  notSaid: 'Not said',
  noDate: 'No date set',
  on: 'On',
  off: 'Off',
  scopeInstance: 'the whole instance',
  onScope: (path: string) => `on ${path}`,
  cancel: 'Cancel',
  close: 'Close',
  save: 'Save',
  saving: 'Saving…',
  undo: 'Undo',
  again: 'Try again',
  back: 'Back',
  continue: 'Continue',
  copy: 'Copy',
  copied: 'Copied',
  dismiss: 'Dismiss',
  loading: 'Loading',
  row: (n: number) => `Row ${f.number(n)}`,
  ofWhole: (percent: string) => `${percent} taken`,
  optional: 'optional',
  notADay: 'This is no day. Write it as 2026-12-31.',
  dayFormat: 'YYYY-MM-DD',
  left: (n: number) =>
    n < 0
      ? f.plural(-n, { one: '# character too many', other: '# characters too many' })
      : f.plural(n, { one: '# left', other: '# left' }),
  stop: 'Stop',
  stopping: 'Stopping…',
  becomes: 'becomes',
  difference: (field: string, before: string, after: string) => `${field}: ${before} → ${after}`,
  only: (field: string, value: string) => `${field}: ${value}`,
  nothingFound: 'Nothing found.',
  seenBy: (field: string, who: string) => `${field} is seen by: ${who}. Change`,
  fullName: (userstore: string, username: string) => `${userstore}/${username}`,
  more: (n: number) => f.plural(n, { one: '# more', other: '# more' }),
  users: (n: number) => f.plural(n, { one: '# user', other: '# users' }),
};
