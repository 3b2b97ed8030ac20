/** The filter bar's questions, views, and what is remembered for an operator. */
import type { View } from '../../src/lib/backend/types';
import type { Answers } from './answers';
import { completionsOf } from './complete';
import { chipsOf, matches } from './language';
import type { World } from './world';

type Named =
  'filter_complete' | 'filter_chips' | 'users_views' | 'view_save' | 'view_remove' | 'preference' | 'preference_set';

function builtIn(name: string, filter: string): Omit<View, 'count'> {
  return { name, saved: null, sort: 'displayName', descending: false, columns: [], filter };
}

const BUILT_IN = [
  builtIn('all', ''),
  builtIn('active', 'state eq "active" and gone eq false'),
  builtIn('dormant-90d', 'state eq "active" and lastSeen le "-90d" and gone eq false'),
  builtIn('never-seen', 'state eq "active" and lastSeen eq never and gone eq false'),
  builtIn('privileged', 'privileged eq true and gone eq false'),
  builtIn('takes-a-seat', 'seat eq true'),
  builtIn('gone', 'gone eq true'),
];

export function searchAnswers(world: World): Pick<Answers, Named> {
  const count = (filter: string) =>
    filter === '' && world.scenario.users > world.rows.length ? world.total : world.rows.filter(matches(filter)).length;
  const views = (): View[] => [...BUILT_IN, ...world.views].map((view) => ({ ...view, count: count(view.filter) }));
  return {
    filter_complete: ({ text, caret }) => completionsOf(text, caret),
    filter_chips: chipsOf,
    users_views: views,
    view_save: (view) => {
      const there = world.views.find((v) => v.name === view.name);
      const saved = there?.saved ?? Math.max(0, ...world.views.map((v) => v.saved ?? 0)) + 1;
      world.views = [...world.views.filter((v) => v !== there), { ...view, saved }];
      return views();
    },
    view_remove: (saved) => {
      world.views = world.views.filter((v) => v.saved !== saved);
      return views();
    },
    preference: (name) => JSON.parse(sessionStorage.getItem(`preference ${name}`) ?? 'null') as unknown,
    preference_set: ([name, value]) => {
      // Kept over a reload, as the vault keeps it.
      sessionStorage.setItem(`preference ${name}`, JSON.stringify(value));
      return null;
    },
  };
}
