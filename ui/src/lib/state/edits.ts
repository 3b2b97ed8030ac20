/** Taking back the last change, from wherever it is asked. */
import { call, toBackendError } from '../backend';
import { m } from '../messages';
import { router } from './route.svelte';
import { LAST, session } from './session.svelte';
import { toasts } from './toasts.svelte';
import { twice } from './twice.svelte';

let busy = false;

/** Undoes a change, or the last one that can be undone, and says what it was. */
export async function undo(change?: number): Promise<void> {
  // A key that is held down undoes once: the next change is another decision.
  if (busy) return;
  busy = true;
  try {
    const id = change ?? (await call('changes_page', LAST)).undoable?.id;
    if (id === undefined) toasts.say(m.changes.nothingToUndo);
    else await takeBack(id, false);
  } catch (thrown) {
    toasts.fail(toBackendError(thrown));
  } finally {
    busy = false;
  }
}

async function takeBack(change: number, evenLast: boolean): Promise<void> {
  const stop = new AbortController();
  const work = toasts.work(m.changes.undoing, { label: m.words.cancel, run: () => stop.abort() });
  try {
    const request = { change, ...(evenLast && { even_last: true }) };
    const undone = await call('change_undo', request, { onProgress: work.onProgress, signal: stop.signal });
    toasts.say(undone.status === 'withdrawn' ? m.changes.withdrawn(undone) : m.changes.undone(undone), {
      label: m.changes.showAll,
      run: () => router.go('changes', { change: String(undone.id) }),
    });
  } catch (thrown) {
    const error = toBackendError(thrown);
    if (error.code !== 'needs_twice' || evenLast) throw error;
    twice.ask(m.changes.twiceTitle, error, () => takeBack(change, true));
    return;
  } finally {
    work.end();
  }
  await session.touched();
}
