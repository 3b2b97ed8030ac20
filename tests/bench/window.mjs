// The window with a large realm: from the passphrase to the first rows on
// screen, pages as the window asks for them, memory of the main process.

import { readFileSync } from 'node:fs';
import { exits, run, scratch } from '../lib/muster.mjs';
import { openWindow, t } from '../lib/window.mjs';
import { mebibytes, measured, percentile, seconds } from './print.mjs';

const large = Number(process.argv[2] ?? 1_000_000);
const PASSPHRASE = 'an invented realm, an open secret';

/** Proportional memory: pages of libraries that the web process shares count by halves. */
const proportional = (pid) => Number(readFileSync(`/proc/${pid}/smaps_rollup`, 'utf8').match(/^Pss:\s+(\d+) kB$/m)[1]) * 1024;
const resident = (pid) => Number(readFileSync(`/proc/${pid}/status`, 'utf8').match(/^VmRSS:\s+(\d+) kB$/m)[1]) * 1024;

/** Opens a vault by its form and waits for the first row of Users, all timed in the page. */
const UNLOCK = `
  const [passphrase, ids, done] = arguments;
  const find = (id) => document.querySelector('[data-testid="' + id + '"]');
  const field = find(ids.passphrase);
  Object.getOwnPropertyDescriptor(HTMLInputElement.prototype, 'value').set.call(field, passphrase);
  field.dispatchEvent(new Event('input', { bubbles: true }));
  const from = performance.now();
  let inside = 0;
  const look = () => {
    if (!inside && find(ids.users)) { inside = performance.now(); find(ids.users).click(); }
    if (find(ids.row)) requestAnimationFrame(() => done({ inside: inside - from, rows: performance.now() - from }));
    else requestAnimationFrame(look);
  };
  find(ids.submit).click();
  look();`;

/**
 * Drags the table's scroll bar from its top to its end and back within so many
 * frames, then waits for the rows at rest. Answers how long each frame took,
 * how many rows were blank at rest, and which were shown. Or the same with an
 * empty box, as large and as long as the table and in its place: what a frame
 * takes here when there is nothing to draw.
 */
const DRAG = `
  const [frames, ids, empty, done] = arguments;
  const table = document.querySelector('[data-testid="' + ids.grid + '"]');
  let scroller = table.querySelector('.track');
  let box;
  if (empty) {
    const { left, top, width, height } = table.getBoundingClientRect();
    box = document.createElement('div');
    box.style.cssText = 'position:fixed;z-index:99;overflow-y:scroll;background:#fff;left:' + left + 'px;top:' + top + 'px;width:' + width + 'px;height:' + height + 'px';
    const long = document.createElement('div');
    long.style.height = scroller.scrollHeight + 'px';
    box.append(long);
    document.body.append(box);
    scroller = box;
  }
  const end = scroller.scrollHeight - scroller.clientHeight;
  const times = [];
  const busy = [];
  const still = [];
  const after = new MessageChannel();
  let began = 0;
  after.port1.onmessage = () => busy.push(performance.now() - began);
  let frame = 0;
  let before = performance.now();
  const rest = () => {
    box?.remove();
    const rows = [...document.querySelectorAll('[data-testid="' + ids.row + '"]')];
    const port = scroller.getBoundingClientRect();
    // The row that has the focus is kept where nobody sees it.
    const shown = rows.filter((row) => row.getBoundingClientRect().bottom > port.top && row.getBoundingClientRect().top < port.bottom);
    const blank = shown.filter((row) => row.getAttribute('aria-busy') === 'true' || row.textContent.trim() === '');
    const last = Math.max(...shown.map((row) => Number(row.getAttribute('aria-rowindex'))));
    done({ times, busy, still, rows: shown.length, blank: blank.length, last });
  };
  const step = (now) => {
    times.push(now - before);
    before = now;
    frame += 1;
    const way = frame <= frames / 2 ? frame / (frames / 2) : 2 - frame / (frames / 2);
    began = performance.now();
    scroller.scrollTop = Math.round(end * Math.max(0, way));
    // Posted now, it is heard once the frame's script, layout and painting are done.
    after.port2.postMessage(0);
    if (frame < frames) requestAnimationFrame(step);
    else { scroller.scrollTop = end; setTimeout(rest, 2000); }
  };
  // First, how long frames take here while nothing moves: without a graphics card that is not 16 ms.
  const idle = (now) => {
    still.push(now - before);
    before = now;
    requestAnimationFrame(still.length < 120 ? idle : step);
  };
  requestAnimationFrame((now) => { before = now; requestAnimationFrame(idle); });`;

