/** What the palette offers: places, what can be done, views, users, and what was done last. */
import { call, type UserRow, type View } from '../../lib/backend';
import { ranked } from '../../lib/fuzzy';
import { capsOf } from '../../lib/keys';
import { m } from '../../lib/messages';
import { actions } from '../../lib/state/actions.svelte';
import { drawer } from '../../lib/state/drawer.svelte';
import { preferences } from '../../lib/state/preferences.svelte';
import { hrefOf } from '../../lib/state/route.svelte';
import { paramsOf } from '../../lib/users/shown';

export interface Item {
  id: string;
  title: string;
  /** Said beside it, smaller. */
  hint: string;
  /** Other words by which it is found. */
  also: string;
  caps: string[];
  run: () => void;
}
export interface Section {
  name: keyof typeof m.shell.palette.sections;
  items: Item[];
}

/** How many of each kind are offered while something is typed, and how many were done last. */
const MOST = 6;
const REMEMBERED = 6;

const actionItems = (): Item[] =>
  actions.possible
    .filter((action) => action.hidden !== true)
    .map(({ id, title, group, keys, also = '', run }) => ({
      id,
      title,
      hint: '',
      also: `${also} ${m.shell.keys.groups[group]}`,
      caps: keys?.[0] === undefined ? [] : capsOf(keys[0]),
      run: () => run?.(),
    }));

export const viewItem = (view: View): Item => {
  const title = view.saved === null ? (m.users.view[view.name] ?? view.name) : view.name;
  return {
    id: `view:${view.saved ?? view.name}`,
    title,
    hint: m.format.number(view.count),
    also: '',
    caps: [],
    run: () => {
      const { filter: where, sort, descending } = view;
      if (view.saved !== null) preferences.set('users', { columns: view.columns });
      location.hash = hrefOf('users', paramsOf({ where, sort, descending }, view.saved ? String(view.saved) : ''));
    },
  };
};

export const userItem = (user: Pick<UserRow, 'id' | 'userstore' | 'username' | 'display_name'>): Item => ({
  id: `user:${user.id}`,
  title: user.display_name,
  hint: `${user.userstore}/${user.username}`,
  also: '',
  caps: [],
  run: () => drawer.open(user.id),
});

/** Users whose name, username or e-mail holds every word that was typed. */
export async function usersNamed(query: string): Promise<Item[]> {
  const words = query.split(/\s+/).filter((word) => word !== '');
  const filter = words.map((word) => JSON.stringify(word)).join(' and ');
  const page = await call('users_page', { filter, sort: 'displayName', descending: false, offset: 0, limit: MOST });
  return page.users.map(userItem);
}

/** What was done last and can be done again. */
function recentItems(all: Item[]): Item[] {
  return preferences.palette.recent.flatMap((entry) => {
    const [id = '', title = '', hint = ''] = entry.split('\t');
    const known = all.find((item) => item.id === id);
    if (known) return [known];
    const user = /^user:(\d+)$/.exec(id);
    return user ? [{ id, title, hint, also: '', caps: [], run: () => drawer.open(Number(user[1])) }] : [];
  });
}

export function remember({ id, title, hint }: Item): void {
  const entry = [id, title, hint].join('\t').slice(0, 400);
  const others = preferences.palette.recent.filter((e) => e.split('\t', 1)[0] !== id);
  preferences.set('palette', { recent: [entry, ...others].slice(0, REMEMBERED) });
}

/** What is offered for what is typed. `found` are the users the backend found for it. */
export function sectionsFor(query: string, views: View[], found: Item[]): Section[] {
  const known = actionItems();
  const byView = views.map(viewItem);
  const places = known.filter((item) => item.id.startsWith('go:'));
  const doings = known.filter((item) => !item.id.startsWith('go:'));
  const fit = (items: Item[], most: number) =>
    ranked(
      query,
      items,
      (item) => item.title,
      most,
      (item) => item.also,
    );
  const typed = query.trim() !== '';
  const recent = typed ? [] : recentItems([...known, ...byView]);
  const shown = new Set(recent.map((item) => item.id));
  const rest = (items: Item[], most: number) =>
    fit(
      items.filter((item) => !shown.has(item.id)),
      typed ? MOST : most,
    );
  const sections: Section[] = [
    { name: 'recent', items: recent },
    { name: 'users', items: typed ? found : [] },
    { name: 'places', items: rest(places, 9) },
    { name: 'views', items: rest(byView, 4) },
    { name: 'doings', items: rest(doings, 6) },
  ];
  return sections.filter((section) => section.items.length > 0);
}
