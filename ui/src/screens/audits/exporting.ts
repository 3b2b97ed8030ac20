/** The files findings can be, and what they are called. */
import type { FindingsFormat } from '../../lib/backend';

export const FORMATS: FindingsFormat[] = ['pdf', 'html', 'xlsx', 'csv', 'json', 'sarif'];

export const ENDINGS: Record<FindingsFormat, string> = {
  pdf: 'pdf',
  html: 'html',
  xlsx: 'xlsx',
  csv: 'csv',
  json: 'json',
  jsonl: 'jsonl',
  sarif: 'sarif',
};
