/**
 * What the filter bar shows and what the backend is asked. The bar holds
 * clauses, shown as chips, and a text being typed; together they are one
 * expression of the filter language (SCIM's, RFC 7644 section 3.4.2.2).
 */

const OPERATORS = ['eq', 'ne', 'co', 'sw', 'ew', 'gt', 'ge', 'lt', 'le'];

/** Attributes whose clauses the bar sets by a menu. */
export const STATE = 'state';
export const USERSTORE = 'userstore';

export const equals = (attribute: string, value: string) => `${attribute} eq ${JSON.stringify(value)}`;

/** Splits at `and` outside quotes and brackets. An expression with a bare `or` stays whole. */
export function clausesOf(expression: string): string[] {
  const parts: string[] = [];
  let depth = 0;
  let quoted = false;
  let start = 0;
  for (let i = 0; i < expression.length; i += 1) {
    const c = expression[i];
    if (quoted) {
      if (c === '\\') i += 1;
      else if (c === '"') quoted = false;
      continue;
    }
    if (c === '"') quoted = true;
    else if (c === '(' || c === '[') depth += 1;
    else if (c === ')' || c === ']') depth -= 1;
    else if (depth === 0 && /^\s(or)\s/i.test(expression.slice(i, i + 4))) return [expression.trim()];
    else if (depth === 0 && /^\s(and)\s/i.test(expression.slice(i, i + 5))) {
      parts.push(expression.slice(start, i).trim());
      start = i + 5;
      i += 4;
    }
  }
  parts.push(expression.slice(start).trim());
  return parts.filter((part) => part !== '').flatMap((part) => inner(part));
}

/** Takes off brackets that hold the whole clause and nothing but more clauses. */
function inner(part: string): string[] {
  if (!part.startsWith('(') || !part.endsWith(')')) return [part];
  const bare = part.slice(1, -1);
  if (hasOr(bare) || !isBalanced(bare)) return [part];
  return clausesOf(bare);
}

/** What is left of a text without what stands in quotes and brackets. */
function outside(expression: string): { text: string; balanced: boolean } {
  let text = '';
  let depth = 0;
  let balanced = true;
  let quoted = false;
  for (let i = 0; i < expression.length; i += 1) {
    const c = expression[i] as string;
    if (quoted) {
      if (c === '\\') i += 1;
      else if (c === '"') quoted = false;
      continue;
    }
    if (c === '"') quoted = true;
    else if (c === '(' || c === '[') depth += 1;
    else if (c === ')' || c === ']') {
      depth -= 1;
      if (depth < 0) balanced = false;
    } else if (depth === 0) text += c;
  }
  return { text, balanced: balanced && depth === 0 };
}

const isBalanced = (expression: string) => outside(expression).balanced;

/** Whether an `or` stands in it outside quotes and brackets, so that `and` would bind only a part of it. */
export const hasOr = (expression: string) => /(^|\s)or(\s|$)/i.test(outside(expression).text);

/** One expression of all clauses and the text. */
export function compose(clauses: string[], text: string): string {
  const typed = text.trim();
  const all = typed === '' ? clauses : [...clauses, typed];
  if (all.length < 2) return all[0] ?? '';
  return all.map((part) => (hasOr(part) ? `(${part})` : part)).join(' and ');
}

/** The value of `attribute eq "value"` among the clauses, if there is one. */
export function valueOf(clauses: string[], attribute: string): string | null {
  for (const clause of clauses) {
    const read = readClause(clause);
    if (read?.attribute === attribute && read.operator === 'eq') return read.value;
  }
  return null;
}

/** The clauses with `attribute eq "value"` put in place of what they said of it; none takes it out. */
export function withValue(clauses: string[], attribute: string, value: string | null): string[] {
  const clause = value === null ? null : equals(attribute, value);
  const at = clauses.findIndex((c) => readClause(c)?.attribute === attribute);
  const rest = clauses.filter((c) => readClause(c)?.attribute !== attribute);
  if (clause === null) return rest;
  return at < 0 ? [...rest, clause] : [...rest.slice(0, at), clause, ...rest.slice(at)];
}

export interface Clause {
  attribute: string;
  operator: string;
  value: string;
}

/** A simple comparison, taken apart; none for anything more. */
export function readClause(clause: string): Clause | null {
  const found = /^([\w.]+)\s+(\w+)(?:\s+(.+))?$/.exec(clause.trim());
  const [, attribute, operator, raw] = found ?? [];
  if (!attribute || !operator) return null;
  if (operator === 'pr') return raw === undefined ? { attribute, operator, value: '' } : null;
  if (!OPERATORS.includes(operator) || raw === undefined) return null;
  const quoted = /^"((?:[^"\\]|\\.)*)"$/.exec(raw);
  if (quoted) return { attribute, operator, value: JSON.parse(raw) as string };
  return /^[\w.-]+$/.test(raw) ? { attribute, operator, value: raw } : null;
}

/** `(a eq x or a eq y)` taken apart: one attribute and the values it may have; none for anything else. */
export function readChoice(clause: string): { attribute: string; values: string[] } | null {
  const bare = clause.trim();
  if (!bare.startsWith('(') || !bare.endsWith(')')) return null;
  const parts = bare
    .slice(1, -1)
    .split(/\s+or\s+/i)
    .map(readClause);
  const [first] = parts;
  if (!first || parts.length < 2) return null;
  if (!parts.every((part) => part?.operator === 'eq' && part.attribute === first.attribute)) return null;
  return { attribute: first.attribute, values: parts.flatMap((part) => (part ? [part.value] : [])) };
}

/** Whether two lists of clauses ask the same, in whatever order. */
export function sameClauses(a: string[], b: string[]): boolean {
  const key = (clauses: string[]) => [...clauses].sort().join('\n');
  return key(a) === key(b);
}
