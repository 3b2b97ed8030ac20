/**
 * One stop of the Tab key for a row of buttons, and arrows among them
 * (WAI-ARIA, roving tabindex). Put on what holds the buttons.
 */
import type { Action } from 'svelte/action';

export const roving: Action<HTMLElement, string | undefined> = (node, selector = 'button') => {
  const all = () => [...node.querySelectorAll<HTMLElement>(selector)];

  function stopAt(element: HTMLElement | undefined): void {
    for (const other of all()) other.tabIndex = other === element ? 0 : -1;
  }

  /** Where Tab stops: where it was, else what is pressed or current, else the first. */
  function settle(): void {
    const found = all();
    const pressed = found.find((e) => e.matches('[aria-pressed="true"], [aria-current]:not([aria-current="false"])'));
    stopAt(found.find((e) => e === document.activeElement) ?? pressed ?? found[0]);
  }

  function onkeydown(event: KeyboardEvent): void {
    if (event.altKey || event.ctrlKey || event.metaKey || event.shiftKey) return;
    const found = all();
    const at = found.indexOf(document.activeElement as HTMLElement);
    if (at < 0) return;
    const to: Record<string, number> = {
      ArrowRight: at + 1,
      ArrowLeft: at - 1,
      Home: 0,
      End: found.length - 1,
    };
    const next = to[event.key];
    if (next === undefined) return;
    event.preventDefault();
    const element = found[(next + found.length) % found.length];
    stopAt(element);
    element?.focus();
    element?.scrollIntoView({ block: 'nearest', inline: 'nearest' });
  }

  const onfocusin = () => settle();
  const watch = new MutationObserver(settle);
  watch.observe(node, { childList: true, subtree: true, attributes: true, attributeFilter: ['aria-pressed'] });
  node.addEventListener('keydown', onkeydown);
  node.addEventListener('focusin', onfocusin);
  settle();
  return {
    destroy() {
      watch.disconnect();
      node.removeEventListener('keydown', onkeydown);
      node.removeEventListener('focusin', onfocusin);
    },
  };
};
