/** The fields of a profile with their limits, and the custom attributes that are defined at first. */
import type { AttributeDefinition, FieldInfo, ProfileField, Visibility } from '../../../src/lib/backend/types';

const LIMITS: Record<ProfileField, [limit: number, visibility: Visibility, more?: 'fixed' | 'lines' | 'both']> = {
  given_name: [127, 'instance'],
  family_name: [127, 'instance'],
  pronouns: [50, 'instance'],
  pronunciation: [255, 'instance'],
  title: [200, 'instance'],
  organization: [500, 'instance'],
  department: [255, 'instance'],
  cost_center: [255, 'private'],
  employee_number: [255, 'private'],
  manager: [255, 'instance'],
  location: [500, 'instance'],
  time_zone: [64, 'instance'],
  language: [35, 'instance'],
  phone: [64, 'instance'],
  website: [2048, 'instance'],
  bio: [255, 'instance', 'lines'],
  status: [100, 'public', 'fixed'],
  status_emoji: [100, 'public', 'fixed'],
  availability: [16, 'public', 'fixed'],
  status_clear_at: [40, 'public', 'fixed'],
  public_email: [254, 'public'],
  note: [4000, 'private', 'both'],
  linkedin: [500, 'instance'],
  twitter: [500, 'instance'],
  discord: [500, 'instance'],
  github: [500, 'instance'],
  bluesky: [500, 'instance'],
  mastodon: [500, 'instance'],
  orcid: [500, 'instance'],
};

export const FIELDS: FieldInfo[] = Object.entries(LIMITS).map(([field, [limit, visibility, more]]) => ({
  field: field as ProfileField,
  limit,
  visibility,
  fixed: more === 'fixed' || more === 'both',
  multiline: more === 'lines' || more === 'both',
}));

const definition = (
  name: string,
  type: AttributeDefinition['type'],
  more: Partial<AttributeDefinition> = {},
): AttributeDefinition => ({ userstore: 'PRIMARY', name, type, visibility: 'instance', ...more });

export const DEFINED: AttributeDefinition[] = [
  definition('office', 'choice', { title: 'Office', choices: ['Hamburg', 'Lisbon', 'Remote'], required: true }),
  definition('firstDay', 'date', { title: 'First day', visibility: 'private' }),
  definition('firstAider', 'yes_no', { title: 'First aider' }),
  definition('languages', 'choice', { title: 'Speaks', choices: ['English', 'German', 'Portuguese'], several: true }),
  definition('desk', 'number', { title: 'Desk' }),
  definition('handbook', 'link', { title: 'Team handbook' }),
  definition('standIn', 'email', { title: 'Stands in', several: true }),
];

/** A picture of nobody: the content policy allows `data:`. */
export const PICTURE = `data:image/svg+xml,${encodeURIComponent(
  '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 8 8"><rect width="8" height="8" fill="#2f6fb5"/><circle cx="4" cy="3.2" r="1.6" fill="#fff"/><path d="M.8 8a3.2 3.2 0 0 1 6.4 0z" fill="#fff"/></svg>',
)}`;
