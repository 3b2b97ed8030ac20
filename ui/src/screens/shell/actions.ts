/** What can be done everywhere in an open vault. */
import { tick } from 'svelte';
import { m } from '../../lib/messages';
import type { Action } from '../../lib/state/actions.svelte';
import { undo } from '../../lib/state/edits';
import { look } from '../../lib/state/look.svelte';
import { hrefOf, router, SCREENS, type Screen } from '../../lib/state/route.svelte';
import { session } from '../../lib/state/session.svelte';
import { t } from '../../lib/testids';
import { usersHome } from '../../lib/users/shown';
import type { Ask } from './OperatorMenu.svelte';

/** The second key after `g`. */
const LETTERS: Record<Screen, string> = {
  overview: 'o',
  users: 'u',
  groups: 'g',
  roles: 'r',
  audits: 'a',
  reviews: 'v',
  seats: 's',
  userstores: 'd',
  changes: 'c',
  import: 'i',
  log: 'l',
  snapshots: 'n',
};

function focusSearch(): boolean {
  const box = document.querySelector<HTMLInputElement>(`[data-testid="${t.usersSearch}"]`);
  box?.focus();
  box?.select();
  return box !== null;
}

async function search(): Promise<void> {
  // At once where it can be: the next key is already on its way.
  if (focusSearch()) return;
  location.hash = usersHome();
  await new Promise((done) => window.addEventListener('hashchange', done, { once: true }));
  await tick();
  focusSearch();
}

const goes = (screen: Screen, i: number): Action => ({
  id: `go:${screen}`,
  title: m.shell.places[screen],
  group: 'go',
  keys: [`g ${LETTERS[screen]}`, ...(i < 9 ? [`Ctrl+${i + 1}`] : [])],
  when: () => screen !== 'import' || session.mayChange,
  run: () => (location.hash = screen === 'users' ? usersHome() : hrefOf(screen)),
});

const listed = (group: Action['group'], title: string, ...keys: string[]): Action => ({
  id: `${group}:${title}`,
  title,
  group,
  keys,
});

export function everywhere(ask: (what: Ask) => void): Action[] {
  const k = m.shell.keys;
  return [
    ...SCREENS.map(goes),
    {
      id: 'palette',
      title: k.palette,
      group: 'do',
      keys: ['Ctrl+K'],
      run: () => ask('palette'),
      anywhere: true,
      hidden: true,
    },
    { id: 'search', title: k.search, group: 'do', keys: ['/'], run: () => void search() },
    {
      id: 'undo',
      title: k.undo,
      group: 'do',
      keys: ['Ctrl+Z'],
      when: () => session.mayChange,
      run: () => void undo(),
    },
    {
      id: 'back',
      title: k.back,
      group: 'do',
      keys: ['Alt+ArrowLeft'],
      run: () => router.back(),
      anywhere: true,
    },
    {
      id: 'new-user',
      title: m.users.newUser,
      group: 'do',
      keys: ['n'],
      when: () => session.mayChange && session.localStores.length > 0,
      run: () => router.go('users', { user: 'new' }),
    },
    { id: 'backup', title: m.shell.backUp, group: 'do', run: () => ask('backup') },
    { id: 'check', title: m.shell.check, group: 'do', run: () => ask('check') },
    {
      id: 'passphrase',
      title: m.shell.changePassphrase,
      group: 'do',
      when: () => session.vault?.demo === false && !session.vault.read_only,
      run: () => ask('passphrase'),
    },
    ...(['light', 'dark', 'system'] as const).map((theme): Action => ({
      id: `theme:${theme}`,
      title: m.shell.themeAction(m.shell.themes[theme]),
      group: 'do',
      when: () => look.theme !== theme,
      run: () => look.setTheme(theme),
    })),
    ...(['compact', 'comfortable'] as const).map((density): Action => ({
      id: `density:${density}`,
      title: m.shell.densityAction(m.shell.densities[density]),
      group: 'do',
      when: () => look.density !== density,
      run: () => look.setDensity(density),
    })),
    { id: 'lock', title: k.lock, group: 'do', keys: ['Ctrl+L'], run: () => void session.lock(), anywhere: true },
    { id: 'help', title: k.help, group: 'do', keys: ['?'], run: () => ask('shortcuts') },
    listed('table', k.move, 'ArrowUp', 'ArrowDown', 'PageUp', 'PageDown'),
    listed('table', k.ends, 'Home', 'End'),
    listed('table', k.open, 'Enter'),
    listed('table', k.select, 'Space'),
    listed('table', k.reach, 'Shift+ArrowDown', 'Shift+Space'),
    listed('table', k.everyone, 'Ctrl+A'),
    listed('table', k.copy, 'Ctrl+C'),
    listed('table', k.width, 'Shift+ArrowLeft', 'Shift+ArrowRight'),
    listed('table', k.close, 'Escape'),
    listed('filter', k.offer, 'Ctrl+Space'),
    listed('filter', k.take, 'Tab'),
    listed('filter', k.chips, 'ArrowLeft'),
    listed('filter', k.editChip, 'Enter', 'F2'),
    listed('filter', k.removeChip, 'Backspace', 'Delete'),
  ];
}
