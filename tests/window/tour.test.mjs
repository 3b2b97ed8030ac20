// Every screen on the demo realm, in light and dark, wide and narrow: a
// picture of each for whoever changed it, and no accessibility fault.

import test from 'node:test';
import assert from 'node:assert/strict';
import { scratch } from '../lib/muster.mjs';
import { fixture } from '../lib/fixtures.mjs';
import { actor } from '../lib/managing.mjs';
import { filled, reviewer } from '../lib/reviewing.mjs';
import { Key, openWindow, t } from '../lib/window.mjs';

const SIZES = [
  { width: 1280, height: 800 },
  { width: 900, height: 700 },
];

const seats = (page, part) => page.click(t.seatsPart, { 'data-tab': part });

/** What is done once in a window, however many sizes it is looked at in. */
const done = new WeakMap();
async function once(page, what, work) {
  const before = done.get(page) ?? new Set();
  if (before.has(what)) return;
  done.set(page, before.add(what));
  await work();
}

/** A review of who is privileged, decided on by somebody who is not. */
async function openReview(page) {
  const filter = 'privileged eq false and state eq "active" and kind eq "human" and userstore eq "PRIMARY"';
  const { value } = await page.invoke('users_page', { filter, sort: 'userName', descending: false, offset: 0, limit: 1 });
  await page.inPage("location.hash = '#/reviews?new=review&where=' + encodeURIComponent('privileged eq true and gone eq false')");
  await page.fill(t.reviewTitle, 'Who is privileged, autumn');
  const act = reviewer(page);
  await act.askOnly(value.users[0].username);
  await act.clearTheWay();
  await act.open();
}

const focusRow = (page, index) =>
  page.until(
    () => page.inPage(`const row = document.querySelector('[data-testid="${t.reviewRow}"][data-index="${index}"]'); row?.focus(); return row !== null`),
    `there is no row ${index}`,
  );

async function decideSome(page) {
  await focusRow(page, 0);
  for (const key of ['k', 'r', 'k', 'k']) await page.press(key);
  await page.until(async () => (await page.all(t.reviewVerdict, { 'data-verdict': 'keep' })).length >= 3, 'some are decided');
}

/** Worksheets go out and come back with everything decided; `altered`, with something else in one cell. */
async function sheets(page, place, altered) {
  const act = reviewer(page);
  const folder = place.path(altered ? 'altered' : 'returned');
  const [name] = await act.writeSheets(folder);
  const first = filled(act.read(`${folder}/${name}`), new Set());
  const key = first.rows[first.head].indexOf('Row');
  const { rows, head } = filled(act.read(`${folder}/${name}`), new Set([first.rows[first.head + 2][key]]));
  if (altered) rows[head + 1][rows[head].indexOf('Role')] = 'Tea maker';
  await act.takeSheet(`${folder}/back-${name}`, rows, altered ? 0 : 1);
}

