import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { ReviewItem, ReviewPreview, VerifiedEvidence } from '../../src/lib/backend';
import { BackendError } from '../../src/lib/backend';
import { Deciding, type Decided, type Wanted } from '../../src/lib/reviews/deciding.svelte';
import { daysLeft, nearness } from '../../src/lib/reviews/due';
import { faultRow, faultsText, fileName } from '../../src/lib/reviews/faults';
import { filesOf } from '../../src/lib/reviews/files';
import { grouped, isFingerprint, ungrouped } from '../../src/lib/reviews/fingerprint';
import { isRare, lookOf, nextOf, questionOf } from '../../src/lib/reviews/grants';
import { Picking } from '../../src/lib/reviews/picking.svelte';
import { sentence } from '../../src/lib/reviews/sentence';
import { alike, VERDICTS, type Said } from '../../src/lib/reviews/verdict';
import { lowerRoles, problemOf, storeOf } from '../../src/screens/reviews/decide/decision';
import { draftOf, earlier, emptyForm, problemsOf, refusalsOf } from '../../src/screens/reviews/open/draft';
import { partOf } from '../../src/screens/reviews/parts';

const TODAY = '2026-11-20';
const NOW = Date.parse('2026-11-20T23:59:00Z');

/** A backend that holds decisions, and refuses some places or fails outright. */
class Desk {
  held = new Map<number, Said | null>();
  refuses = new Set<number>();
  fails = false;
  asked: Wanted[] = [];
  failures: string[] = [];
  ends = 0;

  async send(wanted: Wanted): Promise<number[]> {
    await Promise.resolve();
    this.asked.push(wanted);
    if (this.fails) throw new BackendError({ code: 'disk', message: 'full', details: {} });
    for (const place of wanted.places) {
      if (this.refuses.has(place)) continue;
      const { verdict, to, note } = wanted;
      this.held.set(place, verdict && { verdict, to, note: note ?? this.held.get(place)?.note ?? '' });
    }
    return wanted.places.filter((place) => this.refuses.has(place));
  }

  deciding = new Deciding(
    (wanted) => this.send(wanted),
    (error) => this.failures.push(error.code),
    () => (this.ends += 1),
  );

  row = (place: number): Decided => ({ place, said: this.held.get(place) ?? null });
  shown = (place: number) => this.deciding.of(this.row(place));
}

const said = (verdict: Said['verdict'], note = '', to: string | null = null): Said => ({ verdict, to, note });

