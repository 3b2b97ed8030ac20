/** Fixing findings by change sets: what would be done to which, and what must be said first. */
import {
  call,
  type AuditRuleGlance,
  type FixFindings,
  type FixPreview,
  type RuleFix,
  type SelectedFindings,
} from '../../lib/backend';
import { changing, type Staged } from '../../lib/change/changing.svelte';
import { fixWords } from '../../lib/audit/words';
import { m } from '../../lib/messages';
import type { Chosen } from './chosen';

/** Findings that one change set fixes. */
export interface Way {
  operation: string;
  label: string;
  asks: string[];
  count: number;
  userstores: string[] | undefined;
  selected: SelectedFindings;
}

/** Of these, roles or groups go; of all others, users are changed. */
const REMOVALS = ['delete-role', 'delete-group'];
export const isRemoval = (way: Pick<Way, 'operation'>) => REMOVALS.includes(way.operation);

/** What fixes these findings, the most first, and how many nothing but a person fixes. */
export function waysOf(
  chosen: Chosen,
  rules: ReadonlyMap<string, Pick<AuditRuleGlance, 'fix'>>,
): { ways: Way[]; byHand: number } {
  const found = new Map<string, { fix: RuleFix; label: string; rules: Set<string>; count: number }>();
  let byHand = 0;
  for (const [rule, { count }] of chosen.rules) {
    const fix: RuleFix | undefined = rules.get(rule)?.fix;
    const label = fix && fixWords(fix);
    if (!fix?.operation || !label) {
      byHand += count;
      continue;
    }
    const way = found.get(fix.operation) ?? { fix, label, rules: new Set(), count: 0 };
    way.rules.add(rule);
    way.count += count;
    found.set(fix.operation, way);
  }
  const ways = [...found].map(([operation, { fix, label, rules, count }]) => ({
    operation,
    label,
    asks: fix.asks,
    count,
    userstores: chosen.userstores,
    selected: chosen.selected(rules),
  }));
  return { ways: ways.sort((a, b) => b.count - a.count), byHand };
}

/** What an operator says before a fix can be previewed. */
export interface Answers {
  at: string;
  text: string;
  field: string;
  group: string;
  kind: string;
  user: string;
  role: string;
}

export const noAnswers = (): Answers => ({ at: '', text: '', field: '', group: '', kind: '', user: '', role: '' });

/** What of it is missing. */
export const missing = (way: Way, answers: Answers): string[] =>
  way.asks.filter((ask) => (answers[ask as keyof Answers] ?? 'said').trim() === '');

export function requestOf(way: Way, answers: Answers): FixFindings {
  const said = (ask: keyof Answers) => way.asks.includes(ask) && answers[ask].trim() !== '';
  return {
    findings: way.selected,
    ...(said('at') && { at: answers.at }),
    ...(said('text') && { text: answers.text.trim() }),
    ...(said('field') && { field: answers.field }),
    ...(said('group') && { group: answers.group }),
    ...(said('kind') && { kind: answers.kind as NonNullable<FixFindings['kind']> }),
    ...(said('user') && { user: Number(answers.user) }),
    ...(said('role') && { role: answers.role }),
  };
}

/** What the preview says of findings, beside what the change does to users. */
export const saidOf = ({ findings, left }: FixPreview): string[] => [
  m.audits.fixes(findings),
  ...left.map((one) => m.audits.fixLeft(one.findings, one.reason)),
];

/** Opens the change dialog on what would fix them. */
export function preview(way: Way, answers: Answers, done: () => void): void {
  const request = requestOf(way, answers);
  changing.begin({
    selected: { users: [] },
    count: null,
    drafts: [],
    staged: async (options): Promise<Staged> => {
      const fix = await call('audit_fix', request, options);
      return { preview: fix.preview, said: saidOf(fix) };
    },
    onapplied: done,
  });
}
