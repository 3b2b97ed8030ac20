/**
 * Every sentence on screen. A language is a file beside `en.ts` of the type
 * `Messages`; no screen changes when one is added.
 */
import { en, type Messages } from './en';

const languages: Record<string, Messages> = { en };

function chosen(): Messages {
  const wanted = typeof navigator === 'undefined' ? [] : navigator.languages;
  for (const tag of wanted) {
    const found = languages[tag.split('-')[0] ?? ''];
    if (found) return found;
  }
  return en;
}

export const m: Messages = chosen();
export const f = m.format;
