import { Channel, invoke } from '@tauri-apps/api/core';
import { listen } from '@tauri-apps/api/event';
import type { Events, Transport } from './transport';
import type { Progress } from './types';

const names: Record<keyof Events, string> = {
  'users-changed': 'users-changed',
  locked: 'locked',
  'files-over': 'tauri://drag-enter',
  'files-left': 'tauri://drag-leave',
  'files-dropped': 'tauri://drag-drop',
};

function payloadOf(event: keyof Events, payload: unknown): unknown {
  if (event === 'files-dropped' || event === 'files-over') return (payload as { paths?: string[] }).paths ?? [];
  return payload;
}

/** The backend in the app. */
export const transport: Transport = {
  invoke(command, request, onProgress) {
    const args: Record<string, unknown> = {};
    if (request !== undefined) args.request = request;
    if (onProgress) {
      const progress = new Channel<Progress>();
      progress.onmessage = onProgress;
      args.progress = progress;
    }
    return invoke(command, args);
  },
  listen(event, heard) {
    const ready = listen(names[event], (e) => heard(payloadOf(event, e.payload) as never));
    return () => void ready.then((end) => end());
  },
};
