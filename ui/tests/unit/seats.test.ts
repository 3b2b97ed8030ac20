import { describe, expect, test } from 'vitest';
import type { PlanDraft, SeatForecast, SeatHistory, SeatReport, SeatTerms } from '../../src/lib/backend';
import { dayOf, numberOf } from '../../src/lib/chart/days';
import { freeName, nameOf } from '../../src/lib/names';
import {
  fileName,
  formOf as reportForm,
  problemsOf as reportProblems,
  requestOf,
} from '../../src/screens/reports/make';
import { filterFor } from '../../src/screens/seats/history/breakdown';
import { headlineOf } from '../../src/screens/seats/history/headline';
import { daysOf, rangeOf } from '../../src/screens/seats/history/range';
import { sentenceOf } from '../../src/screens/seats/history/reading';
import { extentOf, readingAt, readings, seriesOf, stairsIn } from '../../src/screens/seats/history/series';
import { partOf } from '../../src/screens/seats/parts';
import { conditionsOf, filterOf, problemsOf as planProblems } from '../../src/screens/seats/plan/draft';
import { boughtRow, formOf, problemsOf, termsOf } from '../../src/screens/seats/plan/terms';

const counts = [800, 812, 841, 820];
const history: SeatHistory = {
  plan: 'gitlab-ultimate',
  from: '2026-11-01',
  to: '2026-11-04',
  by_day: counts.map((count, i) => ({ date: `2026-11-0${i + 1}`, count })),
  peak: { date: '2026-11-03', count: 841 },
  purchased: [
    { date: '2025-12-01', count: 800 },
    { date: '2026-11-04', count: 850 },
  ],
  instance: [{ date: '2026-11-02', count: 815 }],
  snapshots: ['2026-11-01', '2026-11-03'],
  bill: {
    true_up: 'peak',
    period_from: '2025-12-01',
    period_to: '2026-11-30',
    purchased: 850,
    basis: 841,
    owed: 0,
    cost_cents: null,
    owed_cents: null,
    currency: null,
    said: '',
  },
  notes: [],
};
const forecast: SeatForecast = {
  refused: null,
  days: [
    { date: '2026-11-05', low: 810, likely: 822, high: 834 },
    { date: '2026-11-06', low: 800, likely: 824, high: 860 },
  ],
  passes_on: null,
  said: [],
};
const report = { consumed: 820, purchased: 850 } as SeatReport;
const series = (h = history, f: SeatForecast | null = forecast) => {
  const made = seriesOf(h, f);
  if (!made) throw new Error('nothing is known');
  return made;
};

describe('the series of the chart', () => {
  test('reach from the first count to the end of the forecast', () => {
    const { bounds, last } = series();
    expect([dayOf(bounds.from), dayOf(bounds.to), dayOf(last)]).toEqual(['2026-11-01', '2026-11-06', '2026-11-04']);
  });

  test('are none without counts, and one day is enough', () => {
    expect(seriesOf({ ...history, by_day: [], instance: [], peak: null }, forecast)).toBeNull();
    const one = series({ ...history, by_day: history.by_day.slice(3), instance: [] }, null);
    expect(one.bounds).toEqual({ from: numberOf('2026-11-04'), to: numberOf('2026-11-04') });
  });

  test('leave out a forecast that was refused, and days that are known by now', () => {
    expect(series(history, { ...forecast, refused: 'too short' }).forecast).toEqual([]);
    const old = { ...forecast, days: [{ date: '2026-11-04', low: 1, likely: 1, high: 1 }, ...forecast.days] };
    expect(series(history, old).forecast).toHaveLength(2);
  });

  test('say of a day what is known of it', () => {
    const third = readingAt(series(), numberOf('2026-11-03'));
    expect(third).toMatchObject({
      taken: 841,
      bought: 800,
      instance: null,
      peak: true,
      snapshot: true,
      forecast: null,
    });
    const coming = readingAt(series(), numberOf('2026-11-06'));
    expect(coming).toMatchObject({ taken: null, bought: 850, forecast: { low: 800, likely: 824, high: 860 } });
    expect(sentenceOf(third)).toBe('3 Nov 2026: 841 taken, 800 bought, the peak');
    expect(sentenceOf(coming)).toContain('forecast 824, between 800 and 860');
    expect(readings(series(), series().bounds)).toHaveLength(6);
  });

  test('stairs know what held when the view begins', () => {
    const from = numberOf('2026-11-02');
    expect(stairsIn(series().bought, { from, to: from + 1 })).toEqual([{ day: from, count: 800 }]);
    expect(stairsIn(series().bought, { from, to: from + 2 })).toHaveLength(2);
  });

  test('the extent is of what is in view, the band included', () => {
    expect(extentOf(series(), series().bounds)).toEqual({ low: 800, high: 860 });
    const third = numberOf('2026-11-03');
    expect(extentOf(series(), { from: third, to: third })).toEqual({ low: 800, high: 841 });
  });
});

