// The list of users.
import assert from 'node:assert/strict';
import { count, eventually, focusedRow, id, on, text } from './harness.mjs';

on(
  'searching narrows, Escape clears, an invalid filter says where and keeps the list',
  '#/users',
  'usual',
  async (page) => {
    await page.waitForSelector(id('users-row'));
    const all = await count(page);
    await page.keyboard.press('/');
    await page.keyboard.type('okafor');
    await eventually(async () => {
      const some = await count(page);
      assert.ok(some > 0 && some < all, String(some));
    });
    await page.keyboard.press('Escape');
    await eventually(async () => assert.equal(await count(page), all));
    // All at once: half of it is a search of its own, if the keys come slowly.
    await page.fill(id('users-search'), 'stat eq "active"');
    await page.waitForSelector(id('users-filter-error'));
    await eventually(async () => assert.match(await text(page, 'users-filter-error'), /stat/));
    await eventually(async () => assert.equal(await count(page), all));
  },
);

on('views and menus become chips that can be taken off', '#/users', 'usual', async (page) => {
  await page.click(`${id('users-view')}[data-view="dormant-90d"]`);
  await eventually(async () => assert.equal(await page.locator(id('users-chip')).count(), 3));
  await page.click(id('users-userstore'));
  await page.click('[role="menuitemradio"][data-value="ldap"]');
  await eventually(async () => assert.equal(await page.locator(id('users-chip')).count(), 4));
  await page.click(id('users-state'));
  await page.click('[role="menuitemradio"][data-value="blocked"]');
  await eventually(async () => assert.equal(await page.locator(id('users-chip')).count(), 4));
  assert.match(page.url(), /blocked/);
  await page
    .locator(`${id('users-chip')} button`)
    .first()
    .click();
  await eventually(async () => assert.equal(await page.locator(id('users-chip')).count(), 3));
});

on('the keyboard alone: move, open, neighbours, close, and the focus comes back', '#/users', 'usual', async (page) => {
  await page.waitForSelector(id('users-row'));
  await page.keyboard.press('/');
  await page.keyboard.press('ArrowDown');
  await eventually(async () => assert.equal(await focusedRow(page), '2'));
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('PageDown');
  await eventually(async () => assert.ok(Number(await focusedRow(page)) > 10));
  await page.keyboard.press('End');
  await eventually(async () => assert.equal(Number(await focusedRow(page)), (await count(page)) + 1));
  await page.keyboard.press('Home');
  await eventually(async () => assert.equal(await focusedRow(page), '2'));
  await page.keyboard.press('Enter');
  await page.waitForSelector(id('drawer-name'));
  const keyOf = (row) => page.locator(`${id('users-row')}[aria-rowindex="${row}"]`).getAttribute('data-key');
  const openUser = () => new URLSearchParams(page.url().split('?').at(-1)).get('user');
  await eventually(async () => assert.equal(openUser(), await keyOf(2)));
  await page.keyboard.press('ArrowDown');
  await eventually(async () => assert.equal(openUser(), await keyOf(3)));
  await page.keyboard.press('Escape');
  await eventually(async () => assert.equal(await page.locator(id('drawer')).count(), 0));
  await eventually(async () => assert.equal(await focusedRow(page), '3'));
});

on('sorting: a second press turns it round', '#/users', 'usual', async (page) => {
  const header = page.locator(`${id('users-sort')}[data-column="last_seen"]`);
  await header.click();
  await eventually(async () =>
    assert.equal(await page.locator('[role="columnheader"][aria-sort="ascending"]').innerText(), 'Last seen'),
  );
  await header.click();
  await eventually(async () =>
    assert.equal(await page.locator('[role="columnheader"][aria-sort="descending"]').innerText(), 'Last seen'),
  );
});

