/** Short messages that float above the screen. A failure stays until it is read. */
import type { BackendError } from '../backend';

export interface Toast {
  id: number;
  text: string;
  error?: BackendError;
  action?: { label: string; run: () => void };
}

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

  drop(id: number): void {
    this.list = this.list.filter((toast) => toast.id !== id);
  }

  private add(toast: Omit<Toast, 'id'>, stays: number | null): void {
    const id = this.next;
    this.next += 1;
    this.list = [...this.list.slice(-2), { id, ...toast }];
    if (stays !== null) setTimeout(() => this.drop(id), stays);
  }
}

export const toasts = new Toasts();
