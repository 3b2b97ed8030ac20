/** A file on its way: where to, whether one is there already, how far it is, what was written. */
import { call, toBackendError, type BackendError, type Progress, type WrittenFile } from '../backend';

export type Options = { onProgress: (step: Progress) => void; signal: AbortSignal };
export type Write = (path: string, overwrite: boolean, options: Options) => Promise<WrittenFile>;

export class Writing {
  busy = $state(false);
  step = $state.raw<Progress | null>(null);
  written = $state.raw<WrittenFile | null>(null);
  error = $state.raw<BackendError | null>(null);
  /** A file that is there already, until it is said whether to replace it. */
  taken = $state<string | null>(null);
  private stop = new AbortController();

  constructor(private readonly run: Write) {}

  /** Asks where, and writes there. */
  async choose(title: string, name: string): Promise<void> {
    this.error = null;
    this.taken = null;
    try {
      const path = await call('pick_save', [title, name]);
      if (path !== null) await this.write(path, false);
    } catch (thrown) {
      this.error = toBackendError(thrown);
    }
  }

  async write(path: string, overwrite: boolean): Promise<void> {
    this.busy = true;
    this.error = null;
    this.taken = null;
    this.step = null;
    this.stop = new AbortController();
    try {
      const options = { onProgress: (step: Progress) => (this.step = step), signal: this.stop.signal };
      this.written = await this.run(path, overwrite, options);
    } catch (thrown) {
      const failed = toBackendError(thrown);
      if (failed.code === 'exists') this.taken = path;
      else if (failed.code !== 'cancelled') this.error = failed;
    } finally {
      this.busy = false;
    }
  }

  /** Stops what is under way. */
  cancel(): void {
    if (this.busy) this.stop.abort();
  }
}
