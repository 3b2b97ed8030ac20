/** The keys that work everywhere in an open vault. */
import { tick } from 'svelte';
import { undo } from '../../lib/state/edits';
import { router, SCREENS, type Screen } from '../../lib/state/route.svelte';
import { session } from '../../lib/state/session.svelte';
import { t } from '../../lib/testids';

const letters: Record<string, Screen> = {
  o: 'overview',
  u: 'users',
  g: 'groups',
  r: 'roles',
  s: 'seats',
  d: 'userstores',
  c: 'changes',
  i: 'import',
  l: 'log',
};

/** How long after `g` its second key is awaited, in milliseconds. */
const CHORD = 1200;

function isWriting(target: EventTarget | null): boolean {
  return (
    target instanceof HTMLElement && (target.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(target.tagName))
  );
}

const isModal = () => document.querySelector('[role="dialog"][data-state="open"], [role="menu"]') !== null;

function go(screen: Screen): void {
  if (screen === 'import' && !session.mayChange) return;
  router.go(screen);
}

function focusSearch(): boolean {
  const box = document.querySelector<HTMLInputElement>(`[data-testid="${t.usersSearch}"]`);
  box?.focus();
  box?.select();
  return box !== null;
}

async function search(): Promise<void> {
  // At once where it can be: the next key is already on its way.
  if (focusSearch()) return;
  router.go('users');
  await new Promise((done) => window.addEventListener('hashchange', done, { once: true }));
  await tick();
  focusSearch();
}

export function shortcuts(help: () => void): (event: KeyboardEvent) => void {
  let chordUntil = 0;

  function withControl(event: KeyboardEvent): boolean {
    const key = event.key.toLowerCase();
    if (key === 'l' && !event.shiftKey) {
      void session.lock();
      return true;
    }
    if (isModal()) return false;
    const place = SCREENS[Number(key) - 1];
    if (/^[1-9]$/.test(key) && place) {
      go(place);
      return true;
    }
    if (key === 'z' && !event.shiftKey && !isWriting(event.target) && session.mayChange) {
      void undo();
      return true;
    }
    return false;
  }

  function plain(event: KeyboardEvent): boolean {
    if (isWriting(event.target) || isModal()) return false;
    const place = letters[event.key];
    if (event.timeStamp < chordUntil && place) {
      chordUntil = 0;
      go(place);
      return true;
    }
    chordUntil = event.key === 'g' ? event.timeStamp + CHORD : 0;
    if (event.key === '/') {
      void search();
      return true;
    }
    if (event.key === '?') {
      help();
      return true;
    }
    return false;
  }

  return (event) => {
    if (event.defaultPrevented || event.altKey) return;
    const handled = event.ctrlKey || event.metaKey ? withControl(event) : plain(event);
    if (handled) event.preventDefault();
  };
}
