/** A change on its way: staged, looked at, applied, taken back. */
import {
  call,
  toBackendError,
  type BackendError,
  type ChangePreview,
  type ChangeReport,
  type ChangeRequest,
  type Progress,
} from '../backend';
import { session } from '../state/session.svelte';
import type { Staged, Steps } from './changing.svelte';
import { trial } from './trial.svelte';

export type Phase = 'choose' | 'previewing' | 'preview' | 'applying' | 'done';

export class Staging {
  phase = $state<Phase>('choose');
  step = $state.raw<Progress | null>(null);
  preview = $state.raw<ChangePreview | null>(null);
  report = $state.raw<ChangeReport | null>(null);
  error = $state.raw<BackendError | null>(null);
  /** What there is to say of what is staged, beside what it does. */
  said = $state.raw<string[]>([]);
  /** Users of the staged change by effect changes with every answer; tables ask again. */
  private stop = new AbortController();
  private work: ((options: Steps) => Promise<Staged>) | null = null;

  /** Works out what a change would do. */
  async stage(request: ChangeRequest): Promise<void> {
    await this.by(async (options) => ({ preview: await call('change_preview', request, options), said: [] }));
  }

  /** The same by other means than a request. */
  async by(work: (options: Steps) => Promise<Staged>): Promise<void> {
    await this.discard();
    this.work = work;
    await this.run('previewing', async (options) => {
      const { preview, said } = await work(options);
      this.preview = preview;
      this.said = said;
      this.phase = 'preview';
    });
    if (this.phase === 'previewing') this.phase = 'choose';
  }

  /** The same once more, since the vault has moved on. */
  async again(): Promise<void> {
    if (this.work) await this.by(this.work);
  }

  async apply(evenLast: boolean): Promise<boolean> {
    const { preview } = this;
    if (!preview) return false;
    const request = { staged: preview.staged, ...(evenLast && { even_last: true }) };
    await trial.end();
    await this.run('applying', async (options) => {
      this.report = await call('change_apply', request, options);
      this.preview = null;
      this.phase = 'done';
    });
    if (this.phase === 'applying') this.phase = 'preview';
    if (this.report === null) return false;
    void session.touched();
    return true;
  }

  /** Back to choosing; what was staged is given up. */
  async back(): Promise<void> {
    await this.discard();
    this.error = null;
    this.phase = 'choose';
  }

  cancel(): void {
    this.stop.abort();
  }

  /** Whatever is under way or staged is given up. */
  async close(): Promise<void> {
    this.stop.abort();
    await this.discard();
  }

  private async discard(): Promise<void> {
    const staged = this.preview?.staged;
    this.preview = null;
    // A staged change that cannot be discarded is forgotten with the session.
    if (staged !== undefined) await call('change_discard', staged).catch(() => undefined);
  }

  private async run(phase: Phase, work: (options: Steps) => Promise<void>): Promise<void> {
    this.phase = phase;
    this.error = null;
    this.step = null;
    this.stop = new AbortController();
    try {
      await work({ onProgress: (step) => (this.step = step), signal: this.stop.signal });
    } catch (thrown) {
      const failed = toBackendError(thrown);
      if (failed.code !== 'cancelled') this.error = failed;
    } finally {
      this.step = null;
    }
  }
}
