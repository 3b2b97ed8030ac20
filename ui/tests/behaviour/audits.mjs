// Audits: findings, one finding, what is done about it, and rules.
import assert from 'node:assert/strict';
import { eventually, id, on, text } from './harness.mjs';

const press = (page, ...keys) =>
  keys.reduce((before, key) => before.then(() => page.keyboard.press(key)), Promise.resolve());
const focused = (page) =>
  page.evaluate(() => document.activeElement?.dataset.testid ?? document.activeElement?.tagName);
/** Waits until an element has the focus. */
const onTest = (page, name) => eventually(async () => assert.equal(await focused(page), name));
const asked = (page, command) => page.evaluate((name) => globalThis.fakeAsked[name], command);
const rows = (page, name) => page.locator(`${id(name)}[data-key]`);

/** Goes on with Tab until an element has the focus. */
async function tabTo(page, name, most = 60) {
  for (let i = 0; i < most; i += 1) {
    if ((await focused(page)) === name) return;
    await page.keyboard.press('Tab');
  }
  assert.fail(`Tab never reaches ${name}`);
}

on(
  'by the keyboard alone: to a rule, to a finding, accepted, taken back, and the focus is where it was',
  '#/overview',
  'usual',
  async (page) => {
    await page.waitForSelector(id('rail'));
    await press(page, 'g', 'a');
    await page.waitForSelector(id('findings-group'));
    const before = await text(page, 'nav-audits');
    await tabTo(page, 'findings-group');
    await press(page, 'ArrowDown', 'ArrowDown', 'Enter');
    await onTest(page, 'findings-row');
    assert.match(await text(page, 'findings'), /Not seen for 90 days/);
    await press(page, 'ArrowDown', 'Enter');
    await page.waitForSelector(id('finding-story'));
    const open = await page.locator(id('finding')).getAttribute('data-finding');
    assert.match(await text(page, 'finding-message'), /^Not seen for \d+ days; the limit is 90\.$/);
    await press(page, 'ArrowDown');
    await eventually(async () => assert.notEqual(await page.locator(id('finding')).getAttribute('data-finding'), open));
    await press(page, 'ArrowUp');
    await eventually(async () => assert.equal(await page.locator(id('finding')).getAttribute('data-finding'), open));
    await press(page, 'a');
    await page.waitForSelector(id('accept-reason'));
    await onTest(page, 'accept-reason');
    await page.keyboard.type('On leave until spring');
    await tabTo(page, 'accept-run');
    await press(page, 'Enter');
    await eventually(async () =>
      assert.equal(await page.locator(id('finding')).getAttribute('data-state'), 'accepted'),
    );
    assert.match(
      await text(page, 'finding-story'),
      /Accepted by Dana Reyes until 18 Feb 2027\s+20 Nov 2026\s+On leave/,
    );
    await eventually(async () => assert.notEqual(await text(page, 'nav-audits'), before));
    // Undo is in sight, in the toast.
    await page.locator(id('toast-action')).last().focus();
    await press(page, 'Enter');
    await eventually(async () => assert.equal(await page.locator(id('finding')).getAttribute('data-state'), 'open'));
    assert.equal(await text(page, 'nav-audits'), before);
    await page.locator(id('drawer')).focus();
    await press(page, 'Escape');
    await onTest(page, 'findings-row');
    await press(page, 'Escape');
    await onTest(page, 'findings-group');
    assert.match(await page.evaluate(() => document.activeElement.innerText), /Not seen for 90 days/);
  },
);

on(
  'the score shows its formula and what takes how much; a rule there opens its findings',
  '#/audits',
  'usual',
  async (page) => {
    assert.match(await text(page, 'audit-score'), /\d+\s*of 100/);
    await page.click(id('audit-score-why'));
    const formula = await text(page, 'audit-formula');
    const [, users, points, score] = /100 × ([\d,]+) ÷ \([\d,]+ \+ ([\d,]+)\) = (\d+)/.exec(formula);
    const number = (digits) => Number(digits.replaceAll(',', ''));
    assert.equal(Math.floor((100 * number(users)) / (number(users) + number(points))), Number(score));
    await page.click('text=Privileged without a second factor >> nth=-1');
    await page.waitForSelector(id('findings-row'));
    assert.match(page.url(), /within=privileged-without-mfa/);
  },
);

