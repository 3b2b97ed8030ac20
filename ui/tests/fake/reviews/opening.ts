/** A review before it begins. */
import type { ReviewDraft, ReviewPreview, UntoldRole } from '../../../src/lib/backend/types';
import { matches } from '../language';
import { NOW } from '../people';
import type { World } from '../world';
import { reviewersOf, storesOf } from './held';
import { itemsOf } from './items';
import { REVIEWERS, type FakeReview } from './seed';

const slug = (title: string) =>
  title
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-|-$/g, '')
    .slice(0, 40);

export function reviewOf(world: World, draft: ReviewDraft): { review: FakeReview; matched: number } {
  const found = world.rows.filter(matches(draft.filter ?? ''));
  const named = (draft.named ?? []).map((one, i) => {
    const row = world.row(one.user ?? 0);
    return {
      key: `n${i + 1}`,
      kind: 'named' as const,
      name: row?.display_name ?? '',
      email: row?.email ?? null,
      username: row?.username ?? null,
      returned_at: null,
    };
  });
  const reviewers = draft.order.flatMap((kind) =>
    kind === 'named' ? named : REVIEWERS.filter((one) => one.kind === kind),
  );
  const items = itemsOf(
    found,
    reviewers.map((one) => one.key),
    100_000,
  );
  return {
    matched: found.length,
    review: {
      id: draft.id ?? slug(draft.title),
      title: draft.title,
      filter: draft.filter ?? '',
      opened_at: new Date(NOW).toISOString(),
      opened_by: 'Dana Reyes',
      due: draft.due,
      items,
      reviewers: reviewers.map((one) => ({ ...one })),
      returned: [],
      because: draft.incomplete_because ?? null,
      sign_off: null,
      proven: 0,
    },
  };
}

export function previewOf(world: World, draft: ReviewDraft, told: ReadonlySet<number>): ReviewPreview {
  const { review, matched } = reviewOf(world, draft);
  const { items } = review;
  const stores = storesOf(world, [...new Set(items.map((item) => item.userstore))]);
  const gaps = stores.filter((store) => store.gap !== null);
  const roles: [number, string][] = [
    [7, 'Release captain'],
    [8, 'Planner'],
  ];
  const untold: UntoldRole[] = world.scenario.untold
    ? roles
        .filter(([role]) => !told.has(role))
        .map(([role, name]) => ({
          role,
          userstore: 'gitlab',
          name,
          grants: items.filter((item) => item.role === name).length,
        }))
        .filter((role) => role.grants > 0)
    : [];
  const nobody = review.reviewers.length === 0 ? items : [];
  const refusals: ReviewPreview['refusals'] = [];
  const refuse = (kind: (typeof refusals)[number]['kind'], message: string) => refusals.push({ kind, message });
  if (draft.title === '') refuse('words', 'the review has no title: say what it is called');
  if (items.length === 0)
    refuse('population', 'nobody that this filter finds holds a role, so there is nothing to review: widen the filter');
  if (untold.length > 0)
    refuse(
      'privileged_unknown',
      `who is privileged cannot be told for ${untold.reduce((sum, one) => sum + one.grants, 0)} of ${items.length} grants: say of each such role whether it is privileged, then open the review`,
    );
  if (gaps.length > 0 && draft.incomplete_because === undefined)
    refuse(
      'incomplete',
      `not everyone is in the review: ${gaps.map((gap) => gap.gap).join('; ')}. Import a complete listing first, or say why the review is opened without them; the reason goes into the evidence`,
    );
  if (nobody.length > 0)
    refuse('unassigned', `${nobody.length} grants have nobody who may decide on them. Name another reviewer for them`);
  return {
    id: review.id,
    matched,
    users: new Set(items.map((item) => item.user)).size,
    grants: items.length,
    privileged: items.filter((item) => item.privileged).length,
    completeness: stores,
    untold,
    reviewers: reviewersOf(review).filter((one) => one.progress.undecided > 0),
    handed_on: items.length > 40 ? 3 : 0,
    unassigned: nobody.slice(0, 20).map((item) => ({
      user: `${item.userstore}/${item.username}`,
      grant: `${item.role} on group ${item.scope.path}`,
      only: null,
    })),
    unassigned_total: nobody.length,
    refusals,
  };
}
