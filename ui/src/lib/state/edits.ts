/** Taking back the last change, from wherever it is asked. */
import { call, toBackendError } from '../backend';
import { m } from '../messages';
import { router } from './route.svelte';
import { RECENT, session } from './session.svelte';
import { toasts } from './toasts.svelte';

let busy = false;

/** Undoes a change, or the last one that can be undone, and says what it was. */
export async function undo(change?: number): Promise<void> {
  // A key that is held down undoes once: the next change is another decision.
  if (busy) return;
  busy = true;
  try {
    const id = change ?? (await call('changes_page', RECENT)).changes.find((c) => c.can_undo)?.id;
    if (id === undefined) toasts.say(m.changes.nothingToUndo);
    else await takeBack(id);
  } catch (error) {
    toasts.fail(toBackendError(error));
  } finally {
    busy = false;
  }
}

async function takeBack(id: number): Promise<void> {
  const stop = new AbortController();
  const work = toasts.work(m.changes.undoing, { label: m.words.cancel, run: () => stop.abort() });
  try {
    const undone = await call('change_undo', id, { onProgress: work.onProgress, signal: stop.signal });
    toasts.say(undone.status === 'withdrawn' ? m.changes.withdrawn(undone) : m.changes.undone(undone), {
      label: m.changes.showAll,
      run: () => router.go('changes', { change: String(undone.id) }),
    });
  } finally {
    work.end();
  }
  await session.touched();
}