describe('the sentence at the top', () => {
  test('says taken, bought, peak and owed', () =>
    expect(headlineOf(report, history)).toBe(
      '**820** of **850** seats are taken, the peak was **841** on 3 Nov and **nothing** is owed.',
    ));
  test('says what is owed, with money if there is a price', () => {
    const bill = history.bill && { ...history.bill, owed: 53, owed_cents: 1_844_400, currency: 'EUR' };
    expect(headlineOf(report, { ...history, bill })).toContain('**53 seats** are owed, **€18,444**');
    expect(headlineOf(report, { ...history, bill: bill && { ...bill, owed_cents: null } })).toMatch(/are owed\.$/);
  });
  test('says what is known where little is', () => {
    expect(headlineOf({ ...report, purchased: null }, null)).toBe('**820** seats are taken.');
    expect(headlineOf({ ...report, consumed: 1, purchased: null }, null)).toBe('**1** seat is taken.');
  });
});

test('addresses name a part and days; what is unknown is the usual', () => {
  expect(partOf({})).toBe('count');
  expect(partOf({ only: 'reclaimable' })).toBe('free');
  expect(partOf({ part: 'plan', only: 'reclaimable' })).toBe('plan');
  expect(rangeOf('x')).toBe('period');
  expect(daysOf('period')).toEqual({});
  expect(daysOf('year', Date.parse('2026-11-20T09:14:00Z'))).toEqual({ from: '2025-11-21' });
});

test('a row of a breakdown opens the users behind it', () => {
  expect(filterFor('role', 'Owner', 'state eq "active"')).toBe('state eq "active" and highestRole eq "Owner"');
  expect(filterFor('group', null, 'a eq 1 or b eq 2')).toBe('(a eq 1 or b eq 2) and not (groups pr)');
  expect(filterFor('userstore', null, '')).toBeNull();
});

const terms: SeatTerms = {
  purchases: [
    { from: '2025-12-01', seats: 800 },
    { from: '2026-06-01', seats: 850 },
  ],
  price_cents: 2950,
  currency: 'EUR',
  period_from: '2025-12-01',
  period_months: 12,
  true_up: 'peak',
};

describe('what was bought', () => {
  test('goes into the form and out again unchanged', () => {
    expect(termsOf(formOf(terms, '2026-11-20'))).toEqual(terms);
    const undated = { ...terms, purchases: [{ from: '1970-01-01', seats: 5 }] };
    const form = formOf(undated, '2026-11-20');
    expect(form.purchases[0]?.from).toBe('');
    expect(problemsOf(form)).toEqual({});
    expect(termsOf(form)).toEqual(undated);
  });

  test('begins with a row of today, which says nothing until a number is written', () => {
    const form = formOf({ ...terms, purchases: [], price_cents: null, currency: null }, '2026-11-20');
    expect(form.purchases).toMatchObject([{ from: '2026-11-20', seats: '' }]);
    expect(termsOf(form)).toMatchObject({ purchases: [], price_cents: null, currency: null });
  });

  test('is sent in the order of days; a price may have a comma, and cents do not drift', () => {
    const form = formOf(terms, '2026-11-20');
    form.purchases.unshift(boughtRow('2027-01-01', '900'));
    form.price = '19,99';
    form.currency = 'usd';
    const sent = termsOf(form);
    expect(sent.purchases.map((p) => p.seats)).toEqual([800, 850, 900]);
    expect(sent).toMatchObject({ price_cents: 1999, currency: 'USD' });
  });

  test.each([
    ['seats', { purchases: [{ key: 1, from: '2026-01-01', seats: '1.5' }] }, 'seats1'],
    ['too many', { purchases: [{ key: 1, from: '2026-01-01', seats: '999999999999' }] }, 'seats1'],
    ['a day that is none', { purchases: [{ key: 1, from: '2026-02-30', seats: '5' }] }, 'from1'],
    [
      'a day twice',
      {
        purchases: [
          { key: 1, from: '2026-01-01', seats: '5' },
          { key: 2, from: '2026-01-01', seats: '6' },
        ],
      },
      'from2',
    ],
    ['a price', { price: '29.999' }, 'price'],
    ['no currency', { currency: '' }, 'currency'],
    ['months', { months: '0' }, 'months'],
    ['the period', { periodFrom: 'soon' }, 'periodFrom'],
  ])('%s is refused', (_, given, field) => {
    expect(Object.keys(problemsOf({ ...formOf(terms, '2026-11-20'), ...given }))).toEqual([field]);
  });
});

