/** Columns of a CSV, and what they are taken for. */
import type { Answers } from './answers';
import type { World } from './world';

type Named = 'import_attributes' | 'import_preview' | 'import_maps' | 'import_map_save' | 'import_map_remove';

export function mapAnswers(world: World): Pick<Answers, Named> {
  return {
    import_attributes: () => [
      { word: 'username', title: 'Username', doc: 'The sign-in name.', group: 'Account' },
      { word: 'display_name', title: 'Name', doc: 'The name to show.', group: 'Account' },
    ],
    import_preview: () => ({ columns: [], rows: [], saved: null }),
    import_maps: () => world.maps,
    import_map_save: (map) => {
      world.maps = [...world.maps.filter((m) => m.name !== map.name), map];
      return null;
    },
    import_map_remove: (name) => {
      world.maps = world.maps.filter((m) => m.name !== name);
      return null;
    },
  };
}
