/** How the columns of a CSV file are read: what they can mean, maps that were kept, and the first rows tried out. */
import {
  call,
  toBackendError,
  type AttributeChoice,
  type BackendError,
  type DetectedFile,
  type MapPreview,
  type SavedMap,
} from '../../lib/backend';

/** How long after the last choice the rows are tried out again, in milliseconds. */
const PAUSE = 120;

export class Mapping {
  /** What a column can mean; empty if that is not known. */
  attributes = $state.raw<AttributeChoice[]>([]);
  maps = $state.raw<SavedMap[]>([]);
  preview = $state.raw<MapPreview | null>(null);
  error = $state.raw<BackendError | null>(null);
  busy = $state(false);
  private turn = 0;
  private timer: ReturnType<typeof setTimeout> | undefined;

  /** Reads what there is to choose from. Without it the catalogue's own words serve. */
  async load(): Promise<void> {
    const [attributes, maps] = await Promise.allSettled([call('import_attributes'), call('import_maps')]);
    if (attributes.status === 'fulfilled') this.attributes = attributes.value;
    if (maps.status === 'fulfilled') this.maps = maps.value;
  }

  /** The kept map that fits the headers of a file, if one does. */
  async found(file: DetectedFile): Promise<SavedMap | null> {
    try {
      const { saved } = await call('import_preview', { path: file.path });
      if (saved === null) return null;
      this.maps = await call('import_maps');
      return this.maps.find((map) => map.name === saved) ?? null;
    } catch {
      // The map is a help; without it the columns are as recognised.
      return null;
    }
  }

  /** Tries a map out on the first rows. The old answer stays until the new one is here. */
  tryOut(path: string, map: Record<string, string>): void {
    this.turn += 1;
    const { turn } = this;
    clearTimeout(this.timer);
    this.timer = setTimeout(() => {
      this.busy = true;
      call('import_preview', { path, map }).then(
        (preview) => turn === this.turn && this.answered(preview, null),
        (error) => turn === this.turn && this.answered(this.preview, toBackendError(error)),
      );
    }, PAUSE);
  }

  async save(map: SavedMap): Promise<void> {
    await call('import_map_save', map);
    this.maps = await call('import_maps');
  }

  async remove(name: string): Promise<void> {
    await call('import_map_remove', name);
    this.maps = await call('import_maps');
  }

  close(): void {
    this.turn += 1;
    clearTimeout(this.timer);
  }

  private answered(preview: MapPreview | null, error: BackendError | null): void {
    this.preview = preview;
    this.error = error;
    this.busy = false;
  }
}

export interface Meaning {
  /** The attribute's word; empty for left out. */
  value: string;
  title: string;
  doc: string;
  group: string;
}

/** Those whose title, word or sentence holds every word that is typed, in their groups. */
export function meaningsFor(query: string, meanings: readonly Meaning[]): Meaning[] {
  const words = query.toLowerCase().split(/\s+/);
  return meanings.filter(({ value, title, doc }) => {
    const text = `${value} ${title} ${doc}`.toLowerCase();
    return words.every((word) => text.includes(word));
  });
}

/** A map cut to the headers of a file; a header the map does not know is left as it was. */
export function applied(
  map: SavedMap,
  headers: readonly string[],
  before: Readonly<Record<string, string>>,
): Record<string, string> {
  return Object.fromEntries(headers.map((header) => [header, map.map[header] ?? before[header] ?? '']));
}

/** The attributes a map uses, in the order of its columns, each once. */
export const usedBy = (map: Readonly<Record<string, string>>): string[] => [
  ...new Set(Object.values(map).filter((meaning) => meaning !== '' && meaning !== 'ignore')),
];