/** How to reach each screen from the one before, and what shows that it is there. */
const screens = [
  { name: 'overview', go: (page) => page.click(t.navOverview), there: t.overviewUsers },
  { name: 'users', go: (page) => page.click(t.navUsers), there: t.usersRow },
  { name: 'user', go: async (page) => (await page.all(t.usersRow))[2].click(), there: t.drawerName, leave: (page) => page.click(t.drawerClose) },
  { name: 'audits-never', go: (page) => page.click(t.navAudits), there: t.auditsEmpty },
  { name: 'audits', go: (page) => page.click(t.auditsRun), there: t.findingsGroup },
  { name: 'audits-list', go: (page) => page.click(t.findingsBy, { 'data-value': 'none' }), there: t.findingsRow },
  { name: 'finding', go: (page) => page.click(t.findingsRow), there: t.findingStory, leave: (page) => page.click(t.drawerClose) },
  { name: 'audit-rules', go: (page) => page.click(t.auditsPart, { 'data-tab': 'rules' }).then(() => page.click(t.rulesRow)), there: t.rule },
  { name: 'audit-new-rule', go: (page) => page.click(t.rulesNew), there: t.ruleCount, leave: (page) => page.click(t.formCancel) },
  { name: 'reviews-empty', go: (page) => page.click(t.navReviews), there: t.reviewsEmpty },
  {
    name: 'review-new',
    async go(page) {
      await page.inPage("location.hash = '#/reviews?new=review&where=' + encodeURIComponent('privileged eq true and gone eq false')");
      await page.says(t.reviewCount, /users? holds? /);
    },
    there: t.reviewCount,
    leave: (page) => page.click(t.navReviews),
  },
  {
    name: 'review-deciding',
    async go(page) {
      await once(page, 'open', () => openReview(page));
      await reviewer(page).part('decide');
      await page.one(t.reviewRow);
      await once(page, 'decide', () => decideSome(page));
    },
    there: t.reviewRow,
  },
  { name: 'review-decision', go: (page) => focusRow(page, 1).then(() => page.press('n')), there: t.reviewDecision, leave: (page) => page.click(t.dialogClose) },
  { name: 'review-progress', go: (page) => reviewer(page).part('progress'), there: t.reviewerRow },
  {
    name: 'review-sheets-refused',
    go: (page, place) => once(page, 'altered', () => sheets(page, place, true)),
    there: t.sheetsFault,
  },
  {
    name: 'review-sheets',
    go: (page, place) => once(page, 'returned', () => sheets(page, place, false)),
    there: t.sheetsTaken,
  },
  { name: 'review-close', go: (page) => reviewer(page).part('close'), there: t.closeFollows },
  {
    name: 'review-closed',
    go: (page) => once(page, 'close', () => reviewer(page).close('Ulla Eriksson, head of IT', 'I have seen that every grant was decided on.')),
    there: t.closed,
  },
  {
    name: 'review-evidence',
    async go(page) {
      await reviewer(page).part('evidence');
      await once(page, 'evidence', async () => {
        await page.click(t.evidenceMake);
        await page.one(t.evidenceMade);
        await page.click(t.verifyMade);
        await page.one(t.verified);
      });
    },
    there: t.evidenceMade,
  },
  { name: 'reviews', go: (page) => page.inPage("location.hash = '#/reviews'"), there: t.reviewsRow },
  { name: 'overview-audited', go: (page) => page.click(t.navOverview), there: t.overviewFinding },
  { name: 'seats', go: (page) => page.click(t.navSeats), there: t.seatsChart },
  { name: 'seats-as-table', go: (page) => page.click(t.seatsAsTable), there: t.seatsDayTable, leave: (page) => page.click(t.seatsAsTable) },
  { name: 'seats-free', go: (page) => seats(page, 'free'), there: t.reclaimRow },
  { name: 'seats-holders', go: (page) => seats(page, 'holders'), there: t.seatsRow },
  { name: 'seats-days', go: (page) => page.click(t.holdersWhen, { 'data-value': 'days' }), there: t.seatDaysRow },
  { name: 'seats-differ', go: (page) => seats(page, 'differ'), there: t.seatsPart },
  { name: 'seats-plan', go: (page) => seats(page, 'plan'), there: t.planRow },
  { name: 'seats-new-plan', go: (page) => page.click(t.planNew), there: t.planTried, leave: (page) => page.click(t.dialogClose) },
  { name: 'seats-terms', go: (page) => page.click(t.termsEdit), there: t.termsForm, leave: (page) => page.click(t.dialogClose) },
  { name: 'report', go: (page) => page.click(t.seatsExport), there: t.reportPreview, leave: (page) => page.click(t.dialogClose) },
  {
    name: 'change',
    async go(page) {
      await page.inPage("location.hash = '#/users?where=' + encodeURIComponent('userstore eq \"PRIMARY\"')");
      await page.until(async () => /^12$/.test(await page.text(t.usersCount)), 'the local users are listed');
      await actor(page).selectAll();
      await page.click(t.bulkAct, { 'data-doing': 'set_state' });
      await page.click(t.changeState, { value: 'deactivated' });
      await page.click(t.changePreview);
    },
    there: t.changeRow,
    async leave(page) {
      await page.click(t.dialogClose);
      await page.click(t.bulkClear);
    },
  },
  { name: 'groups', go: (page) => page.click(t.navGroups).then(() => page.click(t.groupsRow)), there: t.groupMember },
  { name: 'roles', go: (page) => page.click(t.navRoles).then(() => page.click(t.rolesRow)), there: t.permissionRow },
  { name: 'changes', go: (page) => page.click(t.navChanges).then(() => page.click(t.changesRow)), there: t.changeDetail },
  { name: 'snapshots', go: (page) => page.inPage("location.hash = '#/snapshots'").then(() => page.click(t.snapshotsRow)), there: t.diffRow },
  { name: 'userstores', go: (page) => page.click(t.navUserstores), there: t.userstoresRow },
  {
    name: 'import',
    go: async (page) => {
      await page.inPage("location.hash = '#/import'");
      page.pickFiles([fixture('gitlab-users.json'), fixture('gitlab-permissions.csv')]);
      await page.click(t.importChoose);
    },
    there: t.importFile,
  },
  { name: 'log', go: (page) => page.click(t.navLog), there: t.logRow },
  { name: 'palette', go: (page) => page.chord(Key.CONTROL, 'k'), there: t.paletteItem, leave: (page) => page.press(Key.ESCAPE) },
  { name: 'shortcuts', go: (page) => page.inPage("window.dispatchEvent(new KeyboardEvent('keydown', { key: '?', bubbles: true }))"), there: t.shortcuts, leave: (page) => page.click(t.dialogClose) },
];

