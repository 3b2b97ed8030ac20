/** What is true of one day, in words. */
import { dayOf } from '../../../lib/chart/days';
import { m } from '../../../lib/messages';
import type { Reading } from './series';

export function partsOf(reading: Reading): string[] {
  const c = m.seatHistory;
  const { taken, bought, instance, forecast } = reading;
  return [
    ...(taken === null ? [] : [c.readTaken(taken)]),
    ...(forecast === null ? [] : [c.readForecast(forecast.low, forecast.likely, forecast.high)]),
    ...(bought === null ? [] : [c.bought(bought)]),
    ...(instance === null ? [] : [c.readInstance(instance)]),
    ...(reading.peak ? [c.readPeak] : []),
  ];
}

export const sentenceOf = (reading: Reading) => m.seatHistory.reading(dayOf(reading.day), partsOf(reading));
