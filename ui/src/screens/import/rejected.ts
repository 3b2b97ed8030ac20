/** Rejected rows: where an error carries them, and as CSV for the clipboard. */
import type { Rejection } from '../../lib/backend';
import { m } from '../../lib/messages';

/** A cell that a spreadsheet would run as a formula is kept as text by a leading apostrophe. */
function cell(value: string): string {
  const safe = /^[=+\-@\t\r]/.test(value) ? `'${value}` : value;
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}

export function rejectedCsv(rows: Rejection[]): string {
  const c = m.importing.rejectedColumns;
  const lines = rows.map((row) => [row.file, String(row.line), row.column ?? '', row.reason]);
  return [[c.file, c.line, c.column, c.reason], ...lines].map((line) => line.map(cell).join(',')).join('\r\n');
}

/** The rejected rows among the details of an error. */
export function refusedRows(details: Record<string, unknown>): Rejection[] {
  return Array.isArray(details.rejected) ? (details.rejected as Rejection[]) : [];
}
