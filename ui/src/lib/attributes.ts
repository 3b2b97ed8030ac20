/** Values of custom attributes: whether they are of the type that was defined. The backend has the last word. */
import type { AttributeDefinition, AttributeType } from './backend/types';
import { isDay } from './day';
import { f, m } from './messages';

const FITS: Record<AttributeType, (value: string, choices: string[]) => boolean> = {
  text: () => true,
  number: (value) => /^[+-]?\d+(\.\d+)?$/.test(value),
  date: isDay,
  yes_no: (value) => value === 'yes' || value === 'no',
  choice: (value, choices) => choices.includes(value),
  email: (value) => /^[^\s@]+@[^\s@]+$/.test(value),
  link: (value) => /^https?:\/\/\S+$/i.test(value),
};

/** What is wrong with the values of an attribute; none if nothing is. */
export function valuesProblem(definition: AttributeDefinition, values: string[]): string | null {
  const said = values.map((value) => value.trim()).filter((value) => value !== '');
  if (said.length === 0) return definition.required ? m.attributes.needed : null;
  const fits = FITS[definition.type];
  return said.every((value) => fits(value, definition.choices ?? [])) ? null : m.attributes.misfit[definition.type];
}

/** A value as people read it; one that does not fit its type, as it is. */
export function shownValue(type: AttributeType, value: string): string {
  if (type === 'yes_no') return value === 'yes' ? m.words.yes : value === 'no' ? m.words.no : value;
  return type === 'date' && isDay(value) ? f.exact(value, 'day') : value;
}
