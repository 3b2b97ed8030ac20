/** What audits found in the in-memory realm, and what became of it. */
import type {
  AuditRun,
  AuditScore,
  FindingEvent,
  FindingFilter,
  FindingRow,
  FindingSubject,
  RuleForm,
  Severity,
  UserRow,
} from '../../../src/lib/backend/types';
import { matches } from '../language';
import { NOW } from '../people';
import { ago, type World } from '../world';
import { packs, shipped } from './rules';

export const SEVERITIES: Severity[] = ['critical', 'high', 'medium', 'low', 'info'];
const WEIGHTS: Record<Severity, [weight: number, most: number]> = {
  critical: [40, 70],
  high: [10, 90],
  medium: [3, 100],
  low: [1, 100],
  info: [0, 100],
};
export const day = (at: number) => new Date(at).toISOString().slice(0, 10);
const DAY = 86_400_000;

export interface Held {
  row: FindingRow;
  story: FindingEvent[];
  accepted_by: string | null;
  accepted_at: string | null;
  /** Resolved by the last run. */
  gone: boolean;
}

const hex = (text: string) => {
  let a = 0x811c9dc5;
  let b = 0x1b873593;
  for (let i = 0; i < text.length; i += 1) {
    a = Math.imul(a ^ text.charCodeAt(i), 0x01000193) >>> 0;
    b = Math.imul(b + text.charCodeAt(i), 0x85ebca6b) >>> 0;
  }
  return [a, b, a ^ b, (a + b) >>> 0].map((n) => (n >>> 0).toString(16).padStart(8, '0')).join('');
};

const subjectOf = (row: UserRow): FindingSubject => ({
  type: 'user',
  userstore: row.userstore,
  name: row.username,
  user: row.id,
  display_name: row.display_name,
});
const daysOf = (row: UserRow) =>
  row.last_seen.at === null ? 0 : Math.floor((NOW - Date.parse(row.last_seen.at)) / DAY);

export const filled = (form: RuleForm) =>
  form.parameters.reduce((text, one) => text.replaceAll(`{${one.name}}`, String(one.value)), form.filter ?? '');

const said = (form: RuleForm, row: UserRow) => {
  const days = daysOf(row);
  const words: Record<string, string> = {
    not_seen: days === 1 ? '1 day' : `${days} days`,
    age: `${Math.floor((NOW - Date.parse(row.created_at ?? '')) / DAY)} days`,
    role: row.highest_role?.role ?? 'no role',
  };
  for (const one of form.parameters) words[one.name] = String(one.value);
  return (form.message ?? form.title).replace(/\{(\w+)\}/g, (_, name: string) => words[name] ?? name);
};

/** What a rule finds of the realm. */
export function hits(world: World, form: RuleForm): { subject: FindingSubject; message: string }[] {
  const { rows } = world;
  if (form.filter !== null) {
    return rows.filter(matches(filled(form))).map((row) => ({ subject: subjectOf(row), message: said(form, row) }));
  }
  const some = (every: number, at: number, message: (row: UserRow) => string) =>
    rows
      .filter((row) => row.id % every === at && row.state === 'active' && !row.gone_since)
      .map((row) => ({ subject: subjectOf(row), message: message(row) }));
  switch (form.check) {
    case 'leaver-still-enabled':
      return some(431, 12, (row) => `Left the directory on 2 November, and is enabled in ${row.userstore}.`);
    case 'temporary-without-expiry':
      return some(157, 20, () => 'The name says temporary, and access has no end.');
    case 'shared-name':
      return some(613, 40, (row) => `“${row.username}” is no person’s name.`);
    case 'direct-grant':
      return some(97, 31, () => '').map(({ subject }) => ({
        subject: { ...subject, type: 'grant' as const, name: `${subject.name}: Developer on group acme/web` },
        message: 'Holds Developer on acme/web directly; 41 others hold it through the group frontend.',
      }));
    case 'sod-conflict':
      return some(509, 77, () => '').map(({ subject }) => ({
        subject,
        message: 'Holds Owner and Release captain on acme/web, which nobody should hold together.',
      }));
    case 'unused-role':
      return [
        ['PRIMARY', 'Auditor (old)'],
        ['PRIMARY', 'Wiki keeper'],
        ['gitlab', 'Release shepherd'],
      ].map(([userstore = '', name = '']) => ({
        subject: { type: 'role' as const, userstore, name, user: null, display_name: null },
        message: 'Nobody holds it, no group gives it, and no role includes it.',
      }));
    default:
      return [];
  }
}

export class Book {
  findings = new Map<string, Held>();
  runs: AuditRun[] = [];
  own: RuleForm[] = [];
  off = new Map<string, { reason: string; operator: string; at: string }>();
  set = new Map<string, RuleForm>();

