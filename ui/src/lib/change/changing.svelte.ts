/** The one change that is being prepared, from wherever it was asked for. */
import type { ChangePreview, Operation, Progress, Selected, User } from '../backend';
import type { Draft } from './draft';

/** How work says how far it is, and is told to stop. */
export type Steps = { onProgress: (step: Progress) => void; signal: AbortSignal };

/** A staged change, and what there is to say of it beside what it does. */
export interface Staged {
  preview: ChangePreview;
  said: string[];
}

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
  /** Another way to work out what would change than from `selected` and what to do; the preview comes at once. */
  staged?: (options: Steps) => Promise<Staged>;
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
