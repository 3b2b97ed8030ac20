// A browser with the window in it, and words to say what is seen there.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { hasBrowser, openPage, openSite } from '../site.mjs';

export const id = (name) => `[data-testid="${name}"]`;
let site;
before(async () => {
  if (hasBrowser) site = await openSite();
});
after(() => site?.close());

const skip = hasBrowser ? false : 'no Chromium here; set CHROMIUM to one';

/** A test on a page of its own, which fails on any error the page reports. */
export function on(name, hash, scenario, run) {
  test(name, { skip }, async () => {
    const page = await openPage(site.browser);
    // A busy machine is not a fault.
    page.setDefaultTimeout(90_000);
    const errors = [];
    page.on('pageerror', (error) => errors.push(error.message));
    await page.goto(`${site.base}?scenario=${scenario}${hash}`);
    await run(page);
    assert.deepEqual(errors, []);
    await page.context().close();
  });
}

export const text = (page, name) => page.locator(id(name)).first().innerText();
/** Holds in the end: a screen may take its time, a wrong one never gets there. */
export async function eventually(check, patience = 30_000) {
  const end = Date.now() + patience;
  for (;;) {
    try {
      return await check();
    } catch (error) {
      if (Date.now() > end) throw error;
      await new Promise((done) => setTimeout(done, 25));
    }
  }
}
export const focusedRow = (page) => page.evaluate(() => document.activeElement?.getAttribute('aria-rowindex'));
export const count = async (page) => Number((await text(page, 'users-count')).replaceAll(',', ''));
