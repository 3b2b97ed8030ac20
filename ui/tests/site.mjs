// The window with the in-memory backend, served under the app's content security policy, and a browser.
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { chromium } from 'playwright-core';
import { build, preview } from 'vite';

const at = (path) => fileURLToPath(new URL(path, import.meta.url));
export const out = at('./pictures');
export const NOW = new Date('2026-11-20T09:14:00Z');
const chrome = process.env.CHROMIUM ?? '/usr/bin/chromium';
/** Whether there is a browser to look with. */
export const hasBrowser = existsSync(chrome);

export async function openSite() {
  const root = at('..');
  const outDir = `${out}/.site`;
  await build({ root, mode: 'fake', logLevel: 'error', build: { outDir, emptyOutDir: true } });
  const server = await preview({ root, mode: 'fake', logLevel: 'error', build: { outDir }, preview: { port: 0 } });
  const browser = await chromium.launch({
    executablePath: chrome,
    args: ['--no-sandbox', '--force-color-profile=srgb'],
  });
  return {
    base: server.resolvedUrls.local[0],
    browser,
    async close() {
      await browser.close();
      await server.close();
    },
  };
}

/** A page of a fixed day, size and look. */
export async function openPage(browser, { width = 1280, height = 800, theme = 'light' } = {}) {
  const context = await browser.newContext({
    viewport: { width, height },
    colorScheme: theme,
    reducedMotion: 'reduce',
    locale: 'en-GB',
    timezoneId: 'UTC',
  });
  const page = await context.newPage();
  await page.clock.setFixedTime(NOW);
  return page;
}
