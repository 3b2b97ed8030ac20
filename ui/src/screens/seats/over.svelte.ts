/** Seats over time as the screen asks for them: the licence period, other days for the chart, what is expected. */
import { call } from '../../lib/backend';
import { Resource } from '../../lib/state/resource.svelte';
import { daysOf, type Range } from './history/range';

export class Over {
  /** The licence period: what is owed follows from it, whatever the chart shows. */
  readonly period = new Resource(() => call('seats_history', { plan: this.plan }));
  readonly forecast = new Resource(() => call('seats_forecast', this.plan));
  private readonly other = new Resource(() => call('seats_history', { plan: this.plan, ...daysOf(this.range) }));
  private plan = '';
  private range = $state<Range>('period');

  /** The days on the chart. */
  get history() {
    return this.range === 'period' ? this.period : this.other;
  }

  /** Reads all of it: another plan, or users changed. */
  load(plan: string): void {
    if (plan !== this.plan) for (const one of [this.period, this.forecast, this.other]) one.clear();
    this.plan = plan;
    void this.period.load();
    void this.forecast.load();
    if (this.range !== 'period') void this.other.load();
  }

  show(range: Range): void {
    if (range === this.range) return;
    this.range = range;
    this.other.clear();
    if (range !== 'period' && this.plan !== '') void this.other.load();
  }
}
