/** The details of a log entry, for people: names from the catalogue, values as words, numbers and dates. */
import { f, m } from '../../lib/messages';

export interface Detail {
  name: string;
  value: string;
}

type Bag = Record<string, unknown>;

const isBag = (value: unknown): value is Bag => typeof value === 'object' && value !== null && !Array.isArray(value);

function wordOf(name: string, value: unknown): string {
  if (value === null || value === undefined || value === '') return m.words.none;
  if (typeof value === 'boolean') return value ? m.words.yes : m.words.no;
  if (typeof value === 'number') return name === 'bytes' ? f.bytes(value) : f.number(value);
  if (Array.isArray(value)) {
    if (value.length === 0) return m.words.none;
    // What changed stands one below the other.
    return value.some(isBag)
      ? value.map((item) => (isBag(item) ? change(item) : wordOf(name, item))).join('\n')
      : f.list(value.map((item) => wordOf(name, item)));
  }
  if (isBag(value))
    return detailsOf(value)
      .map((d) => `${d.name}: ${d.value}`)
      .join(', ');
  return m.words.fieldValue(name, String(value));
}

/** A field before and after, as the history has it. */
function change(item: Bag): string {
  if (typeof item.name !== 'string') return wordOf('', item.file ?? item.path ?? JSON.stringify(item));
  const name = item.name;
  const value = (text: unknown) => m.words.valueOr(name, typeof text === 'string' ? text : null);
  return m.words.difference(m.words.fieldName(name), value(item.before), value(item.after));
}

export function detailsOf(details: Bag): Detail[] {
  return Object.entries(details)
    .filter(([, value]) => value !== null && value !== undefined)
    .map(([name, value]) => ({ name: m.log.detail(name), value: wordOf(name, value) }));
}
