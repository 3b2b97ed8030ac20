// How long the window works for each frame while the scroll bar is dragged through a million users:
// `npm run frames`. Times are of the main thread's processor, so that a busy machine does not count.
import { openPage, openSite } from './site.mjs';

const site = await openSite();
const page = await openPage(site.browser);
const devtools = await page.context().newCDPSession(page);
await devtools.send('Performance.enable', { timeDomain: 'threadTicks' });
await page.goto(`${site.base}?scenario=million#/users`);
await page.waitForSelector('[data-testid="users-row"]');
await page.waitForTimeout(1000);

const read = async () => {
  const { metrics } = await devtools.send('Performance.getMetrics');
  return Object.fromEntries(metrics.map(({ name, value }) => [name, value * 1000]));
};
const FRAMES = 200;
const spent = [];
for (let frame = 1; frame <= FRAMES; frame += 1) {
  const before = await read();
  await page.evaluate(async (part) => {
    document.querySelector('.track').scrollTop = part * 8_000_000;
    // The frame in which it is drawn, and the next, in which the answer of the backend is.
    for (let i = 0; i < 2; i += 1) await new Promise((done) => requestAnimationFrame(done));
  }, frame / FRAMES);
  const after = await read();
  spent.push({
    all: after.TaskDuration - before.TaskDuration,
    script: after.ScriptDuration - before.ScriptDuration,
    style: after.RecalcStyleDuration - before.RecalcStyleDuration,
    layout: after.LayoutDuration - before.LayoutDuration,
  });
}
await site.close();

console.log('milliseconds of the main thread per step of the scroll bar (two frames)');
for (const part of ['all', 'script', 'style', 'layout']) {
  const sorted = spent.map((s) => s[part]).sort((a, b) => a - b);
  const at = (share) => sorted[Math.min(Math.floor(sorted.length * share), sorted.length - 1)].toFixed(1);
  console.log(`${part.padEnd(7)} median ${at(0.5)}  95th ${at(0.95)}  most ${at(1)}`);
}
