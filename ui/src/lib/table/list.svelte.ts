/** Rows on screen, following a question that changes: the old answer stays until the new one is here. */
import { toBackendError, type BackendError } from '../backend';
import { Pages, type Load } from './pages';

export class List<T> {
  /** What is shown. */
  pages = $state.raw<Pages<T> | null>(null);
  version = $state(0);
  error = $state.raw<BackendError | null>(null);
  private coming: Pages<T> | null = null;
  private poll: ReturnType<typeof setTimeout> | undefined;

  get total(): number | null {
    void this.version;
    return this.pages?.total ?? null;
  }

  get ready(): boolean {
    void this.version;
    return this.pages?.ready ?? false;
  }

  /** Asks something else. */
  ask(load: Load<T>): void {
    this.coming?.close();
    const pages = new Pages<T>(load, () => this.heard(pages));
    this.coming = pages;
    pages.want(0, 1);
  }

  /** The same question, whose answer may have changed. */
  again(): void {
    const pages = this.coming ?? this.pages;
    pages?.invalidate();
    if (pages?.ready === false) pages.want(0, 1);
  }

  close(): void {
    clearTimeout(this.poll);
    this.coming?.close();
    this.pages?.close();
  }

  private heard(pages: Pages<T>): void {
    this.error = pages.error === null ? null : toBackendError(pages.error);
    if (pages === this.coming && pages.ready) {
      this.pages?.close();
      this.pages = pages;
      this.coming = null;
    }
    this.version += 1;
    // The vault is still counting: ask again soon.
    clearTimeout(this.poll);
    if (pages.ready && pages.total === null) this.poll = setTimeout(() => pages.invalidate(), 250);
  }
}
