/**
 * What is remembered for an operator, in the vault itself: where they were,
 * how their list of users looks, what they last did from the palette. How the
 * window looks on this device is in look.svelte.ts.
 */
import * as v from 'valibot';
import { call } from '../backend';
import { SCREENS } from './route.svelte';

const text = v.pipe(v.string(), v.maxLength(4_096));
const count = v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(100_000));

/** Each part stands on its own: what cannot be read is as if it had never been written. */
const SHAPES = {
  window: v.object({
    screen: v.fallback(v.picklist(SCREENS), 'overview'),
    density: v.fallback(v.picklist(['comfortable', 'compact']), 'comfortable'),
    /** Width of the drawer in pixels. */
    drawer: v.fallback(count, 400),
  }),
  users: v.object({
    where: v.fallback(text, ''),
    sort: v.fallback(text, ''),
    descending: v.fallback(v.boolean(), false),
    /** The saved view it began with, by number. */
    view: v.fallback(text, ''),
    /** Columns shown, in order; empty for those that fit. */
    columns: v.fallback(v.array(text), []),
    /** Width of a column in pixels, where it was drawn. */
    widths: v.fallback(v.record(text, count), {}),
  }),
  palette: v.object({
    /** What was last done from the palette, newest first. */
    recent: v.fallback(v.array(text), []),
  }),
};
type Name = keyof typeof SHAPES;
type Shape<N extends Name> = v.InferOutput<(typeof SHAPES)[N]>;
const NAMES = Object.keys(SHAPES) as Name[];

/** How long after a change it is written, in milliseconds: a filter being typed is not written key by key. */
const REST = 800;

/** Every part falls back by itself, so nothing is left that could fail. */
export const read = <N extends Name>(name: N, value: unknown): Shape<N> =>
  v.parse(SHAPES[name], typeof value === 'object' && value !== null ? value : {}) as Shape<N>;

class Preferences {
  private values = $state.raw({
    window: read('window', null),
    users: read('users', null),
    palette: read('palette', null),
  });
  private readonly unwritten = new Set<Name>();
  private timer: ReturnType<typeof setTimeout> | undefined;

  get window(): Shape<'window'> {
    return this.values.window;
  }

  get users(): Shape<'users'> {
    return this.values.users;
  }

  get palette(): Shape<'palette'> {
    return this.values.palette;
  }

  /** Reads all of it. What cannot be read begins anew: no one is kept out of a vault for a column's width. */
  async load(): Promise<void> {
    const found = await Promise.allSettled(NAMES.map((name) => call('preference', name)));
    const value = (i: number) => (found[i]?.status === 'fulfilled' ? found[i].value : null);
    this.values = {
      window: read('window', value(0)),
      users: read('users', value(1)),
      palette: read('palette', value(2)),
    };
  }

  /** Changes some of it, and writes it when the operator rests. */
  set<N extends Name>(name: N, changes: Partial<Shape<N>>): void {
    const before = this.values[name];
    const after = { ...before, ...changes };
    if (JSON.stringify(after) === JSON.stringify(before)) return;
    this.values = { ...this.values, [name]: after };
    this.unwritten.add(name);
    clearTimeout(this.timer);
    this.timer = setTimeout(() => void this.flush(), REST);
  }

  /** Writes what is not written yet. A vault that takes no writing forgets it, and that is all. */
  async flush(): Promise<void> {
    clearTimeout(this.timer);
    const names = [...this.unwritten];
    this.unwritten.clear();
    await Promise.allSettled(names.map((name) => call('preference_set', [name, this.values[name]])));
  }

  /** Forgets it: the vault is closed. */
  clear(): void {
    clearTimeout(this.timer);
    this.unwritten.clear();
    this.values = { window: read('window', null), users: read('users', null), palette: read('palette', null) };
  }
}

export const preferences = new Preferences();
