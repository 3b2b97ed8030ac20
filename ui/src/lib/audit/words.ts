/** Severities and states of findings: their order and what their colours mean. */
import type { FindingState, RuleFix, Severity } from '../backend/types';
import type { Tone } from '../design/Mark.svelte';
import { m } from '../messages';

/** The worst first. */
export const SEVERITIES: Severity[] = ['critical', 'high', 'medium', 'low', 'info'];

export const toneOf: Record<Severity, Tone> = {
  critical: 'bad',
  high: 'caution',
  medium: 'idle',
  low: 'idle',
  info: 'idle',
};

export const isOpen = (state: FindingState) => state === 'open' || state === 'reopened';

/** What a change set would do about a rule's findings; none where it can do nothing. */
export function fixWords(fix: RuleFix): string | null {
  if (fix.operation === null) return null;
  return m.audits.fix[fix.operation] ?? m.format.capital(fix.operation.replaceAll('-', ' '));
}
