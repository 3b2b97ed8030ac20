/**
 * Deciding on grants in the window: what was said shows at once, is sent in the
 * order it was said, and the last of it can be taken back. What the backend
 * refuses becomes again what it was.
 */
import { SvelteMap } from 'svelte/reactivity';
import { toBackendError, type BackendError } from '../backend';
import { alike, type Said, type VerdictWord } from './verdict';

/** A grant as far as deciding goes. */
export interface Decided {
  /** Its place in the population. */
  place: number;
  /** What the backend has. */
  said: Said | null;
}

/** A decision on some grants. */
export interface Wanted {
  places: number[];
  /** None takes back what was decided. */
  verdict: VerdictWord | null;
  to: string | null;
  /** None keeps the notes that are there. */
  note: string | null;
}

/** What was done last: what it was of each grant before. */
export interface Step {
  before: ReadonlyMap<number, Said | null>;
}

/** The way to the backend; answers the places that were refused, and rejects if nothing was taken. */
export type Send = (wanted: Wanted) => Promise<number[]>;

/** How many steps can be taken back. */
const REMEMBERED = 100;

export class Deciding {
  /** What was said here, by place; it stands before what the list last read. */
  private readonly said = new SvelteMap<number, Said | null>();
  private steps = $state.raw<readonly Step[]>([]);
  private underWay = $state(0);
  private queue: Promise<unknown> = Promise.resolve();

  constructor(
    private readonly send: Send,
    private readonly failed: (error: BackendError) => void,
    private readonly done: () => void,
  ) {}

  get busy(): boolean {
    return this.underWay > 0;
  }

  /** The step that would be taken back. */
  get last(): Step | null {
    return this.steps.at(-1) ?? null;
  }

  /** What is decided on a grant now. */
  of(row: Decided): Said | null {
    const here = this.said.get(row.place);
    return here === undefined ? row.said : here;
  }

  /** Whether something was said of it here that the list has not read yet. */
  isFresh(row: Decided): boolean {
    return this.said.has(row.place);
  }

  /** Says the same of some grants; without a note, those that are there stay. */
  decide(rows: readonly Decided[], verdict: VerdictWord, to: string | null, note: string | null): void {
    if (rows.length === 0) return;
    const before = new Map(rows.map((row) => [row.place, this.of(row)]));
    const step = { before };
    this.steps = [...this.steps.slice(1 - REMEMBERED), step];
    for (const [place, was] of before) this.said.set(place, { verdict, to, note: note ?? was?.note ?? '' });
    this.go([{ places: [...before.keys()], verdict, to, note }], before, () => {
      this.steps = this.steps.filter((one) => one !== step);
    });
  }

  /** Makes the last step undone; answers it. */
  undo(): Step | null {
    const { last } = this;
    if (last === null) return null;
    this.steps = this.steps.slice(0, -1);
    const now = new Map([...last.before.keys()].map((place) => [place, this.said.get(place) ?? null]));
    for (const [place, was] of last.before) this.said.set(place, was);
    const all = alike(last.before).map(({ said, places }) =>
      said === null ? { places, verdict: null, to: null, note: null } : { places, ...said },
    );
    this.go(all, now, () => undefined);
    return last;
  }

  /** Resolves when nothing is on its way any more. */
  async settled(): Promise<void> {
    while (this.busy) await this.queue;
  }

  /** Forgets what was said here: the list was read anew. */
  forget(): void {
    if (!this.busy) this.said.clear();
  }

  /** Forgets it with the steps: someone else decides now, and nothing of it can be taken back. */
  clear(): void {
    this.said.clear();
    this.steps = [];
  }

  private go(all: Wanted[], before: ReadonlyMap<number, Said | null>, failed: () => void): void {
    const back = (places: number[]) => {
      for (const place of places) this.said.set(place, before.get(place) ?? null);
    };
    this.underWay += 1;
    this.queue = this.queue.then(async () => {
      for (const one of all) {
        try {
          back(await this.send(one));
        } catch (thrown) {
          back(one.places);
          failed();
          this.failed(toBackendError(thrown));
        }
      }
      this.underWay -= 1;
      this.done();
    });
  }
}
