/** What a team bought, as written into the form: texts in, numbers out. */
import type { SeatTerms, TrueUp } from '../../../lib/backend';
import { isDay } from '../../../lib/day';
import { m } from '../../../lib/messages';

export interface Bought {
  /** Tells rows of the form apart. */
  key: number;
  from: string;
  seats: string;
}

export interface TermsForm {
  purchases: Bought[];
  price: string;
  currency: string;
  periodFrom: string;
  months: string;
  trueUp: TrueUp;
}

/** More seats than any instance has: a slip of the finger, and what the backend's number takes. */
const MOST = 100_000_000;
const MONTHS = 12;
const MOST_MONTHS = 60;

/** What was bought without a day holds from the first day there is, as the vault has it; the form leaves it empty. */
const START = '1970-01-01';

let next = 1;
/** Whether a purchase has a day. */
export const isDated = (from: string) => from > START;

export const boughtRow = (from = '', seats = ''): Bought => ({ key: next++, from, seats });

const priceOf = (cents: number) => (cents / 100).toFixed(cents % 100 === 0 ? 0 : 2);

export function formOf(terms: SeatTerms, today: string): TermsForm {
  const rows = terms.purchases.map(({ from, seats }) => boughtRow(from <= START ? '' : from, String(seats)));
  return {
    purchases: rows.length > 0 ? rows : [boughtRow(today)],
    price: terms.price_cents === null ? '' : priceOf(terms.price_cents),
    currency: terms.currency ?? 'EUR',
    periodFrom: terms.period_from ?? '',
    months: String(terms.period_months ?? MONTHS),
    trueUp: terms.true_up,
  };
}

/** A row in which no number of seats is written says nothing. */
const said = (form: TermsForm) => form.purchases.filter((row) => row.seats.trim() !== '');

/** What is wrong, by field; of purchases by `from` or `seats` and the row's key. */
export function problemsOf(form: TermsForm): Record<string, string> {
  const v = m.seatPlans.invalid;
  const problems: Record<string, string> = {};
  const days = new Set<string>();
  for (const row of said(form)) {
    if (row.from !== '' && !isDay(row.from)) problems[`from${row.key}`] = v.day;
    else if (days.has(row.from)) problems[`from${row.key}`] = v.sameDay;
    days.add(row.from);
    const seats = row.seats.trim();
    if (!/^\d+$/.test(seats) || Number(seats) > MOST) problems[`seats${row.key}`] = v.seats;
  }
  if (!/^(\d{1,7}([.,]\d{1,2})?)?$/.test(form.price.trim())) problems.price = v.price;
  const currency = form.currency.trim();
  const needed = form.price.trim() !== '';
  if (!/^([A-Za-z]{3})?$/.test(currency) || (needed && currency === '')) problems.currency = v.currency;
  if (form.periodFrom !== '' && !isDay(form.periodFrom)) problems.periodFrom = v.day;
  const months = form.months.trim();
  if (!/^\d{1,2}$/.test(months) || Number(months) < 1 || Number(months) > MOST_MONTHS) problems.months = v.months;
  return problems;
}

/** What to send, of a form without problems: purchases in order, what is empty cleared. */
export function termsOf(form: TermsForm): SeatTerms {
  const price = form.price.trim();
  return {
    purchases: said(form)
      .map((row) => ({ from: row.from === '' ? START : row.from, seats: Number(row.seats) }))
      .sort((a, b) => a.from.localeCompare(b.from)),
    price_cents: price === '' ? null : Math.round(Number(price.replace(',', '.')) * 100),
    currency: price === '' ? null : form.currency.trim().toUpperCase(),
    period_from: form.periodFrom === '' ? null : form.periodFrom,
    period_months: Number(form.months),
    true_up: form.trueUp,
  };
}
