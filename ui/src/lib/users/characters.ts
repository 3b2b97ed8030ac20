/** The backend counts characters, a text box counts UTF-16 units; here they are brought together. */

/** The character before which the caret stands. */
export const toCharacters = (text: string, units: number) => [...text.slice(0, units)].length;

/** The UTF-16 unit at which a character begins. */
export const toUnits = (text: string, characters: number) => [...text].slice(0, characters).join('').length;

export interface Taken {
  text: string;
  /** Where the caret goes, in UTF-16 units. */
  caret: number;
}

/**
 * A completion put in the place of characters `from` to `to`. A space follows,
 * so that the next word can be typed at once, unless one is there or a bracket
 * was opened.
 */
export function withCompletion(text: string, from: number, to: number, insert: string): Taken {
  const characters = [...text];
  const before = characters.slice(0, from).join('') + insert;
  const after = characters.slice(to).join('');
  const space = /[([]$/.test(insert) || /^[\s)\]]/.test(after) ? '' : ' ';
  const skipped = space === '' && /^\s/.test(after) ? 1 : 0;
  return { text: before + space + after, caret: before.length + space.length + skipped };
}