on(
  'severities, states and words narrow the list, and one button loosens it again',
  '#/audits?by=none',
  'usual',
  async (page) => {
    await page.click(`${id('audit-severity')}[data-severity="critical"]`);
    await eventually(async () => {
      for (const row of await rows(page, 'findings-row').allInnerTexts()) assert.match(row, /^Critical/);
    });
    await page.fill(id('findings-search'), 'directory');
    await eventually(async () => assert.equal(await rows(page, 'findings-row').count(), 3));
    assert.deepEqual((await asked(page, 'audit_findings')).filter.severities, ['critical']);
    await page.click(id('findings-clear'));
    await eventually(async () => assert.ok((await rows(page, 'findings-row').count()) > 10));
    assert.equal(await page.inputValue(id('findings-search')), '');
    await page.selectOption(id('findings-state'), 'resolved');
    await eventually(async () => assert.match(await rows(page, 'findings-row').first().innerText(), /Resolved/));
    await page.click(id('audit-new'));
    await eventually(async () => assert.match(await rows(page, 'findings-row').first().innerText(), /New/));
    assert.equal((await asked(page, 'audit_findings')).filter.new, true);
  },
);

on('findings by user and by control open into those of one', '#/audits?by=user', 'usual', async (page) => {
  await page.waitForSelector(id('findings-group'));
  await page.focus(`${id('findings-group')} >> nth=0`);
  await press(page, 'b');
  await eventually(async () => assert.match(await text(page, 'findings-group'), /CIS|PCI|NIST/));
  await page.click(`${id('findings-group')} >> nth=0`);
  await page.waitForSelector(id('findings-row'));
  assert.match(page.url(), /within=(CIS|PCI|NIST)/);
  await page.reload();
  await page.waitForSelector(id('findings-row'));
  assert.match(await text(page, 'findings'), /(CIS|PCI DSS|NIST) [\w.-]+: /);
});

on(
  'many are accepted at once, with a reason and a day that are asked for',
  '#/audits?within=dormant-90d',
  'usual',
  async (page) => {
    await page.waitForSelector(id('findings-row'));
    await page.focus(`${id('findings-row')} >> nth=0`);
    await press(page, 'Control+a');
    await eventually(async () => assert.match(await text(page, 'findings-count'), /^All \d+ findings selected$/));
    const many = Number(/\d+/.exec(await text(page, 'findings-count'))[0]);
    await page.click(id('findings-accept'));
    await page.fill(id('accept-until'), '2020-01-01');
    await page.click(id('accept-run'));
    assert.match(await text(page, 'accept'), /Say why it stays[\s\S]*not over yet/);
    await onTest(page, 'accept-reason');
    await page.fill(id('accept-reason'), 'The whole team is on a sabbatical');
    await page.fill(id('accept-until'), '2027-03-31');
    await page.click(id('accept-run'));
    await eventually(async () =>
      assert.match(await text(page, 'toast'), new RegExp(`${many} findings accepted until 31 Mar 2027`)),
    );
    assert.equal(await page.locator(id('findings-bar')).count(), 0, 'what was accepted is not selected any more');
  },
);

on(
  'all that a filter finds is sent as the filter, but for those left out, and taken back as one',
  '#/audits?by=none',
  'million',
  async (page) => {
    await page.waitForSelector(id('findings-row'));
    await page.focus(`${id('findings-row')} >> nth=0`);
    const before = await text(page, 'nav-audits');
    await press(page, 'Control+a');
    await eventually(async () => assert.match(await text(page, 'findings-count'), /^All [\d,]+ findings selected$/));
    const all = Number((await text(page, 'findings-count')).replaceAll(/[^\d]/g, ''));
    assert.ok(all > 1_000, `${all} are not listed for it`);
    await press(page, 'ArrowDown', 'Space');
    const left = (all - 1).toLocaleString('en');
    await eventually(async () => assert.equal(await text(page, 'findings-count'), `${left} findings selected`));
    await press(page, 'a');
    await page.fill(id('accept-reason'), 'Known, and looked at next quarter');
    await page.click(id('accept-run'));
    await eventually(async () => assert.match(await text(page, 'toast'), new RegExp(`^${left} findings accepted`)));
    const sent = (await asked(page, 'audit_accept')).findings.all_but;
    assert.deepEqual([sent.filter.pack, sent.filter.states, sent.except.length], ['all', ['open', 'reopened'], 1]);
    await eventually(async () => assert.equal(await rows(page, 'findings-row').count(), 1));
    await page.locator(id('toast-action')).last().click();
    await eventually(async () => assert.equal(await text(page, 'nav-audits'), before));
    assert.deepEqual(Object.keys(await asked(page, 'audit_withdraw')), ['accepted_at']);
  },
);

