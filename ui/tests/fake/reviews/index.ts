/** Access reviews: opening, deciding, worksheets, closing, proof, evidence. */
import type { DecidedReview, ReviewItem, ReviewItemsQuery, ReviewPicked } from '../../../src/lib/backend/types';
import type { Answers } from '../answers';
import { work } from '../changes';
import { Fault } from '../fault';
import type { World } from '../world';
import {
  changeTitle,
  contradictionsOf,
  detailOf,
  glanceOf,
  progressOf,
  remediesOf,
  reviewersOf,
  storesOf,
} from './held';
import { previewOf, reviewOf } from './opening';
import { at, seedReviews, type FakeReview } from './seed';
import { FINGERPRINT, made, returned, verified } from './sheets';

type Named =
  | 'reviews_list'
  | 'review_try'
  | 'review_mark_role'
  | 'review_open'
  | 'review_show'
  | 'review_items'
  | 'review_decide'
  | 'review_assign'
  | 'review_worksheets'
  | 'review_return'
  | 'review_closing'
  | 'review_close'
  | 'review_stage'
  | 'review_proof'
  | 'evidence_key'
  | 'evidence_make'
  | 'evidence_verify';

function fits(item: ReviewItem, query: ReviewItemsQuery): boolean {
  const text = (query.text ?? '').toLowerCase();
  const about = [item.name, item.username, item.role, item.scope.path, item.through ?? ''].join(' ').toLowerCase();
  const said = item.decision?.verdict ?? 'undecided';
  return (
    (query.reviewer === undefined || item.reviewer === query.reviewer) &&
    (query.decided === undefined || (query.decided === 'decided' ? said !== 'undecided' : said === query.decided)) &&
    (query.privileged !== true || item.privileged) &&
    about.includes(text)
  );
}

