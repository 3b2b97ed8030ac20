/** What can be decided on a grant, as the screens hold it. */

export const VERDICTS = ['keep', 'revoke', 'reduce'] as const;
export type VerdictWord = (typeof VERDICTS)[number];

/** A decision, without who took it and when. */
export interface Said {
  verdict: VerdictWord;
  /** The role that takes the grant's place; none but for `reduce`. */
  to: string | null;
  note: string;
}

const keyOf = (said: Said | null) => JSON.stringify(said && [said.verdict, said.to, said.note]);

/** The same thing said of some grants, by their places in the population. */
export interface Alike {
  said: Said | null;
  places: number[];
}

/** Puts together the places of which the same was said, so that each thing is asked for once. */
export function alike(before: ReadonlyMap<number, Said | null>): Alike[] {
  const found = new Map<string, Alike>();
  for (const [place, said] of before) {
    const key = keyOf(said);
    const group = found.get(key) ?? { said, places: [] };
    group.places.push(place);
    found.set(key, group);
  }
  return [...found.values()];
}

/** Whether two decisions say the same. */
export const isSame = (a: Said | null, b: Said | null) => keyOf(a) === keyOf(b);
