/** Custom attributes of a userstore's users. */
import type { AttributeType } from '../../backend/types';
import { f } from './format';

const type: Record<AttributeType, string> = {
  text: 'Text',
  number: 'Number',
  date: 'Date',
  yes_no: 'Yes or no',
  choice: 'Choice',
  email: 'E-mail',
  link: 'Link',
};

const misfit: Record<AttributeType, string> = {
  text: 'This does not fit.',
  number: 'This is no number. Write it as 12 or 12.5.',
  date: 'This is no day. Write it as 2026-12-31.',
  yes_no: 'Choose yes or no.',
  choice: 'This is none of the choices.',
  email: 'This is not an e-mail address.',
  link: 'A web address begins with https:// or http://.',
};

export const attributes = {
  type,
  misfit,
  noValue: 'Not set',
  needed: 'Every user of this userstore has one. Give a value.',
  another: (label: string, n: number) => `${label}, value ${f.number(n)}`,
  addValue: 'Add a value',
  dropValue: (value: string) => (value === '' ? 'Take the empty value out' : `Take ${value} out`),
};
