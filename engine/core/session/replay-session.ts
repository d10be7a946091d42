// A pausable run over a bounded window: step, save, restore. Pure; its owner decides when and how far.
import {
  bindVenue,
  enterTick,
  finish,
  initialState,
  noTick,
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
import { createNumeric, type Numeric } from '../numeric/index.js';
import type { Patch, Snapshot } from '../schema/index.js';
import { bindParams, type ParamIssue } from '../strategy/bind-params.js';
import type { StrategyDefinition } from '../strategy/definition.js';
import type { ParamTree, ParamValues } from '../strategy/params.js';
import { patchSnapshot } from './apply.js';
import type { RunSettings } from './run-settings.js';
import { createCodec, type Codec } from './codec.js';
import { restoreState, saveState } from './snapshot-state.js';

export interface SessionParts {
  readonly num: Numeric;
  readonly setup: EngineSetup;
  readonly codec: Codec;
  readonly adoptions: ReadonlyMap<number, readonly Patch[]>;
  readonly issues: readonly ParamIssue[];
}

/** Binds strategy and settings; parameter issues are values, and a run with any must not start. */
// eslint-disable-next-line max-params -- what is known of another run is an optimisation beside the three that define it
export function prepareSession(
  strategy: StrategyDefinition,
  settings: RunSettings,
  probe: Probe,
  known?: KnownParts,
): SessionParts {
  const hasNumbers = known !== undefined && isSamePolicy(known.settings, settings);
  const num = hasNumbers ? known.parts.num : createNumeric(settings.numeric);
  const bound =
    hasNumbers && known.settings.params === settings.params
      ? { values: known.parts.setup.params, issues: known.parts.issues }
      : bindParams(num, strategy.params, settings.params);
  const setup: EngineSetup = {
    num,
    venue: bindVenue(num, settings.venue, settings.symbols),
    symbols: settings.symbols,
    strategy,
    params: bound.values as ParamValues<ParamTree>,
    probe,
    interference: settings.interference?.(num) ?? null,
  };
  const codec = hasNumbers
    ? known.parts.codec
    : createCodec(num, [...INDICATOR_CLASSES, ...(strategy.classes ?? [])]);
  const adoptions = settings.adoptions ?? new Map<number, readonly Patch[]>();
  return { num, setup, codec, adoptions, issues: bound.issues };
}

/** Another run of the same strategy; what both have in common is shared. */
export interface KnownParts {
  readonly settings: RunSettings;
  readonly parts: SessionParts;
}

const isSamePolicy = (a: RunSettings, b: RunSettings): boolean =>
  a.numeric === b.numeric || JSON.stringify(a.numeric) === JSON.stringify(b.numeric);

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
    this.engine = {
      setup,
      state: initialState(setup, num.zero),
      trace,
      current: noTick(setup.symbols.length),
    };
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
    const state = restoreState(setup, snapshot, codec);
    const current = noTick(setup.symbols.length);
    this.engine = { setup, state, trace: this.engine.trace, current };
    this.context = new TickContext(this.engine);
    this.done = position;
  }

  save(): Snapshot {
    return saveState(this.parts.setup, this.engine.state, this.parts.codec);
  }

  /** A snapshot with everything in it that a null strategy part leaves to the strategy, and with patches. */
  materialise(snapshot: Snapshot, patches: readonly Patch[]): Snapshot {
    if (patches.length === 0) return snapshot;
    this.restore(snapshot, 0);
    return patchSnapshot(this.save(), patches);
  }

  /** Runs the next tick and, after the window's last, its end-of-run rules. Events of the tick, in order. */
  step(): readonly KernelEvent[] {
    const tick = this.ticks[this.done];
    if (tick === undefined) return [];
    this.stepOn(tick);
    if (this.done < this.ticks.length || this.end === 'cut') return this.engine.trace.events;
    const events = [...this.engine.trace.events];
    enterTick(this.engine, tick, true);
    finish(this.engine, this.context);
    return [...events, ...this.engine.trace.events];
  }

  /** Runs a tick, of the window or beyond it. Its events are valid until the next. */
  stepOn(tick: MarketTick): readonly KernelEvent[] {
    enterTick(this.engine, tick, false);
    step(this.engine, this.context);
    this.done += 1;
    this.adopt(tick.ts);
    return this.engine.trace.events;
  }

  /** The trace is kept: its events belong to the tick that was just done. */
  private adopt(ts: number): void {
    const patches = this.parts.adoptions.get(ts);
    if (patches !== undefined) this.restore(patchSnapshot(this.save(), patches), this.done);
  }
}
