/** A status: an emoji, a few words, whether one is busy, and when it goes by itself (GitLab's, gitlab.md section 5). */

export const CLEAR_AFTER = ['30_minutes', '3_hours', '8_hours', '1_day', '3_days', '7_days', '30_days'] as const;
export type ClearAfter = (typeof CLEAR_AFTER)[number];

export const isClearAfter = (text: string): text is ClearAfter => CLEAR_AFTER.some((word) => word === text);

/** Whether a text is one emoji: a single character as people see it, and a picture. */
export function isEmoji(text: string): boolean {
  const parts = [...new Intl.Segmenter(undefined, { granularity: 'grapheme' }).segment(text)];
  return parts.length === 1 && /\p{Extended_Pictographic}|\p{Regional_Indicator}|[#*\d]\uFE0F?\u20E3/u.test(text);
}

/** The words of profile fields that make up a status. */
export const STATUS_FIELDS = ['status', 'status_emoji', 'availability', 'status_clear_at'] as const;

/** What stands for a status beside a name; the emoji may be a name that GitLab has for it. */
export function statusLine(emoji: string | undefined, text: string | undefined): string {
  const drawn = emoji === undefined || emoji === '' ? '' : isEmoji(emoji) ? emoji : `:${emoji}:`;
  return [drawn, text ?? ''].filter((part) => part !== '').join(' ');
}
