import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { MOST_LEFT_OUT, Selection } from '../../src/lib/users/selection.svelte';

describe('users picked one by one', () => {
  test('are asked for by number', () => {
    const s = new Selection();
    expect(s.empty).toBe(true);
    s.toggle(3);
    s.toggle(5);
    s.toggle(3);
    expect([s.empty, s.has(3), s.has(5), s.count(10)]).toEqual([false, false, true, 1]);
    expect(s.selected).toEqual({ users: [5] });
    expect(s.filter).toBeNull();
  });
});

describe('everyone', () => {
  test('is a filter, without those left out', () => {
    const s = new Selection();
    s.all('state eq "active" or kind eq "bot"');
    expect([s.has(7), s.count(10), s.count(null), s.isAll]).toEqual([true, 10, null, true]);
    s.toggle(7);
    expect([s.has(7), s.count(10), s.leftOut]).toEqual([false, 9, 1]);
    expect(s.selected).toEqual({ filter: '(state eq "active" or kind eq "bot") and id ne 7' });
    s.toggle(7);
    expect(s.selected).toEqual({ filter: 'state eq "active" or kind eq "bot"' });
  });
  test('of no filter is everyone there is', () => {
    const s = new Selection();
    s.all('');
    expect(s.selected).toEqual({ filter: '' });
    s.toggle(2);
    expect(s.selected).toEqual({ filter: 'id ne 2' });
  });
  test('can be without a hundred, and no more', () => {
    const s = new Selection();
    s.all('');
    for (let id = 0; id < MOST_LEFT_OUT; id += 1) expect(s.toggle(id)).toBe(true);
    expect(s.toggle(1000)).toBe(false);
    expect([s.has(1000), s.count(5000)]).toEqual([true, 4900]);
    expect(s.filter?.length).toBeLessThan(4096);
  });
});

test('whatever is done, it counts those it has', () => {
  const step = fc.oneof(
    fc.record({ do: fc.constant('toggle' as const), id: fc.nat(30) }),
    fc.record({ do: fc.constant('only' as const), id: fc.nat(30) }),
    fc.record({ do: fc.constant('all' as const), id: fc.nat(30) }),
    fc.record({ do: fc.constant('clear' as const), id: fc.nat(30) }),
    fc.record({ do: fc.constant('take' as const), id: fc.nat(30) }),
  );
  fc.assert(
    fc.property(fc.array(step), (steps) => {
      const s = new Selection();
      for (const { do: what, id } of steps) {
        if (what === 'toggle') s.toggle(id);
        else if (what === 'only') s.only([id, id + 1]);
        else if (what === 'all') s.all('x');
        else if (what === 'take') s.set([id, id + 2], true);
        else s.clear();
      }
      const has = Array.from({ length: 40 }, (_, id) => id).filter((id) => s.has(id));
      expect(s.count(40)).toBe(has.length);
      if (s.picked) expect([...s.picked].sort((a, b) => a - b)).toEqual(has);
    }),
  );
});
