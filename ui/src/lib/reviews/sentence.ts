/** A sentence of the backend as it begins a line: with a capital, unless it begins with the name of a userstore. */
import { f } from '../messages';

export function sentence(text: string, userstores: readonly string[]): string {
  const named = userstores.some((domain) => text.startsWith(`${domain} `) || text.startsWith(`${domain}/`));
  return named ? text : f.capital(text);
}
