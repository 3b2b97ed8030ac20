/** What an import needs to know before it can run, as pure rules. */
import type { CsvColumn, DetectedFile, ImportRequest, Userstore, UserstoreKind } from '../../lib/backend';
import { m } from '../../lib/messages';

export type Listed = 'auto' | 'complete' | 'incomplete';

export interface Choices {
  /** Read every file as this; empty for what was recognised. */
  format: string;
  /** The domain of a userstore that is there; empty for a new one. */
  store: string;
  /** The domain of a new one. */
  newStore: string;
  /** CSV column header to attribute; empty for left out. */
  map: Record<string, string>;
  listed: Listed;
  strict: boolean;
  /** As a `datetime-local` box gives it; empty for now. */
  asOf: string;
}

/** The attribute without which no row is a user. */
const KEY = 'userName';

export const noChoices = (): Choices => ({
  format: '',
  store: '',
  newStore: '',
  map: {},
  listed: 'auto',
  strict: false,
  asOf: '',
});

/** Columns of all CSV files, each header once. */
export function columnsOf(files: DetectedFile[]): CsvColumn[] {
  const byHeader = new Map<string, CsvColumn>();
  for (const file of files) {
    for (const column of file.columns) if (!byHeader.has(column.header)) byHeader.set(column.header, column);
  }
  return [...byHeader.values()];
}

/** What each column was taken for. */
export function suggestedMap(columns: CsvColumn[]): Record<string, string> {
  return Object.fromEntries(columns.map((column) => [column.header, column.attribute ?? '']));
}

/** The kind of userstore the files come from, if they agree. */
export function kindOf(files: DetectedFile[]): UserstoreKind {
  const kinds = new Set(files.map((file) => file.userstore_kind).filter((kind) => kind !== null));
  const [only] = kinds;
  return kinds.size === 1 && only ? only : 'file';
}

/** Where such files most likely belong: the one mirrored userstore of their kind, else a new one named after it. */
export function suggestedStore(files: DetectedFile[], stores: Userstore[]): { store: string; newStore: string } {
  const kind = kindOf(files);
  const same = stores.filter((store) => store.authority === 'mirrored' && store.kind === kind);
  if (same.length === 1 && same[0]) return { store: same[0].domain, newStore: '' };
  const taken = new Set(stores.map((store) => store.domain.toLowerCase()));
  let name: string = kind === 'local' ? 'file' : kind;
  for (let i = 2; taken.has(name); i += 1) name = `${kind}-${i}`;
  return { store: '', newStore: name };
}

/** What is wrong with the map of columns; none if it will do. */
export function mapProblem(map: Record<string, string>): string | null {
  const meanings = Object.values(map).filter((meaning) => meaning !== '');
  if (!meanings.includes(KEY)) return m.importing.needUsername;
  const twice = meanings.find((meaning, i) => meanings.indexOf(meaning) !== i);
  return twice === undefined ? null : m.importing.twice(meaningName(twice));
}

export const meaningName = (attribute: string) =>
  m.importing.attribute[attribute] ?? m.importing.attributeFallback(attribute);

/** Whether a file will be read as CSV with a map. */
export const isMapped = (files: DetectedFile[], format: string) =>
  columnsOf(files).length > 0 && (format === 'csv' || (format === '' && files.some((file) => file.format === 'csv')));

export function requestOf(files: DetectedFile[], choices: Choices, dryRun: boolean): ImportRequest {
  const request: ImportRequest = {
    files: files.map((file) => file.path),
    userstore: choices.store === '' ? choices.newStore.trim() : choices.store,
    dry_run: dryRun,
    strict: choices.strict,
    incomplete: choices.listed === 'incomplete',
    complete: choices.listed === 'complete',
  };
  if (choices.format !== '') request.format = choices.format;
  if (isMapped(files, choices.format)) {
    request.map = Object.fromEntries(Object.entries(choices.map).filter(([, meaning]) => meaning !== ''));
  }
  if (choices.asOf !== '') request.as_of = new Date(choices.asOf).toISOString();
  return request;
}

/** Whether the rows of a report are all accounted for. */
export function addsUp(report: {
  read: number;
  created: number;
  changed: number;
  unchanged: number;
  rejected_total: number;
}) {
  return report.read === report.created + report.changed + report.unchanged + report.rejected_total;
}
