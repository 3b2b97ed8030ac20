/** Audits: runs, findings and their life, rules. */
import type {
  AuditRuleGlance,
  FindingGroup,
  FindingRow,
  Operation,
  RemovalPreview,
  RuleForm,
  RuleProblem,
  RuleSource,
  SelectedFindings,
  TriedRule,
  UserRow,
} from '../../src/lib/backend/types';
import type { Answers } from './answers';
import { Book, hits, SEVERITIES, type Held } from './audits/book';
import { detailOf, formOf, glanceOf, packs, shipped, textOf } from './audits/rules';
import { glanceOf as changeOf, work } from './changes';
import { written } from './exports';
import { Fault } from './fault';
import { FilterFault } from './language';
import { NOW } from './people';
import type { World } from './world';

type Named = Extract<keyof Answers, `audit_${string}`> | 'export_findings';

export function auditAnswers(world: World): Pick<Answers, Named> {
  const book = new Book(world);
  function picked(selected: SelectedFindings): Held[] {
    if ('ids' in selected) return selected.ids.flatMap((id) => book.findings.get(id) ?? []);
    if ('filter' in selected) return book.pick(selected.filter);
    if ('all_but' in selected)
      return book.pick(selected.all_but.filter).filter(({ row }) => !selected.all_but.except.includes(row.id));
    return [...book.findings.values()].filter((held) => held.accepted_at === selected.accepted_at);
  }
  /** Each time something is decided is another second. */
  let decided = 0;
  const moment = () => new Date(NOW + (decided += 1) * 1_000).toISOString();
  /** The roles that findings are about, as a removal takes them. */
  function removal(selected: SelectedFindings): RemovalPreview {
    const some = picked(selected).filter(({ row }) => /open/.test(row.state) && row.subject.type === 'role');
    const things = some.map(({ row: { subject } }, i) => ({
      type: subject.type,
      userstore: subject.userstore,
      name: subject.name,
      id: i + 1,
      reason:
        subject.userstore === 'PRIMARY'
          ? null
          : `its userstore ${subject.userstore} reflects a system elsewhere: remove the role there and import again; the next audit shows it gone`,
    }));
    const go = things.filter((thing) => thing.reason === null);
    const stays = things.filter((thing) => thing.reason !== null);
    return {
      title: go.length === 1 ? `Remove the role ${go[0]?.name}` : `Remove ${go.length} roles`,
      sign: go.map((thing) => thing.name).join(),
      findings: go.length,
      removed: go.length,
      refused: stays.length,
      things: [...go, ...stays],
      left: stays.map(({ reason }) => ({ reason: reason ?? '', findings: 1 })),
    };
  }
  const openOf = (rule: string) =>
    [...book.findings.values()].filter(({ row }) => row.rule === rule && /open/.test(row.state)).length;
  const isOwn = (id: string) => book.own.some((rule) => rule.id === id);
  const glance = (form: RuleForm): AuditRuleGlance =>
    glanceOf(form, isOwn(form.id), book.off.get(form.id) ?? null, book.runs.length > 0 ? openOf(form.id) : null);
  const ruleOf = (id: string) => {
    const form = book.rules.find((rule) => rule.id === id);
    if (!form) throw new Fault('not_found', `There is no rule ${id}.`);
    return form;
  };

  function lint(form: RuleForm): RuleProblem[] {
    const line = (field: string) =>
      textOf(form)
        .split('\n')
        .findIndex((one) => one.startsWith(`${field} =`)) + 1 || null;
    const wrong = (field: string, what: string, remedy: string, bad = true): RuleProblem => ({
      file: 'own.toml',
      line: line(field),
      within: null,
      field,
      what,
      remedy,
      wrong: bad,
    });
    const empty = (['title', 'why', 'remedy'] as const).filter((field) => form[field].trim() === '');
    const problems = empty.map((field) => wrong(field, `the ${field} is empty`, 'write a sentence'));
    if (!/^[a-z][a-z0-9-]*$/.test(form.id)) problems.push(wrong('id', 'this is no id', 'write it as not-seen-20d'));
    for (const control of form.controls) {
      if (packs.some((pack) => pack.controls.some((one) => one.id === control))) continue;
      problems.push(
        wrong(
          'controls',
          `no pack knows the control “${control}”`,
          'add it to a pack of yours, or take it away',
          false,
        ),
      );
    }
    if (form.filter !== null) {
      try {
        hits(world, form);
      } catch (fault) {
        if (!(fault instanceof FilterFault)) throw fault;
        problems.push(wrong('filter', fault.message.replace(/\.$/, ''), 'write an attribute, an operator and a value'));
      }
    }
    return problems;
  }

  function look(source: RuleSource): TriedRule {
    const form = 'form' in source ? source.form : formOf(source.text);
    if ('line' in form) {
      const problem = { file: 'own.toml', within: null, field: '', wrong: true, ...form };
      const text = 'text' in source ? source.text : '';
      return { problems: [problem], text, form: null, hits: null, users: null, sample: [], said: null };
    }
    const problems = lint(form);
    const bad = problems.some((one) => one.field === 'filter');
    const found = bad
      ? []
      : hits(world, { ...form, parameters: form.parameters.map((one) => ({ ...one, value: one.default })) });
    return {
      problems,
      text: 'text' in source ? source.text : textOf(form),
      form,
      hits: bad ? null : found.length,
      users: bad ? null : new Set(found.map((hit) => hit.subject.user)).size,
      sample: found.slice(0, 20),
      said: null,
    };
  }

  function groups(by: 'rule' | 'user' | 'control', rows: FindingRow[]): FindingGroup[] {
    const all = new Map<string, FindingGroup>();
    const add = (key: string, title: string, user: UserRow | undefined, row: FindingRow) => {
      const group = all.get(key) ?? {
        key,
        title,
        user: user?.id ?? null,
        display_name: user?.display_name ?? null,
        severity: row.severity,
        count: 0,
        open: 0,
        accepted: 0,
        fixable: ruleOf(row.rule).fix.operation !== null,
      };
      group.count += 1;
      if (/open/.test(row.state)) group.open += 1;
      if (row.state === 'accepted') group.accepted += 1;
      if (SEVERITIES.indexOf(row.severity) < SEVERITIES.indexOf(group.severity)) group.severity = row.severity;
      all.set(key, group);
    };
    for (const row of rows) {
      const { subject } = row;
      if (by === 'rule') add(row.rule, row.title, undefined, row);
      else if (by === 'user') {
        const user = subject.user === null ? undefined : world.row(subject.user);
        const full = subject.userstore === '' ? subject.name : `${subject.userstore}/${subject.name}`;
        add(user?.username ?? subject.name, user ? `${user.userstore}/${user.username}` : full, user, row);
      } else {
        for (const id of row.controls) {
          const control = packs.flatMap((pack) => pack.controls).find((one) => one.id === id);
          add(id, control?.title ?? id, undefined, row);
        }
      }
    }
    return [...all.values()].sort(
      (a, b) => SEVERITIES.indexOf(a.severity) - SEVERITIES.indexOf(b.severity) || b.count - a.count,
    );
  }

  return {
    audit_overview: (wanted) => {
      const pack = wanted ?? book.runs.at(-1)?.pack ?? 'all';
      const trend = book.runs.filter((run) => run.pack === pack);
      const last = trend.at(-1) ?? null;
      return {
        pack,
        last,
        score: last && book.score(pack),
        stale: world.scenario.audit === 'stale',
        trend,
        packs,
        time_zone: 'Europe/Berlin',
        may_change: !world.scenario.auditor,
      };
    },
    audit_run: async ({ pack }, progress) => {
      await work(world, progress, 24);
      const run = book.run(pack ?? 'all');
      const kept = !world.scenario.auditor;
      if (!kept) book.runs.pop();
      return {
        run,
        score: book.score(run.pack),
        kept,
        not_kept: kept ? null : 'An auditor’s run is reported, not kept: ask an admin to run it.',
        unchanged: run.new === 0 && run.resolved === 0,
      };
    },
    audit_findings: ({ filter, offset = 0, limit }) => {
      const all = book.pick(filter);
      return { findings: all.slice(offset, offset + limit).map(({ row }) => row), total: all.length };
    },
    audit_groups: ({ by, filter, offset = 0, limit }) => {
      const all = groups(
        by,
        book.pick(filter).map(({ row }) => row),
      );
      return { groups: all.slice(offset, offset + limit), total: all.length };
    },
    audit_finding: ({ id }) => {
      const held = book.findings.get(id);
      if (!held) throw new Fault('not_found', 'There is no such finding.');
      const form = ruleOf(held.row.rule);
      return {
        finding: held.row,
        pack: book.runs.at(-1)?.pack ?? 'all',
        why: form.why,
        remedy: form.remedy,
        fix: form.fix,
        parameters: form.parameters,
        facts: [],
        accepted_by: held.accepted_by,
        accepted_at: held.accepted_at,
        story: held.story,
        last_found: book.runs.at(-1) ?? null,
      };
    },
    audit_accept: ({ findings, reason, until }) => {
      const some = picked(findings).filter(({ row }) => row.state !== 'resolved');
      const at = moment();
      for (const held of some) book.accept(held, reason, until, at);
      return { findings: some.length, at };
    },
    audit_withdraw: (findings) => {
      const some = picked(findings).filter(({ row }) => row.state === 'accepted');
      for (const held of some) book.withdraw(held);
      return { findings: some.length, at: moment() };
    },
    audit_resolve: async ({ id }, progress) => {
      await work(world, progress, 12);
      const held = book.findings.get(id);
      if (!held) throw new Fault('not_found', 'There is no such finding.');
      if ((globalThis as { fakeGone?: boolean }).fakeGone !== true)
        throw new Fault('invalid', `It is still found: ${held.row.message} Fix it, or accept the finding.`, {
          still_found: true,
        });
      book.resolve(held, 0);
      return { findings: 1, at: moment() };
    },
    audit_removal: removal,
    audit_remove: ({ findings, sign }) => {
      const ahead = removal(findings);
      if (sign !== ahead.sign) throw new Fault('invalid', 'The roles have changed since they were looked at.');
      const change = world.changes.length + 1;
      world.changes.unshift(changeOf(change, ahead.title));
      world.undoes.set(change, []);
      return { change, title: ahead.title, removed: ahead.removed };
    },
    audit_fix: async ({ findings }, progress) => {
      const some = picked(findings).filter(({ row }) => row.subject.user !== null);
      const left = picked(findings).length - some.length;
      const users = [...new Set(some.flatMap(({ row }) => row.subject.user ?? []))];
      const operations: Operation[] = [{ do: 'set_state', state: 'deactivated' }];
      const preview = await world.preview?.({ selected: { users }, operations }, progress);
      if (!preview) throw new Fault('internal', 'Nothing can be staged here.');
      return {
        preview,
        findings: some.length,
        left: left > 0 ? [{ reason: 'It is about no user.', findings: left }] : [],
      };
    },
    audit_of_user: (user) => {
      const all = [...book.findings.values()].map(({ row }) => row).filter((row) => row.subject.user === user);
      return {
        findings: all
          .filter((row) => row.state !== 'resolved')
          .sort((a, b) => SEVERITIES.indexOf(a.severity) - SEVERITIES.indexOf(b.severity)),
        resolved: all.filter((row) => row.state === 'resolved').length,
        run: book.runs.at(-1) ?? null,
      };
    },
    audit_rules: () => book.rules.map(glance),
    audit_rule: (id) => detailOf(glance(ruleOf(id)), ruleOf(id)),
    audit_rule_try: look,
    audit_rule_save: (source) => {
      const { form, problems } = look(source);
      const wrong = problems.find((problem) => problem.wrong);
      if (!form || wrong) throw new Fault('invalid', `${wrong?.what ?? 'The rule cannot be read'}.`);
      book.own = [...book.own.filter((rule) => rule.id !== form.id), form];
      world.generation += 1;
      return detailOf(glance(form), form);
    },
    audit_rule_remove: (id) => {
      book.own = book.own.filter((rule) => rule.id !== id);
      return null;
    },
    audit_rule_set: ({ rule, parameters = {}, off }) => {
      const form = ruleOf(rule);
      if (off === '') book.off.delete(rule);
      else if (off != null) book.off.set(rule, { reason: off, operator: 'Dana Reyes', at: new Date().toISOString() });
      const set = {
        ...form,
        parameters: form.parameters.map((one) => ({
          ...one,
          value: one.name in parameters ? (parameters[one.name] ?? one.default) : one.value,
        })),
      };
      if (isOwn(rule)) book.own = book.own.map((one) => (one.id === rule ? set : one));
      else if (shipped.some((one) => one.id === rule)) book.set.set(rule, set);
      return detailOf(glance(set), set);
    },
    audit_time_zone_set: () => null,
    export_findings: async ({ filter, path, format }, progress) => {
      await work(world, progress, 24);
      if (format === 'csv' && !path.endsWith('.csv')) throw new Fault('invalid', 'Another ending.');
      return written(path, book.pick(filter).length);
    },
  };
}
