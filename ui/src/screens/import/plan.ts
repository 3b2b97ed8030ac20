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
  /** The saved map in use; empty for none, null while none was looked for. */
  savedMap: string | null;
  listed: Listed;
  strict: boolean;
  /** As a `datetime-local` box gives it; empty for now. */
  asOf: string;
}

/** Attributes of which a row needs one to be a user. */
const KEYS = ['username', 'id', 'email'];
/** The word for a column that is left out although its header would be understood. */
const IGNORE = 'ignore';
/** Meanings that several columns may have. */
const mayRepeat = (meaning: string) => meaning === 'roles' || meaning === 'groups' || meaning.startsWith(CUSTOM);
const CUSTOM = 'attribute:';

/** Every meaning of a column, in the order in which they are offered. */
export const MEANINGS = [...Object.keys(m.importing.attribute), ...Object.keys(m.words.profile)];
/** A column kept under its own name. */
export const customOf = (header: string) => CUSTOM + header;

export const noChoices = (): Choices => ({
  format: '',
  store: '',
  newStore: '',
  map: {},
  savedMap: null,
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

/** What a column was taken for; empty for left out. */
const meant = (column: CsvColumn) => (column.attribute === IGNORE ? '' : (column.attribute ?? ''));

/** What each column was taken for. */
export function suggestedMap(columns: CsvColumn[]): Record<string, string> {
  return Object.fromEntries(columns.map((column) => [column.header, meant(column)]));
}

const KINDS: Record<string, UserstoreKind> = {
  'gitlab-users': 'gitlab',
  'gitlab-permissions': 'gitlab',
  'gitlab-members': 'gitlab',
  scim: 'scim',
  ldif: 'ldap',
  keycloak: 'keycloak',
  'wso2-5': 'wso2',
  'wso2-7': 'wso2',
  entra: 'entra',
  google: 'google',
  okta: 'okta',
  authelia: 'authelia',
  csv: 'file',
};

/** The kind of userstore an import would add: that of its first file, or of the format chosen by hand. */
export function kindOf(files: DetectedFile[], format = ''): UserstoreKind {
  return KINDS[format] ?? files.find((file) => file.userstore_kind !== null)?.userstore_kind ?? 'file';
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
  if (!KEYS.some((key) => meanings.includes(key))) return m.importing.needUsername;
  const twice = meanings.find((meaning, i) => !mayRepeat(meaning) && meanings.indexOf(meaning) !== i);
  return twice === undefined ? null : m.importing.twice(meaningName(twice));
}

export function meaningName(meaning: string): string {
  if (meaning.startsWith(CUSTOM)) return m.importing.custom(meaning.slice(CUSTOM.length));
  const known = m.importing.attribute[meaning] ?? (m.words.profile as Record<string, string>)[meaning];
  return known ?? m.words.fieldName(meaning);
}

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
    // Only what differs from what was recognised: a header of one file need not be in the next.
    const changed = columnsOf(files).filter((column) => (choices.map[column.header] ?? '') !== meant(column));
    if (changed.length > 0) {
      request.map = Object.fromEntries(changed.map(({ header }) => [header, choices.map[header] || IGNORE]));
    }
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
