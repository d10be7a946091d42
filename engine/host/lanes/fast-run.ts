// Runs a compiled program over a window without the reference lane beside it. It needs only the memory the reference lane
// starts from; what it records comes back as the engine's own events. It compares nothing.
import {
  KEEP_ALL,
  TickTrace,
  type CurrentTick,
  type DecisionDraft,
  type KeepDecision,
} from '../../core/kernel/index.js';
import { readImage, type PlainImage } from '../../core/memory/plain-plan.js';
import { currentOf } from '../../core/memory/current-tick.js';
import type { RunImage } from '../../core/memory/run-image.js';
import { SymbolTable } from '../../core/memory/symbol-table.js';
import type { KernelEvent, MarketTick } from '../../core/model/index.js';
import { createNumeric, type Numeric, type NumericPolicy } from '../../core/numeric/index.js';
import { FastLane, LaneTrap } from '../../vm/fast/fast-lane.js';
import { fastModule } from '../../vm/fast/fast-module.js';
import type { LaneStop } from '../../vm/fast/machine.js';
import { encodeTicks, type TickFeed } from '../../vm/fast/tick-feed.js';
import type { Program } from '../../vm/ir/program.js';
import { decimalRuntime } from './decimal-runtime.js';
import { tracing, tracingKept } from './tracing.js';

export interface FastRunInputs {
  readonly program: Program;
  readonly numeric: NumericPolicy;
  /** Of one configuration: its parameters and state are in it. */
  readonly start: PlainImage;
  /** Whether the strategy's end-of-run rules follow the last tick. */
  readonly finishes: boolean;
  readonly symbolCount: number;
}

/** Ticks of a window in compiled form. Configurations whose lanes start equally long share them. */
export interface Window {
  readonly ticks: TickFeed;
  /** The last tick once more for the end-of-run rules; null where none follow. */
  readonly finish: TickFeed | null;
  readonly count: number;
}

export interface FastRunOptions {
  /** Takes the events of each tick, in order; absent: nothing is decoded. */
  readonly onTick?: (tick: number, events: readonly KernelEvent[]) => void;
  /** Told of every decision, whether it is wanted as an event or not. Only with `onTick`. */
  readonly onDecision?: (decision: DecisionPlace, tick: number) => void;
  /** Decisions that are wanted as events; all are when absent, and then nothing is passed over. */
  readonly keep?: KeepDecision;
  /** Ticks that run before their events are read: few where `onTick` may throw to end the run. */
  readonly stretch?: number;
  /**
   * Told what each stretch recorded. The first ones are not decoded as long as it knows them: `onTick` begins behind those.
   */
  readonly knows?: (recorded: DataView) => boolean;
  /** Called between stretches; throws when the run is cancelled. */
  readonly breathe?: (done: number, total: number) => Promise<void>;
}

/** Which symbol was concluded for, and where in the strategy: an index into the program's places. */
export interface DecisionPlace {
  readonly symbol: number;
  readonly site: number;
}

export interface FastOutcome {
  /** Ticks done. */
  readonly ticks: number;
  /** Why compiled code stopped by itself, in the tick after those; the reference lane then tells the story. */
  readonly stop: { readonly trap: LaneStop; readonly place: number } | null;
}

/** Ticks between two looks at whether the run is still wanted; some milliseconds. */
const STRETCH = 2000;

export class FastRun {
  readonly num: Numeric;
  private readonly symbols: SymbolTable;
  private image: RunImage;
  private readonly lane: FastLane;

  constructor(private readonly inputs: FastRunInputs) {
    const { program, numeric, start } = inputs;
    this.num = createNumeric(numeric);
    this.symbols = new SymbolTable(start.symbols);
    this.image = readImage(start);
    const fast = fastModule(program, this.num, decimalRuntime);
    const { num, symbols, image } = this;
    this.lane = new FastLane({ program, fast, num, symbols, image });
  }

  /** Runs start from another configuration from now on; false, and nothing has changed, when it is laid out otherwise. */
  adopt(start: PlainImage): boolean {
    const image = readImage(start);
    if (!this.lane.canRestart(image, new SymbolTable(start.symbols))) return false;
    this.image = image;
    return true;
  }

  /** Where the current tick lies: windows serve all runs that have it at the same place. */
  get currentAt(): number {
    return this.lane.currentAt;
  }

