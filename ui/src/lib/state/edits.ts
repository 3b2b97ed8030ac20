/** Taking back the last edit, from wherever it is asked. */
import { call, toBackendError } from '../backend';
import { m } from '../messages';
import { RECENT, session } from './session.svelte';
import { toasts } from './toasts.svelte';

/** Undoes a change, or the last one, and says so. */
export async function undo(change?: number): Promise<void> {
  try {
    const id = change ?? (await call('changes_page', RECENT)).changes.find((c) => c.can_undo)?.id;
    if (id === undefined) {
      toasts.say(m.user.nothingToUndo);
      return;
    }
    const undone = await call('change_undo', id);
    toasts.say(undone.status === 'withdrawn' ? m.changes.withdrawn(undone) : m.changes.undone(undone));
    await session.touched();
  } catch (error) {
    toasts.fail(toBackendError(error));
  }
}
