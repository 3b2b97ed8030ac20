/** How the window looks: the theme is kept on this device, how dense tables are with the operator. */
import { preferences } from './preferences.svelte';

export type Theme = 'system' | 'light' | 'dark';
export type Density = 'comfortable' | 'compact';

function kept<T extends string>(key: string, allowed: readonly T[], fallback: T): T {
  try {
    const value = localStorage.getItem(key);
    return allowed.find((a) => a === value) ?? fallback;
  } catch {
    return fallback;
  }
}

function keep(key: string, value: string): void {
  try {
    localStorage.setItem(key, value);
  } catch {
    // A device that keeps nothing starts with the system's look again.
  }
}

class Look {
  theme = $state<Theme>(kept('theme', ['system', 'light', 'dark'], 'system'));
  /** Below this width the rail is icons and columns drop. */
  narrow = $state(false);

  get density(): Density {
    return preferences.window.density;
  }

  get rowHeight(): number {
    return this.density === 'compact' ? 28 : 36;
  }

  setTheme(theme: Theme): void {
    this.theme = theme;
    keep('theme', theme);
  }

  setDensity(density: Density): void {
    preferences.set('window', { density });
  }

  /** Puts the look on the page and follows the system. */
  follow(): () => void {
    const dark = matchMedia('(prefers-color-scheme: dark)');
    const narrow = matchMedia('(max-width: 999px)');
    const apply = () => {
      const theme = this.theme === 'system' ? (dark.matches ? 'dark' : 'light') : this.theme;
      document.documentElement.dataset.theme = theme;
      this.narrow = narrow.matches;
    };
    apply();
    dark.addEventListener('change', apply);
    narrow.addEventListener('change', apply);
    const stop = $effect.root(() => {
      $effect(apply);
    });
    return () => {
      stop();
      dark.removeEventListener('change', apply);
      narrow.removeEventListener('change', apply);
    };
  }
}

export const look = new Look();
