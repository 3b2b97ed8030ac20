/** A review as it is written before it begins. */
import type { NamedReviewer, RefusalKind, ReviewDraft, ReviewerKind, ReviewPreview } from '../../../lib/backend';
import { isDay } from '../../../lib/day';

/** Someone who is named. */
export interface Named {
  user: number;
  name: string;
  hint: string;
}

export interface Form {
  title: string;
  due: string;
  filter: string;
  /** Every kind there is, the first asked first. */
  order: { kind: ReviewerKind; on: boolean }[];
  named: Named[];
  override: boolean;
  reason: string;
}

/** Days until a review is due, unless something else is said. */
export const USUAL_DAYS = 30;

export const emptyForm = (title: string, due: string): Form => ({
  title,
  due,
  filter: '',
  order: [
    { kind: 'manager', on: true },
    { kind: 'group-owner', on: true },
    { kind: 'named', on: true },
  ],
  named: [],
  override: false,
  reason: '',
});

export type Problem = 'title' | 'due' | 'past' | 'order' | 'named' | 'reason';

/** What is missing, by field; `today` is a day. */
export function problemsOf(
  form: Form,
  today: string,
): Partial<Record<'title' | 'due' | 'order' | 'named' | 'reason', Problem>> {
  const asked = form.order.filter((one) => one.on);
  return {
    ...(form.title.trim() === '' && { title: 'title' as const }),
    ...(!isDay(form.due) ? { due: 'due' as const } : form.due < today && { due: 'past' as const }),
    ...(asked.length === 0 && { order: 'order' as const }),
    ...(asked.length === 1 && asked[0]?.kind === 'named' && form.named.length === 0 && { named: 'named' as const }),
    ...(form.override && form.reason.trim() === '' && { reason: 'reason' as const }),
  };
}

/** As it is sent. What is half written is left out, so that it can be tried at any time. */
export function draftOf(form: Form, today: string): ReviewDraft {
  const named: NamedReviewer[] = form.named.map(({ user }) => ({ user }));
  return {
    title: form.title.trim(),
    filter: form.filter,
    due: isDay(form.due) ? form.due : today,
    order: form.order.filter((one) => one.on).map((one) => one.kind),
    named,
    ...(form.override && form.reason.trim() !== '' && { incomplete_because: form.reason.trim() }),
  };
}

/** The order with one of them asked a step earlier. */
export function earlier(order: Form['order'], at: number): Form['order'] {
  const [one, before] = [order[at], order[at - 1]];
  if (!one || !before) return order;
  return order.map((other, i) => (i === at - 1 ? one : i === at ? before : other));
}

/** Refusals that the form itself shows elsewhere are not said twice. */
const SHOWN_ABOVE: RefusalKind[] = ['words'];

export const refusalsOf = (preview: ReviewPreview) =>
  preview.refusals.filter((refusal) => !SHOWN_ABOVE.includes(refusal.kind));

export const isIncomplete = (preview: ReviewPreview) => preview.completeness.some((store) => store.gap !== null);
