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

/** What was done last. */
export interface Step {
  /** What it was of each grant as far as the window knew. */
  readonly before: ReadonlyMap<number, Said | null>;
  /** What the backend had of those that it changed, once it did. */
  done: ReadonlyMap<number, Said | null>;
}

/** The way to the backend; answers the places that were refused, and rejects if nothing was taken. */
export type Send = (wanted: Wanted) => Promise<number[]>;

/** How many steps can be taken back. */
const REMEMBERED = 100;

export class Deciding {
  /** What was said here, by place; it stands before what the list last read. */
  private readonly said = new SvelteMap<number, Said | null>();
  /** What the backend has of these, as its answers came. */
  private readonly known = new Map<number, Said | null>();
  /** How much is on its way about each. */
  private readonly waiting = new Map<number, number>();
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
    for (const row of rows) if (!this.known.has(row.place)) this.known.set(row.place, row.said);
    for (const [place, was] of before) this.said.set(place, { verdict, to, note: note ?? was?.note ?? '' });
    const step: Step = { before, done: new Map() };
    this.steps = [...this.steps.slice(1 - REMEMBERED), step];
    const places = [...before.keys()];
    this.go(places, async () => {
      step.done = await this.carry({ places, verdict, to, note });
      if (step.done.size === 0) this.steps = this.steps.filter((one) => one !== step);
    });
  }

  /** Makes the last step undone; answers it. */
  undo(): Step | null {
    const { last } = this;
    if (last === null) return null;
    this.steps = this.steps.slice(0, -1);
    for (const [place, was] of last.before) this.said.set(place, was);
    // What it was in truth is known only when its turn came.
    this.go([...last.before.keys()], async () => {
      for (const { said, places } of alike(last.done)) {
        await this.carry(said === null ? { places, verdict: null, to: null, note: null } : { places, ...said });
      }
    });
    return last;
  }

  /** Resolves when nothing is on its way any more. */
  async settled(): Promise<void> {
    while (this.busy) await this.queue;
  }

  /** Forgets what was said here: the list was read anew. */
  forget(): void {
    if (this.busy) return;
    this.said.clear();
    this.known.clear();
  }

  /** Forgets it with the steps: someone else decides now, and nothing of it can be taken back. */
  clear(): void {
    this.said.clear();
    this.known.clear();
    this.steps = [];
  }

  /** Sends it; answers what it was of the grants that were changed. */
  private async carry(wanted: Wanted): Promise<ReadonlyMap<number, Said | null>> {
    const was = new Map<number, Said | null>();
    try {
      const refused = new Set(await this.send(wanted));
      const { verdict, to, note } = wanted;
      for (const place of wanted.places) {
        if (refused.has(place)) continue;
        const before = this.known.get(place) ?? null;
        was.set(place, before);
        this.known.set(place, verdict && { verdict, to, note: note ?? before?.note ?? '' });
      }
    } catch (thrown) {
      this.failed(toBackendError(thrown));
    }
    return was;
  }

  private go(places: number[], work: () => Promise<void>): void {
    this.underWay += 1;
    for (const place of places) this.waiting.set(place, (this.waiting.get(place) ?? 0) + 1);
    this.queue = this.queue.then(async () => {
      await work();
      for (const place of places) {
        const left = (this.waiting.get(place) ?? 1) - 1;
        this.waiting.set(place, left);
        // The last word on it is the backend's.
        if (left === 0 && this.known.has(place)) this.said.set(place, this.known.get(place) ?? null);
      }
      this.underWay -= 1;
      this.done();
    });
  }
}
