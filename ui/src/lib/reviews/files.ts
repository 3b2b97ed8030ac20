/** A pack's files with what was found of each: those that fail first. */
import type { VerifiedEvidence } from '../backend/types';

export interface FileResult {
  path: string;
  /** What it holds; none for one that is not listed. */
  about: string | null;
  /** Why it fails; none if it is as it was signed. */
  why: string | null;
}

/** The list itself was altered, or is not signed: nothing it says of files counts. */
const LIST_FAILS = ['manifest-altered', 'signature-wrong'];

/** Of files that do not fail, only those are known that the list names, and only if the list can be relied on. */
export function filesOf(verified: VerifiedEvidence): FileResult[] {
  const about = new Map(verified.listed.map((file) => [file.path, file.about]));
  const failing = verified.failures.map(({ path, message }) => ({
    path,
    about: about.get(path) ?? null,
    why: message,
  }));
  const names = new Set(failing.map((file) => file.path));
  const distrusted = verified.failures.some(({ code }) => LIST_FAILS.includes(code));
  // Beyond the first hundred failures nothing is known of those that are not named.
  const whole = verified.failures.length === verified.failed;
  const rest = whole && !distrusted ? verified.listed.filter((file) => !names.has(file.path)) : [];
  return [...failing, ...rest.map((file) => ({ path: file.path, about: file.about, why: null }))];
}
