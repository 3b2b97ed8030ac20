/** Reasons to free a seat, the surest first, as the backend has them. */
import type { ReclaimReason } from '../../../lib/backend';
import type { Tone } from '../../../lib/design/Mark.svelte';

export const REASONS: ReclaimReason[] = [
  'disabled_but_counted',
  'duplicate_person',
  'never_seen',
  'machine_counted',
  'dormant',
];

/** How sure we are: certain, nearly, and worth a look. */
export const toneOf = (reason: ReclaimReason): Tone =>
  reason === 'disabled_but_counted' || reason === 'duplicate_person'
    ? 'bad'
    : reason === 'dormant'
      ? 'idle'
      : 'caution';
