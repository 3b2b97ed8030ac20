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

const typeMeans: Record<AttributeType, string> = {
  text: 'Any text, over several lines if need be.',
  number: 'A number such as 12 or 12.5.',
  date: 'A day.',
  yes_no: 'Yes or no.',
  choice: 'One of the values you list.',
  email: 'An e-mail address.',
  link: 'A web address.',
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
  typeMeans,
  misfit,
  noValue: 'Not set',
  needed: 'Every user of this userstore has one. Give a value.',
  another: (label: string, n: number) => `${label}, value ${f.number(n)}`,
  addValue: 'Add a value',
  dropValue: (value: string) => (value === '' ? 'Take the empty value out' : `Take ${value} out`),
  // the list
  title: 'Custom attributes',
  lead: 'What a userstore’s users have beside the fields every profile has. An import brings attributes along; define one to give its values a type, a title, and to say who sees it.',
  store: 'Of userstore',
  add: 'Define an attribute…',
  columns: {
    name: 'Attribute',
    type: 'Type',
    visibility: 'Seen by',
    users: 'Users',
    misfits: 'Do not fit',
    actions: 'Actions',
  },
  undefined: 'not defined',
  undefinedMeans: 'An import brought it along. Its values are texts that only admins see.',
  required: 'required',
  several: 'several values',
  misfitsMeans: 'Users who have a value that is not of this type, or none of the choices.',
  none: 'No custom attributes',
  noneText: 'Users of this userstore have none, and none was defined.',
  edit: 'Edit…',
  define: 'Define…',
  remove: 'Remove…',
  ofName: (act: string, name: string) => `${act} ${name}`,
  // the dialog
  addTitle: 'Define a custom attribute',
  editTitle: (name: string) => `Define ${name}`,
  name: 'Name',
  nameHint: 'As the source spells it, such as shirtSize. It cannot be changed later.',
  label: 'Title',
  labelHint: 'What people read. The name is shown where there is none.',
  typeLabel: 'Type',
  choices: 'Values to choose from',
  choicesHint: 'One a line, in the order in which they are offered.',
  visibility: 'Seen by',
  requiredLabel: 'Every user must have one',
  severalLabel: 'A user may have several',
  save: 'Save',
  saved: (name: string) => `Defined ${name}.`,
  removeTitle: (name: string) => `Remove the definition of ${name}?`,
  removeLead: (users: number) =>
    users === 0
      ? 'No user has a value. The attribute is gone.'
      : f.plural(users, {
          one: '# user keeps the value, as a text that only admins see.',
          other: '# users keep their values, as texts that only admins see.',
        }),
  removeRun: 'Remove the definition',
  removed: (name: string) => `Removed the definition of ${name}.`,
  invalid: {
    name: 'An attribute needs a name.',
    long: 'At most 255 characters.',
    exists: 'This userstore has an attribute of this name.',
    choices: 'List at least one value.',
  },
};
