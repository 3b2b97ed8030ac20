/** Something read from the backend: what it is, why it is not there, and whether it is worth a skeleton yet. */
import { toBackendError, type BackendError } from '../backend';

/** What takes less than this shows no sign of loading. */
export const PATIENCE = 150;

export class Resource<T> {
  value = $state.raw<T | null>(null);
  error = $state.raw<BackendError | null>(null);
  /** Whether it has taken long enough for the shape of what comes to be shown. */
  slow = $state(false);
  private turn = 0;

  constructor(private readonly read: () => Promise<T>) {}

  /** Reads it again. The old value stays until the new one is here; a late answer to an older question is dropped. */
  async load(): Promise<void> {
    this.turn += 1;
    const { turn } = this;
    const timer = setTimeout(() => (this.slow = this.value === null), PATIENCE);
    try {
      const value = await this.read();
      if (turn !== this.turn) return;
      this.value = value;
      this.error = null;
    } catch (error) {
      if (turn === this.turn) this.error = toBackendError(error);
    } finally {
      clearTimeout(timer);
      if (turn === this.turn) this.slow = false;
    }
  }

  /** Forgets the value: what comes next is something else. */
  clear(): void {
    this.turn += 1;
    this.value = null;
    this.error = null;
    this.slow = false;
  }
}
