/** Keys as they are written in the registry of actions: `Ctrl+K`, `g u` (one after the other), `Shift+Space`, `?`. */

/** How long after the first key of two the second is awaited, in milliseconds. */
const CHORD = 1200;

const NAMES: Record<string, string> = { ' ': 'Space' };

/** A key press as it is written. Ctrl and the command key are one; Shift is written where it is no letter's own. */
export function written(event: KeyboardEvent): string {
  const key = NAMES[event.key] ?? (event.key.length === 1 ? event.key.toLowerCase() : event.key);
  const parts = [key];
  if (event.shiftKey && (event.key.length > 1 || key === 'Space' || event.ctrlKey || event.metaKey))
    parts.unshift('Shift');
  if (event.altKey) parts.unshift('Alt');
  if (event.ctrlKey || event.metaKey) parts.unshift('Ctrl');
  return parts.join('+');
}

/** As written in the registry, ready to be compared. */
const normal = (keys: string) => keys.replace(/\+([A-Z])$/, (_, letter: string) => `+${letter.toLowerCase()}`);

export const isPressed = (event: KeyboardEvent, keys: string) => written(event) === normal(keys);

const SHOWN: Record<string, string> = {
  ArrowUp: '↑',
  ArrowDown: '↓',
  ArrowLeft: '←',
  ArrowRight: '→',
  PageUp: 'PgUp',
  PageDown: 'PgDn',
  Escape: 'Esc',
};

/** The caps to show, one for each key: `Ctrl`, `K`. */
export const capsOf = (keys: string): string[] =>
  keys
    .split(/[ +](?=.)/)
    .map((key) => SHOWN[key] ?? (key.length === 1 && keys.includes('+') ? key.toUpperCase() : key));

/** Finds what a key press means, remembering the first of two keys for a moment. */
export class Presses<T> {
  private first: { key: string; until: number } | null = null;

  /** `of` gives what some keys are for. The second key of two may come with or without the first alone meaning something. */
  meaning(event: KeyboardEvent, of: (keys: string) => T | undefined, begins: (key: string) => boolean): T | undefined {
    const key = written(event);
    const { first } = this;
    this.first = null;
    if (first && event.timeStamp < first.until) {
      const found = of(`${first.key} ${key}`);
      if (found !== undefined) return found;
    }
    const found = of(key);
    if (found === undefined && begins(key)) this.first = { key, until: event.timeStamp + CHORD };
    return found;
  }
}

/** Keys normalised for a look-up. */
export const keyOf = normal;
