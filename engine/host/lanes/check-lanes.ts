// Runs compiled lanes beside the reference lane, tick by tick, and names the first place where one differs.
import { differingPath } from '../../core/memory/state-difference.js';
import type { LaneStart, LaneTick } from '../../core/memory/reference-lane.js';
import { plainEvent } from '../../core/memory/plain-event.js';
import { SymbolTable } from '../../core/memory/symbol-table.js';
import { TickTrace } from '../../core/kernel/index.js';
import type { KernelEvent } from '../../core/model/index.js';
import { createNumeric, type Numeric, type NumericPolicy } from '../../core/numeric/index.js';
import { FastLane, LaneTrap } from '../../vm/fast/fast-lane.js';
import { fastModule } from '../../vm/fast/fast-module.js';
import type { Program } from '../../vm/ir/program.js';
import type { LaneDivergence } from './lane-report.js';
import { feedOfOne } from '../../vm/fast/tick-feed.js';
import { decimalRuntime } from './decimal-runtime.js';
import { differingField } from './event-difference.js';
import { tracing } from './tracing.js';

/** The reference lane, wherever it runs. */
export interface ReferenceCalls {
  readonly start: LaneStart;
  readonly ticks: (count: number) => readonly LaneTick[];
  readonly state: () => readonly number[];
}

export interface LaneCheck {
  readonly referenceMs: number;
  readonly fastMs: number;
  readonly ticks: number;
  readonly divergence: LaneDivergence | null;
}

interface Asked {
  readonly program: Program;
  readonly numeric: NumericPolicy;
  readonly symbolCount: number;
  readonly reference: ReferenceCalls;
  /** Where a place of the program is in the strategy's source. */
  readonly rangeOf: (place: number) => LaneDivergence['range'];
  /** Called between stretches; throws when the check is cancelled. */
  readonly breathe: (done: number, total: number) => Promise<void>;
}

/** Ticks between two looks at whether the check is still wanted. */
const STRETCH = 200;

export async function checkFastLane(asked: Asked): Promise<LaneCheck> {
  const { reference } = asked;
  const lane = new CheckedLane(asked);
  let referenceMs = 0;
  let fastMs = 0;
  let done = 0;
  for (;;) {
    await asked.breathe(done, reference.start.ticks);
    const before = performance.now();
    const ticks = reference.ticks(STRETCH);
    const between = performance.now();
    referenceMs += between - before;
    for (const tick of ticks) {
      const divergence = lane.check(tick, done);
      if (divergence !== null) return { referenceMs, fastMs, ticks: done, divergence };
      done += 1;
      if (tick.failure !== null) return { referenceMs, fastMs, ticks: done, divergence: null };
    }
    fastMs += performance.now() - between;
    if (ticks.length === 0) return { referenceMs, fastMs, ticks: done, divergence: null };
  }
}

type Found = Omit<LaneDivergence, 'lane' | 'tick' | 'ts'>;

class CheckedLane {
  private readonly num: Numeric;
  private readonly symbols: SymbolTable;
  private readonly trace: TickTrace;
  private readonly lane: FastLane;

  constructor(private readonly asked: Asked) {
    const { program, numeric, reference, symbolCount } = asked;
    this.num = createNumeric(numeric);
    this.symbols = new SymbolTable(reference.start.symbols);
    this.trace = new TickTrace(symbolCount, () => true);
    const image = { bytes: bytesOf(reference.start.words), stateStart: reference.start.stateStart };
    this.lane = new FastLane({
      program,
      fast: fastModule(program, this.num, decimalRuntime),
      num: this.num,
      symbols: this.symbols,
      image,
    });
  }

  check(tick: LaneTick, index: number): LaneDivergence | null {
    const found = this.run(tick);
    return found === null ? null : { lane: 'fast', tick: index, ts: tick.ts, ...found };
  }

  private run(tick: LaneTick): Found | null {
    let events: readonly KernelEvent[];
    try {
      events = [...this.step(tick), ...this.finish(tick)];
    } catch (error) {
      if (error instanceof LaneTrap) return this.compareStop(error, tick);
      throw error;
    }
    if (tick.failure !== null) {
      const reference = `stopped: ${tick.failure.message}`;
      return { kind: 'stop', field: '', reference, found: 'went on', range: null };
    }
    return this.compareEvents(events, tick) ?? this.compareState(tick);
  }

  private step({ current }: LaneTick): readonly KernelEvent[] {
    this.lane.run(feedOfOne(this.lane.currentAt, bytesOf(current)), 0, 1);
    return this.recorded();
  }

  private finish({ finish }: LaneTick): readonly KernelEvent[] {
    if (finish === null) return [];
    this.lane.finish(feedOfOne(this.lane.currentAt, bytesOf(finish)), 0);
    return this.recorded();
  }

  private recorded(): readonly KernelEvent[] {
    this.trace.begin();
    this.lane.flush(tracing(this.trace, () => undefined));
    return [...this.trace.events];
  }

  /** Both stopped in the same tick: that is agreement. What the lane had recorded by then is not looked at. */
  private compareStop(trap: LaneTrap, tick: LaneTick): Found | null {
    if (tick.failure !== null) return null;
    const range = this.asked.rangeOf(trap.place);
    return {
      kind: 'stop',
      field: '',
      reference: 'went on',
      found: `stopped: ${STOPS[trap.trap]}`,
      range,
    };
  }

  private compareEvents(events: readonly KernelEvent[], tick: LaneTick): Found | null {
    const count = Math.max(events.length, tick.events.length);
    for (let i = 0; i < count; i += 1) {
      const event = events[i];
      const found = event === undefined ? '' : plainEvent(this.num, event);
      const reference = tick.events[i] ?? '';
      if (found === reference) continue;
      const site = event === undefined ? -1 : event.site;
      return {
        kind: 'event',
        ...differingField(reference, found),
        range: this.asked.rangeOf(site),
      };
    }
    return null;
  }

  private compareState(tick: LaneTick): Found | null {
    if (this.lane.digest() === tick.digest) return null;
    const { program, reference } = this.asked;
    const at = { plan: program, num: this.num, symbols: this.symbols };
    const difference = differingPath(bytesOf(reference.state()), this.lane.state(), at);
    const { field, reference: wanted, found } = difference;
    return { kind: 'state', field, reference: wanted, found, range: null };
  }
}

const STOPS: Readonly<Record<LaneTrap['trap'], string>> = {
  fault: 'the engine refused a request, or the strategy threw',
  'int-range': 'a whole number left the range that every lane computes exactly',
  missing: 'a value was missing',
  capacity: 'a list in state is full',
  memory: 'a tick made more objects than a lane has room for',
  endless: 'a loop did not end',
  'number-range': 'a number has more digits than a lane holds',
};

const bytesOf = (words: readonly number[]): Uint8Array =>
  new Uint8Array(Uint32Array.from(words).buffer);
