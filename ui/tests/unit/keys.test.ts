import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { fuzzy, ranked } from '../../src/lib/fuzzy';
import { capsOf, isPressed, Presses } from '../../src/lib/keys';

const press = (key: string, more: Partial<KeyboardEvent> = {}) =>
  ({ key, ctrlKey: false, metaKey: false, altKey: false, shiftKey: false, timeStamp: 0, ...more }) as KeyboardEvent;

describe('keys', () => {
  test.each([
    [press('k', { ctrlKey: true }), 'Ctrl+K'],
    [press('K', { metaKey: true }), 'Ctrl+K'],
    [press('?', { shiftKey: true }), '?'],
    [press(' ', { shiftKey: true }), 'Shift+Space'],
    [press('ArrowLeft', { altKey: true }), 'Alt+ArrowLeft'],
    [press('z', { ctrlKey: true, shiftKey: true }), 'Ctrl+Shift+Z'],
    [press('/'), '/'],
  ])('%o is %s', (event, keys) => expect(isPressed(event, keys)).toBe(true));

  test('are shown as they are printed on them', () => {
    expect(capsOf('Ctrl+K')).toEqual(['Ctrl', 'K']);
    expect(capsOf('g u')).toEqual(['g', 'u']);
    expect(capsOf('Alt+ArrowLeft')).toEqual(['Alt', '←']);
    expect(capsOf('?')).toEqual(['?']);
  });

  test('two after the other mean one thing, for a moment', () => {
    const of = (keys: string) => ({ 'g u': 'users', n: 'new' })[keys];
    const begins = (key: string) => key === 'g';
    const presses = new Presses<string>();
    const hear = (key: string, timeStamp: number) => presses.meaning(press(key, { timeStamp }), of, begins);
    expect([hear('g', 0), hear('u', 500)]).toEqual([undefined, 'users']);
    expect([hear('g', 1000), hear('u', 9000)]).toEqual([undefined, undefined]);
    expect([hear('g', 9100), hear('n', 9200)]).toEqual([undefined, 'new']);
    expect([hear('g', 9300), hear('g', 9400), hear('u', 9500)]).toEqual([undefined, undefined, 'users']);
  });
});

describe('fuzzy', () => {
  test.each([
    ['exp', ['Expires', 'Export users', 'Never expires']],
    ['us', ['Users', 'Userstores', 'Export users']],
    ['nu', ['New user', 'Menu']],
    ['osei', ['Daniel Oséi']],
  ])('“%s” finds the best first', (query, titles) => {
    const found = ranked(query, [...titles].reverse(), (title) => title, 9);
    expect(found).toHaveLength(titles.length);
    expect(found[0]).toBe(titles[0]);
  });
  test('letters that are not there, or not in this order, fit nothing', () => {
    expect(fuzzy('xyz', 'Users')).toBeNull();
    expect(fuzzy('resu', 'Users')).toBeNull();
  });
  test('whatever is typed, what fits holds its letters in order', () => {
    fc.assert(
      fc.property(fc.string(), fc.string(), (query, title) => {
        if (fuzzy(query, title) === null) return;
        const plain = (s: string) => s.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase();
        let at = -1;
        for (const letter of plain(query).replace(/\s+/g, ' ').trim()) {
          if (letter === ' ') continue;
          at = plain(title).indexOf(letter, at + 1);
          expect(at).toBeGreaterThanOrEqual(0);
        }
      }),
    );
  });
});
