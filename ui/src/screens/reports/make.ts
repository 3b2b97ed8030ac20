/** A report as the dialog has it: what is wrong with it, and what is sent. */
import type { MakeReport, ReportFormat, ReportKind } from '../../lib/backend';
import { isDay } from '../../lib/day';
import { m } from '../../lib/messages';

export const KINDS: ReportKind[] = ['seats', 'inventory', 'access'];
export const FORMATS: ReportFormat[] = ['pdf', 'html', 'xlsx', 'csv', 'json'];

/** What a report begins with; two snapshots make it a comparison and nothing else. */
export interface Begin {
  report: ReportKind;
  plan?: string;
  filter?: string;
  snapshots?: [number, number];
}

export interface ReportForm {
  report: ReportKind;
  format: ReportFormat;
  from: string;
  to: string;
  filter: string;
  manifest: boolean;
}

export const formOf = (begin: Begin): ReportForm => ({
  report: begin.report,
  format: 'pdf',
  from: '',
  to: '',
  filter: begin.filter ?? '',
  manifest: false,
});

/** Whether the kind speaks of a period, and whether of users a filter finds. */
export const hasPeriod = (kind: ReportKind) => kind === 'seats';
export const hasFilter = (kind: ReportKind) => kind === 'inventory' || kind === 'access';

export function problemsOf(form: ReportForm): Partial<Record<'from' | 'to', string>> {
  if (!hasPeriod(form.report)) return {};
  if (form.from !== '' && !isDay(form.from)) return { from: m.reports.badDay };
  if (form.to !== '' && !isDay(form.to)) return { to: m.reports.badDay };
  if (form.from !== '' && form.to !== '' && form.to < form.from) return { to: m.reports.badOrder };
  return {};
}

/** What is sent; only what its kind needs. */
export function requestOf(begin: Begin, form: ReportForm, path: string, overwrite: boolean): MakeReport {
  const { report, format, from, to, filter } = form;
  const period = hasPeriod(report);
  return {
    report,
    format,
    path,
    overwrite,
    manifest: form.manifest,
    snapshots: report === 'comparison' ? (begin.snapshots ?? null) : null,
    ...(period && begin.plan && { plan: begin.plan }),
    ...(period && from !== '' && { from }),
    ...(period && to !== '' && { to }),
    ...(hasFilter(report) && filter.trim() !== '' && { filter: filter.trim() }),
  };
}

/** A name for the file, without its ending. */
export function fileName(begin: Begin, form: ReportForm, today: string): string {
  if (form.report === 'seats') return `seats-${begin.plan ?? 'report'}-${form.to === '' ? today : form.to}`;
  if (form.report === 'comparison') return `comparison-${begin.snapshots?.join('-') ?? today}`;
  return `${form.report === 'inventory' ? 'users' : 'access'}-${today}`;
}
