import { describe, expect, test } from 'vitest';
import type {
  AuditOverview,
  AuditRun,
  AuditScore,
  FindingFilter,
  FindingRow,
  RuleProblem,
} from '../../src/lib/backend';
import { askedOf, filterOf, isNarrowed, isOneByOne, keyOf, nextBy } from '../../src/lib/audit/asked';
import { readSetting, settingOf, valueWords } from '../../src/lib/audit/parameters';
import { fixWords } from '../../src/lib/audit/words';
import { m } from '../../src/lib/messages';
import { freeName, nameOf } from '../../src/lib/names';
import { problemsOf } from '../../src/screens/audits/acceptance';
import { titleWithin } from '../../src/screens/audits/findings/within';
import { mayHold, ofRows } from '../../src/screens/audits/chosen';
import { missing, noAnswers, requestOf, saidOf, waysOf } from '../../src/screens/audits/fixing';
import {
  controlsOf,
  elsewhere,
  emptyForm,
  lacking,
  lineAt,
  problemOf,
  tryable,
} from '../../src/screens/audits/rules/editing';
import { capOf, moved, plainOf, pointsOf, previousOf, takenBy } from '../../src/screens/audits/score/score';
import { formOf, shipped, textOf } from '../fake/audits/rules';

describe('which findings', () => {
  test('what the address says is what is asked', () => {
    const asked = askedOf({ severity: 'high', words: ' ada ' });
    expect(asked.by).toBe('rule');
    expect(isOneByOne(asked)).toBe(false);
    expect(filterOf(asked, 'all')).toEqual({
      pack: 'all',
      states: ['open', 'reopened'],
      severities: ['high'],
      text: 'ada',
    });
  });

  test('an address that makes no sense asks for what waits', () => {
    const asked = askedOf({ by: 'colour', state: 'asleep', severity: 'worst', since: 'ever' });
    expect(filterOf(asked, 'cis-v8')).toEqual({ pack: 'cis-v8', states: ['open', 'reopened'] });
    expect(isNarrowed(asked)).toBe(false);
  });

  test('a group that is open narrows its list, and not the list of groups', () => {
    const asked = askedOf({ within: 'dormant-90d' });
    expect(isOneByOne(asked)).toBe(true);
    expect(filterOf(asked, 'all').rules).toEqual(['dormant-90d']);
    expect(filterOf(asked, 'all', false).rules).toBeUndefined();
    expect(filterOf(askedOf({ by: 'control', within: 'CIS 5.3' }), 'all').control).toBe('CIS 5.3');
  });

  test('a user is asked for by number, what is no user by its name, even one of digits', () => {
    expect(keyOf({ key: 'gitlab/ada', user: 7 } as never)).toBe('#7');
    expect(keyOf({ key: '4711', user: null } as never)).toBe('4711');
    expect(filterOf(askedOf({ by: 'user', within: '#7' }), 'all')).toMatchObject({ user: 7 });
    const role = filterOf(askedOf({ by: 'user', within: '4711', words: 'x' }), 'all');
    expect(role.user).toBeUndefined();
    expect(role.text).toBe('4711');
  });

  test('what is new has any state that is not gone; what went is resolved', () => {
    expect(filterOf(askedOf({ since: 'new' }), 'all')).toEqual({ pack: 'all', states: [], new: true });
    expect(filterOf(askedOf({ since: 'gone' }), 'all')).toEqual({ pack: 'all', states: ['resolved'], gone: true });
    expect(filterOf(askedOf({ state: 'all' }), 'all').states).toHaveLength(4);
  });

  test('ways to group follow each other, and begin again', () => {
    expect(nextBy('rule')).toBe('user');
    expect(nextBy('none')).toBe('rule');
  });

  test('a group is named from the address alone', () => {
    const packs = {
      packs: [{ controls: [{ id: 'CIS 5.3', title: 'Disable dormant accounts' }] }],
    } as unknown as AuditOverview;
    expect(titleWithin('rule', 'x', new Map([['x', { title: 'Not seen' }]]), packs)).toBe('Not seen');
    expect(titleWithin('control', 'CIS 5.3', new Map(), packs)).toBe('CIS 5.3: Disable dormant accounts');
    expect(titleWithin('user', 'Wiki keeper', new Map(), packs)).toBe('Wiki keeper');
  });
});

