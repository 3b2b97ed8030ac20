/** Change sets: preview, apply, undo, export. */
import type { OnProgress } from '../../src/lib/backend/transport';
import type { ChangeGlance, ChangeReport, ChangeUserRow, UserRow } from '../../src/lib/backend/types';
import type { Answers } from './answers';
import { written } from './exports';
import { Fault, pause } from './fault';
import { aboutOf } from './manage/about';
import { seedChanges } from './manage/seed';
import { stage, type Staged } from './manage/stage';
import { NOW } from './people';
import type { World } from './world';

type Named =
  | 'change_preview'
  | 'change_rows'
  | 'change_apply'
  | 'change_discard'
  | 'changes_page'
  | 'change_show'
  | 'change_undo'
  | 'change_export';

/** Long work in steps, which a cancel ends. */
export async function work(world: World, progress: OnProgress, total: number): Promise<void> {
  const slow = (globalThis as { fakeSlow?: boolean }).fakeSlow === true;
  const stop = world.stops;
  for (let i = 1; i <= 4; i += 1) {
    progress({ stage: 'changing', done: Math.round((total * i) / 5), total, rows: total });
    await pause(slow ? 400 : 5);
    if (world.stops !== stop) throw new Fault('cancelled', 'Stopped. Nothing was changed.');
  }
}

/** A change of which nothing is known yet. */
export function glanceOf(id: number, title: string): ChangeGlance {
  return {
    id,
    at: new Date(NOW).toISOString(),
    operator: 'Dana Reyes',
    title,
    target: null,
    user: null,
    status: 'applied',
    users: 0,
    outstanding: 0,
    confirmed: 0,
    refused: 0,
    undone_at: null,
    undone_by: null,
    can_undo: true,
    fields: [],
  };
}

/** Refuses to leave PRIMARY with nobody who is active. */
function inCharge(world: World, before: UserRow[]): void {
  const was = new Map(before.map((row) => [row.id, row]));
  const active = (row: UserRow | undefined) => row?.userstore === 'PRIMARY' && row.state === 'active';
  const now = world.rows.filter(active);
  if (now.length === 0 || now.some((row) => active(was.get(row.id) ?? row))) return;
  const left = 'PRIMARY would be left without an enabled privileged user.';
  throw new Fault('needs_twice', `${left} Say that you mean it to go on.`, { warnings: [left] });
}

