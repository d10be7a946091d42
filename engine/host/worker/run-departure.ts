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
export interface DepartureRun {
  readonly run: SweepRun;
  readonly isStopped: boolean;
}

export class RunDeparture implements RunReader<DepartureRun> {
  private matched = 0;
  private tick = 0;
  private departed: string | null = null;

  constructor(
    private readonly open: OpenReplay,
    private readonly window: CompiledWindow,
    /** What `comparedEvents` gives. */
    private readonly live: readonly EventRecord[],
  ) {}

  /** Of a run that goes along as far as another one did: goes on from there. */
  resume(matched: number): void {
    this.matched = matched;
  }

  get reached(): number {
    return this.matched;
  }

  take(tick: number, events: readonly KernelEvent[]): void {
    for (const event of events) {
      if (this.departed !== null) return;
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
    else this.departed = JSON.stringify(record);
  }

  /** @throws Departed as soon as the run is live's no more */
  check(): void {
    if (this.departed !== null) throw new Departed('departed from live');
  }

  end(done: number, stop: { readonly trap: LaneStop } | null): DepartureRun {
    const { matched, departed, live, window } = this;
    const isStopped = departed === null && stop !== null;
    const isClean = departed === null && stop === null && matched === live.length;
    const undeparted = stop === null ? window.tickCount : done;
    const ticks = departed === null ? undeparted : this.tick + 1;
    return { run: { matched, isClean, departed: departed ?? '', ticks }, isStopped };
  }
}
