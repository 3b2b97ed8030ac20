/** Change sets: preview, apply, undo, export. */
import type { ChangeGlance } from '../../src/lib/backend/types';
import type { Answers } from './answers';
import { Fault } from './fault';
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

export function changeAnswers(world: World): Pick<Answers, Named> {
  function changeOf(id: number): ChangeGlance {
    const change = world.changes.find((c) => c.id === id);
    if (!change) throw new Fault('not_found', `There is no change number ${id}.`);
    return change;
  }
  return {
    change_preview: () => {
      throw new Fault('internal', 'The fake backend stages no change yet.');
    },
    change_rows: () => ({ rows: [], total: 0 }),
    change_apply: () => {
      throw new Fault('not_found', 'Nothing is staged under this number.');
    },
    change_discard: () => null,
    changes_page: ({ status, offset, limit }) => {
      const all = world.changes.filter((c) => status === null || c.status === status);
      const outstanding = world.changes.reduce((sum, c) => sum + c.outstanding, 0);
      return { changes: all.slice(offset, offset + limit), total: all.length, outstanding };
    },
    change_show: ({ change }) => ({ change: changeOf(change), users: [], total: 0 }),
    change_undo: (id) => {
      const change = changeOf(id);
      const before = world.undoes.get(id);
      if (!before || !change.can_undo) throw new Fault('invalid', `${change.title} cannot be taken back any more.`);
      for (const row of before) Object.assign(world.row(row.id) ?? {}, row);
      Object.assign(change, {
        status: 'undone',
        can_undo: false,
        undone_at: new Date(NOW).toISOString(),
        undone_by: 'Dana Reyes',
      });
      world.generation += 1;
      return change;
    },
    change_export: () => ({ files: [], steps: 0, skipped: [] }),
  };
}
