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
import { trial } from './trial.svelte';

/** What is staged: what was chosen, or what follows from a review. */
export type Request = ChangeRequest | { review: string };

export type Phase = 'choose' | 'previewing' | 'preview' | 'applying' | 'done';

export class Staging {
  phase = $state<Phase>('choose');
  step = $state.raw<Progress | null>(null);
  preview = $state.raw<ChangePreview | null>(null);
  report = $state.raw<ChangeReport | null>(null);
  error = $state.raw<BackendError | null>(null);
  /** Users of the staged change by effect changes with every answer; tables ask again. */
  private stop = new AbortController();
  private request: Request | null = null;

  /** Works out what a change would do. */
  async stage(request: Request): Promise<void> {
    await this.discard();
    this.request = request;
    await this.run('previewing', async (options) => {
      this.preview = await ('review' in request
        ? call('review_stage', request.review, options)
        : call('change_preview', request, options));
      this.phase = 'preview';
    });
    if (this.phase === 'previewing') this.phase = 'choose';
  }

  /** The same once more, since the vault has moved on. */
  async again(): Promise<void> {
    if (this.request) await this.stage(this.request);
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

  private async run(
    phase: Phase,
    work: (options: { onProgress: (step: Progress) => void; signal: AbortSignal }) => Promise<void>,
  ): Promise<void> {
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
