// Whole runs of one strategy over one window in the fast lane, one configuration after the other. The market is encoded
// once and the lane's memory is used again.
import { currentOf } from '../../core/memory/current-of.js';
import { readImage, type PlainImage } from '../../core/memory/plain-plan.js';
import { SymbolTable } from '../../core/memory/symbol-table.js';
import { TickTrace, type KeepDecision } from '../../core/kernel/index.js';
import type { KernelEvent, MarketTick } from '../../core/model/index.js';
import type { Numeric } from '../../core/numeric/index.js';
import { FastLane, LaneTrap, type EncodedTick } from '../../vm/fast/fast-lane.js';
import { fastModule } from '../../vm/fast/fast-module.js';
import type { Program } from '../../vm/ir/program.js';
import { decimalRuntime } from './decimal-runtime.js';
import { recordInto } from './record-into.js';

export interface FastWindow {
  readonly program: Program;
  readonly num: Numeric;
  readonly ticks: readonly MarketTick[];
  /** Whether the strategy's end-of-run rules follow the last tick. */
  readonly finishes: boolean;
  readonly symbolCount: number;
  readonly keep: KeepDecision;
}

/** Compiled code stopped by itself; only the reference lane can say why. */
export interface FastStop {
  readonly trap: LaneTrap['trap'];
  readonly place: number;
  readonly tick: number;
}

interface EncodedWindow {
  readonly ticks: readonly EncodedTick[];
  readonly end: EncodedTick | null;
}

export class FastRuns {
  private lane: FastLane | null = null;
  /** By where the current tick lies, which the size of an image decides. */
  private readonly encoded = new Map<number, EncodedWindow>();

  constructor(private readonly window: FastWindow) {}

  /** Runs from an image to the end, and hands every tick's events over; null, or where the run stopped by itself. */
  run(
    plain: PlainImage,
    onEvents: (events: readonly KernelEvent[], tick: number) => void,
  ): FastStop | null {
    const lane = this.laneFor(plain);
    const { ticks, end } = this.encode(lane);
    const { symbolCount, keep } = this.window;
    const trace = new TickTrace(symbolCount, keep);
    const record = recordInto(trace);
    const step = (entry: 'step' | 'finish', tick: EncodedTick, index: number): void => {
      trace.begin();
      lane.run(entry, tick);
      lane.flush(record);
      if (trace.events.length > 0) onEvents(trace.events, index);
    };
    let index = 0;
    try {
      for (; index < ticks.length; index += 1) step('step', ticks[index] as EncodedTick, index);
      if (end !== null) step('finish', end, ticks.length - 1);
      return null;
    } catch (error) {
      if (!(error instanceof LaneTrap)) throw error;
      return { trap: error.trap, place: error.place, tick: Math.min(index, ticks.length - 1) };
    }
  }

  private laneFor(plain: PlainImage): FastLane {
    const image = readImage(plain);
    const symbols = new SymbolTable(plain.symbols);
    if (this.lane?.restart(image, symbols) === true) return this.lane;
    const { program, num } = this.window;
    const fast = fastModule(program, num, decimalRuntime);
    this.lane = new FastLane({ program, fast, num, symbols, image });
    return this.lane;
  }

  private encode(lane: FastLane): EncodedWindow {
    const known = this.encoded.get(lane.currentAt);
    if (known !== undefined) return known;
    const { ticks, symbolCount, finishes } = this.window;
    const last = ticks.at(-1);
    const made = {
      ticks: lane.encode(ticks.map((tick) => currentOf(tick, symbolCount, false))),
      end:
        last === undefined || !finishes
          ? null
          : (lane.encode([currentOf(last, symbolCount, true)])[0] ?? null),
    };
    this.encoded.set(lane.currentAt, made);
    return made;
  }
}
