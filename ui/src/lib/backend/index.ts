/** The only door to the backend. Nothing else in the window talks to Tauri. */
import { transport } from '#transport';
import { toBackendError } from './error';
import type { Events, OnProgress } from './transport';
import type { Commands } from './types';

export { BackendError, toBackendError } from './error';
export type * from './types';

type Name = keyof Commands;
type Options = { onProgress?: OnProgress; signal?: AbortSignal };
type Rest<C extends Name> = Commands[C]['request'] extends undefined
  ? [request?: undefined, options?: Options]
  : [request: Commands[C]['request'], options?: Options];

/** Commands that take a progress channel; the bridge refuses a call without it. */
const jobs: { [C in Name as Commands[C]['job'] extends true ? C : never]: true } = {
  demo_open: true,
  vault_check: true,
  vault_backup: true,
  import_run: true,
  import_history: true,
  change_preview: true,
  change_apply: true,
  change_undo: true,
  change_export: true,
  export_users: true,
  export_things: true,
  export_seats: true,
  report_make: true,
  seats_what_if: true,
  audit_run: true,
  audit_accept: true,
  audit_withdraw: true,
  audit_resolve: true,
  audit_fix: true,
  export_findings: true,
  review_open: true,
  review_worksheets: true,
  review_return: true,
  review_stage: true,
  evidence_make: true,
};

/** The job that was begun last: the one that the backend stops when it is asked to. */
let last: symbol | null = null;

/** Runs a command. Rejects with a `BackendError`. Aborting the signal asks a job to stop; it then rejects with `cancelled`. */
export async function call<C extends Name>(command: C, ...[request, options]: Rest<C>): Promise<Commands[C]['answer']> {
  const job = command in jobs;
  const mine = Symbol(command);
  if (job) last = mine;
  // A job begun since is not the one that is to stop.
  const cancel = () => {
    if (!job || last === mine) void transport.invoke('cancel', undefined).catch(() => undefined);
  };
  options?.signal?.addEventListener('abort', cancel, { once: true });
  try {
    const progress = job ? (options?.onProgress ?? (() => undefined)) : undefined;
    return (await transport.invoke(command, request, progress)) as Commands[C]['answer'];
  } catch (thrown) {
    throw toBackendError(thrown);
  } finally {
    options?.signal?.removeEventListener('abort', cancel);
  }
}

/** Listens to an event of the backend; returns what ends it. */
export function on<E extends keyof Events>(event: E, heard: (payload: Events[E]) => void): () => void {
  return transport.listen(event, heard);
}
