import fc from 'fast-check';
import { expect, test } from 'vitest';
import { Pages, type Page } from '../../src/lib/table/pages';

const settle = async () => {
  for (let i = 0; i < 8; i += 1) await Promise.resolve();
};

/** A backend whose answers come when the test says so. */
function backend(total: number) {
  const asked: { offset: number; answer: (over?: Partial<Page<number>>) => void; fail: (why: unknown) => void }[] = [];
  const load = (offset: number, limit: number) =>
    new Promise<Page<number>>((done, fail) => {
      const rows = Array.from({ length: Math.max(Math.min(limit, total - offset), 0) }, (_, i) => offset + i);
      asked.push({ offset, answer: (over = {}) => done({ rows, total, generation: 1, ...over }), fail });
    });
  return { asked, load };
}

test('asks for what is in view, once, and gives its rows', async () => {
  const { asked, load } = backend(1000);
  const pages = new Pages(load, () => undefined, { size: 100 });
  pages.want(0, 20);
  pages.want(5, 25);
  expect(asked.map((a) => a.offset)).toEqual([0]);
  asked[0]?.answer();
  await settle();
  expect(pages.at(24)).toBe(24);
  expect(pages.at(150)).toBeUndefined();
  expect(pages.total).toBe(1000);
  pages.want(0, 20);
  expect(asked).toHaveLength(1);
});

test('while much scrolls by, asks only for where one stopped', async () => {
  const { asked, load } = backend(100_000);
  const pages = new Pages(load, () => undefined, { size: 100, parallel: 1 });
  for (let i = 0; i < 900; i += 1) pages.want(i * 100, i * 100 + 20);
  expect(asked.map((a) => a.offset)).toEqual([0]);
  asked[0]?.answer();
  await settle();
  expect(asked.map((a) => a.offset)).toEqual([0, 89_900]);
});

test('an answer to an older question is not believed', async () => {
  const { asked, load } = backend(1000);
  const pages = new Pages(load, () => undefined, { size: 100 });
  pages.want(0, 20);
  pages.invalidate();
  asked[0]?.answer({ rows: [-1] });
  await settle();
  expect(pages.at(0)).toBeUndefined();
  asked.at(-1)?.answer();
  await settle();
  expect(pages.at(0)).toBe(0);
});

test('old rows stay until new ones are here', async () => {
  const { asked, load } = backend(1000);
  const pages = new Pages(load, () => undefined, { size: 100 });
  pages.want(0, 20);
  asked[0]?.answer();
  await settle();
  pages.invalidate();
  expect(pages.at(0)).toBe(0);
  asked[1]?.answer({ rows: [7], generation: 2 });
  await settle();
  expect(pages.at(0)).toBe(7);
});

test('a newer generation makes every other page old', async () => {
  const { asked, load } = backend(1000);
  const pages = new Pages(load, () => undefined, { size: 100, parallel: 1 });
  pages.want(0, 20);
  asked[0]?.answer();
  await settle();
  pages.want(90, 120);
  asked[1]?.answer({ generation: 2 });
  await settle();
  // The first page is in view and of the older generation: it is asked for again.
  expect(asked.map((a) => a.offset)).toEqual([0, 100, 0]);
});

test('the count may come later than the rows', async () => {
  const { asked, load } = backend(1000);
  const pages = new Pages(load, () => undefined, { size: 100 });
  pages.want(0, 20);
  asked[0]?.answer({ total: null });
  await settle();
  expect(pages.total).toBeNull();
  expect(pages.known).toBe(100);
  pages.invalidate();
  asked[1]?.answer();
  await settle();
  expect(pages.known).toBe(1000);
});

test('a failure is kept, stops asking, and goes when asked again', async () => {
  const { asked, load } = backend(1000);
  const pages = new Pages(load, () => undefined, { size: 100 });
  pages.want(0, 20);
  asked[0]?.fail('disk');
  await settle();
  expect(pages.error).toBe('disk');
  expect(asked).toHaveLength(1);
  pages.invalidate();
  expect(asked).toHaveLength(2);
  asked[1]?.answer();
  await settle();
  expect(pages.error).toBeNull();
});

test('nothing is heard after it is closed', async () => {
  const { asked, load } = backend(1000);
  let heard = 0;
  const pages = new Pages(load, () => (heard += 1), { size: 100 });
  pages.want(0, 20);
  pages.close();
  asked[0]?.answer();
  await settle();
  expect(heard).toBe(0);
});

test('wherever one scrolls, what is in view arrives and few pages are kept', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(fc.integer({ min: 0, max: 9_980 }), { minLength: 1, maxLength: 30 }), async (places) => {
      const load = (offset: number, limit: number) =>
        Promise.resolve({
          rows: Array.from({ length: limit }, (_, i) => offset + i),
          total: 10_000,
          generation: 1,
        });
      const pages = new Pages<number>(load, () => undefined, { size: 50, keep: 4 });
      for (const place of places) {
        pages.want(place, place + 20);
        await settle();
        await settle();
      }
      const last = places.at(-1) ?? 0;
      for (let i = last; i < last + 20; i += 1) expect(pages.at(i)).toBe(i);
      let held = 0;
      for (let i = 0; i < 10_000; i += 50) if (pages.at(i) !== undefined) held += 1;
      expect(held).toBeLessThanOrEqual(4);
    }),
    { numRuns: 60 },
  );
});
