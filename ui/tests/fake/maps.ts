/** Columns of a CSV, what they are taken for, and the first rows under a map. */
import type { AttributeChoice, MappedRow, SavedMap } from '../../src/lib/backend/types';
import type { Answers } from './answers';
import { Fault } from './fault';
import { CSV_COLUMNS } from './importing';
import { person } from './people';
import type { World } from './world';

type Named = 'import_attributes' | 'import_preview' | 'import_maps' | 'import_map_save' | 'import_map_remove';

const attribute = (group: string, word: string, title: string, doc: string): AttributeChoice => ({
  word,
  title,
  doc,
  group,
});
const ATTRIBUTES = [
  attribute('Account', 'username', 'Username', 'The sign-in name.'),
  attribute('Account', 'id', 'Source’s id', 'The source’s own id, which never changes.'),
  attribute('Account', 'display_name', 'Name', 'The name to show.'),
  attribute('Account', 'email', 'E-mail', 'The primary e-mail.'),
  attribute('Account', 'state', 'State', 'active, blocked, deactivated and so on.'),
  attribute('Account', 'kind', 'Kind', 'human, service, bot or external.'),
  attribute('Account', 'expires_at', 'Access ends', 'A date.'),
  attribute('Activity', 'last_seen', 'Last seen', 'A date or a time.'),
  attribute('Activity', 'created_at', 'Created', 'A date or a time.'),
  attribute('Access', 'roles', 'Roles', 'Names, separated by commas.'),
  attribute('Access', 'groups', 'Groups', 'Paths, separated by commas.'),
  attribute('Profile', 'title', 'Title', 'Job title.'),
  attribute('Profile', 'department', 'Department', 'Department.'),
  attribute('Profile', 'location', 'Location', 'Place.'),
];

const STATES = ['active', 'blocked', 'deactivated', 'locked', 'pending', 'invited', 'banned', 'deleted'];

/** What stands in a file under its headers. */
function cellsOf(i: number): Record<string, string> {
  const user = person(i);
  const wrong = i === 3 ? 'sleeping' : user.state;
  return {
    Login: i === 5 ? '' : user.username,
    'Full name': user.display_name,
    'E-Mail': user.email ?? '',
    Status: wrong,
    'Dept.': ['Platform', 'Web', 'Data'][i % 3] ?? '',
    Desk: `${i}.${100 + i}`,
  };
}

function rowOf(i: number, map: Record<string, string>): MappedRow {
  const cells = cellsOf(i);
  const values: Record<string, string> = {};
  for (const [header, word] of Object.entries(map)) {
    if (word !== '' && word !== 'ignore' && cells[header]) values[word] = cells[header];
  }
  const known = ['username', 'id', 'email'].some((key) => values[key]);
  const state = values.state;
  const rejected = !known
    ? 'the row has no username, id or e-mail; give it one, or leave it out'
    : state && !STATES.includes(state)
      ? `“${state}” is no state; use one of ${STATES.join(', ')}`
      : Object.values(map).includes('username') && !values.username
        ? 'the username is empty; give the row a username, or leave it out'
        : null;
  return { line: i + 2, values, rejected };
}

const same = (a: readonly string[], b: readonly string[]) => [...a].sort().join('\n') === [...b].sort().join('\n');

export function mapAnswers(world: World): Pick<Answers, Named> {
  // Kept over a reload, as the vault keeps it.
  world.maps = JSON.parse(sessionStorage.getItem('maps') ?? '[]') as SavedMap[];
  const keep = (maps: SavedMap[]) => {
    world.maps = maps;
    sessionStorage.setItem('maps', JSON.stringify(maps));
    return null;
  };
  return {
    import_attributes: () => ATTRIBUTES,
    import_preview: ({ path, map = {} }) => {
      if (!path.endsWith('.csv')) throw new Fault('unreadable', `${path} is no CSV file.`);
      const full = Object.fromEntries(CSV_COLUMNS.map((c) => [c.header, map[c.header] ?? c.attribute ?? '']));
      const headers = CSV_COLUMNS.map((c) => c.header);
      return {
        columns: CSV_COLUMNS.map((c) => ({ ...c, attribute: full[c.header] || null })),
        rows: Array.from({ length: 8 }, (_, i) => rowOf(i, full)),
        saved: world.maps.find((saved) => same(saved.headers, headers))?.name ?? null,
      };
    },
    import_maps: () => world.maps,
    import_map_save: (map) => keep([...world.maps.filter((saved) => saved.name !== map.name), map]),
    import_map_remove: (name) => keep(world.maps.filter((saved) => saved.name !== name)),
  };
}
