/** What is wrong with what was written about a user, said while one types. The backend has the last word. */
import * as v from 'valibot';
import { valuesProblem } from '../../../lib/attributes';
import type { AttributeDefinition, FieldInfo } from '../../../lib/backend';
import { isDay } from '../../../lib/day';
import { m } from '../../../lib/messages';
import { isEmoji } from '../../../lib/profile/status';
import { lengthOf } from '../../../lib/text';
import type { Draft } from './draft';

const MAX = 255;
const says = m.user.invalid;
const short = v.pipe(v.string(), v.trim(), v.maxLength(MAX, says.long(MAX)));
/** Nothing, or something with one @ and no spaces: the source decides the rest. */
const email = v.pipe(v.string(), v.trim(), v.regex(/^$|^[^\s@]+@[^\s@]+$/, says.email));
const website = v.pipe(v.string(), v.trim(), v.regex(/^$|^https?:\/\/\S+$/i, says.website));
const day = v.pipe(
  v.string(),
  v.check((text) => text === '' || isDay(text), m.words.notADay),
);
const emoji = v.pipe(
  v.string(),
  v.trim(),
  // GitLab's own names of emoji come in with an import and stay.
  v.check((text) => text === '' || isEmoji(text) || /^[\w+-]+$/.test(text), m.profile.emojiWrong),
);

const schema = v.object({
  username: v.pipe(short, v.nonEmpty(says.username), v.regex(/^\S*$/, says.space)),
  display_name: v.pipe(short, v.nonEmpty(says.displayName)),
  email: v.pipe(short, email),
  expires: day,
  profile: v.objectWithRest({ public_email: email, website, status_emoji: emoji }, v.string()),
  service: v.objectWithRest({ review_at: day }, v.string()),
});

/**
 * What is wrong, by field: `username`, `profile.website`, `attributes.office`.
 * What stands as it was `before` is not asked about again: a source may have
 * said what could not be written here.
 */
export function problemsOf(
  draft: Draft,
  fields: FieldInfo[] = [],
  definitions: AttributeDefinition[] = [],
  before: Draft | null = null,
): Record<string, string> {
  const problems: Record<string, string> = {};
  const result = v.safeParse(schema, draft);
  for (const issue of result.issues ?? []) problems[v.getDotPath(issue) ?? ''] ??= issue.message;
  for (const { field, limit } of fields) {
    if (lengthOf((draft.profile[field] ?? '').trim()) > limit) {
      problems[`profile.${field}`] = m.profile.tooLong(limit);
    }
  }
  for (const definition of definitions) {
    const problem = valuesProblem(definition, draft.attributes[definition.name] ?? []);
    if (problem !== null) problems[`attributes.${definition.name}`] = problem;
  }
  for (const name of Object.keys(problems)) if (before && isAsBefore(name, before, draft)) delete problems[name];
  return problems;
}

function isAsBefore(name: string, before: Draft, after: Draft): boolean {
  const cut = name.indexOf('.');
  const [group, field] = cut < 0 ? [name, ''] : [name.slice(0, cut), name.slice(cut + 1)];
  const values = (draft: Draft): unknown => {
    const at = draft[group as keyof Draft];
    return typeof at === 'object' ? (at as Record<string, unknown>)[field] : at;
  };
  return String(values(before) ?? '') === String(values(after) ?? '');
}