export function reviewAnswers(world: World, changes: Pick<Answers, 'change_preview'>): Pick<Answers, Named> {
  const reviews = seedReviews(world);
  const told = new Set<number>();

  function one(id: string): FakeReview {
    const found = reviews.find((review) => review.id === id);
    if (!found) throw new Fault('not_found', 'There is no such review: look at the list.');
    return found;
  }
  function open(id: string): FakeReview {
    const review = one(id);
    if (review.sign_off) throw new Fault('invalid', `The review ${review.title} is closed, and its decisions stand.`);
    return review;
  }
  const picked = (review: FakeReview, which: ReviewPicked): ReviewItem[] => {
    if ('items' in which) return which.items.flatMap((item) => review.items[item] ?? []);
    if ('keys' in which) return review.items.filter((item) => which.keys.includes(item.key));
    return review.items.filter((item) => fits(item, which.all));
  };

  /** Does something to each of some grants, unless it is refused. */
  function each(review: FakeReview, items: ReviewItem[], act: (item: ReviewItem) => string | null): DecidedReview {
    const refused = items.flatMap((item) => {
      const reason = act(item);
      return reason === null
        ? []
        : [{ item: item.item, key: item.key, user: `${item.userstore}/${item.username}`, reason }];
    });
    const changed = items.filter((item) => !refused.some((no) => no.item === item.item));
    return {
      done: changed.length,
      refused: refused.slice(0, 100),
      refused_total: refused.length,
      items: changed.slice(0, 100),
      progress: progressOf(review.items),
    };
  }

  return {
    reviews_list: () => reviews.map(glanceOf),
    review_try: (draft) => previewOf(world, draft, told),
    review_mark_role: ({ role }) => {
      told.add(role);
      return null;
    },
    review_open: async (draft, progress) => {
      await work(world, progress, 1000);
      const { refusals } = previewOf(world, draft, told);
      if (refusals[0]) throw new Fault('invalid', refusals[0].message);
      const { review } = reviewOf(world, draft);
      reviews.unshift(review);
      return detailOf(world, review);
    },
    review_show: (id) => detailOf(world, one(id)),
    review_items: (query) => {
      const found = one(query.review).items.filter((item) => fits(item, query));
      return { items: found.slice(query.offset, query.offset + query.limit), total: found.length };
    },
    review_decide: ({ review: id, picked: which, verdict, to, note }) => {
      const review = open(id);
      return each(review, picked(review, which), (item) => {
        if (item.own)
          return 'Dana Reyes cannot decide on it, because both have the same e-mail and nobody decides on themselves: give it to another reviewer';
        const by = review.reviewers.find((asked) => asked.key === item.reviewer)?.name ?? '';
        item.decision = verdict
          ? {
              verdict,
              to: to ?? null,
              note: note ?? item.decision?.note ?? '',
              by,
              at: at(0),
              operator: 'Dana Reyes',
              worksheet: null,
            }
          : null;
        return null;
      });
    },
    review_assign: ({ review: id, picked: which, to, named }) => {
      const review = open(id);
      let key = to ?? '';
      if (named) {
        const row = world.row(named.user ?? 0);
        key = `n${review.reviewers.length + 1}`;
        review.reviewers.push({
          key,
          kind: 'named',
          name: row?.display_name ?? '',
          email: row?.email ?? null,
          username: null,
          returned_at: null,
        });
      }
      return each(review, picked(review, which), (item) => {
        item.reviewer = key;
        item.own = false;
        item.decision = null;
        return null;
      });
    },
    review_worksheets: async ({ review: id, folder, format, reviewers = [] }, progress) => {
      const review = open(id);
      await work(world, progress, review.items.length);
      const files = review.reviewers
        .filter((asked) => reviewers.length === 0 || reviewers.includes(asked.key))
        .map((asked) => ({
          reviewer: asked.key,
          name: `${asked.name} <${asked.email}>`,
          path: `${folder}/${id}-${asked.name
            .toLowerCase()
            .replace(/[^a-z]+/g, '-')
            .slice(0, 30)}.${format}`,
          rows: review.items.filter((item) => item.reviewer === asked.key).length,
        }))
        .filter((file) => file.rows > 0);
      return { files };
    },
    review_return: async ({ review: id, paths }, progress) => {
      const review = open(id);
      await work(world, progress, paths.length);
      const files = paths.map((path) => returned(review, path));
      return {
        files,
        refused: files.filter((file) => !file.taken).length,
        progress: progressOf(review.items),
      };
    },
    review_closing: (id) => {
      const review = one(id);
      const left = reviewersOf(review)
        .filter((asked) => asked.progress.undecided > 0)
        .map((asked) => ({ reviewer: asked.key, name: asked.name, grants: asked.progress.undecided }));
      const remedies = remediesOf(review);
      return {
        progress: progressOf(review.items),
        left,
        refusals:
          left.length > 0 ? [`${progressOf(review.items).undecided} grants are not decided`] : contradictionsOf(review),
        remedies: remedies.slice(0, 100),
        remedies_total: remedies.length,
      };
    },
    review_close: ({ review: id, by, statement }) => {
      const review = open(id);
      if (progressOf(review.items).undecided > 0) throw new Fault('invalid', 'Not all is decided.');
      review.sign_off = { by, at: at(0), statement, operator: 'Dana Reyes' };
      return detailOf(world, review);
    },
    review_stage: (id, progress) => {
      const review = one(id);
      const [first] = review.items.filter((item) => item.decision?.verdict !== 'keep');
      return changes.change_preview(
        {
          selected: { users: remediesOf(review).map((remedy) => remedy.user) },
          operations: [
            { do: 'remove_role', role: first?.role ?? '', scope: first?.scope ?? { kind: 'group', path: '' } },
          ],
          title: changeTitle(review),
        },
        progress,
      );
    },
    review_proof: ({ review: id, done, offset, limit }) => {
      const review = one(id);
      const all = remediesOf(review).map((remedy, i) => ({
        ...remedy,
        done: i < review.proven,
        gone: i === 1 && review.proven > 0,
        still: i === 3 && review.proven > 0 ? ['Developer on group acme/web through acme/frontend'] : [],
        why:
          i < review.proven ? null : 'no snapshot of gitlab was taken since the review was closed: import the next one',
      }));
      const rows = all.filter((row) => done === undefined || row.done === done);
      return {
        counts: { at: at(0), done: review.proven, outstanding: all.length - review.proven },
        snapshots: storesOf(world, ['gitlab']),
        rows: rows.slice(offset, offset + limit),
        total: rows.length,
      };
    },
    evidence_key: () => ({ operator: 'Dana Reyes', fingerprint: FINGERPRINT, pem: '', made_at: at(78) }),
    evidence_make: async ({ path }, progress) => {
      await work(world, progress, 15);
      return made(path);
    },
    evidence_verify: ({ path, fingerprint }) => verified(path, fingerprint),
  };
}
