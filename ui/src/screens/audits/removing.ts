/** What a preview of roles and groups to remove says of findings, beside each of them. */
import type { RemovalPreview } from '../../lib/backend';
import { m } from '../../lib/messages';

export function saidOf({ findings, left, things }: RemovalPreview): string[] {
  // What stays says why itself.
  const beside = left.filter((one) => !things.some((thing) => thing.reason === one.reason));
  return [
    ...(findings > 0 ? [m.audits.fixes(findings)] : []),
    ...beside.map((one) => m.audits.fixLeft(one.findings, one.reason)),
  ];
}
