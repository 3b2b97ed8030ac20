/** The one change that is being prepared, from wherever it was asked for. */
import type { Operation, Selected, User } from '../backend';
import type { Draft } from './draft';

export interface Asked {
  selected: Selected;
  /** How many users that is; none where it is not known yet. */
  count: number | null;
  /** What the only one is called. */
  name?: string;
  /** What is chosen already, to be looked at or completed. */
  drafts: Draft[];
  /** What to do is settled: the preview comes at once. */
  operations?: Operation[];
  /** Domains of the userstores the users can be of; all where it is not known. */
  userstores?: string[];
  /** The id of a review whose decisions it carries out: what to do, and to whom, follows from them. */
  review?: string;
  /** The seat plan it was asked for: the preview says what it would do to its seats. */
  plan?: string;
  /** Called when it was applied. */
  onapplied?: () => void;
}

/** As much of a user as a change needs to be told. */
export type Who = Pick<User, 'id' | 'userstore' | 'display_name'>;

const one = ({ id, userstore, display_name }: Who) => ({
  selected: { users: [id] },
  count: 1,
  name: display_name,
  userstores: [userstore],
});

class Changing {
  asked = $state.raw<Asked | null>(null);

  begin(asked: Asked): void {
    this.asked = asked;
  }

  /** One user, and what to do: straight to the preview. */
  user(who: Who, operations: Operation[], onapplied?: () => void): void {
    this.begin({
      ...one(who),
      drafts: [],
      operations,
      ...(onapplied && { onapplied }),
    });
  }

  /** One user, and something that is still to be chosen or completed. */
  ask(who: Who, draft: Draft): void {
    this.begin({ ...one(who), drafts: [draft] });
  }

  end(): void {
    this.asked = null;
  }
}

export const changing = new Changing();
