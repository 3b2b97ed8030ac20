/** A definition of a custom attribute as a form has it. */
import type { AttributeDefinition, AttributeType, Visibility } from '../../../lib/backend/types';
import { lengthOf, linesOf } from '../../../lib/text';

export interface DefinitionDraft {
  name: string;
  title: string;
  type: AttributeType;
  /** One a line. */
  choices: string;
  visibility: Visibility;
  required: boolean;
  several: boolean;
}

export const draftOf = (definition?: AttributeDefinition): DefinitionDraft => ({
  name: definition?.name ?? '',
  title: definition?.title ?? '',
  type: definition?.type ?? 'text',
  choices: (definition?.choices ?? []).join('\n'),
  visibility: definition?.visibility ?? 'instance',
  required: definition?.required ?? false,
  several: definition?.several ?? false,
});

/** The definition of a draft that has no problem. What its type has no use for is left out. */
export function definitionOf(userstore: string, draft: DefinitionDraft): AttributeDefinition {
  const title = draft.title.trim();
  return {
    userstore,
    name: draft.name.trim(),
    ...(title !== '' && { title }),
    type: draft.type,
    choices: draft.type === 'choice' ? [...new Set(linesOf(draft.choices))] : [],
    visibility: draft.visibility,
    required: draft.required,
    several: draft.several && draft.type !== 'yes_no',
  };
}

/** The most characters of a name (`muster_model::attribute::MOST_NAME`). */
const MOST_NAME = 255;

export type Problem = 'name' | 'long' | 'exists' | 'choices';

export function problemsOf(draft: DefinitionDraft, taken: string[]): Partial<Record<'name' | 'choices', Problem>> {
  const problems: Partial<Record<'name' | 'choices', Problem>> = {};
  const name = draft.name.trim();
  if (name === '') problems.name = 'name';
  else if (lengthOf(name) > MOST_NAME) problems.name = 'long';
  else if (taken.includes(name)) problems.name = 'exists';
  if (draft.type === 'choice' && linesOf(draft.choices).length === 0) problems.choices = 'choices';
  return problems;
}