on(
  'roles that nobody needs go as one change; what is kept elsewhere stays and says what to do',
  '#/audits?within=unused-role',
  'usual',
  async (page) => {
    await page.waitForSelector(id('findings-row'));
    await page.focus(`${id('findings-row')} >> nth=0`);
    await press(page, 'Control+a', 'f');
    await page.waitForSelector(id('removal-thing'));
    assert.match(await text(page, 'removal'), /This fixes 2 findings/);
    assert.equal(await page.locator(`${id('removal-thing')}[data-goes="true"]`).count(), 2);
    assert.match(
      await page.locator(`${id('removal-thing')}[data-goes="false"]`).innerText(),
      /Release shepherd[\s\S]*gitlab reflects a system elsewhere: remove the role there and import again/,
    );
    await tabTo(page, 'removal-run');
    assert.equal(await text(page, 'removal-run'), 'Remove 2');
    await press(page, 'Enter');
    await eventually(async () => assert.match(await text(page, 'toast'), /^2 removed as one change/));
    const sent = await asked(page, 'audit_remove');
    assert.deepEqual([sent.findings.filter.rules, sent.sign], [['unused-role'], 'Auditor (old),Wiki keeper']);
    await page.locator(id('toast-action')).last().click();
    await eventually(async () => assert.match(await text(page, 'toast'), /Remove 2 roles/));
  },
);

on(
  'a finding is looked at again: what is still there stays open and says so, what is gone is resolved',
  '#/audits?within=dormant-90d',
  'usual',
  async (page) => {
    await page.click(`${id('findings-row')} >> nth=0`);
    await page.waitForSelector(id('finding-story'));
    await press(page, 'l');
    await eventually(async () => assert.match(await text(page, 'finding-still'), /^It is still found: Not seen for/));
    assert.match(await page.locator(id('finding')).getAttribute('data-state'), /open/);
    const sent = await asked(page, 'audit_resolve');
    assert.deepEqual([sent.pack, sent.time_zone], ['all', 'UTC']);
    // What was said of one finding is not said of the next.
    await press(page, 'ArrowDown');
    await eventually(async () => assert.equal(await page.locator(id('finding-still')).count(), 0));
    await page.evaluate(() => (globalThis.fakeGone = true));
    await page.click(id('finding-look'));
    await eventually(async () =>
      assert.equal(await page.locator(id('finding')).getAttribute('data-state'), 'resolved'),
    );
    assert.match(await text(page, 'finding-story'), /Not found any more/);
    assert.equal(await page.locator(id('finding-look')).count(), 0, 'there is nothing left to look for');
  },
);

on('fixing goes through the preview that every change has', '#/audits?within=dormant-90d', 'usual', async (page) => {
  await page.waitForSelector(id('findings-row'));
  await page.focus(`${id('findings-row')} >> nth=0`);
  await press(page, 'Space', 'ArrowDown', 'Space', 'f');
  await page.waitForSelector(id('change-rows'));
  assert.match(await text(page, 'change'), /This fixes 2 findings/);
  assert.equal((await asked(page, 'audit_fix')).findings.ids.length, 2);
  await page.click(id('change-apply'));
  await page.waitForSelector(id('change-done'));
  await page.click(id('change-close'));
  assert.equal(await page.locator(id('findings-bar')).count(), 0);
});

on(
  'findings that need different things are fixed one kind after another',
  '#/audits?by=none',
  'usual',
  async (page) => {
    await page.waitForSelector(id('findings-row'));
    await page.focus(`${id('findings-row')} >> nth=0`);
    await press(page, 'Control+a');
    await eventually(async () => assert.match(await text(page, 'findings-count'), /2\d\d/));
    await page.click(id('findings-fix'));
    assert.match(await text(page, 'fixing'), /Deactivate the account[\s\S]*Say who answers for it[\s\S]*need a person/);
    await page.check(`${id('fixing-way')}[value="set-owner"]`);
    await page.click('text=Preview…');
    assert.match(await text(page, 'fixing'), /This is needed first/);
    await page.keyboard.type('Kim Osei');
    await page.click('text=Preview…');
    await page.waitForSelector(id('change-rows'));
    assert.equal((await asked(page, 'audit_fix')).text, 'Kim Osei');
  },
);

