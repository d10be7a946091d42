// The reference lane as other lanes are checked against it: the memory they start from, every tick in their words, and
// what the reference makes of it. Runs inside the sandbox, so all of its answers are plain JSON.
import { StrategyFault, type Engine } from '../kernel/index.js';
import type { MarketTick } from '../model/index.js';
import type { ReplaySession } from '../session/replay-session.js';
import { currentOf } from './current-tick.js';
import { ImageWriter, NotRepresentable } from './image.js';
import { readPlan, wordsOf, type PlainImage, type PlainPlan } from './plain-plan.js';
import { plainEvent } from './plain-event.js';
import { Layouts } from './record-layout.js';
import {
  buildRunImage,
  currentAddress,
  encodingOf,
  stateDigest,
  type MemoryPlan,
  type RunImage,
} from './run-image.js';
import { SymbolTable } from './symbol-table.js';
import { invariant } from '../kernel/fault.js';

export interface LaneStart extends PlainImage {
  readonly ticks: number;
  /** Whether the strategy's end-of-run rules follow the last tick. */
  readonly finishes: boolean;
}

/** One tick: what lanes are given, and what the reference made of it. */
export interface LaneTick {
  readonly ts: number;
  readonly current: readonly number[];
  /** The same tick for the end-of-run rules; null where none follow. */
  readonly finish: readonly number[] | null;
  readonly events: readonly string[];
  readonly digest: string;
  /** What of the state after this tick no lane can hold, with its place; null where all of it can be held. */
  readonly unheld: string | null;
  /** The strategy broke off in this tick. */
  readonly failure: { readonly code: string; readonly message: string } | null;
}

export class ReferenceLane {
  private readonly symbols: SymbolTable;
  private readonly plan: MemoryPlan;
  private readonly start: RunImage;
  private done = 0;

  /** @throws NotRepresentable when the run's numbers or state do not fit the lanes' memory */
  constructor(
    private readonly session: ReplaySession,
    private readonly run: {
      readonly ticks: readonly MarketTick[];
      readonly finishes: boolean;
      readonly reset: () => void;
    },
    plain: PlainPlan,
  ) {
    this.symbols = new SymbolTable(plain.literals);
    this.plan = readPlan(plain);
    this.start = buildRunImage(this.engine, this.plan, { symbols: this.symbols, before: null });
  }

  private get engine(): Engine {
    return this.session.current;
  }

  opening(): LaneStart {
    // Every tick's text is known before the first, so that both sides number it alike.
    return {
      words: wordsOf(this.start.bytes),
      stateStart: this.start.stateStart,
      symbols: this.symbols.all,
      ticks: this.run.ticks.length,
      finishes: this.run.finishes,
    };
  }

  next(count: number): readonly LaneTick[] {
    const made: LaneTick[] = [];
    const until = Math.min(this.done + count, this.run.ticks.length);
    const isOver = (): boolean => {
      const last = made.at(-1);
      return last !== undefined && (last.failure !== null || last.unheld !== null);
    };
    while (this.done < until && !isOver()) {
      made.push(this.tick(this.run.ticks[this.done] as MarketTick));
      this.done += 1;
    }
    return made;
  }

  private tick(market: MarketTick): LaneTick {
    const isLast = this.done === this.run.ticks.length - 1;
    const { num } = this.engine.setup;
    const given = {
      ts: market.ts,
      current: this.encode(market, false),
      finish: isLast && this.run.finishes ? this.encode(market, true) : null,
    };
    this.run.reset();
    try {
      const events = this.session.step().map((event) => plainEvent(num, event));
      return { ...given, events, ...this.digest(), failure: null };
    } catch (error) {
      return { ...given, events: [], digest: '', unheld: null, failure: describeFailure(error) };
    }
  }

  private encode(market: MarketTick, finishing: boolean): readonly number[] {
    const address = currentAddress(this.start);
    const root = this.plan.roots.find(({ name }) => name === 'current');
    invariant(root !== undefined, 'the current tick is a root');
    const encoding = encodingOf(this.engine.setup.num, this.symbols);
    const writer = new ImageWriter(new Layouts(this.plan.numWords), encoding, {
      next: address,
      before: null,
    });
    writer.place(root.type, currentOf(market, this.engine.setup.symbols.length, finishing), 'tick');
    return wordsOf(writer.image().slice(address));
  }

  private image(): RunImage {
    return buildRunImage(this.engine, this.plan, { symbols: this.symbols, before: this.start });
  }

  private digest(): Pick<LaneTick, 'digest' | 'unheld'> {
    try {
      const { bytes, stateStart } = this.image();
      return { digest: stateDigest(bytes, stateStart), unheld: null };
    } catch (error) {
      if (!(error instanceof NotRepresentable)) throw error;
      return { digest: '', unheld: error.message };
    }
  }

  /** The words of state as they are now, to name what differs. */
  state(): readonly number[] {
    return wordsOf(this.image().bytes);
  }
}

function describeFailure(error: unknown): { readonly code: string; readonly message: string } {
  if (error instanceof StrategyFault) return { code: error.code, message: error.message };
  return {
    code: 'strategy.threw',
    message: error instanceof Error ? error.message : String(error),
  };
}
