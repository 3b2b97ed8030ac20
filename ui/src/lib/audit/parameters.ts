/** What can be set of a rule, in words and as a form has it. */
import type { ParameterValue, RuleParameter } from '../backend/types';
import { f, m } from '../messages';

/** Entries of a list that are said before "and so many more". */
const SAID = 6;

const isPair = (entry: string | [string, string]): entry is [string, string] => Array.isArray(entry);

/** "45 days", "admin, root and 12 more", "Payer and Approver". */
export function valueWords({ unit }: Pick<RuleParameter, 'unit'>, value: ParameterValue): string {
  if (typeof value === 'number') return m.auditRules.amount(unit, value);
  if (value.length === 0) return m.auditRules.empty;
  const said = value.slice(0, SAID).map((entry) => (isPair(entry) ? m.auditRules.pair(...entry) : entry));
  const more = value.length - said.length;
  const joined = said.join(value.some(isPair) ? '; ' : ', ');
  return more > 0 ? m.auditRules.andMore(joined, more) : joined;
}

/** A setting as a form has it: numbers and names as text, pairs as pairs. */
export interface Setting {
  text: string;
  pairs: [string, string][];
}

export function settingOf(value: ParameterValue): Setting {
  if (typeof value === 'number') return { text: String(value), pairs: [] };
  const pairs = value.filter(isPair) as [string, string][];
  return pairs.length > 0
    ? { text: '', pairs: pairs.map(([a, b]) => [a, b]) }
    : { text: (value as string[]).join('\n'), pairs: [] };
}

/** What a form says, as a value; or what is wrong with it. */
export function readSetting(
  parameter: Pick<RuleParameter, 'unit' | 'least' | 'most'>,
  { text, pairs }: Setting,
): { value: ParameterValue } | { problem: string } {
  const { unit, least, most } = parameter;
  if (unit === 'pairs') {
    const said = pairs
      .map(([a, b]) => [a.trim(), b.trim()] as [string, string])
      .filter(([a, b]) => a !== '' || b !== '');
    if (said.some(([a, b]) => a === '' || b === '')) return { problem: m.auditRules.invalid.halfPair };
    if (said.some(([a, b]) => a === b)) return { problem: m.auditRules.invalid.samePair };
    return { value: said };
  }
  if (unit === 'names') {
    const names = text.split(/[\n,]/).map((name) => name.trim());
    return { value: [...new Set(names.filter((name) => name !== ''))] };
  }
  const number = Number(text.trim());
  if (!/^-?\d{1,9}$/.test(text.trim())) return { problem: m.auditRules.invalid.number };
  if (number < least || number > most)
    return { problem: m.auditRules.invalid.bounds(f.number(least), m.auditRules.amount(unit, most)) };
  return { value: number };
}
