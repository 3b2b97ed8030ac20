// What an operator does on the screen of users again and again, in words.

import assert from 'node:assert/strict';
import { Key, t } from './window.mjs';

/** The hands of an operator in an open window. */
export function actor(page) {
  /** Names in the rows of users that are in view, top to bottom. */
  const names = () =>
    page.inPage(
      `return [...document.querySelectorAll('[data-testid="${t.usersRow}"][data-key]')]
         .sort((a, b) => a.dataset.index - b.dataset.index)
         .map((row) => row.querySelector('.user > .ellipsis')?.innerText.trim())`,
    );
  const same = (a, b) => JSON.stringify([...a].sort()) === JSON.stringify([...b].sort());

  const act = {
    names,
    /** The row, marked `id`, of a table that says `text`. */
    async row(id, text) {
      let found;
      await page.until(async () => {
        const key = await page.inPage(
          `return [...document.querySelectorAll('[data-testid="' + arguments[0] + '"][data-key]')]
             .find((row) => row.innerText.includes(arguments[1]))?.dataset.key`,
          id,
          text,
        );
        [found] = key === null || key === undefined ? [] : await page.all(id, { 'data-key': key });
        return found;
      }, `no ${id} says ${text}`);
      return found;
    },
    /** Waits until the row of a user says what fits. */
    async cell(name, pattern) {
      let said = '';
      const fits = async () => {
        said = (await page.texts(t.usersRow)).find((row) => row.includes(name)) ?? '';
        return pattern.test(said);
      };
      await page.until(fits, `the row of ${name} never says ${pattern}`).catch((error) => {
        throw new Error(`${error.message}; it says ${JSON.stringify(said)}`);
      });
    },
    /** Waits until exactly these users are listed, in whatever order. */
    async users(wanted, why = 'the list shows others') {
      let shown = [];
      await page.until(async () => same((shown = await names()), wanted), why).catch(() => {
        assert.deepEqual(shown.sort(), [...wanted].sort(), why);
      });
    },
    /** Waits until the filter is shown as these chips. */
    async chips(wanted) {
      let shown = [];
      const fits = async () => {
        shown = (await page.texts(t.usersChip)).map((chip) => chip.replace(/\s+/g, ' '));
        return JSON.stringify(shown) === JSON.stringify(wanted);
      };
      await page.until(fits, 'other chips').catch(() => assert.deepEqual(shown, wanted));
    },
    /** Goes to the users that a filter finds. */
    async filter(where) {
      const address = `#/users${where === '' ? '' : `?where=${encodeURIComponent(where)}`}`;
      await page.inPage('location.hash = arguments[0]', address);
      const answer = await page.invoke('users_page', { filter: where, sort: 'displayName', descending: false, offset: 0, limit: 500 });
      assert.equal(answer.error, undefined, JSON.stringify(answer.error));
      await page.says(t.usersCount, new RegExp(`^${answer.value.total}$`));
      if (answer.value.total < 15) await act.users(answer.value.users.map((user) => user.display_name));
    },
    async select(...wanted) {
      for (const name of wanted) {
        const row = await act.row(t.usersRow, name);
        await (await row.findElement({ css: '[role="checkbox"]' })).click();
      }
    },
    /** Everyone the filter finds, by the keyboard. */
    async selectAll() {
      const [row] = await page.all(t.usersRow);
      await row.sendKeys(Key.chord(Key.CONTROL, 'a'));
      await page.one(t.bulk);
    },
    async open(name) {
      await (await act.row(t.usersRow, name)).click();
      await page.says(t.drawerName, new RegExp(name));
    },
    /** Types into a box that offers what it finds, and takes the first. */
    async pick(id, text) {
      await page.fill(id, text);
      await page.until(() => page.inPage(`return document.querySelector('[role="option"]')?.innerText.includes(arguments[0])`, text), `${text} is not offered`);
      const [box, list] = await page.inPage(
        `const left = (e) => Math.round(e.getBoundingClientRect().left);
         const list = document.querySelector('[role="option"]').closest('[role="listbox"]');
         return [left(document.activeElement), left(list)]`,
      );
      assert.equal(list, box, 'the list hangs under its box');
      await page.press(Key.ENTER);
    },
    /** The numbers of a preview. */
    async sum(wanted) {
      await page.one(t.changeRows);
      const read = async (id) => Number((await page.text(id)).replaceAll(',', ''));
      const [matched, changed] = [await read(t.changeMatched), await read(t.changeChanged)];
      const found = { matched, changed, unchanged: await read(t.changeUnchanged), refused: await read(t.changeRefused) };
      assert.deepEqual(found, wanted);
    },
    /** Previews what is chosen and does it. */
    async applied() {
      await page.click(t.changePreview);
      await page.click(t.changeApply);
      await page.one(t.changeDone);
      await page.click(t.changeClose);
      await page.gone(t.change);
    },
    /** Takes back the last change, by the keyboard. */
    async undo() {
      // What an earlier one said must not be taken for this one.
      await page.inPage(`document.querySelectorAll('[data-testid="${t.toastDismiss}"]').forEach((button) => button.click())`);
      await page.gone(t.toast);
      await page.chord(Key.CONTROL, 'z');
      await page.says(t.toast, /^(Undone|Withdrawn)/);
    },
  };
  return act;
}
