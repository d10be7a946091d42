// How far a run in a compiled lane goes along with live: its events against live's in order and exactly, up to the first
// that has no equal partner. Behind it nothing is looked at, so a wrong configuration is known early.
import type { SweepRun } from '../../core/causes/sweep.js';
import type { KernelEvent } from '../../core/model/index.js';
import { compareEvents, eventIdentity } from '../../core/parity/index.js';
import type { EventRecord } from '../../core/schema/index.js';
import type { LaneStop } from '../../vm/fast/machine.js';
import type { CompiledWindow } from './compiled-window.js';
import type { OpenReplay } from './open-replay.js';
import { isCompared, type RunReader } from './run-outcome.js';

/** Thrown into a run whose rest nobody wants to see. */
export class Departed extends Error {
  override readonly name = 'Departed';
}

/** `isStopped`: it broke off by itself while it still went along; not every lane has as much room for that. */
export type DepartureRun = SweepRun & { readonly isStopped: boolean };

export class RunDeparture implements RunReader<DepartureRun> {
  private matched = 0;
  private tick = 0;
  private hasDeparted = false;

  constructor(
    private readonly open: OpenReplay,
    private readonly window: CompiledWindow,
    /** What `comparedEvents` gives. */
    private readonly live: readonly EventRecord[],
  ) {}

  take(tick: number, events: readonly KernelEvent[]): void {
    for (const event of events) {
      if (this.hasDeparted) return;
      this.tick = tick;
      const record = this.window.recordOf(event, tick);
      if (isCompared(this.open, record)) this.match(record);
    }
  }

  private match(record: EventRecord): void {
    const partner = this.live[this.matched];
    const isEqual =
      partner !== undefined &&
      eventIdentity(partner) === eventIdentity(record) &&
      compareEvents(this.window.num, partner, record).length === 0;
    if (isEqual) this.matched += 1;
    else this.hasDeparted = true;
  }

  /** @throws Departed as soon as the run is live's no more */
  check(): void {
    if (this.hasDeparted) throw new Departed('departed from live');
  }

  end(done: number, stop: { readonly trap: LaneStop } | null): DepartureRun {
    const { matched, hasDeparted, live } = this;
    const isStopped = !hasDeparted && stop !== null;
    const isClean = !hasDeparted && stop === null && matched === live.length;
    return { matched, isClean, ticks: hasDeparted ? this.tick + 1 : done, isStopped };
  }
}
