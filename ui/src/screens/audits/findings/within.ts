/** What the group is called whose findings are listed. */
import type { AuditOverview, AuditRuleGlance, GroupFindingsBy } from '../../../lib/backend';
import { m } from '../../../lib/messages';

/** From the address alone, as after a reload; a user's name is not in it, and each row says it anyway. */
export function titleWithin(
  by: GroupFindingsBy,
  key: string,
  rules: ReadonlyMap<string, Pick<AuditRuleGlance, 'title'>>,
  { packs }: AuditOverview,
): string {
  if (by === 'rule') return rules.get(key)?.title ?? '';
  if (by === 'user') return key.startsWith('#') ? m.audits.oneUser : key;
  const control = packs.flatMap((pack) => pack.controls).find(({ id }) => id === key);
  return control ? m.audits.control(control.id, control.title) : key;
}
