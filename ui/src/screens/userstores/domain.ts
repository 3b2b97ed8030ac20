/** What a userstore may be called. The same rules as `check_domain` in the model crate, said while one types. */
import { m } from '../../lib/messages';

const MAX = 60;

/** What is wrong with a name; none if it will do. */
export function domainProblem(domain: string, taken: string[]): string | null {
  const says = m.userstores.invalid;
  if (domain === '') return says.empty;
  if ([...domain].length > MAX) return says.long;
  if (!/^[\p{L}\p{N}.-]+$/u.test(domain)) return says.character;
  if (domain.toLowerCase() === 'federated') return says.reserved;
  if (taken.some((other) => other.toLowerCase() === domain.toLowerCase())) return says.exists;
  return null;
}
