// Access reviews and evidence.
import assert from 'node:assert/strict';
import { eventually, id, on, text } from './harness.mjs';

const press = async (page, ...keys) => {
  for (const key of keys) await page.keyboard.press(key);
};
const part = (page, name) => page.click(`${id('review-part')}[data-tab="${name}"]`);
const asked = (page, command) => page.evaluate((name) => globalThis.fakeAsked[name], command);
const picks = (page, ...files) => page.evaluate((paths) => globalThis.fakePicks.push(paths), files);
/** What is decided on each row in view, from the top. */
const verdicts = (page) =>
  page.locator(id('review-row')).evaluateAll((rows) =>
    rows
      .filter((row) => row.getAttribute('aria-hidden') !== 'true')
      .sort((a, b) => Number(a.dataset.index) - Number(b.dataset.index))
      .map((row) => row.querySelector('[data-verdict]')?.dataset.verdict),
  );
const at = (page) => page.evaluate(() => document.activeElement?.dataset.index);
/** Gives a row of the table the focus by the keyboard alone. */
async function toTable(page) {
  await page.waitForSelector(id('review-row'));
  for (let i = 0; i < 40; i += 1) {
    await page.keyboard.press('Tab');
    if (await page.evaluate(() => document.activeElement?.dataset.testid === 'review-row')) return;
  }
  throw new Error('Tab never comes to the table');
}

on('ten grants by keyboard alone: decided, taken back, and closed', '#/overview', 'usual', async (page) => {
  await page.waitForSelector(id('rail'));
  await press(page, 'g', 'v');
  await page.waitForSelector(id('reviews-row'));
  for (let i = 0; i < 40; i += 1) {
    await page.keyboard.press('Tab');
    if (await page.evaluate(() => document.activeElement?.dataset.testid === 'reviews-row')) break;
  }
  await press(page, 'Enter');
  await toTable(page);
  assert.match(await text(page, 'review-progress'), /^0 of 10/);

  await press(page, 'k');
  await eventually(async () => assert.equal(await at(page), '1'));
  await press(page, 'r', 'k', 'k');
  await eventually(async () =>
    assert.deepEqual((await verdicts(page)).slice(0, 5), ['keep', 'revoke', 'keep', 'keep', 'none']),
  );
  await eventually(async () => assert.match(await text(page, 'review-progress'), /^4 of 10/));

  // The last is taken back, and the focus is where it was.
  await press(page, 'z');
  await eventually(async () => assert.equal((await verdicts(page))[3], 'none'));
  await eventually(async () => assert.equal(await at(page), '3'));
  await eventually(async () => assert.match(await text(page, 'review-progress'), /^3 of 10/));
  assert.equal('verdict' in (await asked(page, 'review_decide')), false);

  // Reduced: the role is typed, Enter takes it, and a note is written.
  await press(page, 'd');
  await page.waitForSelector(id('review-decision-role'));
  await eventually(async () =>
    assert.equal(await page.evaluate(() => document.activeElement.dataset.testid), 'review-decision-role'),
  );
  await page.keyboard.type('gues');
  await press(page, 'Enter');
  await eventually(async () => assert.equal(await page.inputValue(id('review-decision-role')), 'Guest'));
  await press(page, 'Tab');
  await page.keyboard.type('Reads only, since May');
  await press(page, 'Control+Enter');
  await eventually(async () => assert.equal((await verdicts(page))[3], 'reduce'));
  const reduced = await asked(page, 'review_decide');
  assert.deepEqual([reduced.verdict, reduced.to, reduced.note], ['reduce', 'Guest', 'Reads only, since May']);
  await eventually(async () => assert.equal(await at(page), '4'));

  // Three are picked and decided at once.
  await press(page, 'Space', 'Shift+ArrowDown', 'Shift+ArrowDown');
  await eventually(async () => assert.match(await text(page, 'review-bar-count'), /^3 grants/));
  await press(page, 'k');
  await eventually(async () => assert.deepEqual((await verdicts(page)).slice(4, 7), ['keep', 'keep', 'keep']));
  assert.equal((await asked(page, 'review_decide')).picked.items.length, 3);

  await press(page, 'u');
  await eventually(async () => assert.equal(await at(page), '7'));
  await press(page, 'k', 'k', 'k');
  await eventually(async () => assert.match(await text(page, 'review-progress'), /^10 of 10/));
  await eventually(async () => assert.equal(new Set(await verdicts(page)).has('none'), false));

  // Up to the tabs, along to Close, down into the form.
  for (let i = 0; i < 40; i += 1) {
    await page.keyboard.press('Shift+Tab');
    if (await page.evaluate(() => document.activeElement?.dataset.testid === 'review-part')) break;
  }
  await press(page, 'ArrowRight', 'ArrowRight', 'ArrowRight');
  await page.waitForSelector(id('close-follows'));
  assert.match(await text(page, 'close-follows'), /10[\s\S]*8[\s\S]*1[\s\S]*1[\s\S]*2 things are to be done/);
  for (let i = 0; i < 20; i += 1) {
    await page.keyboard.press('Tab');
    if (await page.evaluate(() => document.activeElement?.dataset.testid === 'close-name')) break;
  }
  await press(page, 'Enter');
  await eventually(async () =>
    assert.equal(await page.evaluate(() => document.activeElement.dataset.testid), 'close-statement'),
  );
  await page.keyboard.type('I have seen it all.');
  await press(page, 'Tab', 'Enter');
  await page.waitForSelector(id('closed'));
  assert.deepEqual(await asked(page, 'review_close'), {
    review: 'admins-nov',
    by: 'Dana Reyes',
    statement: 'I have seen it all.',
  });
});

