/** Taking back that findings are left as they are, one or many. */
import { call, toBackendError, type SelectedFindings } from '../../lib/backend';
import { m } from '../../lib/messages';
import { session } from '../../lib/state/session.svelte';
import { toasts } from '../../lib/state/toasts.svelte';

/** Says that it is under way if it takes a while, and how many it were. False if nothing was done. */
export async function withdraw(selected: SelectedFindings, label: string): Promise<boolean> {
  const stop = new AbortController();
  const work = toasts.work(label, { label: m.words.cancel, run: () => stop.abort() });
  try {
    const done = await call('audit_withdraw', selected, { onProgress: work.onProgress, signal: stop.signal });
    toasts.say(m.audits.withdrawn(done.findings));
  } catch (thrown) {
    toasts.fail(toBackendError(thrown));
    return false;
  } finally {
    work.end();
  }
  await session.touched();
  return true;
}
