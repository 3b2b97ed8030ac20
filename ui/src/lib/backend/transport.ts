import type { Progress } from './types';

/** What a job reports to while it runs. */
export type OnProgress = (progress: Progress) => void;

/** The events the backend sends of its own accord. */
export interface Events {
  /** Users changed, or are loaded at last: pages and counts are old. */
  'users-changed': null;
  /** The vault was locked, here or by the system. */
  locked: null;
  /** Files are held over the window; their paths. */
  'files-over': string[];
  /** They were taken away again. */
  'files-left': null;
  /** Files were dropped on the window; their paths. */
  'files-dropped': string[];
}

/** The way to the backend: Tauri in the app, memory in tests. */
export interface Transport {
  invoke(command: string, request: unknown, onProgress?: OnProgress): Promise<unknown>;
  /** Returns what ends the subscription. */
  listen<E extends keyof Events>(event: E, heard: (payload: Events[E]) => void): () => void;
}
