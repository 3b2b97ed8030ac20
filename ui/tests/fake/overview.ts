/** What the first screen counts. */
import type { Kind, Overview } from '../../src/lib/backend/types';
import { matches } from './language';
import { NOW } from './people';
import { seatCounts } from './seats';
import { ago, type World } from './world';

const PEOPLE = 'state eq "active" and (kind eq "human" or kind eq "external") and gone eq false';

export function overview(world: World): Overview {
  const count = (filter: string) => world.rows.filter(matches(filter)).length;
  const roles = ['Owner', 'Maintainer', 'Developer', 'Reporter', 'Planner', 'Guest', null];
  const byRole = world.countBy((row) => row.highest_role?.role ?? null);
  const by_kind = [...world.countBy((row) => row.kind)].map(([kind, n]) => ({ kind: kind as Kind, count: n }));
  return {
    as_of: new Date(NOW).toISOString(),
    users: world.states().reduce((sum, s) => sum + s.count, 0),
    gone: world.rows.filter((row) => row.gone_since).length,
    by_state: world.states(),
    by_kind: by_kind.sort((a, b) => b.count - a.count),
    by_role: roles.map((role) => ({ role, count: byRole.get(role) ?? 0 })).filter((r) => r.count > 0),
    unseen: {
      rule: PEOPLE,
      days: 90,
      dormant: count(`${PEOPLE} and lastSeen le "-90d"`),
      never: count(`${PEOPLE} and lastSeen eq never`),
      unknown: count(`${PEOPLE} and lastSeen eq unknown`),
      not_collected: count(`${PEOPLE} and lastSeen eq not_collected`),
    },
    seats: world.plan === null ? null : { plan: world.plan, title: 'GitLab Ultimate', ...seatCounts(world) },
    snapshots:
      world.scenario.users === 0
        ? []
        : [
            { userstore: 'gitlab', taken_at: ago(0.01), complete: true, users: 1131, rejected: 0 },
            { userstore: 'ldap', taken_at: ago(18), complete: false, users: 152, rejected: 3 },
          ],
    privileged: {
      total: count('state eq "active" and privileged eq true and gone eq false'),
      without_mfa: count('state eq "active" and privileged eq true and gone eq false and mfa eq false'),
    },
  };
}