on('without a review it says what one is for; a new one begins from there', '#/reviews', 'no-reviews', async (page) => {
  await eventually(async () => assert.match(await text(page, 'reviews-empty'), /still need what they hold/));
  await page.click(id('reviews-new'));
  await page.waitForSelector(id('review-form'));
  await eventually(async () => assert.match(await text(page, 'review-count'), /1,260 users hold 1,675 grants/));
  assert.equal(await page.locator(id('review-open')).isDisabled(), true);
  await eventually(async () => assert.match(await text(page, 'review-refusal'), /Not everyone is in it/));

  // Narrowed by the filter bar, with its completion.
  await page.fill(id('users-search'), 'userstore eq "gitlab"');
  await page.keyboard.press('Enter');
  await eventually(async () => assert.match(await text(page, 'review-count'), /1,0\d\d users/));
  await eventually(async () => assert.equal(await page.locator(id('review-refusal')).count(), 0));
  await page.fill(id('review-title'), '');
  await page.click(id('review-open'));
  assert.equal(await page.evaluate(() => document.activeElement.dataset.testid), 'review-title');
  await page.fill(id('review-title'), 'GitLab, by hand');
  await page.click(id('review-open'));
  await page.waitForSelector(`${id('review')}[data-review="gitlab-by-hand"]`);
  const sent = await asked(page, 'review_open');
  assert.deepEqual(
    [sent.filter, sent.due, sent.order],
    ['userstore eq "gitlab"', '2026-12-20', ['manager', 'group-owner', 'named']],
  );
});

on('what is in the way is said, and can be put right', '#/reviews?new=review', 'untold', async (page) => {
  await eventually(async () => assert.equal(await page.locator(id('review-refusal')).count(), 2));
  await page.check(id('review-override'));
  await page.fill(id('review-reason'), 'Six interns of the directory are missing, who hold nothing.');
  await eventually(async () => assert.equal(await page.locator(id('review-refusal')).count(), 1));
  await page.click('text=Not privileged >> nth=0');
  await eventually(async () => assert.equal(await page.locator('text=Not privileged').count(), 1));
  await page.click('text=Not privileged >> nth=0');
  await eventually(async () => assert.equal(await page.locator(id('review-refusal')).count(), 0));
  // Nobody left to ask: each grant has nobody, until someone is named.
  for (const n of [0, 1]) await page.uncheck(`${id('review-ask')} >> nth=${n}`);
  await eventually(async () =>
    assert.equal(await page.locator(`${id('review-refusal')}[data-kind="unassigned"]`).count(), 1),
  );
  await page.fill(id('review-named'), 'kamau');
  await page.keyboard.press('Enter');
  await eventually(async () => assert.equal(await page.locator(id('review-refusal')).count(), 0));
  await eventually(async () => assert.match(await text(page, 'review-reviewer'), /Kamau/));
});

