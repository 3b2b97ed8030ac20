/** Short messages that float above the screen. A failure stays until it is read, work until it is done. */
import type { BackendError, Progress } from '../backend';

export interface Toast {
  id: number;
  text: string;
  error?: BackendError;
  action?: { label: string; run: () => void };
  /** How far the work is that it speaks of. */
  progress?: { done: number; total: number };
}

/** Work that takes less than this says nothing of itself, in milliseconds. */
const PATIENCE = 300;

class Toasts {
  list = $state.raw<Toast[]>([]);
  private next = 1;

  say(text: string, action?: Toast['action']): void {
    this.add({ text, ...(action && { action }) }, action ? 12_000 : 6_000);
  }

  fail(error: BackendError): void {
    if (error.code === 'cancelled') return;
    this.add({ text: error.message, error }, null);
  }

  /** Says that work is under way, if it takes a while; `stop` is how it is cancelled. */
  work(text: string, action: Toast['action']): { onProgress: (step: Progress) => void; end: () => void } {
    let id: number | null = null;
    let progress = { done: 0, total: 0 };
    const timer = setTimeout(() => (id = this.add({ text, progress, ...(action && { action }) }, null)), PATIENCE);
    return {
      onProgress: ({ done, total }) => {
        progress = { done, total };
        if (id !== null) this.list = this.list.map((toast) => (toast.id === id ? { ...toast, progress } : toast));
      },
      end: () => {
        clearTimeout(timer);
        if (id !== null) this.drop(id);
      },
    };
  }

  drop(id: number): void {
    this.list = this.list.filter((toast) => toast.id !== id);
  }

  private add(toast: Omit<Toast, 'id'>, stays: number | null): number {
    const id = this.next;
    this.next += 1;
    this.list = [...this.list.slice(-2), { id, ...toast }];
    if (stays !== null) setTimeout(() => this.drop(id), stays);
    return id;
  }
}

export const toasts = new Toasts();
