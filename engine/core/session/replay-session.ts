// A pausable run over a bounded window: step, save, restore. Pure; its owner decides when and how far.
import {
  bindVenue,
  finish,
  initialState,
  step,
  TickContext,
  TickTrace,
  type Engine,
  type EngineSetup,
  type KeepDecision,
  type Probe,
} from '../kernel/index.js';
import { INDICATOR_CLASSES } from '../indicators/index.js';
import type { KernelEvent, MarketTick } from '../model/index.js';
import { createNumeric, type Numeric, type NumericPolicy } from '../numeric/index.js';
import type { Snapshot, VenuePolicy } from '../schema/index.js';
import { bindParams, type ParamIssue } from '../strategy/bind-params.js';
import type { StrategyDefinition } from '../strategy/definition.js';
import type { ParamTree, ParamValues } from '../strategy/params.js';
import { createCodec, type Codec } from './codec.js';
import { restoreState, saveState } from './snapshot-state.js';

/** Everything a run is determined by, beside the market data. */
export interface RunSettings {
  readonly numeric: NumericPolicy;
  readonly venue: VenuePolicy;
  /** Ascending; see orderSymbols. */
  readonly symbols: readonly string[];
  /** Parameter overrides as JSON. */
  readonly params: unknown;
  /** Whether the strategy's end-of-run rules apply after the last tick. */
  readonly end: 'cut' | 'finish';
}

export interface SessionParts {
  readonly num: Numeric;
  readonly setup: EngineSetup;
  readonly codec: Codec;
  readonly issues: readonly ParamIssue[];
}

/** Binds strategy and settings; parameter issues are values, and a run with any must not start. */
export function prepareSession(
  strategy: StrategyDefinition,
  settings: RunSettings,
  probe: Probe,
): SessionParts {
  const num = createNumeric(settings.numeric);
  const bound = bindParams(num, strategy.params, settings.params);
  const setup: EngineSetup = {
    num,
    venue: bindVenue(num, settings.venue, settings.symbols),
    symbols: settings.symbols,
    strategy,
    params: bound.values as ParamValues<ParamTree>,
    probe,
  };
  const codec = createCodec(num, [...INDICATOR_CLASSES, ...(strategy.classes ?? [])]);
  return { num, setup, codec, issues: bound.issues };
}

/** One run. `position` counts the ticks done; the end-of-run rules count as part of the last tick. */
export class ReplaySession {
  private engine: Engine;
  private context: TickContext;
  private done = 0;

  constructor(
    readonly parts: SessionParts,
    private readonly ticks: readonly MarketTick[],
    private readonly end: 'cut' | 'finish',
  ) {
    const { setup, num } = parts;
    const trace = new TickTrace(setup.symbols.length, () => true);
    this.engine = { setup, state: initialState(setup, num.zero), trace };
    this.context = new TickContext(this.engine);
  }

  /** Ticks of the window already done. */
  get position(): number {
    return this.done;
  }
  get current(): Engine {
    return this.engine;
  }
  get trace(): TickTrace {
    return this.engine.trace;
  }
  keep(decisions: KeepDecision): void {
    this.engine.trace.setKeep(decisions);
  }

  /** Puts the run where `snapshot` says, before tick number `position` of the window. */
  restore(snapshot: Snapshot, position: number): void {
    const { setup, codec } = this.parts;
    this.engine = { setup, state: restoreState(setup, snapshot, codec), trace: this.engine.trace };
    this.context = new TickContext(this.engine);
    this.done = position;
  }

  save(): Snapshot {
    return saveState(this.parts.setup, this.engine.state, this.parts.codec);
  }

  /** Runs the next tick and, after the window's last, its end-of-run rules. Events of the tick, in order. */
  step(): readonly KernelEvent[] {
    const tick = this.ticks[this.done];
    if (tick === undefined) return [];
    step(this.engine, this.context, tick);
    this.done += 1;
    if (this.done < this.ticks.length || this.end === 'cut') return this.engine.trace.events;
    const events = [...this.engine.trace.events];
    finish(this.engine, this.context, tick);
    return [...events, ...this.engine.trace.events];
  }
}
