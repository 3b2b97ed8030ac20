import { describe, expect, test } from 'vitest';
import css from '../../src/lib/design/tokens.css?raw';
import avatar from '../../src/lib/design/Avatar.svelte?raw';

type Tokens = Record<string, string>;

function tokensOf(theme: string): Tokens {
  const block = css.slice(css.indexOf(`[data-theme='${theme}']`)).split('}', 1)[0] ?? '';
  return Object.fromEntries([...block.matchAll(/--([\w-]+):\s*(#[0-9a-f]{6});/g)].map((m) => [m[1], m[2]]));
}

function luminance(hex: string): number {
  const [r = 0, g = 0, b = 0] = [1, 3, 5]
    .map((i) => parseInt(hex.slice(i, i + 2), 16) / 255)
    .map((c) => (c <= 0.03928 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4));
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
}

function contrast(a: string, b: string): number {
  const [high = 0, low = 0] = [luminance(a), luminance(b)].sort((x, y) => y - x);
  return (high + 0.05) / (low + 0.05);
}

/** What each text colour stands on. */
const TEXT: [string, string[]][] = [
  ['ink', ['page', 'panel', 'rail', 'hover', 'accent-soft', 'idle-soft']],
  ['ink-2', ['page', 'panel', 'rail', 'hover', 'idle-soft', 'accent-soft']],
  ['ink-3', ['page', 'panel', 'rail', 'hover', 'accent-soft']],
  ['accent', ['page', 'panel', 'hover', 'accent-soft']],
  ['on-accent', ['accent', 'accent-strong']],
  ['good', ['page', 'panel', 'good-soft']],
  ['caution', ['page', 'panel', 'hover', 'caution-soft']],
  ['bad', ['page', 'panel', 'hover', 'bad-soft']],
  ['idle', ['page', 'panel', 'idle-soft']],
];
/** Edges and marks that say something, and what they stand on. */
const EDGES: [string, string[]][] = [
  ['edge', ['page', 'panel']],
  ['focus', ['page', 'panel', 'rail', 'accent-soft']],
  ['accent', ['panel', 'idle-soft']],
  ['good-mark', ['panel']],
  ['caution-mark', ['panel', 'idle-soft']],
  ['bad-mark', ['panel', 'idle-soft']],
  ['idle-mark', ['panel']],
];

describe.each(['light', 'dark'])('%s', (theme) => {
  const tokens = tokensOf(theme);
  const pairs = (list: [string, string[]][]) => list.flatMap(([over, under]) => under.map((u) => [over, u] as const));
  const ratio = (over: string, under: string) => contrast(tokens[over] ?? '', tokens[under] ?? '');

  test.each(pairs(TEXT))('%s on %s is text', (over, under) => expect(ratio(over, under)).toBeGreaterThanOrEqual(4.5));
  test.each(pairs(EDGES))('%s on %s is an edge', (over, under) => expect(ratio(over, under)).toBeGreaterThanOrEqual(3));
});

test('white letters on every colour of an avatar', () => {
  const colours = avatar.match(/#[0-9a-f]{6}(?=')/g) ?? [];
  expect(colours.length).toBeGreaterThanOrEqual(8);
  for (const colour of colours) expect(contrast('#ffffff', colour)).toBeGreaterThanOrEqual(4.5);
});