  /** @throws NotRepresentable when a number of the market has more digits than a cell holds */
  encode(ticks: readonly MarketTick[]): Window {
    const { program, symbolCount, finishes } = this.inputs;
    const plan = { program, num: this.num, symbols: this.symbols, currentAt: this.lane.currentAt };
    const last = ticks.at(-1);
    const isFinished = finishes && last !== undefined;
    return {
      ticks: encodeTicks(plan, currents(ticks, symbolCount)),
      finish: isFinished ? encodeTicks(plan, [currentOf(last, symbolCount, true)]) : null,
      count: ticks.length,
    };
  }

  /** Runs a window from the start. One run at a time. */
  async run(window: Window, options: FastRunOptions = {}): Promise<FastOutcome> {
    const { lane } = this;
    const { count } = window;
    const { stretch = STRETCH } = options;
    const { onTick, knows } = options;
    let reader: EventReader | null = null;
    let known = 0;
    lane.restart(this.image);
    const read = (): void => {
      const recorded = lane.take();
      if (onTick === undefined) return;
      const isKnown = knows?.(recorded) === true;
      if (reader === null && isKnown) {
        known += stretch;
        return;
      }
      reader ??= this.reader(onTick, options, { from: known, count });
      reader.read(lane, recorded);
    };
    try {
      for (let at = 0; at < count; at += stretch) {
        await options.breathe?.(at, count);
        lane.run(window.ticks, at, Math.min(at + stretch, count));
        if (at + stretch >= count && window.finish !== null) lane.finish(window.finish, 0);
        read();
      }
    } catch (error) {
      if (!(error instanceof LaneTrap)) throw error;
      read();
      endOf(reader);
      return { ticks: lane.done, stop: { trap: error.trap, place: error.place } };
    }
    endOf(reader);
    return { ticks: count, stop: null };
  }

  digest(): string {
    return this.lane.digest();
  }

  private reader(
    onTick: NonNullable<FastRunOptions['onTick']>,
    { keep, onDecision }: FastRunOptions,
    ticks: { readonly from: number; readonly count: number },
  ): EventReader {
    const trace = new TickTrace(this.inputs.symbolCount, keep ?? KEEP_ALL);
    return new EventReader(trace, ticks, { onTick, onDecision, keep });
  }
}

interface Listening {
  readonly onTick: NonNullable<FastRunOptions['onTick']>;
  readonly onDecision: FastRunOptions['onDecision'];
  readonly keep: KeepDecision | undefined;
}

/** Hands over a tick's events when the next tick begins, or at the end. The end-of-run rules belong to the last tick. */
class EventReader {
  private tick: number;
  private readonly count: number;
  private events: KernelEvent[] = [];

  constructor(
    private readonly trace: TickTrace,
    { from, count }: { readonly from: number; readonly count: number },
    private readonly listening: Listening,
  ) {
    this.tick = from - 1;
    this.count = count;
  }

  read(lane: FastLane, recorded: DataView): void {
    const { onDecision, keep } = this.listening;
    const next = (): void => {
      this.next();
    };
    const table =
      keep === undefined ? tracing(this.trace, next) : tracingKept(this.trace, next, keep);
    const take = table.call('decide') as ((draft: DecisionDraft) => void) | undefined;
    const decide = (draft: DecisionDraft): void => {
      onDecision?.(draft, this.current);
      take?.(draft);
    };
    lane.decode(recorded, {
      ...table,
      call: (name) => (name === 'decide' ? decide : table.call(name)),
    });
  }

  /** The tick whose records are read. */
  private get current(): number {
    return Math.min(this.tick, this.count - 1);
  }

  private next(): void {
    if (this.tick + 1 < this.count) this.end();
    else this.events.push(...this.trace.events);
    this.tick += 1;
    this.trace.begin();
  }

  end(): void {
    this.events.push(...this.trace.events);
    if (this.tick >= 0) this.listening.onTick(this.current, this.events);
    this.events = [];
  }
}

/** The compiler takes a variable that only a function sets for what it was. */
const endOf = (reader: EventReader | null): void => {
  reader?.end();
};

function* currents(ticks: readonly MarketTick[], symbolCount: number): Generator<CurrentTick> {
  for (const tick of ticks) yield currentOf(tick, symbolCount, false);
}