describe('the score', () => {
  // The example of docs/audit.md.
  const score: AuditScore = {
    score: 70,
    users: 400,
    points: 65,
    ceiling: 70,
    formula: '',
    rules: [],
    terms: [
      { severity: 'critical', open: 1, accepted: 0, weight: 40, points: 40 },
      { severity: 'high', open: 0, accepted: 2, weight: 10, points: 0 },
      { severity: 'medium', open: 5, accepted: 0, weight: 3, points: 15 },
      { severity: 'low', open: 10, accepted: 0, weight: 1, points: 10 },
      { severity: 'info', open: 3, accepted: 0, weight: 0, points: 0 },
    ],
  };

  test('is the formula, held down by the worst that is open', () => {
    expect(plainOf(400, 65)).toBe(86);
    expect(capOf(score)).toEqual({ most: 70, worst: 'critical' });
    expect(capOf({ ...score, ceiling: 100, score: 86 })).toBeNull();
  });

  test('what each severity takes is how much higher it would be without', () => {
    expect(takenBy(score, 'critical')).toBe(plainOf(400, 25) - 70);
    expect(takenBy(score, 'medium')).toBe(0);
    expect(takenBy(score, 'info')).toBe(0);
  });

  const run = (id: number, value: number) => ({ id, score: value }) as AuditRun;
  test('is held against the run before, of the same rules', () => {
    const trend = [run(1, 60), run(4, 64), run(9, 71)];
    expect(previousOf({ trend, last: run(9, 71) } as AuditOverview)?.id).toBe(4);
    expect(previousOf({ trend: [run(1, 60)], last: run(1, 60) } as AuditOverview)).toBeNull();
    expect(pointsOf(trend)).toEqual([
      { day: 0, count: 60 },
      { day: 1, count: 64 },
      { day: 2, count: 71 },
    ]);
    expect(moved(71, 64)).toBe('+7 since the last run');
    expect(moved(64, 64)).toBe('As in the last run');
  });
});

describe('accepting', () => {
  test('asks for a reason and a day that is not over', () => {
    expect(problemsOf(' ', '2026-11-19', '2026-11-20')).toEqual({
      reason: m.audits.invalid.reason,
      until: m.audits.invalid.past,
    });
    expect(problemsOf('x', '2026-11-20', '2026-11-20')).toEqual({});
    expect(problemsOf('x', '2126-11-20', '2026-11-20').until).toBe(m.audits.invalid.far);
    expect(problemsOf('é'.repeat(1_001), 'soon', '2026-11-20')).toEqual({
      reason: m.audits.invalid.reasonLong(1_000),
      until: m.audits.invalid.until,
    });
  });
});

describe('fixing', () => {
  const row = (rule: string, state: FindingRow['state'] = 'open') =>
    ({ id: `${rule}${state}`, rule, state, subject: { userstore: 'gitlab' } }) as FindingRow;
  const rules = new Map(
    Object.entries({
      dormant: { fix: { operation: 'deactivate', none: null, asks: [] } },
      sleepy: { fix: { operation: 'deactivate', none: null, asks: [] } },
      unowned: { fix: { operation: 'set-owner', none: null, asks: ['text'] } },
      unknown: { fix: { operation: null, none: 'Only the source can say.', asks: [] } },
    }),
  );

  test('findings go together by what is done, the most first; some need a person', () => {
    const { ways, byHand } = waysOf(
      ofRows([row('unowned'), row('dormant'), row('sleepy', 'reopened'), row('unknown')]),
      rules,
    );
    expect(ways.map((way) => [way.operation, way.count, way.selected])).toEqual([
      ['deactivate', 2, { ids: ['dormantopen', 'sleepyreopened'] }],
      ['set-owner', 1, { ids: ['unownedopen'] }],
    ]);
    expect(byHand).toBe(1);
  });

  test('all of a filter can hold what is open or accepted, as its states say', () => {
    const both = (filter: FindingFilter) => [mayHold(filter, 'open'), mayHold(filter, 'accepted')];
    expect(both({})).toEqual([true, true]);
    expect(both({ states: ['reopened', 'resolved'] })).toEqual([true, false]);
    expect(both({ states: ['accepted'] })).toEqual([false, true]);
    expect(both({ states: [], new: true })).toEqual([true, false]);
    expect(both({ states: ['resolved'], gone: true })).toEqual([false, false]);
  });

  test('only what is asked is sent, and what is missing is known', () => {
    const way = waysOf(ofRows([row('unowned')]), rules).ways[0];
    if (!way) throw new Error('there is a way');
    expect(missing(way, noAnswers())).toEqual(['text']);
    const answers = { ...noAnswers(), text: ' Kim ', at: '2027-01-01' };
    expect(missing(way, answers)).toEqual([]);
    expect(requestOf(way, answers)).toEqual({ findings: { ids: ['unownedopen'] }, text: 'Kim' });
  });

  test('what is left is said with its reason', () => {
    const left = [{ reason: 'It is about no user.', findings: 2 }];
    expect(saidOf({ preview: null as never, findings: 1, left })).toEqual([
      'This fixes 1 finding. The next snapshot and audit show it.',
      '2 are left: it is about no user.',
    ]);
  });

  test('an operation nobody named yet is shown without its dashes', () => {
    expect(fixWords({ operation: 'set-owner', none: null, asks: [] })).toBe('Say who answers for it');
    expect(fixWords({ operation: 'turn-round', none: null, asks: [] })).toBe('Turn round');
    expect(fixWords({ operation: null, none: 'Nobody can.', asks: [] })).toBeNull();
  });
});

