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
import type { SinkCall } from '../../vm/fast/stream.js';
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

/** Told of every tick that made events; the list is used again for the next tick. */
export type OnEvents = (events: readonly KernelEvent[], tick: number) => void;

/** Told of every decision, whether it is kept as an event or not. */
export type OnDecision = (
  decision: { readonly symbol: number; readonly site: number },
  tick: number,
) => void;

export class FastRuns {
  private lane: FastLane | null = null;
  /** By where the current tick lies, which the size of an image decides. */
  private readonly encoded = new Map<number, EncodedWindow>();

  constructor(private readonly window: FastWindow) {}

  get num(): Numeric {
    return this.window.num;
  }

  /** A run from an image; it ends the run before it, whose memory it takes. */
  begin(plain: PlainImage, onEvents: OnEvents, onDecision?: OnDecision): FastRun {
    const lane = this.laneFor(plain);
    const { symbolCount, keep } = this.window;
    const trace = new TickTrace(symbolCount, keep);
    return new FastRun(lane, this.encode(lane), { trace, onEvents, onDecision });
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

interface Listening {
  readonly trace: TickTrace;
  readonly onEvents: OnEvents;
  readonly onDecision: OnDecision | undefined;
}

/** One run under way. */
export class FastRun {
  /** Ticks that are done. */
  done = 0;
  /** Where the run broke off by itself; null while it has not. */
  stop: FastStop | null = null;

  constructor(
    private readonly lane: FastLane,
    private readonly encoded: EncodedWindow,
    private readonly listening: Listening,
  ) {}

  get finished(): boolean {
    return this.stop !== null || this.done >= this.encoded.ticks.length;
  }

  /** Runs up to `count` further ticks. */
  advance(count: number): void {
    const { ticks, end } = this.encoded;
    const until = Math.min(this.done + count, ticks.length);
    try {
      while (this.done < until) {
        this.step('step', ticks[this.done] as EncodedTick);
        if (this.done === ticks.length - 1 && end !== null) this.step('finish', end);
        this.done += 1;
      }
    } catch (error) {
      if (!(error instanceof LaneTrap)) throw error;
      this.stop = { trap: error.trap, place: error.place, tick: this.done };
    }
  }

  private step(entry: 'step' | 'finish', tick: EncodedTick): void {
    const { trace, onEvents } = this.listening;
    trace.begin();
    this.lane.run(entry, tick);
    this.lane.flush(this.record);
    if (trace.events.length > 0) onEvents(trace.events, this.done);
  }

  private readonly record: SinkCall = (name, args) => {
    const { trace, onDecision } = this.listening;
    if (name === 'decide') onDecision?.(args[0] as Parameters<OnDecision>[0], this.done);
    recordInto(trace)(name, args);
  };
}
