// The tests of one file share one vault and one window on it.

import { after, afterEach, before } from 'node:test';
import { actor } from './managing.mjs';
import { Key, openVault, t } from './window.mjs';

/** What may be open over a screen. */
const OVER = [t.dialog, t.drawer, t.palette];

/**
 * Opens the window on the vault that `make` gives, before the first test, and
 * closes both after the last. `hand` is given them: the vault, the page, and
 * the hands of an operator. What a failed step leaves open is closed, so that
 * it does not take the next ones with it. `again` starts the program anew.
 */
export function opened(make, hand) {
  let v;
  let page;
  const open = async () => (await Promise.all(OVER.map((id) => page.has(id)))).includes(true);
  const begin = async () => {
    page = await openVault(v);
    hand({ v, page, act: actor(page) });
  };
  before(async () => {
    v = await make();
    await begin();
  });
  after(async () => {
    await page?.close();
    v?.remove();
  });
  afterEach(async () => {
    for (let tries = 0; page && tries < 3 && (await open()); tries += 1) await page.press(Key.ESCAPE);
  });
  return {
    again: async () => {
      await page.close();
      await begin();
    },
  };
}
