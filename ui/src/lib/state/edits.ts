/** Taking back the last edit, from wherever it is asked. */
import { call, toBackendError } from '../backend';
import { m } from '../messages';
import { session } from './session.svelte';
import { toasts } from './toasts.svelte';

/** Undoes a change, or the last one, and says so. */
export async function undo(change?: number): Promise<void> {
  try {
    const id = change ?? (await call('changes_list')).find((c) => !c.undone)?.id;
    if (id === undefined) {
      toasts.say(m.user.nothingToUndo);
      return;
    }
    const undone = await call('change_undo', id);
    toasts.say(undone.created ? m.user.undoneCreate(undone.user) : m.user.undone(undone.user));
    await session.touched();
  } catch (error) {
    toasts.fail(toBackendError(error));
  }
}
