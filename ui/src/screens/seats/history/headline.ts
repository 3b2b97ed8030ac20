/** What a person wants to know of seats first, in one sentence. */
import type { SeatHistory, SeatReport } from '../../../lib/backend';
import { f, m } from '../../../lib/messages';

export function headlineOf(report: SeatReport, history: SeatHistory | null): string {
  const s = m.seatHistory.said;
  const bought = history?.bill?.purchased ?? report.purchased;
  const parts = [bought === null ? s.taken(report.consumed) : s.takenOf(report.consumed, bought)];
  const bill = history?.bill ?? null;
  if (history?.peak) parts.push(s.peak(history.peak.count, history.peak.date));
  if (bill?.owed === 0) parts.push(s.nothing);
  else if (bill) {
    const money = bill.owed_cents !== null && bill.currency ? f.money(bill.owed_cents, bill.currency) : null;
    parts.push(s.owed(bill.owed, money));
  }
  return s.join(parts);
}