for (const dark of [false, true]) {
  const theme = dark ? 'dark' : 'light';
  test(`the demo realm in ${theme}`, async (context) => {
    const place = scratch();
    const page = await openWindow(place, { dark });
    try {
      assert.equal(await page.inPage("return matchMedia('(prefers-color-scheme: dark)').matches"), dark, 'the system says so');
      for (const size of SIZES) {
        await page.resize(size.width, size.height);
        await page.one(t.startDemo);
        await page.picture(`start-${theme}-${size.width}`);
        await context.test(`start, ${theme}, ${size.width} wide`, async () => assert.deepEqual(await page.violations(), []));
      }
      await context.test(`the check itself finds what is planted, ${theme}`, async () => {
        // By the object model, since the content security policy drops inline styles.
        await page.inPage(`document.querySelector('main').insertAdjacentHTML('afterbegin', '<button id=planted></button><p id=planted2>faint</p>');
          Object.assign(document.querySelector('#planted2').style, { color: '#777', background: '#888' });`);
        const found = await page.violations();
        await page.inPage("document.querySelectorAll('#planted, #planted2').forEach((e) => e.remove())");
        assert.ok(found.some((line) => line.startsWith('button-name')) && found.some((line) => line.startsWith('color-contrast')), found.join('\n'));
      });
      await page.click(t.startDemo);
      await page.one(t.rail);
      assert.equal(await page.inPage('return document.documentElement.dataset.theme'), theme, 'the window follows the system');

      for (const { name, go, there, leave } of screens) {
        for (const size of SIZES) {
          await context.test(`${name}, ${theme}, ${size.width} wide`, async () => {
            await page.resize(size.width, size.height);
            await go(page, place);
            await page.one(there);
            // A chart or a table may still be drawing.
            await page.until(async () => !(await page.inPage("return document.querySelector('[aria-busy=true]') !== null")), `${name} stays busy`);
            await page.picture(`${name}-${theme}-${size.width}`);
            assert.deepEqual(await page.violations(), []);
            const overflow = await page.inPage('return document.documentElement.scrollWidth - innerWidth');
            assert.ok(overflow <= 0, `nothing is wider than the window, but ${overflow} px are`);
            if (leave) await leave(page);
          });
        }
      }
    } finally {
      await page.close();
      place.remove();
    }
  });
}
