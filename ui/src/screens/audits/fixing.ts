/** Fixing findings by change sets: what would be done to which, and what must be said first. */
import {
  call,
  type AuditRuleGlance,
  type FindingRow,
  type FixFindings,
  type FixPreview,
  type RuleFix,
} from '../../lib/backend';
import { changing, type Staged } from '../../lib/change/changing.svelte';
import { fixWords, isOpen } from '../../lib/audit/words';
import { m } from '../../lib/messages';

/** Findings that one change set fixes. */
export interface Way {
  operation: string;
  label: string;
  asks: string[];
  findings: FindingRow[];
}

/** What fixes these findings, the most first, and those that nothing but a person fixes. */
export function waysOf(
  findings: FindingRow[],
  rules: ReadonlyMap<string, Pick<AuditRuleGlance, 'fix'>>,
): { ways: Way[]; byHand: FindingRow[] } {
  const ways = new Map<string, Way>();
  const byHand: FindingRow[] = [];
  for (const row of findings.filter((one) => isOpen(one.state))) {
    const fix: RuleFix | undefined = rules.get(row.rule)?.fix;
    const label = fix && fixWords(fix);
    if (!fix?.operation || !label) byHand.push(row);
    else {
      const way = ways.get(fix.operation) ?? { operation: fix.operation, label, asks: fix.asks, findings: [] };
      way.findings.push(row);
      ways.set(fix.operation, way);
    }
  }
  return { ways: [...ways.values()].sort((a, b) => b.findings.length - a.findings.length), byHand };
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
    findings: { ids: way.findings.map((row) => row.id) },
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
