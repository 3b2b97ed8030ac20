/** What can come next in a filter. */
import type { Completion, CompletionKind, Completions } from '../../src/lib/backend/types';
import { ATTRIBUTES, attributeOf, OPERATORS, tokens } from './language';

const MEANS: Record<string, string> = {
  eq: 'is',
  ne: 'is not',
  co: 'contains',
  sw: 'starts with',
  ew: 'ends with',
  gt: 'above',
  ge: 'from',
  lt: 'below',
  le: 'up to',
  pr: 'is set',
};

export function completionsOf(text: string, caret: number): Completions {
  const before = tokens([...text].slice(0, caret).join(''));
  const last = before.at(-1);
  const typing = last && last.to === caret && !/^[()[\]]$/.test(last.text) ? last : undefined;
  const done = typing ? before.slice(0, -1) : before;
  const typed = typing?.text.replace(/^"/, '').toLowerCase() ?? '';
  const item = (kind: CompletionKind, insert: string, doc = ''): Completion => ({ insert, label: insert, kind, doc });
  const [one, two] = [done.at(-1)?.text.toLowerCase() ?? '', done.at(-2)?.text.toLowerCase() ?? ''];
  let items: Completion[];
  if (OPERATORS.includes(one) && one !== 'pr' && attributeOf(two)) {
    const values = ATTRIBUTES[attributeOf(two) ?? '']?.values ?? [];
    items = values.map((v) => item('value', /^(true|false|never|unknown|not_collected)$/.test(v) ? v : `"${v}"`));
  } else if (attributeOf(one) && !OPERATORS.includes(two)) {
    items = OPERATORS.map((o) => item('operator', o, MEANS[o]));
  } else if (done.length > 0 && !/^(and|or|not|\(|\[)$/.test(one)) {
    items = [item('connective', 'and', 'both hold'), item('connective', 'or', 'one of them holds')];
  } else {
    items = Object.entries(ATTRIBUTES).map(([name, { doc }]) => item('attribute', name, doc));
    items.push(item('connective', 'not', 'the opposite holds'));
  }
  const fits = items.filter((i) => i.insert.replace(/^"/, '').toLowerCase().includes(typed));
  const best = (i: Completion) => (i.insert.replace(/^"/, '').toLowerCase().startsWith(typed) ? 0 : 1);
  fits.sort((a, b) => best(a) - best(b));
  return { from: typing?.from ?? caret, to: typing?.to ?? caret, items: fits.slice(0, 50) };
}
