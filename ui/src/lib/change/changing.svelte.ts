/** The one change that is being prepared, from wherever it was asked for. */
import type { Operation, Selected } from '../backend';
import type { Draft } from './draft';

export interface Asked {
  selected: Selected;
  /** How many users that is; none where it is not known yet. */
  count: number | null;
  /** What is chosen already, to be looked at or completed. */
  drafts: Draft[];
  /** What to do is settled: the preview comes at once. */
  operations?: Operation[];
  /** Domains of the userstores the users can be of; all where it is not known. */
  userstores?: string[];
  /** Called when it was applied. */
  onapplied?: () => void;
}

class Changing {
  asked = $state.raw<Asked | null>(null);

  begin(asked: Asked): void {
    this.asked = asked;
  }

  /** One user, and what to do: straight to the preview. */
  user(id: number, userstore: string, operations: Operation[], onapplied?: () => void): void {
    this.begin({
      selected: { users: [id] },
      count: 1,
      drafts: [],
      operations,
      userstores: [userstore],
      ...(onapplied && { onapplied }),
    });
  }

  end(): void {
    this.asked = null;
  }
}

export const changing = new Changing();
