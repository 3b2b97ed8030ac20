/** Where the window is. The address is after the `#`, so a reload or a link comes back to it. */

export const SCREENS = [
  'overview',
  'users',
  'groups',
  'roles',
  'seats',
  'userstores',
  'changes',
  'import',
  'log',
] as const;
export type Screen = (typeof SCREENS)[number];
export type Params = Record<string, string>;

export interface Route {
  screen: Screen;
  params: Params;
}

export function hrefOf(screen: Screen, params: Params = {}): string {
  const kept = Object.entries(params).filter(([, value]) => value !== '');
  const query = new URLSearchParams(kept).toString();
  return query === '' ? `#/${screen}` : `#/${screen}?${query}`;
}

export function parse(hash: string): Route {
  const [path = '', query = ''] = hash.replace(/^#\/?/, '').split('?', 2);
  const screen = SCREENS.find((s) => s === path) ?? 'overview';
  return { screen, params: Object.fromEntries(new URLSearchParams(query)) };
}

class Router {
  route = $state.raw<Route>(parse(typeof location === 'undefined' ? '' : location.hash));

  listen(): () => void {
    const heard = () => (this.route = parse(location.hash));
    window.addEventListener('hashchange', heard);
    return () => window.removeEventListener('hashchange', heard);
  }

  go(screen: Screen, params: Params = {}): void {
    const href = hrefOf(screen, params);
    if (location.hash !== href) location.hash = href;
  }

  /** Changes parameters of the present screen without a step in the history. */
  amend(changes: Record<string, string | null>): void {
    const params: Params = { ...this.route.params };
    for (const [key, value] of Object.entries(changes)) {
      if (value === null || value === '') delete params[key];
      else params[key] = value;
    }
    history.replaceState(null, '', hrefOf(this.route.screen, params));
    this.route = { screen: this.route.screen, params };
  }
}

export const router = new Router();