describe('deciding', () => {
  test('shows at once, is sent, and can be taken back', async () => {
    const desk = new Desk();
    desk.deciding.decide([desk.row(4)], 'keep', null, null);
    expect(desk.deciding.of({ place: 4, said: null })).toEqual(said('keep'));
    await desk.deciding.settled();
    expect(desk.held.get(4)).toEqual(said('keep'));
    desk.deciding.undo();
    await desk.deciding.settled();
    expect(desk.held.get(4)).toBeNull();
    expect(desk.deciding.last).toBeNull();
    expect(desk.ends).toBe(2);
  });

  test('keeps a note that is there, and puts exactly it back', async () => {
    const desk = new Desk();
    desk.held.set(1, said('reduce', 'until May', 'Guest'));
    desk.deciding.decide([desk.row(1), desk.row(2)], 'revoke', null, null);
    await desk.deciding.settled();
    expect(desk.shown(1)).toEqual(said('revoke', 'until May'));
    desk.deciding.undo();
    await desk.deciding.settled();
    expect(desk.held.get(1)).toEqual(said('reduce', 'until May', 'Guest'));
    expect(desk.held.get(2)).toBeNull();
  });

  test('what is refused becomes again what it was; the rest stands', async () => {
    const desk = new Desk();
    desk.refuses.add(2);
    desk.deciding.decide([1, 2, 3].map(desk.row), 'revoke', null, null);
    await desk.deciding.settled();
    expect([1, 2, 3].map((place) => desk.shown(place)?.verdict ?? null)).toEqual(['revoke', null, 'revoke']);
  });

  test('a failure takes all of it back, and leaves nothing to undo', async () => {
    const desk = new Desk();
    desk.fails = true;
    desk.deciding.decide([desk.row(1)], 'keep', null, null);
    await desk.deciding.settled();
    expect(desk.shown(1)).toBeNull();
    expect(desk.failures).toEqual(['disk']);
    expect(desk.deciding.last).toBeNull();
  });

  test('whatever is said and taken back, the window shows what the backend holds', async () => {
    const step = fc.oneof(
      fc.record({
        places: fc.uniqueArray(fc.integer({ min: 0, max: 5 }), { minLength: 1 }),
        verdict: fc.constantFrom(...VERDICTS),
        note: fc.option(fc.constantFrom('', 'a', 'b')),
      }),
      fc.constant('undo' as const),
    );
    await fc.assert(
      fc.asyncProperty(
        fc.array(step, { maxLength: 14 }),
        fc.array(fc.integer({ min: 0, max: 5 })),
        async (steps, no) => {
          const desk = new Desk();
          desk.refuses = new Set(no);
          for (const one of steps) {
            if (one === 'undo') desk.deciding.undo();
            else
              desk.deciding.decide(
                one.places.map((place) => ({ place, said: null })),
                one.verdict,
                one.verdict === 'reduce' ? 'Guest' : null,
                one.note,
              );
          }
          await desk.deciding.settled();
          for (let place = 0; place <= 5; place += 1)
            expect(desk.deciding.of({ place, said: null })).toEqual(desk.held.get(place) ?? null);
          while (desk.deciding.undo()) await desk.deciding.settled();
          for (let place = 0; place <= 5; place += 1) expect(desk.held.get(place) ?? null).toBeNull();
        },
      ),
    );
  });

  test('the same is asked for once', () => {
    const before = new Map([
      [1, null],
      [2, said('keep')],
      [3, null],
      [4, said('keep')],
      [5, said('keep', 'why')],
    ]);
    expect(alike(before).map((one) => one.places)).toEqual([[1, 3], [2, 4], [5]]);
  });
});

describe('the table', () => {
  test('an address says what is shown; without a word, what is left to decide', () => {
    expect(lookOf({}, true).shown).toBe('undecided');
    expect(lookOf({}, false).shown).toBe('all');
    expect(lookOf({ shown: 'nonsense', of: 'v1', privileged: 'yes', q: ' a ' }, true)).toEqual({
      shown: 'undecided',
      of: 'v1',
      privileged: true,
      text: ' a ',
    });
  });

  test('all is asked for without a word of it', () => {
    expect(questionOf('q4', lookOf({ shown: 'all' }, true))).toEqual({ review: 'q4' });
    expect(questionOf('q4', lookOf({ of: 'v1', privileged: 'yes', q: ' a ' }, true))).toEqual({
      review: 'q4',
      reviewer: 'v1',
      decided: 'undecided',
      privileged: true,
      text: 'a',
    });
  });

  test('the next that fits comes after, then from the top, and last is itself', () => {
    const fits = (wanted: number[]) => (at: number) => wanted.includes(at);
    expect(nextOf(3, 6, fits([1, 5]))).toBe(5);
    expect(nextOf(5, 6, fits([1, 5]))).toBe(1);
    expect(nextOf(5, 6, fits([5]))).toBe(5);
    expect(nextOf(0, 6, fits([]))).toBeNull();
    expect(nextOf(0, 0, fits([0]))).toBeNull();
  });

  test('few of many is rare, few of few is not', () => {
    expect(isRare({ of: 'x', all: 20, holding: 1 })).toBe(true);
    expect(isRare({ of: 'x', all: 20, holding: 2 })).toBe(false);
    expect(isRare({ of: 'x', all: 4, holding: 0 })).toBe(false);
    expect(isRare(null)).toBe(false);
  });

  test('a stretch is read where it is not at hand', async () => {
    const read: [number, number][] = [];
    const picking = new Picking<number>(
      (row) => row,
      async (offset, limit) => {
        read.push([offset, limit]);
        return Array.from({ length: Math.min(limit, 25 - offset) }, (_, i) => offset + i);
      },
      10,
    );
    await picking.reach(2, 24, false, null);
    expect(picking.count).toBe(23);
    expect(read).toEqual([
      [2, 10],
      [12, 10],
      [22, 3],
    ]);
    picking.settle();
    picking.toggle(5);
    expect(picking.has(5)).toBe(false);
    await picking.reach(0, 0, true, null);
    expect(picking.has(0) && picking.has(24)).toBe(true);
  });
});

