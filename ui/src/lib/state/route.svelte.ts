/** Where the window is. The address is after the `#`, so a reload or a link comes back to it. */

export const SCREENS = [
  'overview',
  'users',
  'groups',
  'roles',
  'audits',
  'reviews',
  'seats',
  'userstores',
  'changes',
  'import',
  'log',
  'snapshots',
] as const;
export type Screen = (typeof SCREENS)[number];
export type Params = Record<string, string>;

export interface Route {
  screen: Screen;
  params: Params;
}

/** Parameters that say which one thing is looked at. Going from one to the next leaves a trail. */
const THINGS = ['user', 'group', 'role', 'change', 'finding', 'review'] as const;

/** Those that say something. */
const said = (params: Params): Params => Object.fromEntries(Object.entries(params).filter(([, value]) => value !== ''));

export function hrefOf(screen: Screen, params: Params = {}): string {
  const query = new URLSearchParams(said(params)).toString();
  return query === '' ? `#/${screen}` : `#/${screen}?${query}`;
}

/** Whether the address names a screen; an empty one is left to what is remembered. */
export const isNamed = (hash: string) => SCREENS.some((s) => s === hash.replace(/^#\/?/, '').split('?', 1)[0]);

export function parse(hash: string): Route {
  const [path = '', query = ''] = hash.replace(/^#\/?/, '').split('?', 2);
  const screen = SCREENS.find((s) => s === path) ?? 'overview';
  return { screen, params: Object.fromEntries(new URLSearchParams(query)) };
}

const isOnThing = ({ params }: Route) => THINGS.some((thing) => params[thing] !== undefined);

/** What the history keeps of each step, beside its address. */
interface Step {
  /** Steps that can be gone back. */
  depth: number;
  /** Of these, how many came here from thing to thing: user, group, role, user. */
  trail: number;
}

const isStep = (state: unknown): state is Step => typeof state === 'object' && state !== null && 'depth' in state;

class Router {
  route = $state.raw<Route>(parse(typeof location === 'undefined' ? '' : location.hash));
  private step = $state.raw<Step>({ depth: 0, trail: 0 });

  /** Whether this window has been somewhere before. */
  get canBack(): boolean {
    return this.step.depth > 0;
  }

  /** Whether what is open was reached from something else that was open. */
  get onTrail(): boolean {
    return this.step.trail > 0;
  }

  listen(): () => void {
    if (isStep(history.state)) this.step = history.state;
    const heard = () => this.arrived(parse(location.hash));
    window.addEventListener('hashchange', heard);
    return () => window.removeEventListener('hashchange', heard);
  }

  go(screen: Screen, params: Params = {}): void {
    const href = hrefOf(screen, params);
    if (location.hash !== href) location.hash = href;
  }

  back(): void {
    if (this.canBack) history.back();
  }

  /** Begins at a place, with nothing to go back to. */
  begin(screen: Screen, params: Params = {}): void {
    this.replace({ screen, params: said(params) }, { depth: 0, trail: 0 });
  }

  /** The address of this place with other parameters; none takes one out. */
  hrefHere(changes: Record<string, string | null>): string {
    return hrefOf(this.route.screen, this.changed(changes));
  }

  /** Changes parameters of the present screen without a step in the history. */
  amend(changes: Record<string, string | null>): void {
    this.replace({ screen: this.route.screen, params: this.changed(changes) }, this.step);
  }

  private changed(changes: Record<string, string | null>): Params {
    const params: Params = { ...this.route.params };
    for (const [key, value] of Object.entries(changes)) {
      if (value === null || value === '') delete params[key];
      else params[key] = value;
    }
    return params;
  }

  private replace(route: Route, step: Step): void {
    history.replaceState({ ...step }, '', hrefOf(route.screen, route.params));
    this.step = step;
    this.route = route;
  }

  /** The address changed: a step back or forward brings its own state, a link has none yet. */
  private arrived(route: Route): void {
    if (isStep(history.state)) {
      this.step = history.state;
    } else {
      const { depth, trail } = this.step;
      this.step = { depth: depth + 1, trail: isOnThing(this.route) && isOnThing(route) ? trail + 1 : 0 };
      history.replaceState({ ...this.step }, '');
    }
    this.route = route;
  }
}

export const router = new Router();