describe('a plan of one’s own', () => {
  const draft: PlanDraft = {
    name: 'ours',
    title: 'Ours',
    product: '',
    plan: '',
    versions: '',
    userstores: [],
    rule: '',
    filter: 'state eq "active"',
  };
  test('is named after its title, and never as another', () => {
    expect(nameOf('Größe & Co. 18.9')).toBe('gro-e-co-18-9');
    expect(nameOf('18.9 only')).toBe('only');
    expect(freeName('ours', ['ours', 'ours-2'])).toBe('ours-3');
  });
  test('is a list of conditions that come together as it was', () => {
    const rule = 'state eq "active" and kind ne "bot" and (a eq 1 or b eq 2)';
    expect(filterOf(conditionsOf(rule))).toBe(rule);
    expect(conditionsOf(rule).map((c) => c.text)).toHaveLength(3);
    expect(filterOf(conditionsOf('a eq 1 or b eq 2'))).toBe('a eq 1 or b eq 2');
    expect(conditionsOf('')).toHaveLength(1);
    expect(filterOf(conditionsOf('a eq 1\n  and b eq 2'))).toBe('a eq 1 and b eq 2');
  });
  test('says what is wrong', () => {
    expect(planProblems(draft, ['ours'], false)).toEqual({});
    expect(Object.keys(planProblems(draft, ['ours'], true))).toEqual(['name']);
    expect(Object.keys(planProblems({ ...draft, name: 'A b', title: ' ', filter: '' }, [], true)).sort()).toEqual([
      'filter',
      'name',
      'title',
    ]);
  });
});

describe('a report', () => {
  const begin = { report: 'seats' as const, plan: 'ours' };
  test('sends only what its kind needs', () => {
    const form = { ...reportForm(begin), from: '2026-01-01', filter: 'kind eq "bot"' };
    expect(requestOf(begin, form, '/x.pdf', false)).toEqual({
      report: 'seats',
      format: 'pdf',
      path: '/x.pdf',
      overwrite: false,
      manifest: false,
      snapshots: null,
      plan: 'ours',
      from: '2026-01-01',
    });
    const users = requestOf(begin, { ...form, report: 'inventory' }, '/x.pdf', true);
    expect(users).toMatchObject({ filter: 'kind eq "bot"', overwrite: true });
    expect(users).not.toHaveProperty('plan');
    expect(users).not.toHaveProperty('from');
  });
  test('of two snapshots names them', () => {
    const two = { report: 'comparison' as const, snapshots: [4, 9] as [number, number] };
    expect(requestOf(two, reportForm(two), '', false).snapshots).toEqual([4, 9]);
    expect(fileName(two, reportForm(two), '2026-11-20')).toBe('comparison-4-9');
    expect(fileName(begin, reportForm(begin), '2026-11-20')).toBe('seats-ours-2026-11-20');
  });
  test('refuses days that are none or the wrong way round', () => {
    expect(Object.keys(reportProblems({ ...reportForm(begin), from: '2026-02-02', to: '2026-02-01' }))).toEqual(['to']);
    expect(Object.keys(reportProblems({ ...reportForm(begin), from: 'x' }))).toEqual(['from']);
    expect(reportProblems({ ...reportForm(begin), report: 'access', from: 'x' })).toEqual({});
  });
});
