/** Hands key presses to the registry of actions. */
import { Presses } from '../../lib/keys';
import { actions } from '../../lib/state/actions.svelte';
import type { Action } from '../../lib/state/actions.svelte';

function isWriting(target: EventTarget | null): boolean {
  return (
    target instanceof HTMLElement && (target.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(target.tagName))
  );
}

const isModal = () => document.querySelector('[role="dialog"][data-state="open"], [role="menu"]') !== null;

/** What locks the vault works even over a dialog. */
const ALWAYS = 'lock';

export function shortcuts(): (event: KeyboardEvent) => void {
  const presses = new Presses<Action>();
  return (event) => {
    if (event.defaultPrevented || event.isComposing) return;
    const writing = isWriting(event.target);
    const modal = isModal();
    const may = (action: Action | undefined) =>
      action && (action.id === ALWAYS || (!modal && (!writing || action.anywhere === true))) ? action : undefined;
    const found = presses.meaning(
      event,
      (keys) => may(actions.byKeys(keys)),
      (key) => !writing && !modal && actions.begins(key),
    );
    if (!found) return;
    event.preventDefault();
    found.run?.();
  };
}