on('an audit is run, says how far it is, and can be stopped', '#/audits', 'unaudited', async (page) => {
  await page.waitForSelector(id('audits-empty'));
  await page.evaluate(() => (globalThis.fakeSlow = true));
  await page.selectOption(id('audits-pack'), 'cis-v8');
  await eventually(async () => assert.match(await text(page, 'audits-empty'), /Not run with CIS Controls v8 yet/));
  await page.focus('#content');
  await press(page, 'r');
  await page.waitForSelector(id('audits-running'));
  await page.click(id('working-cancel'));
  await eventually(async () => assert.equal(await page.locator(id('audits-running')).count(), 0));
  assert.equal(await page.locator(id('audits-empty')).count(), 1, 'what was stopped found nothing');
  await page.evaluate(() => (globalThis.fakeSlow = false));
  await page.click(id('audits-run'));
  await page.waitForSelector(id('findings-group'));
  assert.equal((await asked(page, 'audit_run')).pack, 'cis-v8');
  assert.match(await text(page, 'toast'), /^Score \d+\. \d+ new, 0 resolved\.$/);
});

on('nothing found says what was looked at', '#/audits', 'clean', async (page) => {
  assert.match(
    await text(page, 'audits-clean'),
    /Nothing found[\s\S]*12 rules were asked of [\d,]+ users[\s\S]*Dana Reyes/,
  );
});

on('findings are exported as they are shown, or all', '#/audits?severity=critical', 'usual', async (page) => {
  await page.waitForSelector(id('findings-group'));
  await press(page, 'e');
  await page.check(`${id('audit-export-format')}[value="sarif"]`);
  await page.click(id('audit-export-run'));
  await page.waitForSelector(id('audit-export-written'));
  const sent = await asked(page, 'export_findings');
  assert.deepEqual([sent.format, sent.filter.severities], ['sarif', ['critical']]);
  assert.match(sent.path, /audit-all-2026-11-20\.sarif$/);
});

on('a user’s drawer has the findings, and leads to each', '#/audits?by=none', 'usual', async (page) => {
  await page.click(`${id('findings-row')} >> nth=0`);
  await page.click(id('finding-user'));
  await page.waitForSelector(id('drawer-name'));
  await page.click(`${id('drawer-tab')}[data-tab="findings"]`);
  await page.click(id('drawer-finding'));
  await page.waitForSelector(id('finding-story'));
  await press(page, 'Alt+ArrowLeft');
  await page.waitForSelector(id('drawer-name'));
});

