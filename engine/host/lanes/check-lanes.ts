// Runs compiled lanes beside the reference lane, tick by tick, and names the first place where one differs.
import { differingPath } from '../../core/memory/state-difference.js';
import { numberCells } from '../../core/memory/number-cells.js';
import type { LaneStart, LaneTick } from '../../core/memory/reference-lane.js';
import { SymbolTable } from '../../core/memory/symbol-table.js';
import { TickTrace } from '../../core/kernel/index.js';
import type { KernelEvent } from '../../core/model/index.js';
import { createNumeric, type Numeric, type NumericPolicy } from '../../core/numeric/index.js';
import { FastLane, LaneTrap } from '../../vm/fast/fast-lane.js';
import { fastModule } from '../../vm/fast/fast-module.js';
import { feedOfOne } from '../../vm/fast/tick-feed.js';
import type { Program } from '../../vm/ir/program.js';
import type { LaneDivergence, LaneLimit } from './lane-report.js';
import { decimalRuntime } from './decimal-runtime.js';
import { tracing } from './tracing.js';
import {
  bytesOf,
  differingEvents,
  type Found,
  judgedStop,
  type Limited,
  missingStop,
  placed,
  type RangeOf,
} from './tick-comparison.js';

/** The reference lane, wherever it runs. */
export interface ReferenceCalls {
  readonly start: LaneStart;
  readonly ticks: (count: number) => readonly LaneTick[];
  /** The words of state after so many ticks from the start; where `ticks` goes on is then undefined. */
  readonly stateAfter: (ticks: number) => readonly number[];
}

export interface LaneCheck {
  readonly referenceMs: number;
  readonly fastMs: number;
  readonly ticks: number;
  readonly divergence: LaneDivergence | null;
  readonly limit: LaneLimit | null;
  /** What of the reference's state no lane can hold, which ended the check; null where nothing did. */
  readonly obstacle: string | null;
}

interface Asked {
  readonly program: Program;
  readonly numeric: NumericPolicy;
  readonly symbolCount: number;
  readonly reference: ReferenceCalls;
  readonly rangeOf: RangeOf;
  readonly isFastWanted: boolean;
  /** Ticks to check; those of the window at most. */
  readonly ticksEnd: number;
  /** Called with every tick, for lanes that run when all ticks are known. */
  readonly onTick: (tick: LaneTick) => void;
  /** Called between stretches; throws when the check is cancelled. */
  readonly breathe: (done: number, total: number) => Promise<void>;
}

/** Ticks between two looks at whether the check is still wanted. */
const STRETCH = 200;

/** Runs the reference lane over the window, and the fast lane beside it where that is wanted. */
export async function checkFastLane(asked: Asked): Promise<LaneCheck> {
  const { reference } = asked;
  const oversized = oversizedConstant(asked.program, asked.numeric);
  if (oversized !== null) return { ...NOTHING, obstacle: oversized };
  const lane = asked.isFastWanted ? new CheckedLane(asked) : null;
  const spent = { referenceMs: 0, fastMs: 0 };
  let done = 0;
  for (;;) {
    await asked.breathe(done, Math.min(asked.ticksEnd, reference.start.ticks));
    const before = performance.now();
    const ticks = reference.ticks(Math.min(STRETCH, asked.ticksEnd - done));
    const between = performance.now();
    spent.referenceMs += between - before;
    for (const tick of ticks) {
      asked.onTick(tick);
      const found = lane?.check(tick, done) ?? {};
      const obstacle = tick.unheld === null ? null : `tick ${String(done)}: ${tick.unheld}`;
      if (isEnd(found)) return { ...NOTHING, ...spent, ticks: done, ...found };
      if (obstacle !== null) return { ...NOTHING, ...spent, ticks: done, obstacle };
      done += 1;
      if (tick.failure !== null) return { ...NOTHING, ...spent, ticks: done };
    }
    spent.fastMs += performance.now() - between;
    if (ticks.length === 0) return { ...NOTHING, ...spent, ticks: done };
  }
}

const NOTHING: LaneCheck = {
  referenceMs: 0,
  fastMs: 0,
  ticks: 0,
  divergence: null,
  limit: null,
  obstacle: null,
};

/** What ends a check: a difference, or a lane that gave the run back. */
type End = Partial<Pick<LaneCheck, 'divergence' | 'limit'>>;

const isEnd = ({ divergence, limit }: End): boolean =>
  divergence !== undefined || limit !== undefined;

/** Numbers written in a strategy are not rounded, so one may have more digits than the policy's cells. */
function oversizedConstant(program: Program, policy: NumericPolicy): string | null {
  const num = createNumeric(policy);
  const cells = numberCells(num);
  const cell = new DataView(new ArrayBuffer(cells.words * 4));
  const found = program.numbers.find((text) => !cells.write(cell, 0, num(text)));
  return found === undefined ? null : `the number ${found} has more digits than a lane holds`;
}

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

  check(tick: LaneTick, index: number): End {
    const found = this.run(tick, index);
    return found === null ? {} : placed(found, { lane: 'fast', tick: index, ts: tick.ts });
  }

  private run(tick: LaneTick, index: number): Found | Limited | null {
    let events: readonly KernelEvent[];
    try {
      events = [...this.step(tick), ...this.finish(tick)];
    } catch (error) {
      if (error instanceof LaneTrap) return judgedStop(error, tick, this.asked.rangeOf);
      throw error;
    }
    const at = { num: this.num, rangeOf: this.asked.rangeOf };
    return missingStop(tick) ?? differingEvents(events, tick, at) ?? this.compareState(tick, index);
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

  private compareState(tick: LaneTick, index: number): Found | null {
    if (this.lane.digest() === tick.digest) return null;
    const { program, reference } = this.asked;
    const at = { plan: program, num: this.num, symbols: this.symbols };
    const difference = differingPath(
      bytesOf(reference.stateAfter(index + 1)),
      this.lane.state(),
      at,
    );
    const { field, reference: wanted, found } = difference;
    return { kind: 'state', field, reference: wanted, found, range: null };
  }
}
