/**
 * What the change that is being prepared would do to the seats. It is carried
 * out and taken back, which takes a while for many users: it says how far it
 * is, can be stopped, and is stopped before the change itself is made, which
 * would have to wait for it.
 */
import { call, toBackendError, type BackendError, type Progress, type WhatIf } from '../backend';
import { PATIENCE } from '../state/resource.svelte';

/** Milliseconds that a change waits at most for a trial to stop. */
const GRACE = 1_000;

class Trial {
  value = $state.raw<WhatIf | null>(null);
  error = $state.raw<BackendError | null>(null);
  step = $state.raw<Progress | null>(null);
  /** Whether it takes long enough for it to be shown how far it is. */
  slow = $state(false);
  /** Whether it was stopped before its end. */
  stopped = $state(false);
  private stop: AbortController | null = null;
  private under: Promise<void> = Promise.resolve();

  begin(plan: string, staged: number): void {
    void this.end();
    const stop = new AbortController();
    this.stop = stop;
    this.under = this.run({ plan, staged }, stop);
  }

  private async run(query: { plan: string; staged: number }, stop: AbortController): Promise<void> {
    const mine = () => this.stop === stop;
    const timer = setTimeout(() => mine() && (this.slow = true), PATIENCE);
    try {
      const onProgress = (step: Progress) => mine() && (this.step = step);
      const found = await call('seats_what_if', query, { onProgress, signal: stop.signal });
      if (mine()) this.value = found;
    } catch (thrown) {
      const failed = toBackendError(thrown);
      if (mine() && failed.code === 'cancelled') this.stopped = true;
      else if (mine()) this.error = failed;
    } finally {
      clearTimeout(timer);
      if (mine()) {
        this.slow = false;
        this.stop = null;
      }
    }
  }

  /** Asks it to stop; what was found so far is nothing. */
  cancel(): void {
    this.stop?.abort();
  }

  /** Forgets it. If it is under way, it is stopped, and this waits until it did. */
  async end(): Promise<void> {
    const { stop } = this;
    this.stop = null;
    this.value = null;
    this.error = null;
    this.step = null;
    this.slow = false;
    this.stopped = false;
    if (stop === null) return;
    stop.abort();
    await Promise.race([this.under, new Promise((go) => setTimeout(go, GRACE))]);
  }
}

export const trial = new Trial();