describe('a decision being written', () => {
  const row = (role: string, userstore = 'gitlab') => ({ role, userstore }) as ReviewItem;
  const roles = [{ userstore: 'gitlab', roles: ['Guest', 'Owner'] }];

  test('offers the roles of one userstore, without the one that is held', () => {
    expect(lowerRoles([row('owner')], roles)).toEqual(['Guest']);
    expect(lowerRoles([row('Owner'), row('Guest')], roles)).toEqual(['Guest', 'Owner']);
    expect(lowerRoles([row('Owner'), row('Owner', 'ldap')], roles)).toEqual([]);
    expect(storeOf([])).toBeNull();
  });

  test('says what is missing', () => {
    const rows = [row('Owner')];
    expect(problemOf({ verdict: '', to: '', rows })).toBe('verdict');
    expect(problemOf({ verdict: 'keep', to: '', rows })).toBeNull();
    expect(problemOf({ verdict: 'reduce', to: ' ', rows })).toBe('role');
    expect(problemOf({ verdict: 'reduce', to: 'OWNER', rows })).toBe('same');
    expect(problemOf({ verdict: 'reduce', to: 'Guest', rows })).toBeNull();
  });
});

describe('a review before it begins', () => {
  const form = () => emptyForm('Q4', '2026-12-20');

  test('is complete with a title, a day and someone who is asked', () => {
    expect(problemsOf(form(), TODAY)).toEqual({});
    expect(problemsOf({ ...form(), title: ' ' }, TODAY)).toEqual({ title: 'title' });
    expect(problemsOf({ ...form(), due: '2026-11-19' }, TODAY)).toEqual({ due: 'past' });
    expect(problemsOf({ ...form(), due: TODAY }, TODAY)).toEqual({});
    expect(problemsOf({ ...form(), due: '2026-13-01' }, TODAY)).toEqual({ due: 'due' });
    expect(problemsOf({ ...form(), order: form().order.map((one) => ({ ...one, on: false })) }, TODAY)).toEqual({
      order: 'order',
    });
    const byName = form().order.map((one) => ({ ...one, on: one.kind === 'named' }));
    expect(problemsOf({ ...form(), order: byName }, TODAY)).toEqual({ named: 'named' });
    expect(problemsOf({ ...form(), override: true }, TODAY)).toEqual({ reason: 'reason' });
  });

  test('is sent as it is, and a reason only where it is one', () => {
    const sent = draftOf(
      { ...form(), override: true, reason: ' six interns ', named: [{ user: 7, name: 'A', hint: '' }] },
      TODAY,
    );
    expect(sent).toEqual({
      title: 'Q4',
      filter: '',
      due: '2026-12-20',
      order: ['manager', 'group-owner', 'named'],
      named: [{ user: 7 }],
      incomplete_because: 'six interns',
    });
    expect('incomplete_because' in draftOf({ ...form(), override: false, reason: 'x' }, TODAY)).toBe(false);
    expect(draftOf({ ...form(), due: 'soon' }, TODAY).due).toBe(TODAY);
  });

  test('one is asked earlier; the first stays the first', () => {
    const kinds = (order: ReturnType<typeof earlier>) => order.map((one) => one.kind);
    expect(kinds(earlier(form().order, 2))).toEqual(['manager', 'named', 'group-owner']);
    expect(kinds(earlier(form().order, 0))).toEqual(['manager', 'group-owner', 'named']);
  });

  test('what the form says itself is not said twice', () => {
    const refusals = [
      { kind: 'words' as const, message: '' },
      { kind: 'incomplete' as const, message: '' },
    ];
    expect(refusalsOf({ refusals } as ReviewPreview).map((one) => one.kind)).toEqual(['incomplete']);
  });
});