for (const users of [1_000, large]) {
  const place = scratch('muster-bench-');
  try {
    const env = { ...place.env, MUSTER_PASSPHRASE: PASSPHRASE };
    const vault = place.path('bench.muster');
    exits(await run(['demo', vault, '--users', users], { env, timeout: 900_000 }));
    const page = await openWindow(place);
    try {
      page.pickFolder(vault);
      // The dialog is answered only in a debug build; a release build is handed the path.
      await page.one(t.startOpen);
      const opened = await page.invoke('vault_open', { path: vault, passphrase: PASSPHRASE });
      if (opened.error) throw new Error(opened.error.message);
      await page.invoke('vault_lock');
      await page.driver.navigate().refresh();
      await page.click(t.startRecent);
      await page.one(t.unlockPassphrase);
      const took = await page.driver.executeAsyncScript(UNLOCK, PASSPHRASE, { passphrase: t.unlockPassphrase, submit: t.unlockSubmit, users: t.navUsers, row: t.usersRow });
      measured(`${users} users: passphrase typed to vault open, key derivation included`, seconds(took.inside / 1000));
      measured(`${users} users: passphrase typed to first rows on screen`, seconds(took.rows / 1000), 'under 1 s after the passphrase is accepted');

      const memory = (when) => {
        measured(`${users} users: memory of the main process ${when}, proportional`, mebibytes(proportional(page.pid())), users === large ? 'under 350 MiB' : 'under 200 MiB');
        measured(`${users} users: the same with all shared pages`, mebibytes(resident(page.pid())));
      };
      await new Promise((resolve) => setTimeout(resolve, 15_000));
      memory('when open');
      const sorts = ['displayName', 'userName', 'email', 'state', 'kind', 'highestRole', 'lastSeen', 'created', 'userstore', 'seat'];
      for (const [where, offset] of [['first', 0], ['deep', Math.floor(users * 0.9)]]) {
        const samples = [];
        for (const sort of sorts) {
          for (let n = 0; n < 20; n += 1) {
            const time = await page.driver.executeAsyncScript(
              `const [request, done] = arguments; const from = performance.now();
               window.__TAURI_INTERNALS__.invoke('users_page', { request }).then(() => done(performance.now() - from), (e) => done(-1));`,
              { filter: '', sort, descending: n % 2 === 1, offset: offset + n, limit: 100 },
            );
            if (time < 0) throw new Error(`no page under ${sort}`);
            samples.push(time);
          }
        }
        measured(`${users} users: ${where} page of 100, asked by the window, 95th percentile`, `${percentile(samples, 0.95).toFixed(1)} ms`, users === large ? '16 ms in the backend' : undefined);
      }
      const dragged = (empty) => page.driver.executeAsyncScript(DRAG, 600, { grid: t.usersGrid, row: t.usersRow }, empty);
      const nothing = await dragged(true);
      const drag = await dragged(false);
      const worst = Math.max(...drag.times);
      measured(`${users} users: frames while the scroll bar is dragged through the whole table and back, longest`, `${worst.toFixed(0)} ms, frame ${drag.times.indexOf(worst) + 1}`, 'no frame over 50 ms');
      measured(`${users} users: the same with an empty box as large and as long, longest and 99th percentile`, `${Math.max(...nothing.times).toFixed(0)} ms, ${percentile(nothing.times, 0.99).toFixed(1)} ms`);
      measured(`${users} users: the same while nothing moves, longest of ${drag.still.length}`, `${Math.max(...drag.still).toFixed(0)} ms`);
      measured(`${users} users: work of the page in a frame of the drag, 99th percentile and longest`, `${percentile(drag.busy, 0.99).toFixed(1)} ms, ${Math.max(...drag.busy).toFixed(0)} ms`);
      measured(`${users} users: the same, 99th percentile of ${drag.times.length} frames`, `${percentile(drag.times, 0.99).toFixed(1)} ms, ${drag.times.filter((time) => time > 50).length} over 50 ms`);
      measured(`${users} users: blank rows two seconds after it rests at the end`, `${drag.blank} of ${drag.rows}, the last being row ${drag.last}`, '0');
      await new Promise((resolve) => setTimeout(resolve, 15_000));
      memory('after these pages');
    } finally {
      await page.close();
    }
  } finally {
    place.remove();
  }
}