on(
  'a finding is about a person by the name, with the username beside it',
  '#/audits?within=dormant-90d',
  'usual',
  async (page) => {
    const row = rows(page, 'findings-row').first();
    const [name, username] = await row.locator('bdi').allInnerTexts();
    assert.match(name, / /, 'a name as people say it');
    assert.doesNotMatch(username, / /);
    await row.click();
    await page.waitForSelector(id('finding-story'));
    assert.deepEqual([await text(page, 'finding-user'), await text(page, 'finding-username')], [name, username]);
    await page.click(id('finding-user'));
    await eventually(async () => assert.equal(await text(page, 'drawer-name'), name));
    await page.goto(page.url().replace(/#.*/, '#/audits?by=user'));
    await eventually(async () =>
      assert.match(await rows(page, 'findings-group').first().innerText(), /\S+ \S+\s+\w+\/\S+/),
    );
  },
);

on('a rule is switched off for a reason, and set', '#/audits?part=rules&rule=dormant-90d', 'usual', async (page) => {
  await page.fill(`${id('rule-setting')}[data-name="days"]`, '99999');
  assert.equal(await page.locator(id('rule-setting-save')).isDisabled(), true);
  await page.fill(`${id('rule-setting')}[data-name="days"]`, '120');
  await page.click(id('rule-setting-save'));
  await eventually(async () => assert.deepEqual((await asked(page, 'audit_rule_set')).parameters, { days: 120 }));
  await eventually(async () => assert.match(await text(page, 'rule'), /ships with 90 days/));
  await page.click(id('rule-off'));
  await page.click(id('rule-off-run'));
  assert.match(await text(page, 'dialog'), /Say why it is switched off/);
  await page.fill(id('rule-off-reason'), 'We look at 60 days.');
  await page.click(id('rule-off-run'));
  await page.waitForSelector(id('rule-on'));
  assert.match(await text(page, 'rule'), /Switched off by Dana Reyes[\s\S]*We look at 60 days/);
});

on(
  'a rule of one’s own counts while it is written, says what is wrong where, and is saved',
  '#/audits?part=rules',
  'usual',
  async (page) => {
    await page.click(id('rules-new'));
    await onTest(page, 'rule-title');
    await page.keyboard.type('Bots that sleep');
    assert.equal(await page.inputValue(id('rule-id')), 'bots-that-sleep');
    await eventually(async () => assert.match(await text(page, 'rule-count'), /^\d+ findings today/));
    const before = await text(page, 'rule-count');
    const [first] = await page.locator(id('rule-filter')).all();
    await page.fill(`${id('rule-filter')} >> nth=1`, 'kind eq "service"');
    await page.focus(id('rule-title'));
    await eventually(async () => assert.notEqual(await text(page, 'rule-count'), before));
    await first.fill('state eq "asleep"');
    await page.focus(id('rule-title'));
    await eventually(async () => assert.match(await text(page, 'rule-count'), /as soon as the rule can be read/));
    await first.fill('gone eq false');
    await page.focus(id('rule-title'));
    await page.click(id('form-save'));
    await onTest(page, 'rule-why');
    await page.fill(id('rule-why'), 'Because.');
    await page.fill(id('rule-remedy'), 'Wake them.');
    await page.click(`${id('rule-as')}[data-value="text"]`);
    await eventually(async () => assert.match(await page.inputValue(id('rule-text')), /title = "Bots that sleep"/));
    const written = await page.inputValue(id('rule-text'));
    await page.fill(id('rule-text'), written.replace('title = "Bots that sleep"', 'title = "Bots that sleep'));
    await eventually(async () =>
      assert.match(await text(page, 'rule-problem'), /^Line \d+ The value of title does not end/),
    );
    await page.click(`${id('rule-problem')} button`);
    assert.match(
      await page.evaluate(() => {
        const box = document.activeElement;
        return box.value.slice(box.selectionStart, box.selectionEnd);
      }),
      /^title = /,
    );
    await page.click(`${id('rule-as')}[data-value="form"]`);
    assert.equal(await page.locator(id('rule-text')).count(), 1, 'what cannot be read stays text');
    await page.fill(id('rule-text'), written);
    await page.click(id('form-save'));
    await page.waitForSelector(`${id('rule')}[data-rule="bots-that-sleep"]`);
    await page.click(id('rule-remove'));
    await page.click(id('rule-remove-run'));
    await eventually(async () =>
      assert.equal(await page.locator(`${id('rules-row')}[data-key="bots-that-sleep"]`).count(), 0),
    );
  },
);

on(
  'pairs of roles that exclude each other are written with the roles there are',
  '#/audits?part=rules&rule=sod-conflict',
  'usual',
  async (page) => {
    await page.click(id('rule-pair-add'));
    const last = page.locator(`${id('rule-pair')} >> nth=-1 >> input`);
    await last.nth(0).fill('Main');
    await eventually(async () =>
      assert.match(await page.locator('[role="option"][aria-selected="true"]').innerText(), /^Maintainer/),
    );
    await page.keyboard.press('Enter');
    await last.nth(1).fill('Reporter');
    await page.keyboard.press('Escape');
    await page.click(id('rule-setting-save'));
    await eventually(async () =>
      assert.deepEqual((await asked(page, 'audit_rule_set')).parameters.pairs.at(-1), ['Maintainer', 'Reporter']),
    );
  },
);

on(
  'who may change nothing looks at findings and rules, and is offered nothing else',
  '#/audits?by=none',
  'auditor',
  async (page) => {
    await page.click(`${id('findings-row')} >> nth=0`);
    await page.waitForSelector(id('finding-story'));
    for (const name of ['finding-accept', 'finding-fix', 'finding-look'])
      assert.equal(await page.locator(id(name)).count(), 0, name);
    assert.equal(await page.locator(`${id('findings-grid')} [role="checkbox"]`).count(), 0);
    await press(page, 'Escape');
    await page.click(`${id('audits-part')}[data-tab="rules"]`);
    await page.click(`${id('rules-row')} >> nth=0`);
    await page.waitForSelector(id('rule'));
    for (const name of ['rules-new', 'rule-copy', 'rule-off'])
      assert.equal(await page.locator(id(name)).count(), 0, name);
  },
);

on('the overview says how the audit stands, and what to look at first', '#/overview', 'usual', async (page) => {
  await eventually(async () => assert.match(await text(page, 'overview-audit'), /open findings · \d+ critical/));
  await page.click(id('overview-finding'));
  await page.waitForSelector(id('findings-row'));
});
