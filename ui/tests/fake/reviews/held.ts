/** A review in memory: sums, what follows, how it is shown. */
import type {
  ReviewCompleteness,
  ReviewDetail,
  ReviewerGlance,
  ReviewGlance,
  ReviewItem,
  ReviewProgress,
  ReviewRemedy,
} from '../../../src/lib/backend/types';
import { NOW } from '../people';
import type { World } from '../world';
import { at, type FakeReview } from './seed';

const DAY = 86_400_000;

export function progressOf(items: ReviewItem[]): ReviewProgress {
  const sums = { keep: 0, revoke: 0, reduce: 0, undecided: 0 };
  for (const item of items) sums[item.decision?.verdict ?? 'undecided'] += 1;
  return sums;
}

export const reviewersOf = (review: FakeReview): ReviewerGlance[] =>
  review.reviewers.map((one) => ({
    ...one,
    progress: progressOf(review.items.filter((item) => item.reviewer === one.key)),
  }));

export function glanceOf(review: FakeReview): ReviewGlance {
  const remedies = remediesOf(review).length;
  return {
    id: review.id,
    title: review.title,
    filter: review.filter,
    state: review.sign_off ? 'closed' : 'open',
    opened_at: review.opened_at,
    opened_by: review.opened_by,
    due: review.due,
    days_left: review.sign_off ? null : Math.round((Date.parse(review.due) - NOW) / DAY),
    grants: review.items.length,
    users: new Set(review.items.map((item) => item.user)).size,
    privileged: review.items.filter((item) => item.privileged).length,
    progress: progressOf(review.items),
    reviewers: reviewersOf(review),
    closed_at: review.sign_off?.at ?? null,
    closed_by: review.sign_off?.by ?? null,
    proof: review.proven > 0 ? { at: at(1), done: review.proven, outstanding: remedies - review.proven } : null,
  };
}

export function storesOf(world: World, domains: string[]): ReviewCompleteness[] {
  return world
    .stores()
    .filter((store) => domains.includes(store.domain))
    .map((store) => ({
      userstore: store.domain,
      snapshot: store.kind === 'local' ? null : store.id,
      taken_at: store.last_snapshot ?? at(0),
      source_total: store.kind === 'gitlab' ? store.users : null,
      rows: store.users,
      complete: store.kind !== 'ldap',
      gap:
        store.kind === 'ldap'
          ? 'ldap does not say how many users it has, so nobody can tell whether all were read'
          : null,
    }));
}

/** Changes that carry a review out bear its name. */
export const changeTitle = (review: FakeReview) => `Carry out “${review.title}”`;

export function remediesOf(review: FakeReview): ReviewRemedy[] {
  return review.items
    .filter((item) => item.decision && item.decision.verdict !== 'keep')
    .map((item) => {
      const on = item.scope.path === '' ? 'the instance' : `group ${item.scope.path}`;
      const take = item.through ? `take out of the group ${item.through}` : `take ${item.role} on ${on}`;
      return {
        user: item.user,
        target: `${item.userstore}/${item.username}`,
        what: item.decision?.to ? `${take}, give ${item.decision.to} there` : take,
        keys: [item.key],
      };
    });
}

/** What cannot be done together: what comes through one group is decided alike. */
export function contradictionsOf(review: FakeReview): string[] {
  const groups = new Map<string, ReviewItem>();
  const found: string[] = [];
  for (const item of review.items) {
    if (!item.through || !item.decision) continue;
    const key = `${item.user} ${item.through}`;
    const other = groups.get(key);
    if (!other) groups.set(key, item);
    else if ((other.decision?.verdict === 'keep') !== (item.decision.verdict === 'keep')) {
      found.push(
        `${item.userstore}/${item.username} holds ${other.role} and ${item.role} through ${item.through}, and one is kept while the other goes: decide both alike`,
      );
    }
  }
  return found;
}

export function detailOf(world: World, review: FakeReview): ReviewDetail {
  return {
    ...glanceOf(review),
    completeness: storesOf(world, review.filter === '' ? ['gitlab', 'ldap'] : ['gitlab']),
    incomplete_because: review.because,
    population_sha256: '5d41402abc4b2a76b9719d911017c592f2ca1bb6c7e907d06dafe4687e579fce',
    roles: ['PRIMARY', 'gitlab', 'ldap'].map((userstore) => ({
      userstore,
      roles: ['Guest', 'Planner', 'Reporter', 'Developer', 'Maintainer', 'Owner', 'Release captain'],
    })),
    returned: review.returned,
    sign_off: review.sign_off,
    changes: world.changes
      .filter((change) => change.title === changeTitle(review))
      .map((change) => ({
        change: change.id,
        title: change.title,
        at: change.at,
        status: change.status,
        users: change.users,
        outstanding: change.outstanding,
      })),
    remedies: review.sign_off ? remediesOf(review).length : 0,
  };
}
