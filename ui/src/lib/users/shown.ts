/** How the list of users is shown: what a saved view keeps, what is remembered, what the address says. */
import type { SortBy, View } from '../backend';
import { preferences } from '../state/preferences.svelte';
import { hrefOf, type Params } from '../state/route.svelte';
import { chosenOf, columnOf, USER } from './columns';
import { clausesOf, sameClauses } from './filter';

export interface Shown {
  where: string;
  sort: SortBy;
  descending: boolean;
  /** Columns chosen; empty for those that fit. */
  columns: string[];
}

export const USUAL: SortBy = 'displayName';

export const sortIn = (params: Params): SortBy => (columnOf(params.sort ?? '') ? params.sort : USUAL) as SortBy;

/** The parameters that say it; an order that is usual says nothing. */
export function paramsOf({ where, sort, descending }: Omit<Shown, 'columns'>, view = ''): Record<string, string> {
  return { where, sort: sort === USUAL ? '' : sort, desc: descending ? '1' : '', view, q: '' };
}

/** The parameters of Users as the operator left it. */
export function usersParams(): Params {
  const { where, sort, descending, view } = preferences.users;
  return paramsOf({ where, sort: sortIn({ sort }), descending }, view);
}

/** Its address. */
export const usersHome = (): string => hrefOf('users', usersParams());

/** Whether a view asks for whom the list shows; its order and columns are not looked at. */
export const isAsked = (view: View, where: string): boolean => sameClauses(clausesOf(view.filter), clausesOf(where));

/** Whether the list looks otherwise than a saved view has it. */
export function differs(view: View, shown: Shown): boolean {
  const columns = (names: string[]) => chosenOf(names).join();
  return (
    !isAsked(view, shown.where) ||
    view.sort !== shown.sort ||
    view.descending !== shown.descending ||
    columns(view.columns) !== columns(shown.columns)
  );
}

/** Whether there is anything to save: everyone by name in the usual columns needs no view. */
export const isUsual = (shown: Shown): boolean =>
  shown.where === '' && shown.sort === USUAL && !shown.descending && chosenOf(shown.columns).every((id) => id === USER);
