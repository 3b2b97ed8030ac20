/** Seats over time: the sentence at the top, the chart, the forecast, breakdowns. */
import type { BreakdownBy, TrueUp } from '../../backend/types';
import { f } from './format';

const seats = (n: number) => f.plural(n, { one: '# seat', other: '# seats' });
const by: Record<BreakdownBy, string> = {
  role: 'Highest role',
  group: 'Group',
  userstore: 'Userstore',
  department: 'Department',
};
const without: Record<BreakdownBy, string> = {
  role: 'No role',
  group: 'In no group',
  userstore: 'No userstore',
  department: 'No department',
};
const method: Record<TrueUp, string> = {
  peak: 'the highest day of the period',
  average: 'the average of the period',
  end_of_period: 'the last day of the period',
};

export const seatHistory = {
  /** Words between two `**` stand out. */
  said: {
    taken: (taken: number) => `**${f.number(taken)}** ${f.plural(taken, { one: 'seat is', other: 'seats are' })} taken`,
    takenOf: (taken: number, of: number) => `**${f.number(taken)}** of **${f.number(of)}** seats are taken`,
    peak: (count: number, day: string) => `the peak was **${f.number(count)}** on ${f.shortDay(day)}`,
    nothing: '**nothing** is owed',
    owed: (n: number, money: string | null) =>
      `**${seats(n)}** ${f.plural(n, { one: 'is', other: 'are' })} owed${money ? `, **${money}**` : ''}`,
    join: (parts: string[]) => `${f.list(parts)}.`,
  },
  period: (from: string, to: string) => `licence period ${f.day(from)} to ${f.day(to)}`,
  passed: (n: number) =>
    `The peak is ${f.number(n)} above what was bought. Freeing seats now does not lower it: a peak stays for the whole period.`,
  willPass: (day: string) =>
    `By the forecast, seats pass what was bought on ${f.day(day)}. A peak stays for the whole period, so freeing seats after it does not lower what is owed: free them before.`,
  freeNow: 'What could be freed',
  today: 'Taken today',
  ofBought: (share: string) => `${share} of those bought`,
  setBought: 'Say how many were bought',
  peak: 'Peak of this period',
  peakRule: 'The highest daily count of the licence period, on the first day it was reached.',
  peakOn: (day: string) => `on ${f.day(day)}`,
  peakStays: 'a later fall does not lower it',
  noPeak: 'None yet',
  owed: 'Owed at the end',
  owedRule: (true_up: TrueUp) => `Seats by ${method[true_up]}, less those bought.`,
  owedUnknown: 'How many were bought is not set.',
  chart: 'Seats by day',
  chartOf: (from: string, to: string) =>
    from === to ? `Seats on ${f.day(from)}` : `Seats by day, ${f.day(from)} to ${f.day(to)}`,
  summary: (low: number, high: number, last: number) =>
    `Between ${f.number(low)} and ${f.number(high)} seats; ${f.number(last)} on the last day.`,
  chartKeys:
    'Left and right arrow move from day to day, Page Up and Page Down by a month, Home and End to the ends. Plus and minus zoom, Shift with an arrow marks days and Enter zooms in on them, Escape shows everything.',
  /** For the list of shortcuts, by the keys. */
  keys: {
    '+ -': 'Zoom in and out of the days on the chart',
    'Shift+ArrowRight Shift+ArrowLeft': 'Mark days on the chart; Enter zooms in on them',
  } as Record<string, string>,
  range: 'Which days',
  ranges: { period: 'Licence period', year: '12 months', all: 'Everything known' },
  zoomIn: 'Zoom in',
  zoomOut: 'Zoom out',
  whole: 'Show all',
  asTable: 'As a table',
  asChart: 'As a chart',
  drag: 'Drag across days to zoom in on them.',
  legend: {
    taken: 'Taken',
    bought: 'Bought',
    instance: 'The instance’s own count',
    forecast: 'Forecast, nine times of ten within the band',
    snapshot: 'Day of a snapshot',
  },
  bought: (n: number) => `${f.number(n)} bought`,
  peakMark: (n: number, day: string) => `Peak ${f.number(n)}, ${f.shortDay(day)}`,
  forecastMark: 'Forecast',
  columns: { day: 'Day', taken: 'Taken', bought: 'Bought', instance: 'Instance', note: 'Note' },
  noteOf: (peak: boolean, snapshot: boolean, spread: { low: number; high: number } | null) =>
    f.capital(
      [
        ...(spread ? [`forecast, nine times of ten ${f.number(spread.low)} to ${f.number(spread.high)}`] : []),
        ...(peak ? ['peak'] : []),
        ...(snapshot ? ['snapshot'] : []),
      ].join(', '),
    ),
  reading: (day: string, parts: string[]) => `${f.day(day)}: ${parts.join(', ')}`,
  readTaken: (n: number) => `${f.number(n)} taken`,
  readInstance: (n: number) => `${f.number(n)} by the instance’s own count`,
  readForecast: (low: number, likely: number, high: number) =>
    `forecast ${f.number(likely)}, between ${f.number(low)} and ${f.number(high)}`,
  readPeak: 'the peak',
  marked: (from: string, to: string) => `Marked ${f.day(from)} to ${f.day(to)}. Enter zooms in.`,
  none: 'No history yet',
  noneText:
    'Every import or sync is a day on this chart. Earlier exports fall into place when they are imported with their day.',
  one: 'One snapshot so far',
  oneText: (day: string) =>
    `The count is known from ${f.day(day)} on. Import earlier exports with their day, and they fall into place.`,
  forecast: 'What to expect',
  noForecast: 'No forecast',
  breakdown: 'Who takes the seats?',
  breakdownBy: 'Break down by',
  by,
  without,
  monthEnds: 'Seats at the end of each month',
  now: 'Now',
  more: (n: number) => `Show all ${f.number(n)}`,
  fewer: 'Show fewer',
  noBreakdown: 'Nobody takes a seat.',
  days: 'Who took a seat, and when?',
  daysColumns: { user: 'User', department: 'Department', first: 'First day', last: 'Last day', days: 'Days' },
  noDepartment: 'None',
  noDays: 'Nobody took a seat in this period',
  noDaysText: 'Choose another period, or import snapshots of it.',
};