  constructor(readonly world: World) {
    const { scenario } = world;
    if (scenario.audit === 'never' || scenario.users === 0) return;
    this.seed();
    if (scenario.audit !== 'clean') this.past();
  }

  get rules(): RuleForm[] {
    const mine = new Map(this.own.map((rule) => [rule.id, rule]));
    return [
      ...shipped.map((rule) => mine.get(rule.id) ?? this.set.get(rule.id) ?? rule),
      ...this.own.filter((rule) => !shipped.some((one) => one.id === rule.id)),
    ];
  }

  /** Rules that a pack asks. */
  asked(pack: string): RuleForm[] {
    const served = packs.find((one) => one.name === pack)?.controls.map((one) => one.id);
    return this.rules.filter(
      (rule) => !this.off.has(rule.id) && (served === undefined || rule.controls.some((one) => served.includes(one))),
    );
  }

  /** Runs before today, with scores that moved. */
  private seed(): void {
    const scores = this.world.scenario.audit === 'clean' ? [96, 98, 99] : [18, 21, 20, 24, 29, 27, 31, 30, 33];
    scores.forEach((score, i) => {
      const back = (scores.length - i) * 14;
      this.runs.push({
        ...this.runOf('all', score, []),
        id: i + 1,
        at: ago(back),
        as_of: day(NOW - back * DAY),
        new: 8 - (i % 5),
        resolved: 5 + ((i * 3) % 7),
        severities: SEVERITIES.map((severity, s) => ({ severity, open: (s + 1) * (12 - i), accepted: s })),
      });
    });
    this.run('all');
  }

  private past(): void {
    const all = [...this.findings.values()];
    const runs = this.runs.length;
    all.forEach((held, i) => {
      const age = 3 + ((i * 37) % 180);
      const fresh = i % 29 === 0;
      held.row.new = fresh;
      held.row.since = fresh ? day(NOW) : day(NOW - age * DAY);
      held.story = fresh
        ? [this.event('found', 0)]
        : [{ ...this.event('found', age), operator: i % 3 === 0 ? 'Kim Osei' : 'Dana Reyes' }];
      if (i % 17 === 5) {
        this.accept(
          held,
          'The contract of this partner runs until spring; the account stays for the hand-over.',
          day(NOW + 90 * DAY),
        );
        held.accepted_by = 'Dana Reyes';
      } else if (i % 41 === 7) {
        held.row.state = 'reopened';
        held.story.push(
          { ...this.event('accepted', 60), reason: 'On parental leave until November.', until: day(NOW - 5 * DAY) },
          { ...this.event('acceptance_ended', 4), operator: 'Kim Osei' },
        );
      } else if (i % 23 === 11) this.resolve(held, i % 2 === 0 ? 0 : 28);
    });
    const last = this.runs[runs - 1];
    if (!last) return;
    const rows = all.map((held) => held.row);
    Object.assign(last, this.runOf('all', this.score('all').score, rows), {
      id: last.id,
      new: rows.filter((row) => row.new).length,
      resolved: all.filter((held) => held.gone).length,
      reopened: 2,
    });
  }

  event(event: FindingEvent['event'], back: number): FindingEvent {
    return {
      event,
      at: ago(back),
      on: day(NOW - back * DAY),
      operator: 'Dana Reyes',
      run: event === 'accepted' || event === 'withdrawn' ? null : 1,
      snapshot: null,
      snapshot_at: null,
      reason: null,
      until: null,
    };
  }

  accept(held: Held, reason: string, until: string, at = ago(0)): void {
    Object.assign(held.row, { state: 'accepted', reason, until });
    held.accepted_by = 'Dana Reyes';
    held.accepted_at = at;
    held.story.push({ ...this.event('accepted', 0), reason, until });
  }

  withdraw(held: Held): void {
    Object.assign(held.row, { state: 'open', reason: null, until: null });
    held.accepted_by = null;
    held.accepted_at = null;
    held.story.push(this.event('withdrawn', 0));
  }

  resolve(held: Held, back: number): void {
    held.row.state = 'resolved';
    held.row.new = false;
    held.gone = back === 0;
    held.story.push({ ...this.event('resolved', back), snapshot: 9, snapshot_at: ago(back + 0.01) });
  }

