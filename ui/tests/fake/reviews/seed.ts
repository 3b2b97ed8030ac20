/** Reviews that are there already. */
import type {
  ReturnedSheet,
  ReviewDecision,
  ReviewerKind,
  ReviewItem,
  ReviewSignOff,
  Verdict,
} from '../../../src/lib/backend/types';
import { NOW } from '../people';
import { random } from '../random';
import type { World } from '../world';
import { itemsOf } from './items';

const DAY = 86_400_000;
export const at = (days: number) => new Date(NOW - days * DAY).toISOString();

export interface Asked {
  key: string;
  kind: ReviewerKind;
  name: string;
  email: string | null;
  username: string | null;
  returned_at: string | null;
}

export interface FakeReview {
  id: string;
  title: string;
  filter: string;
  opened_at: string;
  opened_by: string;
  due: string;
  items: ReviewItem[];
  reviewers: Asked[];
  returned: ReturnedSheet[];
  because: string | null;
  sign_off: ReviewSignOff | null;
  /** How many of what followed was seen to be done. */
  proven: number;
}

const asked = (key: string, kind: ReviewerKind, name: string): Asked => ({
  key,
  kind,
  name,
  email: `${name.split(' ')[0]?.toLowerCase()}@acme.example`,
  username: null,
  returned_at: null,
});

export const REVIEWERS: Asked[] = [
  asked('v1', 'manager', 'Wanjiru Kamau'),
  asked('v2', 'group-owner', 'Björn Lindqvist'),
  asked('v3', 'named', 'Dana Reyes'),
];
const LONG = asked('v1', 'manager', 'Hon. Esra-Dilnoza Maximiliane von und zu Yıldız-Schwarzenbach-Hohenlohe');

const NOTES = [
  'Moved to another team in May.',
  'On call for this until the end of the year.',
  'Asked; nobody uses it any more.',
];

export function decision(
  verdict: Verdict,
  by: string,
  days: number,
  note = '',
  to: string | null = null,
): ReviewDecision {
  return { verdict, to, note, by, at: at(days), operator: 'Dana Reyes', worksheet: null };
}

/** Decides on some of them: so many in ten. */
function decideSome(items: ReviewItem[], tenths: number, reviewers: Asked[]): void {
  items.forEach((item, i) => {
    const r = random(i * 53 + 11);
    if (r() * 10 >= tenths || item.own) return;
    const dice = r();
    const by = reviewers.find((one) => one.key === item.reviewer)?.name ?? '';
    const note = r() < 0.25 ? (NOTES[i % NOTES.length] ?? '') : '';
    if (dice < 0.78 || item.through !== null) item.decision = decision('keep', by, 3, note);
    else if (dice < 0.94 || item.role === 'Guest') item.decision = decision('revoke', by, 2, note);
    else item.decision = decision('reduce', by, 1, note, 'Guest');
  });
}

export function seedReviews(world: World): FakeReview[] {
  const { scenario, rows } = world;
  if (scenario.users === 0 || scenario.reviews === 'none') return [];
  const reviewers = scenario.long ? [LONG, ...REVIEWERS.slice(1)] : REVIEWERS;
  const keys = reviewers.map((one) => one.key);
  const review = (
    id: string,
    title: string,
    filter: string,
    opened: number,
    due: string,
    items: ReviewItem[],
  ): FakeReview => ({
    id,
    title,
    filter,
    opened_at: at(opened),
    opened_by: 'Dana Reyes',
    due,
    items,
    reviewers: reviewers.map((one) => ({ ...one })).filter((one) => items.some((item) => item.reviewer === one.key)),
    returned: [],
    because: null,
    sign_off: null,
    proven: 0,
  });
  const gitlab = rows.filter((row) => row.userstore === 'gitlab' && row.gone_since === null);
  const most = scenario.reviews === 'many' ? 100_000 : 240;
  const many = scenario.reviews === 'many' ? Array.from({ length: 8 }, () => gitlab).flat() : gitlab;
  const long = scenario.long ? ', including everything that contractors of the former subsidiary hold in Łódź' : '';
  const quarter = review(
    'q4-2026',
    `Quarterly access review, Q4 2026${long}`,
    'userstore eq "gitlab" and gone eq false',
    9,
    '2026-12-04',
    itemsOf(many, keys, most, 3),
  );
  decideSome(quarter.items, scenario.reviews === 'many' ? 0 : 4, reviewers);
  const admins = review(
    'admins-nov',
    'Administrators, November',
    'privileged eq true',
    2,
    '2026-11-24',
    itemsOf(
      gitlab.filter((row) => row.privileged && row.id % 3 !== 0),
      ['v1'],
      10,
    ),
  );
  const outside = review(
    'contractors',
    'External people',
    'userType eq "external"',
    40,
    '2026-11-10',
    itemsOf(
      gitlab.filter((row) => row.kind === 'external'),
      keys,
      24,
    ),
  );
  decideSome(outside.items, 8, reviewers);
  const closed = review(
    'q3-2026',
    'Quarterly access review, Q3 2026',
    '',
    101,
    '2026-09-04',
    itemsOf(gitlab, keys, 64),
  );
  decideSome(closed.items, 10.1, reviewers);
  closed.sign_off = {
    by: 'Ulla Eriksson, head of IT',
    at: at(78),
    statement: 'I have seen that every grant was decided on by someone who knows, and I accept what follows.',
    operator: 'Dana Reyes',
  };
  closed.proven = closed.items.filter((item) => item.decision?.verdict !== 'keep').length - 2;
  closed.because = 'The directory’s export of 1 August lacks six interns, who hold nothing there.';
  closed.returned = [
    {
      reviewer: 'v1',
      name: 'q3-2026-wanjiru-kamau.xlsx',
      sha256: '0'.repeat(64),
      bytes: 18_211,
      rows: 22,
      at: at(84),
      operator: 'Dana Reyes',
    },
  ];
  return [admins, quarter, outside, closed];
}
