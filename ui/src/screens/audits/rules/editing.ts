/** A rule while it is written: with what it begins, and what is wrong where. */
import {
  call,
  toBackendError,
  type AuditRuleGlance,
  type RuleForm,
  type RuleParameter,
  type RuleProblem,
} from '../../../lib/backend';
import { m } from '../../../lib/messages';
import { freeName } from '../../../lib/names';
import { toasts } from '../../../lib/state/toasts.svelte';

export interface Editing {
  form: RuleForm;
  text: string;
  /** Whether it is saved under a name of its own, rather than in place of what is there. */
  fresh: boolean;
  /** What it was copied from, or what it is called so far. */
  title: string | null;
  /** Findings of the rule as it is saved; none if it is not. */
  before: number | null;
}

/** Operations of change sets, as rules name them, in the order of the form. */
export const OPERATIONS = [
  'deactivate',
  'remove-roles',
  'remove-role',
  'move-to-group',
  'set-expiry',
  'set-owner',
  'set-purpose',
  'set-review-date',
  'set-email',
  'set-profile',
  'set-kind',
  'merge',
  'add-role',
  'delete-role',
  'delete-group',
];

export const UNITS = ['days', 'users', 'roles', 'times', 'percent', 'names', 'pairs'];

export const parameterOf = (name = ''): RuleParameter => ({
  name,
  unit: 'days',
  least: 1,
  most: 3650,
  meaning: '',
  default: 30,
  value: 30,
});

/** A rule that finds something at once, so that what is typed changes a number. */
export const emptyForm = (): RuleForm => ({
  id: '',
  title: '',
  severity: 'medium',
  filter: 'gone eq false and state eq active and lastSeen le "-{days}d"',
  message: 'Not seen for {not_seen}; the limit is {days}.',
  check: null,
  controls: [],
  why: '',
  remedy: '',
  fix: { operation: 'deactivate', none: null, asks: [] },
  parameters: [{ ...parameterOf('days'), meaning: 'Days without a sign of life.' }],
});

/** What the editor begins with: nothing, a rule of one's own, or a copy of any. */
export async function editorFor(id: string | null, copy: boolean, rules: AuditRuleGlance[]): Promise<Editing | null> {
  if (id === null) return { form: emptyForm(), text: '', fresh: true, title: null, before: null };
  try {
    const { form, text, glance } = await call('audit_rule', id);
    if (!copy) return { form, text, fresh: false, title: form.title, before: glance.open };
    const taken = rules.map((rule) => rule.id);
    return {
      form: { ...form, id: freeName(`${form.id}-own`, taken) },
      text,
      fresh: true,
      title: form.title,
      before: null,
    };
  } catch (thrown) {
    toasts.fail(toBackendError(thrown));
    return null;
  }
}

/** Fields that every rule needs, and that say nothing about what it finds. */
const NEEDED = ['title', 'id', 'message', 'why', 'remedy'] as const;
type Needed = (typeof NEEDED)[number];
/** What stands for them while a rule is tried, so that it counts before everything is written. */
const STANDS_FOR: Record<Needed, string> = { title: 'New rule', id: 'new-rule', message: '-', why: '-', remedy: '-' };

const lacks = (form: RuleForm) =>
  NEEDED.filter((field) => (form[field] ?? '').trim() === '' && (field !== 'message' || form.check === null));

/** The form as it is tried: what it still lacks is filled in. */
export function tryable(form: RuleForm): RuleForm {
  const filled = { ...form };
  for (const field of lacks(form)) filled[field] = STANDS_FOR[field];
  if (filled.fix.operation === null && (filled.fix.none ?? '').trim() === '') filled.fix = { ...filled.fix, none: '-' };
  return filled;
}

/** What the form still lacks, as what is wrong with it. */
export function lacking(form: RuleForm): RuleProblem[] {
  const fields: string[] = [...lacks(form)];
  if (form.fix.operation === null && (form.fix.none ?? '').trim() === '') fields.push('fix');
  return fields.map((field) => ({
    file: '',
    line: null,
    within: null,
    field,
    what: m.auditRules.invalid.empty,
    remedy: m.auditRules.invalid.emptyRemedy,
    wrong: true,
  }));
}

/** Controls as a form has them, and back. */
export const controlsText = (controls: string[]) => controls.join(', ');
export const controlsOf = (text: string) => [
  ...new Set(
    text
      .split(',')
      .map((control) => control.trim())
      .filter((control) => control !== ''),
  ),
];

/** What is wrong with a field, or within it; errors before doubts. */
export function problemOf(problems: RuleProblem[], field: string): RuleProblem | null {
  const mine = problems.filter((one) => one.field === field || one.field.startsWith(`${field}.`));
  return mine.find((one) => one.wrong) ?? mine[0] ?? null;
}

/** Fields of the form; what is wrong elsewhere is said below it. */
const FIELDS = ['id', 'title', 'severity', 'filter', 'message', 'controls', 'why', 'remedy', 'fix', 'parameters'];
export const elsewhere = (problems: RuleProblem[]) =>
  problems.filter((one) => !FIELDS.some((field) => one.field === field || one.field.startsWith(`${field}.`)));

/** Where a line begins and ends in a text, in UTF-16 units. */
export function lineAt(text: string, line: number): [number, number] {
  const lines = text.split('\n');
  const start = lines.slice(0, line - 1).reduce((sum, one) => sum + one.length + 1, 0);
  return [start, start + (lines[line - 1]?.length ?? 0)];
}
