/** Seats that could be freed, what freeing them does, and where the instance counts otherwise. */
import type { ReclaimReason, WhatIf } from '../../backend/types';
import { f } from './format';

const reason: Record<ReclaimReason, string> = {
  disabled_but_counted: 'Disabled but counted',
  duplicate_person: 'Same person twice',
  never_seen: 'Never seen',
  machine_counted: 'Machine counted',
  dormant: 'Dormant',
};
const reasonMeans: Record<ReclaimReason, string> = {
  disabled_but_counted: 'The account is not enabled, and the rule counts it all the same.',
  duplicate_person: 'The same person has another seat under this plan.',
  never_seen: 'Created long ago, and the source says that nobody ever came.',
  machine_counted: 'A machine’s account takes a seat.',
  dormant: 'Not seen for 90 days or longer.',
};
const short: Record<ReclaimReason, (n: number) => string> = {
  disabled_but_counted: (n) => `${f.number(n)} disabled`,
  duplicate_person: (n) => f.plural(n, { one: '# duplicate', other: '# duplicates' }),
  never_seen: (n) => `${f.number(n)} never seen`,
  machine_counted: (n) => f.plural(n, { one: '# machine', other: '# machines' }),
  dormant: (n) => `${f.number(n)} dormant`,
};

export const reclaim = {
  title: 'What could be freed?',
  lead: 'The surest first. A seat counts with its surest reason only.',
  all: 'All reasons',
  reasons: 'Why',
  reason,
  reasonMeans,
  share: (r: ReclaimReason, n: number) => short[r](n),
  saves: (money: string) => `saves ${money} to the end of the period`,
  savesShort: (money: string) => `saves ${money}`,
  noPrice: 'Set a price to see what each would save.',
  setPrice: 'Set it',
  columns: { user: 'User', role: 'Highest role', reason: 'Reason', why: 'Why', seen: 'Last seen', saves: 'Saves' },
  none: 'Nothing to free',
  noneText: 'Every seat is held by someone enabled who was seen within 90 days.',
  noneOf: 'Nobody for this reason',
  noneOfText: 'Choose another reason.',
  select: (name: string) => `Select ${name}`,
  selectAll: 'Select all',
  selectAllOf: (n: number) => `Select all ${f.number(n)}`,
  tooMany: (n: number) =>
    `The first ${f.number(n)}, the surest, are selected. Free these, then come back for the rest.`,
  selected: (n: number) => f.plural(n, { one: '# seat selected', other: '# seats selected' }),
  bar: 'What to do with the seats selected',
  deactivate: 'Deactivate…',
  block: 'Block…',
  clear: 'Select none',
  keys: { move: 'move', select: 'select', open: 'open' },
  whatIf: 'What if this were applied?',
  whatIfAsk: 'See what it does to the seats',
  whatIfMany: (n: number) => `Each of the ${f.number(n)} users is changed and changed back, which takes a while.`,
  whatIfStopped: 'Stopped before every user was looked at.',
  whatIfAs: 'Counted as if it were carried out at its source already.',
  counting: 'Counting seats…',
  consumed: 'Seats taken',
  peak: 'Peak of the period',
  owed: 'Seats owed',
  becomes: 'becomes',
  unchanged: 'stays',
  notSet: 'Not set',
  whatIfSame: (what: WhatIf) => `No seat is freed or taken: ${f.number(what.consumed_before)} as before.`,
  differ: 'Where does the instance count otherwise?',
  differLead: (n: number, theirs: number | null) =>
    `${theirs === null ? '' : `The instance’s own flags give ${f.number(theirs)}. `}${f.plural(n, {
      one: '# user differs.',
      other: '# users differ.',
    })}`,
  differColumns: { user: 'User', instance: 'Instance', rule: 'This rule', because: 'Why this rule says so' },
  takes: 'Takes a seat',
  takesNot: 'Takes none',
  agree: 'The instance and this rule agree',
  agreeText: 'Wherever the instance says who takes a seat, this rule says the same.',
  unknown: 'The instance does not say',
  unknownText:
    'No file so far says who takes a seat by the instance’s own count. GitLab’s users as JSON do, in using_license_seat.',
  showAll: (n: number) => `Show all ${f.number(n)}`,
};