on('who is asked first is changed by keyboard', '#/reviews?new=review', 'usual', async (page) => {
  await page.waitForSelector(id('review-ask-up'));
  await page.focus(`${id('review-ask-up')} >> nth=1`);
  await press(page, 'Enter', 'Enter');
  await eventually(async () =>
    assert.deepEqual((await asked(page, 'review_try')).order, ['named', 'manager', 'group-owner']),
  );
});

on(
  'one’s own grant is not decided on, but given to another',
  '#/reviews?review=q4-2026&shown=all',
  'usual',
  async (page) => {
    await page.waitForSelector(id('review-own'));
    const before = (await verdicts(page))[3];
    await page.click(`${id('review-row')}[data-index="3"]`);
    assert.match(await text(page, 'review-beside'), /Nobody decides on themselves/);
    await press(page, 'k');
    assert.equal((await verdicts(page))[3], before);
    assert.equal(await asked(page, 'review_decide'), undefined);
    await press(page, 'a');
    await page.waitForSelector(id('review-give-to'));
    await page.selectOption(id('review-give-to'), 'v1');
    await page.click(id('review-give-save'));
    await eventually(async () => assert.equal(await page.locator(id('review-own')).count(), 0));
    assert.deepEqual(await asked(page, 'review_assign'), { review: 'q4-2026', picked: { items: [3] }, to: 'v1' });
    await page.click(`${id('review-row')}[data-index="3"]`);
    await press(page, 'k');
    await eventually(async () => assert.equal((await verdicts(page))[3], 'keep'));
  },
);

on('grants by decision, reviewer, privilege and words', '#/reviews?review=q4-2026', 'usual', async (page) => {
  await page.waitForSelector(id('review-row'));
  const rows = async () => (await verdicts(page)).length;
  await page.click(`${id('review-shown')}[data-value="revoke"]`);
  await eventually(async () => assert.deepEqual([...new Set(await verdicts(page))], ['revoke']));
  await page.click(`${id('review-shown')}[data-value="all"]`);
  await page.check(id('review-privileged'));
  await eventually(async () => assert.ok((await rows()) > 0));
  assert.equal((await asked(page, 'review_items')).privileged, true);
  await page.uncheck(id('review-privileged'));
  await page.selectOption(id('review-of'), 'v2');
  await eventually(async () => assert.equal((await asked(page, 'review_items')).reviewer, 'v2'));
  await page.fill(id('review-search'), 'nothing is called so');
  await page.waitForSelector('text=No grant is like that');
  await part(page, 'progress');
  await page.waitForSelector(id('reviewer-row'));
  await page.click(`${id('reviewer-row')}[data-reviewer="v1"] button`);
  await eventually(async () => assert.equal((await asked(page, 'review_items')).reviewer, 'v1'));
});

on(
  'a hundred thousand grants: to the end, decided there, and on to the next',
  '#/reviews?review=q4-2026',
  'many-grants',
  async (page) => {
    await toTable(page);
    await press(page, 'End');
    await eventually(async () => assert.equal(await at(page), '99999'));
    await page.waitForSelector(`${id('review-row')}[data-index="99999"][data-key="99999"]`);
    await press(page, 'k');
    // Nothing is left below: on from the top.
    await eventually(async () => assert.equal(await at(page), '0'));
    await eventually(async () => assert.match(await text(page, 'review-progress'), /^1 of 100,000/));
  },
);

