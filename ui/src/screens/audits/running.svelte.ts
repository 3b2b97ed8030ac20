/** An audit on its way: which rules, how far it is, and what it came to. */
import { call, toBackendError, type BackendError, type Progress } from '../../lib/backend';
import { m } from '../../lib/messages';
import { session } from '../../lib/state/session.svelte';
import { toasts } from '../../lib/state/toasts.svelte';
import { ALL } from './parts';

/** The machine's own zone: days are counted in it where the operator chose none. */
export const zone = () => Intl.DateTimeFormat().resolvedOptions().timeZone;

export class Running {
  busy = $state(false);
  step = $state.raw<Progress | null>(null);
  error = $state.raw<BackendError | null>(null);
  /** Why the last run was not kept, in a sentence; its answer is what is shown as the toast said. */
  notKept = $state<string | null>(null);
  private stop = new AbortController();

  async begin(pack: string): Promise<void> {
    if (this.busy) return;
    this.busy = true;
    this.step = null;
    this.error = null;
    this.notKept = null;
    this.stop = new AbortController();
    try {
      const report = await call(
        'audit_run',
        { ...(pack !== ALL && { pack }), time_zone: zone() },
        { onProgress: (step) => (this.step = step), signal: this.stop.signal },
      );
      this.notKept = report.kept ? null : report.not_kept;
      toasts.say(m.audits.ran(report.score.score, report.run.new, report.run.resolved));
      await session.touched();
    } catch (thrown) {
      const failed = toBackendError(thrown);
      if (failed.code !== 'cancelled') this.error = failed;
    } finally {
      this.busy = false;
    }
  }

  cancel(): void {
    this.stop.abort();
  }
}