export function changeAnswers(world: World): Pick<Answers, Named> {
  const staged = new Map<number, Staged>();
  const users = new Map<number, ChangeUserRow[]>();
  let next = 1;
  if (world.scenario.managed) seedChanges(world, users);

  function changeOf(id: number): ChangeGlance {
    const change = world.changes.find((c) => c.id === id);
    if (!change) throw new Fault('not_found', `There is no change number ${id}.`);
    return change;
  }

  function stagedOf(number: number): Staged {
    const found = staged.get(number);
    if (!found) throw new Fault('not_found', 'Nothing is staged under this number. Preview it again.');
    return found;
  }

  function carryOut({ preview, rows, set }: Staged): ChangeReport {
    const changed = rows.filter((row) => row.effect === 'changed');
    const isLocal = (userstore: string) => userstore === 'PRIMARY';
    const id = world.changes.length + 1;
    const waiting = changed.filter((row) => !isLocal(row.userstore));
    world.undoes.set(
      id,
      changed.flatMap((row) => (world.row(row.user) ? [{ ...world.row(row.user)! }] : [])),
    );
    for (const row of changed) {
      const user = world.row(row.user);
      if (!user) continue;
      if (isLocal(row.userstore)) Object.assign(user, set.get(row.user));
      else {
        user.pending = true;
        const wanted = row.fields.map((field) => ({ change: id, title: preview.title, field }));
        world.pending.set(row.user, [...(world.pending.get(row.user) ?? []), ...wanted]);
      }
    }
    const only = changed.length === 1 ? changed[0] : undefined;
    const refused = rows.filter((row) => row.effect === 'refused');
    if (changed.length > 0) {
      world.changes.unshift({
        ...glanceOf(id, preview.title),
        target: only ? `${only.userstore}/${only.username}` : null,
        user: only?.user ?? null,
        status: waiting.length > 0 ? 'pending' : 'applied',
        users: changed.length,
        outstanding: waiting.length,
        refused: refused.length,
        fields: only?.fields ?? [],
      });
    }
    users.set(
      id,
      [...changed, ...refused].map((row) => ({
        user: row.user,
        target: `${row.userstore}/${row.username}`,
        standing: row.effect === 'refused' ? 'refused' : isLocal(row.userstore) ? 'applied' : 'outstanding',
        reason: row.reason,
        fields: row.fields,
      })),
    );
    world.generation += 1;
    return {
      change: changed.length > 0 ? id : null,
      title: preview.title,
      matched: preview.matched,
      changed: preview.changed,
      unchanged: preview.unchanged,
      refused: refused
        .slice(0, 1000)
        .map(({ username, userstore, reason }) => ({ username, userstore, reason: reason ?? '' })),
      refused_total: refused.length,
      pending: waiting.length,
      unmatched: preview.unmatched,
    };
  }

  world.staged = (number) =>
    [...stagedOf(number).set].filter(([id, set]) => world.row(id)?.seat && (set.state ?? 'active') !== 'active').length;

  /** More changes, for tests, of which nothing can be taken back: `fakeSettled(30)`. */
  (globalThis as { fakeSettled?: (count: number) => void }).fakeSettled = (count) => {
    for (let i = 0; i < count; i += 1) {
      const id = world.changes.length + 1;
      const settled = { status: 'confirmed', users: 2, confirmed: 2, can_undo: false } as const;
      world.changes.unshift({ ...glanceOf(id, 'Lock 2 users'), ...settled });
    }
  };
  const preview: Answers['change_preview'] = async (request, progress) => {
    await work(world, progress, 1284);
    const number = next;
    next += 1;
    const one = stage(world, number, request);
    staged.set(number, one);
    return one.preview;
  };
  world.preview = preview;

  return {
    change_preview: preview,
    change_rows: ({ staged: number, effect, offset, limit }) => {
      const rows = stagedOf(number).rows.filter((row) => effect === null || row.effect === effect);
      return { rows: rows.slice(offset, offset + limit), total: rows.length };
    },
    change_apply: async ({ staged: number, even_last }, progress) => {
      const one = stagedOf(number);
      await work(world, progress, one.preview.changed);
      if (one.preview.warnings.some((warning) => warning.needs_twice) && !even_last) {
        throw new Fault('invalid', 'Something would be left without an owner. Say so twice to do it even so.');
      }
      staged.delete(number);
      return carryOut(one);
    },
    change_discard: (number) => {
      staged.delete(number);
      return null;
    },
    changes_page: ({ status, offset, limit }) => {
      const all = world.changes.filter((c) => status === null || c.status === status);
      const outstanding = world.changes.reduce((sum, c) => sum + c.outstanding, 0);
      const undoable = world.changes.find((c) => c.can_undo) ?? null;
      return { changes: all.slice(offset, offset + limit), total: all.length, outstanding, undoable };
    },
    change_show: ({ change, standing, offset, limit }) => {
      const glance = changeOf(change);
      const one: ChangeUserRow[] =
        glance.user === null
          ? []
          : [
              {
                user: glance.user,
                target: glance.target ?? '',
                standing: 'applied',
                reason: null,
                fields: glance.fields,
              },
            ];
      const all = (users.get(change) ?? one).filter((row) => standing === null || row.standing === standing);
      return { change: glance, users: all.slice(offset, offset + limit), total: all.length };
    },
    change_undo: async ({ change: id, even_last }, progress) => {
      const change = changeOf(id);
      const before = world.undoes.get(id);
      if (!before || !change.can_undo) throw new Fault('invalid', `${change.title} cannot be taken back any more.`);
      await work(world, progress, change.users);
      if (!even_last) inCharge(world, before);
      for (const row of before) {
        Object.assign(world.row(row.id) ?? {}, row);
        const left = (world.pending.get(row.id) ?? []).filter((wanted) => wanted.change !== id);
        world.pending.set(row.id, left);
      }
      aboutOf(world).undo.get(id)?.();
      const withdrawn = change.status === 'pending';
      users.set(
        id,
        (users.get(id) ?? []).map((row) =>
          row.standing === 'refused'
            ? row
            : { ...row, standing: row.standing === 'outstanding' ? 'withdrawn' : 'undone' },
        ),
      );
      Object.assign(change, {
        status: withdrawn ? 'withdrawn' : 'undone',
        outstanding: 0,
        can_undo: false,
        undone_at: new Date(NOW).toISOString(),
        undone_by: 'Dana Reyes',
      });
      world.generation += 1;
      return change;
    },
    change_export: ({ change, format, path }) => {
      const { outstanding } = changeOf(change);
      const skipped =
        format === 'scim-bulk'
          ? [{ username: 'aokafor', field: 'profile.discord', reason: 'SCIM has no attribute for it.' }]
          : [];
      return { files: [written(path, outstanding)], steps: outstanding, skipped };
    },
  };
}