describe('worksheets that do not hold', () => {
  test('what is wrong and what to do stand apart; the cell is not said twice', () => {
    expect(
      faultRow({ cell: 'C9', message: 'C9: Role was "Owner: all" and is "Guest": write "Owner: all" back' }),
    ).toEqual({
      cell: 'C9',
      what: 'Role was "Owner: all" and is "Guest"',
      todo: 'write "Owner: all" back',
    });
    expect(faultRow({ cell: null, message: 'Muster does not know' })).toEqual({
      cell: null,
      what: 'Muster does not know',
      todo: '',
    });
  });

  test('go to the reviewer as lines', () => {
    const file = {
      path: 'C:\\back\\a.xlsx',
      reviewer: null,
      taken: false,
      rows: 0,
      message: null,
      faults: [{ cell: 'J1', message: 'nothing is decided: write keep' }],
      faults_total: 2,
    };
    expect(faultsText(file, fileName(file.path))).toBe('a.xlsx\nJ1: nothing is decided: write keep\n…');
  });
});

describe('a pack', () => {
  const file = (path: string) => ({ path, about: 'x', bytes: 1, sha256: '' });
  const found = (failures: VerifiedEvidence['failures'], failed = failures.length) =>
    ({ failures, failed, listed: [file('a'), file('b')] }) as VerifiedEvidence;
  const fails = (path: string, code: string) => ({ path, code, message: code });

  test('says of every file what it is, those that fail first', () => {
    expect(filesOf(found([])).map((one) => [one.path, one.why])).toEqual([
      ['a', null],
      ['b', null],
    ]);
    expect(filesOf(found([fails('b', 'altered'), fails('c', 'added')])).map((one) => [one.path, one.why])).toEqual([
      ['b', 'altered'],
      ['c', 'added'],
      ['a', null],
    ]);
  });

  test('calls no file good by a list that is not signed, or when not all failures are told', () => {
    expect(filesOf(found([fails('manifest.sig', 'signature-wrong')]))).toHaveLength(1);
    expect(filesOf(found([fails('manifest.json', 'manifest-altered')]))).toHaveLength(1);
    expect(filesOf(found([fails('b', 'altered')], 101))).toHaveLength(1);
  });

  test('its fingerprint is read in groups, and taken however it is written', () => {
    const print = 'ab12'.repeat(16);
    expect(grouped(print).split(' ')).toHaveLength(8);
    expect(ungrouped(grouped(print).toUpperCase())).toBe(print);
    expect(isFingerprint(print.replaceAll('ab', 'AB:'))).toBe(true);
    expect(isFingerprint(print.slice(1))).toBe(false);
    expect(grouped('none yet')).toBe('none yet');
  });
});

test('days left are counted by the calendar, and today is not over', () => {
  expect(daysLeft('2026-11-20', NOW)).toBe(0);
  expect(daysLeft('2026-11-19', NOW)).toBe(-1);
  expect(['2026-11-19', '2026-11-20', '2026-11-27', '2026-11-28'].map((due) => nearness(due, NOW))).toEqual([
    'over',
    'soon',
    'soon',
    'far',
  ]);
});

test('an open review is decided on, a closed one shows what came of it', () => {
  expect(partOf({}, 'open')).toBe('decide');
  expect(partOf({}, 'closed')).toBe('close');
  expect(partOf({ part: 'evidence' }, 'open')).toBe('evidence');
  expect(partOf({ part: 'nonsense' }, 'open')).toBe('decide');
});

test('a sentence begins with a capital, and a userstore keeps its name', () => {
  expect(sentence('nobody looked', ['gitlab'])).toBe('Nobody looked');
  expect(sentence('gitlab was not looked at', ['gitlab'])).toBe('gitlab was not looked at');
  expect(sentence('gitlab/ada holds it', ['gitlab'])).toBe('gitlab/ada holds it');
  expect(sentence('gitlabs are many', ['gitlab'])).toBe('Gitlabs are many');
});