  run(pack: string): AuditRun {
    const clean = this.world.scenario.audit === 'clean';
    const forms = this.asked(pack);
    const found = new Set<string>();
    let fresh = 0;
    let gone = 0;
    for (const form of forms) {
      for (const { subject, message } of clean ? [] : hits(this.world, form)) {
        const id = hex(`${form.id}\n${subject.userstore}\n${subject.name}`);
        found.add(id);
        const known = this.findings.get(id);
        if (known) {
          known.row.new = false;
          known.row.message = message;
          continue;
        }
        fresh += 1;
        this.findings.set(id, {
          row: {
            id,
            rule: form.id,
            title: form.title,
            severity: form.severity,
            controls: form.controls,
            subject,
            state: 'open',
            since: day(NOW),
            message,
            new: true,
            reason: null,
            until: null,
          },
          story: [this.event('found', 0)],
          accepted_by: null,
          accepted_at: null,
          gone: false,
        });
      }
    }
    const ids = new Set(forms.map((form) => form.id));
    for (const held of this.findings.values()) {
      held.gone = false;
      if (!ids.has(held.row.rule) || found.has(held.row.id) || held.row.state === 'resolved') continue;
      gone += 1;
      this.resolve(held, 0);
    }
    const rows = [...this.findings.values()].map((held) => held.row);
    const run = { ...this.runOf(pack, this.score(pack).score, rows), new: fresh, resolved: gone };
    this.runs.push(run);
    return run;
  }

  private runOf(pack: string, score: number, rows: FindingRow[]): AuditRun {
    const ids = this.asked(pack).map((form) => form.id);
    const mine = rows.filter((row) => ids.includes(row.rule));
    return {
      id: this.runs.length + 1,
      pack,
      as_of: day(NOW),
      at: ago(0.001),
      operator: 'Dana Reyes',
      score,
      severities: SEVERITIES.map((severity) => ({
        severity,
        open: mine.filter((row) => row.severity === severity && /open/.test(row.state)).length,
        accepted: mine.filter((row) => row.severity === severity && row.state === 'accepted').length,
      })),
      new: 0,
      reopened: 0,
      resolved: 0,
      rules: ids.length,
      took_ms: 120,
      time_zone: 'Europe/Berlin',
    };
  }

  score(pack: string): AuditScore {
    const forms = this.asked(pack);
    const ids = forms.map((form) => form.id);
    const rows = [...this.findings.values()].map((held) => held.row).filter((row) => ids.includes(row.rule));
    const users = Math.max(this.world.rows.filter((row) => row.state === 'active').length, 100);
    const terms = SEVERITIES.map((severity) => {
      const mine = rows.filter((row) => row.severity === severity);
      const open = mine.filter((row) => row.state === 'open' || row.state === 'reopened').length;
      const weight = WEIGHTS[severity][0];
      return {
        severity,
        open,
        accepted: mine.filter((row) => row.state === 'accepted').length,
        weight,
        points: open * weight,
      };
    });
    const points = terms.reduce((sum, term) => sum + term.points, 0);
    const ceiling = Math.min(100, ...terms.filter((term) => term.open > 0).map((term) => WEIGHTS[term.severity][1]));
    const rules = forms
      .map((form) => {
        const open = rows.filter((row) => row.rule === form.id && /open/.test(row.state)).length;
        return {
          rule: form.id,
          title: form.title,
          severity: form.severity,
          open,
          points: open * WEIGHTS[form.severity][0],
        };
      })
      .filter((rule) => rule.points > 0)
      .sort((a, b) => b.points - a.points)
      .slice(0, 5);
    return {
      score: Math.min(Math.floor((100 * users) / (users + points)), ceiling),
      users,
      points,
      ceiling,
      formula: '',
      terms,
      rules,
    };
  }

  /** Findings a filter lets through, the worst first. */
  pick(filter: FindingFilter = {}): Held[] {
    const pack = filter.pack ?? this.runs.at(-1)?.pack ?? 'all';
    const ids = this.asked(pack).map((form) => form.id);
    const states = filter.gone
      ? ['resolved']
      : (filter.states?.length ?? 0) > 0
        ? filter.states
        : ['open', 'reopened', 'accepted'];
    const text = filter.text?.toLowerCase() ?? '';
    return [...this.findings.values()]
      .filter(({ row, gone }) => {
        if (!ids.includes(row.rule) || !states?.includes(row.state)) return false;
        if (filter.gone && !gone) return false;
        if (filter.new && !row.new) return false;
        if (filter.severities?.length && !filter.severities.includes(row.severity)) return false;
        if (filter.rules?.length && !filter.rules.includes(row.rule)) return false;
        if (filter.control && !row.controls.includes(filter.control)) return false;
        if (filter.user != null && row.subject.user !== filter.user) return false;
        return `${row.subject.display_name} ${row.subject.name} ${row.message}`.toLowerCase().includes(text);
      })
      .sort(
        (a, b) =>
          SEVERITIES.indexOf(a.row.severity) - SEVERITIES.indexOf(b.row.severity) ||
          a.row.rule.localeCompare(b.row.rule) ||
          a.row.subject.name.localeCompare(b.row.subject.name),
      );
  }
}
