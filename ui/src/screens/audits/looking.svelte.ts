/** Looking again whether a finding is gone: nobody closes one that is still there. */
import { call, toBackendError, type BackendError } from '../../lib/backend';
import { m } from '../../lib/messages';
import { session } from '../../lib/state/session.svelte';
import { toasts } from '../../lib/state/toasts.svelte';
import { zone } from './running.svelte';

export class Looking {
  busy = $state(false);
  /** What is still found. */
  still = $state<string | null>(null);
  error = $state.raw<BackendError | null>(null);
  private work = new AbortController();

  async again(id: string, pack: string): Promise<void> {
    if (this.busy) return;
    this.stop();
    this.work = new AbortController();
    const { signal } = this.work;
    this.busy = true;
    try {
      await call('audit_resolve', { id, pack, time_zone: zone() }, { signal });
      toasts.say(m.audits.resolvedNow);
      await session.touched();
    } catch (thrown) {
      const failed = toBackendError(thrown);
      if (signal.aborted || failed.code === 'cancelled') return;
      if ('still_found' in failed.details) this.still = failed.message;
      else this.error = failed;
    } finally {
      this.busy = false;
    }
  }

  /** Another finding is looked at: what was said of this one is over. */
  stop(): void {
    this.work.abort();
    this.still = null;
    this.error = null;
  }
}
