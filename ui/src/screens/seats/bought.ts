/** What a team bought, as written into the form: texts in, numbers out. */
import * as v from 'valibot';
import type { PlanGlance, SetPlan } from '../../lib/backend';
import { m } from '../../lib/messages';

export interface Bought {
  purchased: string;
  price: string;
  currency: string;
}

/** More seats than any instance has: a slip of the finger, and what the backend's number takes. */
const MOST = 100_000_000;

const schema = v.object({
  purchased: v.pipe(
    v.string(),
    v.trim(),
    v.regex(/^\d*$/, m.seats.invalid.whole),
    v.check((text) => text === '' || Number(text) <= MOST, m.seats.invalid.whole),
  ),
  price: v.pipe(v.string(), v.trim(), v.regex(/^(\d{1,7}([.,]\d{1,2})?)?$/, m.seats.invalid.price)),
  currency: v.pipe(v.string(), v.trim(), v.regex(/^([A-Za-z]{3})?$/, m.seats.invalid.currency)),
});

export function boughtOf(plan: PlanGlance): Bought {
  return {
    purchased: plan.purchased?.toString() ?? '',
    price: plan.price_cents === null ? '' : (plan.price_cents / 100).toFixed(plan.price_cents % 100 === 0 ? 0 : 2),
    currency: plan.currency ?? 'EUR',
  };
}

/** What is wrong, by field. */
export function problemsOf(form: Bought): Partial<Record<keyof Bought, string>> {
  const result = v.safeParse(schema, form);
  if (!result.success) return Object.fromEntries(result.issues.map((i) => [v.getDotPath(i) ?? '', i.message]));
  return form.price.trim() !== '' && form.currency.trim() === '' ? { currency: m.seats.invalid.currency } : {};
}

/** What to send. What is empty is cleared. */
export function setPlanOf(plan: string, form: Bought): SetPlan {
  const set: SetPlan = { plan };
  if (form.purchased.trim() !== '') set.purchased = Number(form.purchased);
  if (form.price.trim() !== '') {
    set.price_cents = Math.round(Number(form.price.trim().replace(',', '.')) * 100);
    set.currency = form.currency.trim().toUpperCase();
  }
  return set;
}
