/**
 * How good a passphrase is, as far as that can be said honestly: by its
 * length, and by how much of it is repetition. Nothing here knows whether it
 * is on a list, so nothing here calls one "strong".
 */

/** The shortest that is taken, in characters. */
export const MINIMUM = 12;
/** From here on, guessing is out of reach if the words are unrelated. */
export const LONG = 20;

export type Strength = 'empty' | 'short' | 'repetitive' | 'enough' | 'long';

export function strengthOf(passphrase: string): Strength {
  const characters = [...passphrase];
  if (characters.length === 0) return 'empty';
  if (characters.length < MINIMUM) return 'short';
  if (new Set(characters).size < 6 || repeats(passphrase)) return 'repetitive';
  return characters.length < LONG ? 'enough' : 'long';
}

/** Whether it is one piece written again and again. */
function repeats(text: string): boolean {
  return (text + text).indexOf(text, 1) < text.length;
}

/** How much of the bar is filled: the length, up to `LONG`. */
export const filled = (passphrase: string) => Math.min([...passphrase].length, LONG);
