// What an operator does in access reviews again and again, in words.

import { mkdirSync, readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { cellsOf, csvOf } from './csv.mjs';
import { Key, t } from './window.mjs';

/** A worksheet with something decided on every row; of the rows `revoked`, that they go. */
export function filled(sheet, revoked) {
  const rows = cellsOf(sheet);
  const head = rows.findIndex((row) => row.includes('Decision') && row.includes('Role'));
  const [key, decision] = ['Row', 'Decision'].map((name) => rows[head].indexOf(name));
  for (const row of rows.slice(head + 1)) row[decision] = revoked.has(row[key]) ? 'revoke' : 'keep';
  return { rows, head };
}

/** The hands of an operator who has a review before them. */
export function reviewer(page) {
  const part = (name) => page.click(t.reviewPart, { 'data-tab': name });
  const act = {
    part,
    /** In the form of a new review: nobody but this user decides. */
    async askOnly(username) {
      await page.fill(t.reviewNamed, username);
      await page.one(t.reviewNamed);
      await page.press(Key.ENTER);
      for (const kind of [0, 1]) await page.inPage(`document.querySelectorAll('[data-testid="${t.reviewAsk}"]')[${kind}].click()`);
    },
    /** Whatever is in the way of the review is said and put right. */
    clearTheWay: () =>
      page.until(async () => {
        if (!(await page.has(t.reviewRefusal))) return true;
        // Roles of which nobody can tell, one after the other; then userstores that are not whole.
        await page.inPage(`[...document.querySelectorAll('[data-testid="${t.reviewForm}"] [role="group"] button')].find((b) => b.innerText === 'Privileged')?.click()`);
        const override = `document.querySelector('[data-testid="${t.reviewOverride}"]')`;
        await page.inPage(`const box = ${override}; if (box && !box.checked) box.click()`);
        if (await page.has(t.reviewReason)) {
          const said = await page.inPage(`return document.querySelector('[data-testid="${t.reviewReason}"]').value`);
          if (said === '') await page.fill(t.reviewReason, 'This realm is invented.');
        }
        return false;
      }, 'something stays in the way of the review'),
    /** Opens the review that the form describes, and answers its id. */
    async open() {
      await page.click(t.reviewOpen);
      return (await page.one(t.review)).getAttribute('data-review');
    },
    /** Writes the worksheets as CSV into a folder, and answers their names. */
    async writeSheets(folder) {
      mkdirSync(folder, { recursive: true });
      await part('worksheets');
      await page.inPage(`document.querySelector('[data-testid="${t.sheetsFormat}"][value="csv"]').click()`);
      page.pickFolder(folder);
      await page.click(t.sheetsWrite);
      // What is said of an earlier time is no sign.
      await page.until(() => readdirSync(folder).length > 0, 'no worksheet is written');
      await page.one(t.sheetsWritten);
      return readdirSync(folder);
    },
    /** Takes a worksheet back that says this; `taken` is how many are then. */
    async takeSheet(path, rows, taken) {
      writeFileSync(path, csvOf(rows));
      page.pickFiles([path]);
      await page.click(t.sheetsTake);
      await page.one(t.sheetsTaken, { 'data-taken': String(taken) });
    },
    /** A worksheet as it went out. */
    read: (path) => readFileSync(path, 'utf8'),
    /** Signs, and closes. */
    async close(name, statement) {
      await part('close');
      await page.fill(t.closeName, name);
      await page.fill(t.closeStatement, statement);
      await page.click(t.closeRun);
      await page.one(t.closed);
    },
  };
  return act;
}
