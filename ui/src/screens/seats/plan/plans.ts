/** Plans: which are the team's own, and how one begins to be edited. */
import { call, toBackendError, type PlanDraft, type PlanGlance } from '../../../lib/backend';
import { freeName, nameOf } from '../../../lib/names';
import { toasts } from '../../../lib/state/toasts.svelte';

export interface Editing {
  draft: PlanDraft;
  /** The saved plan it is compared with. */
  against: PlanGlance | null;
  /** Whether it is saved under a name of its own, rather than in place of what is there. */
  fresh: boolean;
}

export const emptyDraft = (): PlanDraft => ({
  name: '',
  title: '',
  product: '',
  plan: '',
  versions: '',
  userstores: [],
  rule: '',
  filter: 'state eq "active"',
});

/** What the editor begins with: nothing, a plan of one's own, or a copy of any. */
export async function editorFor(plans: PlanGlance[], which: PlanGlance | null, copy: boolean): Promise<Editing | null> {
  if (which === null) return { draft: emptyDraft(), against: plans.find((p) => p.chosen) ?? null, fresh: true };
  try {
    const draft = await call('seats_plan_read', which.name);
    if (!copy) return { draft, against: which, fresh: false };
    const taken = plans.map((p) => p.name);
    return {
      draft: { ...draft, name: freeName(`${nameOf(draft.name)}-own`, taken), like: which.name },
      against: which,
      fresh: true,
    };
  } catch (thrown) {
    toasts.fail(toBackendError(thrown));
    return null;
  }
}
