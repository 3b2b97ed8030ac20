/** Worksheets and packs, as far as the window sees them. */
import type { EvidenceFile, MadeEvidence, ReturnedFile, VerifiedEvidence } from '../../../src/lib/backend/types';
import { NOW } from '../people';
import { at, decision, type FakeReview } from './seed';

export const FINGERPRINT = '3f7a1c90be5d2f48a6610c8d94e7b2a6058dd3f4be1a9c7702b5e6f8d1c3a4b5';

/** A file that came back. One that is called wrong has faults; any other decides all that is left. */
export function returned(review: FakeReview, path: string): ReturnedFile {
  const name = path.split('/').at(-1) ?? path;
  const base = { path, reviewer: null, taken: false, rows: 0, message: null, faults: [], faults_total: 0 };
  if (/\.(ods|pdf|docx)$/.test(name)) {
    return {
      ...base,
      message: 'this is no worksheet that can be read: save it as XLSX or CSV in the spreadsheet program',
    };
  }
  const asked = review.reviewers.find((one) => name.includes(one.key)) ?? review.reviewers[0];
  if (!asked) return base;
  if (name.includes('wrong')) {
    const faults = [
      ['C9', 'Role was "Owner" and is "Guest": write "Owner" back'],
      ['J12', 'nothing is decided on Bob Berg (gitlab/bob), Developer: write keep, revoke or reduce'],
      ['M14', '"ask Jo" was added beside the columns: delete it, or put it into the note'],
      ['J17', '"kep" is no decision: write keep, revoke or reduce'],
      [
        null,
        'the row R21-KQXWTB (Rosa Weber, Maintainer) is missing: clear all filters before you save as CSV, or copy it back from the worksheet that went out',
      ],
    ] as const;
    return {
      ...base,
      reviewer: asked.key,
      faults: faults.map(([cell, message]) => ({ cell, message: cell ? `${cell}: ${message}` : message })),
      faults_total: 112,
    };
  }
  const rows = review.items.filter((item) => item.reviewer === asked.key);
  for (const item of rows) item.decision ??= { ...decision('keep', asked.name, 0), worksheet: 'a'.repeat(64) };
  asked.returned_at = at(0);
  review.returned.unshift({
    reviewer: asked.key,
    name,
    sha256: 'a'.repeat(64),
    bytes: 20_112,
    rows: rows.length,
    at: at(0),
    operator: 'Dana Reyes',
  });
  return { ...base, reviewer: asked.key, taken: true, rows: rows.length };
}

const FILES: [string, string][] = [
  ['README.txt', 'what this is and how to verify it'],
  ['campaign.json', 'the review, its completeness in numbers'],
  ['changes.jsonl', 'what followed, and whether it was seen to be done'],
  ['decisions.jsonl', 'what was decided, by whom, when, why'],
  ['difference.jsonl', 'which grants went and came'],
  ['findings.jsonl', 'findings at the time'],
  ['log.jsonl', 'the log about this review, with its hashes'],
  ['operator-key.pem', 'the operator’s public key'],
  ['population-after.jsonl', 'who holds what afterwards'],
  ['population.jsonl', 'who held what'],
  ['report.html', 'a report for reading'],
  ['report.pdf', 'a report for reading'],
  ['rules.toml', 'rules and thresholds'],
  ['sign-off.json', 'who put their name to it'],
  ['worksheets/q3-2026-wanjiru-kamau.xlsx', 'a worksheet as it was returned'],
];
export const files = (): EvidenceFile[] =>
  FILES.map(([path, about], i) => ({ path, about, bytes: 812 + i * 7_331, sha256: String(i % 10).repeat(64) }));

export const made = (path: string): MadeEvidence => ({
  path,
  zip: path.endsWith('.zip'),
  fingerprint: FINGERPRINT,
  files: files(),
  bytes: files().reduce((sum, file) => sum + file.bytes, 0),
});

/** A pack that is called altered was. */
export function verified(path: string, fingerprint: string | undefined): VerifiedEvidence {
  const failures = [
    ...(path.includes('altered')
      ? [
          {
            path: 'decisions.jsonl',
            code: 'altered',
            message: 'it is not the file that was signed: its SHA-256 is another',
          },
          { path: 'notes.txt', code: 'added', message: 'it was added: the signed list does not have it' },
        ]
      : []),
    ...(fingerprint !== undefined && fingerprint !== FINGERPRINT
      ? [
          {
            path: 'manifest.sig',
            code: 'other-key',
            message: `it is signed by the key ${FINGERPRINT}, and ${fingerprint} was asked for`,
          },
        ]
      : []),
  ];
  return {
    path,
    good: failures.length === 0,
    failures,
    failed: failures.length,
    realm: 'Acme',
    review: 'q3-2026',
    title: 'Quarterly access review, Q3 2026',
    made_at: new Date(NOW).toISOString(),
    made_by: 'Dana Reyes',
    fingerprint: FINGERPRINT,
    files: FILES.length,
    listed: files(),
  };
}
