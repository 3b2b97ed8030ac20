// Pictures of every screen, in light and dark, wide and narrow, and what axe says of each.
// `npm run pictures [-- part-of-a-name]`. They go to tests/pictures; look at them.
import axe from 'axe-core';
import { mkdir, rm } from 'node:fs/promises';
import { shots } from './shots.mjs';
import { openPage, openSite, out } from './site.mjs';

const only = process.argv[2] ?? '';
const themes = process.env.THEME ? [process.env.THEME] : ['light', 'dark'];
const SIZES = [
  { name: 'wide', width: 1280, height: 800 },
  { name: 'narrow', width: 900, height: 700 },
];

if (only === '') await rm(out, { recursive: true, force: true });
await mkdir(out, { recursive: true });
const site = await openSite();

/** What is wrong, and in which pictures. */
const problems = new Map();
const wrong = (what, label) => problems.set(what, [...(problems.get(what) ?? []), label]);
let taken = 0;

async function take(shot, size, theme) {
  const label = `${shot.name}.${size.name}.${theme}`;
  const page = await openPage(site.browser, {
    width: shot.width ?? size.width,
    height: shot.height ?? size.height,
    theme,
  });
  page.on('pageerror', (error) => wrong(error.message, label));
  // The fixed clock is a script, and in the frame of a report's preview none may run.
  const expected = (text) => text.startsWith("Blocked script execution in 'about:srcdoc'");
  page.on('console', (message) => {
    if (message.type() === 'error' && !expected(message.text())) wrong(message.text(), label);
  });
  await page.goto(`${site.base}?scenario=${shot.scenario ?? 'usual'}${shot.hash ?? ''}`);
  await page.waitForTimeout(shot.wait ?? 350);
  try {
    await shot.act?.(page);
  } catch (error) {
    wrong(error.message, label);
  }
  await page.waitForTimeout(150);
  await page.screenshot({ path: `${out}/${label}.png` });
  taken += 1;
  await page.evaluate(axe.source);
  const result = await page.evaluate(() => globalThis.axe.run(document, { resultTypes: ['violations'] }));
  for (const { id, nodes } of result.violations) {
    for (const node of nodes.slice(0, 5)) {
      const check = node.any[0] ?? node.all[0] ?? node.none[0];
      wrong(`axe ${id}: ${node.html.slice(0, 200)} (${check?.message ?? ''})`, label);
    }
  }
  await page.context().close();
}

const work = shots
  .filter((shot) => shot.name.includes(only))
  .flatMap((shot) =>
    SIZES.filter((size) => !shot.width || size.name === 'wide').flatMap((size) =>
      themes.map((theme) => () => take(shot, size, theme)),
    ),
  );
const workers = Array.from({ length: 3 }, async () => {
  for (let job = work.shift(); job; job = work.shift()) await job();
});
await Promise.all(workers);
await site.close();

console.log(`${taken} pictures in ${out}`);
for (const [what, labels] of problems)
  console.log(`${what}\n    in ${labels.length}: ${labels.slice(0, 4).join(', ')}`);
process.exit(problems.size > 0 ? 1 : 0);
