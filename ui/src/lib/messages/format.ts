/** Numbers, dates and plurals of one language, all from the platform's Intl. */
import type { LastSeen, Precision } from '../backend/types';

const DAY = 86_400_000;
const HOUR = 3_600_000;
const MINUTE = 60_000;

/** The forms a language needs; English uses `one` and `other`. `#` stands for the number. */
export type Forms = { one?: string; few?: string; many?: string; other: string };

/** Whole days between two times by the UTC calendar, as the backend counts them. */
export function daysBetween(from: number, to: number): number {
  return Math.floor(to / DAY) - Math.floor(from / DAY);
}

export type Formatter = ReturnType<typeof formatter>;

export function formatter(locale: string) {
  const numbers = new Intl.NumberFormat(locale);
  const briefs = new Intl.NumberFormat(locale, { notation: 'compact', maximumSignificantDigits: 3 });
  const plurals = new Intl.PluralRules(locale);
  const lists = new Intl.ListFormat(locale, { type: 'conjunction' });
  const choices = new Intl.ListFormat(locale, { type: 'disjunction' });
  const ages = new Intl.RelativeTimeFormat(locale, { numeric: 'auto' });
  const counted = new Intl.RelativeTimeFormat(locale, { numeric: 'always' });
  const days = new Intl.DateTimeFormat(locale, { day: 'numeric', month: 'short', year: 'numeric' });
  const utcDays = new Intl.DateTimeFormat(locale, {
    day: 'numeric',
    month: 'short',
    year: 'numeric',
    timeZone: 'UTC',
  });
  const shortDays = new Intl.DateTimeFormat(locale, { day: 'numeric', month: 'short' });
  const utcShort = new Intl.DateTimeFormat(locale, { day: 'numeric', month: 'short', timeZone: 'UTC' });
  const months = new Intl.DateTimeFormat(locale, { month: 'short', timeZone: 'UTC' });
  const monthYears = new Intl.DateTimeFormat(locale, { month: 'short', year: 'numeric', timeZone: 'UTC' });
  const signs = new Intl.NumberFormat(locale, { signDisplay: 'exceptZero' });
  const times = new Intl.DateTimeFormat(locale, {
    day: 'numeric',
    month: 'short',
    year: 'numeric',
    hour: '2-digit',
    minute: '2-digit',
  });

  const number = (n: number) => numbers.format(n);
  /** To three digits where there is no room for more; up to 99,999 as it is. */
  const brief = (n: number) => (n < 100_000 ? number(n) : briefs.format(n));

  function plural(n: number, forms: Forms): string {
    const form = forms[plurals.select(n) as keyof Forms] ?? forms.other;
    return form.replaceAll('#', number(n));
  }

  function bytes(n: number): string {
    const units = ['byte', 'kilobyte', 'megabyte', 'gigabyte'] as const;
    let value = n;
    let unit = 0;
    while (value >= 1000 && unit < units.length - 1) {
      value /= 1000;
      unit += 1;
    }
    return new Intl.NumberFormat(locale, {
      style: 'unit',
      unit: units[unit] ?? 'byte',
      unitDisplay: unit === 0 ? 'long' : 'short',
      maximumFractionDigits: value < 10 && unit > 0 ? 1 : 0,
    }).format(value);
  }

  function money(cents: number, currency: string): string {
    const whole = cents % 100 === 0;
    try {
      return new Intl.NumberFormat(locale, {
        style: 'currency',
        currency,
        currencyDisplay: 'narrowSymbol',
        minimumFractionDigits: whole ? 0 : 2,
        maximumFractionDigits: whole ? 0 : 2,
      }).format(cents / 100);
    } catch {
      return `${number(cents / 100)} ${currency}`;
    }
  }

  /** A share of a whole. A part that exists is never 0 %, one that is missing never 100 %. */
  function percent(part: number, whole: number): string {
    if (whole <= 0) return number(0);
    const share = (part / whole) * 100;
    const shown = part > 0 && share < 1 ? 1 : part < whole && share > 99 ? 99 : Math.round(share);
    return new Intl.NumberFormat(locale, { style: 'percent' }).format(shown / 100);
  }

  const date = (at: string) => days.format(new Date(at));
  const dateTime = (at: string) => times.format(new Date(at));
  const dayMonth = (at: string) => shortDays.format(new Date(at));

  /** Days such as `2026-11-03`, which are the same everywhere. */
  const day = (at: string) => utcDays.format(new Date(at));
  const shortDay = (at: string) => utcShort.format(new Date(at));
  const month = (at: string) => months.format(new Date(at));
  const monthYear = (at: string) => monthYears.format(new Date(at));
  /** A number with its sign, as of what came or went. */
  const signed = (n: number) => signs.format(n);

  /** A date or time no more exact than its source. A day is a day everywhere, so it is not moved to a time zone. */
  function exact(at: string, precision: Precision | null): string {
    return precision === 'day' || precision === 'fortnight' ? utcDays.format(new Date(at)) : dateTime(at);
  }

  /** How long ago, no finer than the source: "2 hours ago", "today", "94 days ago", "2 years ago". */
  function ago(at: string, precision: Precision | null = 'second', now: number = Date.now()): string {
    const then = Date.parse(at);
    const age = now - then;
    const age_days = daysBetween(then, now);
    if (age_days < 0) return exact(at, precision);
    if (precision === 'second' && age < HOUR) {
      return age < MINUTE ? ages.format(0, 'second') : counted.format(-Math.floor(age / MINUTE), 'minute');
    }
    if ((precision === 'second' || precision === 'hour') && age < 12 * HOUR) {
      return age < HOUR ? ages.format(0, 'hour') : counted.format(-Math.floor(age / HOUR), 'hour');
    }
    if (age_days < 365) return ages.format(-age_days, 'day');
    return counted.format(-Math.floor(age_days / 365), 'year');
  }

  const either = (items: string[]) => choices.format(items);
  const list = (items: string[]) => lists.format(items);

  /** The first letter as a capital: relative times stand alone in cells. */
  const capital = (text: string) => text.charAt(0).toLocaleUpperCase(locale) + text.slice(1);

  /** The first letter small, as within a sentence; a name with capitals of its own stays. */
  const small = (text: string) =>
    /^\p{Lu}[^\s\p{Lu}]*(?:[\s-]|$)/u.test(text) ? text.charAt(0).toLocaleLowerCase(locale) + text.slice(1) : text;

  return {
    locale,
    number,
    brief,
    signed,
    plural,
    bytes,
    money,
    percent,
    date,
    dateTime,
    dayMonth,
    day,
    shortDay,
    month,
    monthYear,
    exact,
    ago,
    list,
    either,
    capital,
    small,
  };
}

/** Whether a user was last seen `limit` days ago or longer, by the UTC calendar, as `lastSeen le "-90d"` has it. */
export function isDormant(seen: LastSeen, limit: number, now: number = Date.now()): boolean {
  return seen.status === 'seen' && seen.at !== null && daysBetween(Date.parse(seen.at), now) >= limit;
}
