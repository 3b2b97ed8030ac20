/** Profiles: what is written of someone, who sees it, and who the person is. */
import type { Audience, LinkedBy } from '../../backend/types';
import type { ClearAfter } from '../../profile/status';
import { f } from './format';

const clearAfter: Record<ClearAfter, string> = {
  '30_minutes': 'in 30 minutes',
  '3_hours': 'in 3 hours',
  '8_hours': 'in 8 hours',
  '1_day': 'in a day',
  '3_days': 'in 3 days',
  '7_days': 'in a week',
  '30_days': 'in 30 days',
};

const audience: Record<Audience, string> = {
  myself: 'The person',
  instance: 'The instance',
  world: 'The world',
};

const audienceMeans: Record<Audience, string> = {
  myself: 'What the person sees of themselves when they sign in.',
  instance: 'What everyone sees who is signed in.',
  world: 'What anyone sees, signed in or not.',
};

const how: Record<LinkedBy, string> = {
  hand: 'linked by hand',
  email: 'the same verified e-mail',
  employee_number: 'the same employee number',
};

/** What is often said in a status. Anything else can be typed. */
const emoji: [emoji: string, name: string][] = [
  ['💬', 'Speech balloon'],
  ['🏠', 'At home'],
  ['🏢', 'At the office'],
  ['🚆', 'On the way'],
  ['🌴', 'On holiday'],
  ['🤒', 'Ill'],
  ['👶', 'Parental leave'],
  ['📅', 'In a meeting'],
  ['🎧', 'Concentrating'],
  ['☕', 'On a break'],
  ['🍜', 'At lunch'],
  ['📝', 'Writing'],
  ['🐛', 'After a bug'],
  ['🚀', 'Releasing'],
  ['🔥', 'Putting out a fire'],
  ['📟', 'On call'],
  ['🎓', 'Learning'],
  ['🎉', 'Celebrating'],
  ['🌙', 'Asleep'],
  ['👋', 'New here'],
];

export const profile = {
  clearAfter,
  audience,
  audienceMeans,
  how,
  emoji,
  // the tab
  seenBy: 'As seen by',
  admins: 'Admins',
  hidden: (n: number) =>
    f.plural(n, { one: '# field has a value they do not see.', other: '# fields have a value they do not see.' }),
  hiddenNone: 'They see every field that has a value.',
  localTime: (time: string) => `${time} there now`,
  busy: 'Busy',
  clears: (at: string) => `until ${at}`,
  nothingSeen: 'They see nothing but the name.',
  // the form
  more: 'Who sees a field stands beside its name.',
  groups: {
    account: 'Account',
    status: 'Status',
    person: 'Person',
    work: 'Work',
    contact: 'Contact and links',
    attributes: 'Custom attributes',
    service: 'Service account',
    note: 'For admins',
  },
  filled: (n: number) => f.plural(n, { one: '# filled in', other: '# filled in' }),
  expires: 'Access ends on',
  expiresHint: 'Leave it empty for no end.',
  statusText: 'What they are doing',
  statusEmoji: 'Emoji',
  statusEmojiOwn: 'Another emoji',
  statusEmojiHint: 'Type any emoji.',
  statusNone: 'No emoji',
  statusPublic: 'A status is seen by anyone, even of a private profile.',
  availability: 'Busy: may not answer at once',
  clearWhen: 'Clear it',
  clearNever: 'by hand',
  clearAt: (at: string) => `on ${at}`,
  timeZoneHint: 'Such as Europe/Lisbon.',
  invitation: 'Note of the invitation',
  invitationHint: 'What they were told, and how. Muster sends no mail.',
  serviceLead: 'Nobody signs in as a service account, so someone must answer for it.',
  serviceOwner: 'Who answers for it',
  servicePurpose: 'What it is for',
  serviceReview: 'To be looked at again on',
  pendingLead: (source: string) =>
    `${source} has the last word on this user. What you change waits to be carried out there: you see what it comes to before anything is noted.`,
  saveMirrored: 'Preview…',
  editPending: 'Edit…',
  lastWord: (source: string) => `${source} has the last word: what you change waits to be carried out there.`,
  tooLong: (limit: number) => `At most ${f.number(limit)} characters.`,
  emojiWrong: 'This is no emoji.',
  // the picture
  picture: 'Picture',
  changePicture: 'Change the picture',
  pictureTitle: (name: string) => `Picture of ${name}`,
  pictureLead:
    'The middle square of the picture is taken and made 192 pixels wide. What a camera wrote into the file is left out.',
  pictureChoose: 'Choose a picture…',
  pictureAnother: 'Choose another…',
  pictureRemove: 'Remove it',
  pictureNone: 'No picture: the initials are shown.',
  pictureSizes: 'As it is shown',
  // expiry, service, invitation
  service: 'Service account',
  noOwner: 'Nobody answers for it',
  noPurpose: 'It is not said what it is for',
  noReview: 'No review is set',
  reviewDue: (at: string) => `was due on ${at}`,
  invited: 'Invitation',
  invitedBy: (when: string, who: string) => `${when} by ${who}`,
  invitedNoWord: 'No word was noted.',
  ended: 'Access ended',
  // the person
  person: 'Person',
  personOnly: 'No other account of this person is known.',
  otherAccounts: 'Other accounts',
  looksLike: 'May be the same person',
  link: 'Link',
  linkHand: 'Link an account…',
  linkLabel: 'Another account of this person',
  linkPlaceholder: 'Type a name, username or e-mail',
  unlink: 'Unlink',
  unlinkOf: (name: string) => `Unlink ${name}`,
  linkOf: (name: string) => `Link ${name}`,
  linked: (name: string) => `Linked ${name} to the same person.`,
  unlinked: (name: string) => `${name} is no longer linked to this person.`,
  merge: 'Merge…',
  mergeOf: (name: string) => `Merge ${name} into this account`,
  mergeAny: 'Merge this account into another…',
  // what is wanted
  wanted: 'Waits to be carried out at its source',
  sourceSays: 'The source says',
  wantedIs: 'wanted',
  change: (n: number) => `change ${f.number(n)}`,
  wantedMark: (value: string) => `${value} is wanted`,
  // actions
  actions: 'Change state',
  actionsNone: 'Nothing can be done to its state.',
  mayNot: (why: string) => `Cannot be done now: ${why}`,
  picturesOnly: 'PNG, JPEG, GIF or WebP, up to 32 MB.',
};
