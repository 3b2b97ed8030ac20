/** Time zones by their name in the IANA list, as the platform knows them. */
import type { Option } from '../design/Picker.svelte';

const MOST = 50;

export function findTimeZones(search: string): Promise<Option[]> {
  const wanted = search.toLowerCase().replaceAll(' ', '_');
  const all = Intl.supportedValuesOf('timeZone');
  const found = all.filter((zone) => zone.toLowerCase().includes(wanted)).slice(0, MOST);
  return Promise.resolve(found.map((zone) => ({ value: zone, label: zone })));
}
