// How fast a sweep goes and how long it will still take, for the progress line alone.
import { nowMs } from './clock.js';

const SECONDS_A_MINUTE = 60;
const MINUTES_SHOWN_FROM = 2 * SECONDS_A_MINUTE;

export class SweepPace {
  private readonly startedAt = nowMs();

  constructor(
    private readonly from: number,
    private readonly count: number,
  ) {}

  /** `1200 of 10000, 38 a second, 4 min left` */
  text(done: number): string {
    const seconds = (nowMs() - this.startedAt) / 1000;
    const rate = seconds > 0 ? (done - this.from) / seconds : 0;
    const counted = `${String(done)} of ${String(this.count)}`;
    if (rate === 0) return counted;
    const left = (this.count - done) / rate;
    const time =
      left >= MINUTES_SHOWN_FROM
        ? `${String(Math.round(left / SECONDS_A_MINUTE))} min left`
        : `${String(Math.ceil(left))} s left`;
    return `${counted}, ${rate.toFixed(rate < 10 ? 1 : 0)} a second, ${time}`;
  }
}
