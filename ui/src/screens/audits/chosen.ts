/** Findings that something is to be done to: some by their ids, or all that a filter finds. */
import { call, type FindingFilter, type FindingRow, type FindingState, type SelectedFindings } from '../../lib/backend';
import { isOpen } from '../../lib/audit/words';

/** The most groups that the backend gives at once; there are fewer rules. */
const MOST_RULES = 500;
const OPEN: FindingState[] = ['open', 'reopened'];
const ACCEPTED: FindingState[] = ['accepted'];

/** What can be done to findings depends on how far they are. */
export type Which = 'open' | 'accepted';

export interface Chosen {
  count: number;
  /** What their rules are called and how many there are of each, by the rule's id. */
  rules: ReadonlyMap<string, { title: string; count: number }>;
  /** Domains of the userstores they are of; none where that is not known. */
  userstores: string[] | undefined;
  /** As the backend is asked for those of some rules; of all, if none are said. */
  selected: (rules?: ReadonlySet<string>) => SelectedFindings;
}

/** All that a filter finds but a few. */
export interface AllBut {
  filter: FindingFilter;
  except: FindingRow[];
}

function counted(rows: FindingRow[]): Map<string, { title: string; count: number }> {
  const rules = new Map<string, { title: string; count: number }>();
  for (const { rule, title } of rows) rules.set(rule, { title, count: (rules.get(rule)?.count ?? 0) + 1 });
  return rules;
}

export const ofRows = (rows: FindingRow[]): Chosen => ({
  count: rows.length,
  rules: counted(rows),
  userstores: [...new Set(rows.map((row) => row.subject.userstore))],
  selected: (rules) => ({ ids: rows.filter((row) => rules?.has(row.rule) ?? true).map((row) => row.id) }),
});

export const isOf = (which: Which) => (row: FindingRow) =>
  which === 'open' ? isOpen(row.state) : row.state === 'accepted';

/** Whether a filter can find any that are open, or accepted. */
export function mayHold({ states = [], gone = false, new: fresh = false }: FindingFilter, which: Which): boolean {
  if (gone) return false;
  // What is new is open; without a word on states, all but resolved ones are meant.
  if (fresh && which === 'accepted') return false;
  return states.length === 0 || (which === 'open' ? OPEN : ACCEPTED).some((state) => states.includes(state));
}

/** All but a few, as far as they are open or accepted; counted by the backend. */
export async function ofAll({ filter, except }: AllBut, which: Which): Promise<Chosen> {
  const wanted = which === 'open' ? OPEN : ACCEPTED;
  const { states = [] } = filter;
  const narrow = { ...filter, states: states.length === 0 ? wanted : wanted.filter((state) => states.includes(state)) };
  const { groups } = await call('audit_groups', { by: 'rule', filter: narrow, limit: MOST_RULES });
  const out = except.filter(isOf(which));
  const less = counted(out);
  const rules = new Map(
    groups
      .map(({ key, title, count }) => [key, { title, count: count - (less.get(key)?.count ?? 0) }] as const)
      .filter(([, { count }]) => count > 0),
  );
  return {
    count: [...rules.values()].reduce((sum, { count }) => sum + count, 0),
    rules,
    userstores: filter.userstore ? [filter.userstore] : undefined,
    selected: (some) => {
      const filter = some ? { ...narrow, rules: [...some] } : narrow;
      const spared = out.filter((row) => some?.has(row.rule) ?? true).map((row) => row.id);
      return spared.length === 0 ? { filter } : { all_but: { filter, except: spared } };
    },
  };
}