describe('settings of a rule', () => {
  test('are said with their units', () => {
    expect(valueWords({ unit: 'days' }, 1)).toBe('1 day');
    expect(valueWords({ unit: 'percent' }, 400)).toBe('400 %');
    expect(valueWords({ unit: 'names' }, [])).toBe('None');
    expect(valueWords({ unit: 'names' }, ['a', 'b', 'c', 'd', 'e', 'f', 'g', 'h'])).toBe('a, b, c, d, e, f and 2 more');
    expect(valueWords({ unit: 'pairs' }, [['Payer', 'Approver']])).toBe('Payer and Approver');
  });

  test('are read back as they were written, within their bounds', () => {
    const days = { unit: 'days', least: 1, most: 365 };
    for (const value of [1, 45, 365]) expect(readSetting(days, settingOf(value))).toEqual({ value });
    for (const text of ['0', '366', 'many', '', '1.5', '9'.repeat(12)])
      expect(readSetting(days, { text, pairs: [] })).toHaveProperty('problem');
    const names = { unit: 'names', least: 0, most: 9 };
    expect(readSetting(names, settingOf(['admin', 'root']))).toEqual({ value: ['admin', 'root'] });
    expect(readSetting(names, { text: ' admin, root\n\nroot ', pairs: [] })).toEqual({ value: ['admin', 'root'] });
    const pairs = { unit: 'pairs', least: 0, most: 9 };
    expect(readSetting(pairs, settingOf([['Payer', 'Approver']]))).toEqual({ value: [['Payer', 'Approver']] });
    expect(readSetting(pairs, { text: '', pairs: [['', '']] })).toEqual({ value: [] });
    expect(readSetting(pairs, { text: '', pairs: [['Payer', '']] })).toHaveProperty('problem');
    expect(readSetting(pairs, { text: '', pairs: [['Payer', 'Payer']] })).toHaveProperty('problem');
  });
});

describe('writing a rule', () => {
  const problem = (field: string, wrong: boolean): RuleProblem => ({
    file: '',
    line: 3,
    within: null,
    field,
    what: field,
    remedy: '',
    wrong,
  });

  test('what is wrong is found at its field, errors before doubts', () => {
    const problems = [
      problem('controls', false),
      problem('controls', true),
      problem('parameters.days.least', true),
      problem('format', true),
    ];
    expect(problemOf(problems, 'controls')?.wrong).toBe(true);
    expect(problemOf(problems, 'parameters.days')?.field).toBe('parameters.days.least');
    expect(problemOf(problems, 'parameters.day')).toBeNull();
    expect(elsewhere(problems).map((one) => one.field)).toEqual(['format']);
  });

  test('a form counts before it is complete, and still says what it lacks', () => {
    const form = { ...emptyForm(), title: 'Bots', fix: { operation: null, none: ' ', asks: [] } };
    expect(lacking(form).map((one) => one.field)).toEqual(['id', 'why', 'remedy', 'fix']);
    expect(lacking(tryable(form))).toEqual([]);
    expect(tryable(form)).toMatchObject({ title: 'Bots', filter: form.filter, message: form.message });
    expect(lacking({ ...tryable(form), check: 'last-admin', filter: null, message: null })).toEqual([]);
  });

  test('a line is where it is, also the last one and one that is not there', () => {
    const text = 'one\ntwo\n\nfour';
    expect(lineAt(text, 1)).toEqual([0, 3]);
    expect(lineAt(text, 2)).toEqual([4, 7]);
    expect(text.slice(...lineAt(text, 4))).toBe('four');
    expect(text.slice(...lineAt(text, 9))).toBe('');
  });

  test('controls are a list with commas, each once', () => {
    expect(controlsOf(' CIS 5.3,PCI DSS 8.2.6,, CIS 5.3 ')).toEqual(['CIS 5.3', 'PCI DSS 8.2.6']);
  });

  test('a name comes from the title, and none is taken twice', () => {
    expect(nameOf('Partner, seit 20 Tagen ungesehen!')).toBe('partner-seit-20-tagen-ungesehen');
    expect(freeName('dormant', ['dormant', 'dormant-2'])).toBe('dormant-3');
  });

  test('the rules of the pictures read back as they are written', () => {
    for (const form of shipped) {
      const read = formOf(textOf(form));
      expect(read).toMatchObject({ id: form.id, title: form.title, filter: form.filter, controls: form.controls });
    }
  });
});
