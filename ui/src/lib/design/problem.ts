/** Puts the focus where something is wrong: on the field, or the first choice of a group. */
export function focusProblem(form: ParentNode | null): void {
  const wrong = form?.querySelector<HTMLElement>('[aria-invalid="true"]');
  (wrong?.querySelector<HTMLElement>('input') ?? wrong)?.focus();
}