on('a million rows: wheel by pixels, bar by ratio, both ends reachable', '#/users', 'million', async (page) => {
  await page.waitForSelector(id('users-row'));
  const first = () =>
    page.evaluate(() => {
      const port = document.querySelector('.port').getBoundingClientRect();
      const rows = [...document.querySelectorAll('[data-testid="users-row"]')];
      const shown = rows.filter((row) => row.getBoundingClientRect().bottom > port.top + 1);
      return Math.min(...shown.map((row) => Number(row.dataset.index)));
    });
  const box = await page.locator(id('users-grid')).boundingBox();
  await page.mouse.move(box.x + 300, box.y + 200);
  await page.mouse.wheel(0, 360);
  await eventually(async () => assert.equal(await first(), 10));
  const height = await page.evaluate(() => document.querySelector('.track').scrollHeight);
  assert.equal(height, 8_000_000);
  await page.evaluate(() => (document.querySelector('.track').scrollTop = 4_000_000));
  await eventually(async () => assert.ok(Math.abs((await first()) - 500_000) < 100));
  const middle = await first();
  await page.mouse.wheel(0, 36);
  await eventually(async () => assert.equal(await first(), middle + 1));
  await page.evaluate(() => (document.querySelector('.track').scrollTop = 1e9));
  await eventually(async () =>
    assert.equal(await page.locator(`${id('users-row')}[aria-rowindex="1000001"]`).isVisible(), true),
  );
  await page.waitForFunction(() => document.querySelector('[aria-rowindex="1000001"]')?.dataset.key === '1000000');
});

on('the wheel moves rows and scroll bar together, and stops at both ends', '#/users', 'usual', async (page) => {
  await page.waitForSelector(id('users-row'));
  const place = () =>
    page.evaluate(() => {
      const [row] = document.querySelectorAll('[data-testid="users-row"]');
      const port = document.querySelector('.port').getBoundingClientRect();
      const rows = Number(row.dataset.index) * row.offsetHeight - (row.getBoundingClientRect().top - port.top);
      const track = document.querySelector('.track');
      return { rows: Math.round(rows), track: track.scrollTop, end: track.scrollHeight - track.clientHeight };
    });
  const box = await page.locator(id('users-grid')).boundingBox();
  await page.mouse.move(box.x + 300, box.y + 200);
  const moved = async (by, to) => {
    await page.mouse.wheel(0, by);
    await eventually(async () => {
      const { rows, track } = await place();
      assert.deepEqual([rows, track], [to, to]);
    });
  };
  const { end } = await place();
  await moved(50, 50);
  await moved(-20, 30);
  await moved(-500, 0);
  await moved(1e6, end);
  await page.evaluate(() => (document.querySelector('.track').scrollTop = 120));
  await eventually(async () => assert.equal((await place()).rows, 120));
});

on(
  'dragging through a million rows makes no elements anew, and at rest no row is blank',
  '#/users',
  'million',
  async (page) => {
    await page.waitForSelector(id('users-row'));
    const made = await page.evaluate(async () => {
      const track = document.querySelector('.track');
      let rows = 0;
      const watch = new MutationObserver((all) => {
        for (const change of all) for (const node of change.addedNodes) if (node.role === 'row') rows += 1;
      });
      // The first steps may need a row more than stood there, depending on where the edges fall.
      for (const top of [1000, 1017, 4_000_011, 4_000_035]) {
        track.scrollTop = top;
        await new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)));
      }
      watch.observe(document.querySelector('.port'), { childList: true, subtree: true });
      for (let step = 1; step <= 60; step += 1) {
        track.scrollTop = (step / 60) * 8_000_000;
        await new Promise((done) => requestAnimationFrame(done));
      }
      watch.disconnect();
      return rows;
    });
    assert.ok(made <= 3, `${made} rows were made anew`);
    for (const part of [0, 0.123, 0.5, 0.777, 1]) {
      await page.evaluate((at) => (document.querySelector('.track').scrollTop = at * 8_000_000), part);
      await eventually(async () => {
        const blank = await page.evaluate(() => {
          const view = document.querySelector('.port').getBoundingClientRect();
          const rows = [...document.querySelectorAll('[data-testid="users-row"]')];
          const seen = rows.filter((row) => {
            const box = row.getBoundingClientRect();
            return box.bottom > view.top && box.top < view.bottom;
          });
          const covered = seen.reduce((sum, row) => sum + row.offsetHeight, 0);
          return { blank: seen.filter((row) => row.dataset.key === undefined).length, gap: view.height - covered };
        });
        assert.equal(blank.blank, 0);
        assert.ok(blank.gap <= 0, `${blank.gap} pixels without a row`);
      });
    }
  },
);

on(
  'what is long in coming shows its shape, and says no numbers it does not have',
  '#/users',
  'loading',
  async (page) => {
    await page.waitForSelector('.views .coming');
    assert.equal(await page.locator(id('users-view')).count(), 0);
    assert.equal(await page.locator(id('users-row')).count(), 0);
  },
);
