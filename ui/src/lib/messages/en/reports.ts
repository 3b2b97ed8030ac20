/** Reports that people hand on. */
import type { ReportFormat, ReportKind } from '../../backend/types';

const kind: Record<ReportKind, string> = {
  seats: 'Seats',
  inventory: 'Users',
  comparison: 'Comparison',
  access: 'Roles and grants',
};
const means: Record<ReportKind, string> = {
  seats: 'How many, by day, why, and what could be freed.',
  inventory: 'Everyone a filter finds, with state, role and last seen.',
  comparison: 'Who came, who went and what changed between two snapshots.',
  access: 'Who holds which role on what.',
};
const format: Record<ReportFormat, string> = {
  html: 'HTML',
  pdf: 'PDF',
  xlsx: 'Excel workbook',
  csv: 'CSV',
  json: 'JSON',
};
const formatMeans: Record<ReportFormat, string> = {
  html: 'One page for any browser. Prints well, holds no script.',
  pdf: 'Pages to print or sign.',
  xlsx: 'Typed cells, filters, charts, and a sheet on how it was counted.',
  csv: 'The list alone, for spreadsheets.',
  json: 'One document, for programs.',
};

export const reports = {
  title: 'Export a report',
  kindOf: 'Report',
  kind,
  means,
  formatOf: 'File',
  format,
  formatMeans,
  plan: 'Seat plan',
  period: 'Period',
  from: 'From',
  to: 'To',
  periodHint: 'Empty: the licence period until today.',
  badDay: 'A day such as 2026-12-01, or empty.',
  badOrder: 'The last day is before the first.',
  filter: 'Only these users',
  filterHint: 'A filter, as in Users. Empty: everyone.',
  snapshots: (from: string, to: string) => `${from} compared with ${to}`,
  manifest: 'With a manifest',
  manifestHint: 'A second file with the SHA-256, what it holds, when, by whom and by which filter.',
  preview: 'Preview',
  previewLead: 'As HTML, with the first rows of each list. The file holds all of them.',
  previewing: 'Drawing the first rows…',
  noPreview: 'No preview',
  write: 'Choose where and export…',
  manifestWritten: (file: string) => `The manifest is beside it: ${file}.manifest.json.`,
};
