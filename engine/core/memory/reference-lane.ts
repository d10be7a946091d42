// The reference lane as other lanes are checked against it: the memory they start from, every tick in their words, and
// what the reference makes of it. Runs inside the sandbox, so all of its answers are plain JSON.
import { StrategyFault, type Engine } from '../kernel/index.js';
import type { MarketTick } from '../model/index.js';
import type { ReplaySession } from '../session/replay-session.js';
import { currentOf } from './current-tick.js';
import { ImageWriter, NotRepresentable } from './image.js';
import { plainEvent } from './plain-event.js';
import { Layouts } from './record-layout.js';
import {
  buildRunImage,
  currentAddress,
  encodingOf,
  stateDigest,
  type MemoryPlan,
  type RootName,
  type RunImage,
} from './run-image.js';
import { SymbolTable } from './symbol-table.js';
import { TypeReader, type PlainShape, type PlainType } from './type-table.js';
import { invariant } from '../kernel/fault.js';

/** A program's plan of memory as JSON. */
export interface PlainPlan {
  readonly shapes: readonly PlainShape[];
  readonly roots: readonly { readonly name: RootName; readonly type: PlainType }[];
  readonly literals: readonly string[];
  readonly numWords: number;
  readonly objectsAt: number;
}

export interface LaneStart {
  readonly words: readonly number[];
  readonly stateStart: number;
  /** Text of every word, literals first. */
  readonly symbols: readonly string[];
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
    const types = new TypeReader(plain.shapes);
    this.symbols = new SymbolTable(plain.literals);
    this.plan = {
      roots: plain.roots.map(({ name, type }) => ({ name, type: types.read(type) })),
      numWords: plain.numWords,
      objectsAt: plain.objectsAt,
    };
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
    while (this.done < until && (made.at(-1)?.failure ?? null) === null) {
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
      return { ...given, events, digest: this.digest(), failure: null };
    } catch (error) {
      if (error instanceof NotRepresentable) throw error;
      return { ...given, events: [], digest: '', failure: describeFailure(error) };
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

  private digest(): string {
    const { bytes, stateStart } = this.image();
    return stateDigest(bytes, stateStart);
  }

  /** The words of state as they are now, to name what differs. */
  state(): readonly number[] {
    return wordsOf(this.image().bytes);
  }
}

const wordsOf = (bytes: Uint8Array): readonly number[] =>
  Array.from(new Uint32Array(bytes.slice().buffer));

function describeFailure(error: unknown): { readonly code: string; readonly message: string } {
  if (error instanceof StrategyFault) return { code: error.code, message: error.message };
  return {
    code: 'strategy.threw',
    message: error instanceof Error ? error.message : String(error),
  };
}