on(
  'worksheets go out, and come back whole or not at all',
  '#/reviews?review=q4-2026&part=worksheets',
  'usual',
  async (page) => {
    await page.check(`${id('sheets-format')}[value="csv"]`);
    await page.click(id('sheets-write'));
    await eventually(async () => assert.match(await text(page, 'sheets-written'), /Wrote 3 worksheets/));
    assert.equal((await asked(page, 'review_worksheets')).format, 'csv');
    await picks(page, '/back/v1-wrong.xlsx', '/back/v2.xlsx');
    await page.click(id('sheets-take'));
    await page.waitForSelector(`${id('sheets-taken')}[data-taken="1"]`);
    const rows = await page.locator(id('sheets-fault')).allInnerTexts();
    assert.match(rows[0], /^C9\s+Role was "Owner" and is "Guest"\s+Write "Owner" back/);
    assert.match(rows[4], /^Sheet\s+The row R21-KQXWTB/);
    await page.evaluate(() => globalThis.fakeSend('files-dropped', ['/back/v1.xlsx', '/back/v3.xlsx']));
    await page.waitForSelector(`${id('sheets-taken')}[data-taken="2"]`);
    assert.deepEqual((await asked(page, 'review_return')).paths, ['/back/v1.xlsx', '/back/v3.xlsx']);
    await eventually(async () => assert.match(await text(page, 'review-progress'), /^240 of 240/));
    // Elsewhere what is dropped is imported, as ever.
    await part(page, 'progress');
    await page.evaluate(() => globalThis.fakeSend('files-dropped', ['/back/users.json']));
    await page.waitForSelector(id('screen-import'));
  },
);

on('it closes only when all is decided', '#/reviews?review=q4-2026&part=close', 'usual', async (page) => {
  await eventually(async () => assert.match(await text(page, 'close-undecided'), /\d+ grants are not decided/));
  assert.equal(await page.locator(id('close-run')).count(), 0);
  await page.click('text=Decide on them >> nth=0');
  await page.waitForSelector(id('review-row'));
  assert.match(page.url(), /of=v\d/);
});

on(
  'what followed becomes a change set, and the next snapshot proves it',
  '#/reviews?review=q3-2026',
  'usual',
  async (page) => {
    await page.waitForSelector(id('proof-row'));
    await page.click(`${id('proof-shown')}[data-value="left"]`);
    await eventually(async () => assert.equal(await page.locator(id('proof-row')).count(), 2));
    await page.click(id('closed-stage'));
    await page.waitForSelector(id('change-apply'));
    assert.equal(await asked(page, 'review_stage'), 'q3-2026');
    await page.click(id('change-apply'));
    await page.waitForSelector(id('change-done'));
    await page.click(id('change-close'));
    await page.waitForSelector(id('closed-change'));
    await page.click(`${id('closed-change')} a`);
    await page.waitForSelector(id('change-detail'));
  },
);

on(
  'evidence is made and verified; a pack that was altered says where',
  '#/reviews?review=q3-2026&part=evidence',
  'usual',
  async (page) => {
    await page.click(id('evidence-make'));
    await page.waitForSelector(id('evidence-made'));
    const key = await page.locator(id('evidence-key')).getAttribute('data-fingerprint');
    await page.fill(
      id('verify-key'),
      key
        .toUpperCase()
        .match(/.{1,4}/g)
        .join(' '),
    );
    await page.click(id('verify-made'));
    await page.waitForSelector(`${id('verified')}[data-good="true"]`);
    assert.equal((await asked(page, 'evidence_verify')).fingerprint, key);
    assert.equal(await page.locator(`${id('verified-file')}[data-good="true"]`).count(), 15);
    await page.fill(id('verify-key'), 'short');
    await eventually(async () => assert.match(await text(page, 'review'), /A fingerprint has 64/));
    await page.fill(id('verify-key'), '');
    await page.click(id('review-back'));
    await press(page, 'v');
    await picks(page, '/packs/altered.zip');
    await page.click(id('verify-choose-zip'));
    await page.waitForSelector(`${id('verified')}[data-good="false"]`);
    assert.match(await text(page, 'verified'), /2 files fail/);
    assert.equal(
      await page.locator(`${id('verified-file')}[data-path="decisions.jsonl"][data-good="false"]`).count(),
      1,
    );
  },
);

on(
  'who may change nothing reads reviews, and is offered nothing to decide',
  '#/reviews?review=q4-2026',
  'auditor',
  async (page) => {
    await page.waitForSelector(id('review-row'));
    assert.equal(await page.locator(`${id('review-grid')} [role="checkbox"]`).count(), 0);
    for (const name of ['review-keep', 'review-give']) assert.equal(await page.locator(id(name)).count(), 0, name);
    await press(page, 'k');
    assert.equal(await asked(page, 'review_decide'), undefined);
  },
);
