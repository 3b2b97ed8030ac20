// The table in the real window: its scroll bar is taken by the mouse, as an
// admin takes it, and rows and focus are where they belong.

import test from 'node:test';
import assert from 'node:assert/strict';
import { demo } from '../lib/realm.mjs';
import { opened } from '../lib/opened.mjs';
import { Key, t } from '../lib/window.mjs';

let page;

opened(
  () => demo({ users: 1_500 }),
  (all) => ({ page } = all),
);

/** Where the scroll bar is and how far, which rows are seen, and which one has the focus. */
const look = () =>
  page.inPage(`
    const track = document.querySelector('.track');
    const port = document.querySelector('.port').getBoundingClientRect();
    const rows = [...document.querySelectorAll('[data-testid="${t.usersRow}"]')].filter((row) => {
      const { top, bottom } = row.getBoundingClientRect();
      return bottom > port.top + 1 && top < port.bottom - 1;
    });
    return {
      bar: track.getBoundingClientRect().toJSON(),
      at: track.scrollTop / (track.scrollHeight - track.clientHeight),
      rows: rows.map((row) => Number(row.dataset.index)).sort((a, b) => a - b),
      blank: rows.filter((row) => row.dataset.key === undefined).length,
      focus: document.activeElement.dataset.index,
    };`);

/** Drags the scroll bar's thumb from so far along the bar to so far, as shares of its height. */
async function drag(from, to) {
  const { bar } = await look();
  const y = (share) => Math.round(Math.min(Math.max(bar.top + share * bar.height, bar.top + 6), bar.bottom - 6));
  const x = Math.round(bar.left + bar.width / 2);
  await page.driver.actions().move({ x, y: y(from) }).press().move({ x, y: y(to), duration: 300 }).release().perform();
}

test('the scroll bar is dragged to the middle: the rows follow, and the focus stays in its row', async () => {
  await page.click(t.navUsers);
  await page.one(t.usersRow);
  await page.inPage(`document.querySelector('[data-testid="${t.usersRow}"][data-index="2"]').focus()`);
  await drag(0, 0.5);
  await page.until(async () => {
    const { at, rows, blank } = await look();
    return at > 0.4 && at < 0.6 && Math.abs(rows[0] - at * 1_500) < 60 && blank === 0;
  }, 'rows of the middle');
  assert.equal((await look()).focus, '2');
  await page.press(Key.ARROW_DOWN);
  await page.until(async () => (await look()).rows.includes(3), 'the next key goes on from the row with the focus');
  assert.equal((await look()).focus, '3');
});

test('dragged to its end, it shows the last row, and back the first', async () => {
  const { rows: there } = await look();
  const count = await page.inPage(`return Number(document.querySelector('[data-testid="${t.usersGrid}"]').getAttribute('aria-rowcount')) - 1`);
  assert.ok(there.length > 0 && count > 1_500);
  await drag(0, 1);
  await page.until(async () => {
    const { rows, blank } = await look();
    return rows.at(-1) === count - 1 && blank === 0;
  }, 'the last row');
  await drag(1, 0);
  await page.until(async () => {
    const { rows, blank } = await look();
    return rows[0] === 0 && blank === 0;
  }, 'the first row');
});
