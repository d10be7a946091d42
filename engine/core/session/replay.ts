// A whole replay for one owner: first pass over the window, any tick again, recordings, and stops to look at.
// Two builds of the same strategy share the kernel: the plain one is fast, the recording one reports statements.
import { KEEP_ALL, StrategyFault, type Engine, type KeepDecision } from '../kernel/index.js';
import type { Gate, KernelEvent, MarketTick } from '../model/index.js';
import type { Numeric } from '../numeric/index.js';
import type { BarRecord, EventRecord, Snapshot } from '../schema/index.js';
import { flatReasons } from '../strategy/reason-text.js';
import type { StrategyDefinition } from '../strategy/definition.js';
import { toEventRecord, type RecordContext } from './event-record.js';
import { marketTicks } from './market-ticks.js';
import type { HookRuntime } from './program.js';
import {
  prepareSession,
  ReplaySession,
  type RunSettings,
  type SessionParts,
} from './replay-session.js';
import {
  PausedTick,
  TickRecorder,
  type CallFrame,
  type Moment,
  type MomentVisitor,
} from './tick-recorder.js';
import { Timeline } from './timeline.js';
import type { ParamIssue } from '../strategy/bind-params.js';

export interface Build {
  readonly strategy: StrategyDefinition;
  readonly runtime: HookRuntime;
}

/** Where and how the strategy broke a rule. `site` -1: unknown. */
export interface Failure {
  readonly code: string;
  readonly message: string;
  readonly remedy: string;
  readonly tick: number;
  readonly site: number;
}

/** A replay event and the call in the strategy that caused it; -1 when none did. */
export interface SitedEvent {
  readonly event: EventRecord;
  readonly site: number;
}

export interface Advanced {
  readonly events: readonly SitedEvent[];
  readonly done: number;
  readonly finished: boolean;
}

/** A tick at one moment. While recording it is valid only during the visit. */
export interface MomentView {
  readonly engine: Engine;
  readonly moment: Moment;
  readonly index: number;
  readonly frames: readonly CallFrame[];
  readonly gates: readonly { readonly symbol: number; readonly gate: Gate }[];
  readonly events: readonly KernelEvent[];
}

export class Replay {
  readonly parts: SessionParts;
  readonly ticks: readonly MarketTick[];
  readonly context: RecordContext;
  private readonly plain: ReplaySession;
  private readonly recording: ReplaySession;
  private readonly inspecting: ReplaySession;
  private readonly recorder: TickRecorder;
  private readonly timeline: Timeline;
  private readonly end: RunSettings['end'];
  private firstFailure: Failure | null = null;
  private kinds: ReadonlySet<string> = new Set([
    'decision',
    'intent',
    'order',
    'reject',
    'fill',
    'ledger',
  ]);
  private passed = 0;
  /** Tick the recording build stands before; -1 when it stands inside one that failed. */
  private recordedTo = -1;

  constructor(
    private readonly builds: { readonly plain: Build; readonly recording: Build },
    settings: RunSettings,
    data: { readonly bars: readonly BarRecord[]; readonly snapshot: Snapshot },
  ) {
    const { plain, recording } = builds;
    this.end = settings.end;
    this.parts = prepareSession(plain.strategy, settings, plain.runtime.probe);
    const recordingParts = prepareSession(recording.strategy, settings, recording.runtime.probe);
    this.ticks = marketTicks(this.parts.num, settings.symbols, data.bars);
    this.plain = new ReplaySession(this.parts, this.ticks, settings.end);
    this.recording = new ReplaySession(recordingParts, this.ticks, settings.end);
    this.inspecting = new ReplaySession(recordingParts, this.ticks, settings.end);
    this.recorder = new TickRecorder(recording.runtime.probe);
    for (const session of [this.recording, this.inspecting]) {
      session.trace.listener = this.recorder;
      session.keep(KEEP_ALL);
    }
    this.context = {
      num: this.parts.num,
      symbols: settings.symbols,
      reasons: plain.strategy.reasons,
    };
    this.timeline = new Timeline(this.plain, data.snapshot, this.ticks.length);
  }

  get num(): Numeric {
    return this.parts.num;
  }
  get issues(): readonly ParamIssue[] {
    return this.parts.issues;
  }
  get failure(): Failure | null {
    return this.firstFailure;
  }
  /** Ticks that can be visited: all, or up to and including the one that failed. */
  get visitable(): number {
    return this.firstFailure === null ? this.ticks.length : this.firstFailure.tick + 1;
  }
  get reasons(): Record<string, string> {
    return flatReasons(this.builds.plain.strategy.reasons);
  }

  /** Another run of the plain build over the same ticks, independent of this one's place. */
  freshSession(): ReplaySession {
    return new ReplaySession(this.parts, this.ticks, this.end);
  }

  /** Kinds of events the first pass returns. */
  keepKinds(kinds: readonly string[]): void {
    this.kinds = new Set(kinds);
  }

  keep(decisions: KeepDecision): void {
    this.plain.keep(decisions);
  }

  /** Runs up to `count` further ticks of the first pass. Fewer come back at the end or when the strategy fails. */
  advance(count: number): Advanced {
    const events: SitedEvent[] = [];
    const until = Math.min(this.passed + count, this.ticks.length);
    this.timeline.goTo(this.passed, () => undefined);
    while (this.passed < until && this.firstFailure === null) {
      this.builds.plain.runtime.reset();
      try {
        for (const event of this.timeline.advance())
          if (this.kinds.has(event.kind))
            events.push({ event: toEventRecord(this.context, event), site: event.site });
        this.passed += 1;
      } catch (error) {
        this.fail(error);
      }
    }
    return {
      events,
      done: this.passed,
      finished: this.passed >= this.ticks.length || this.firstFailure !== null,
    };
  }

  /** Notes the failure; the recording build then tells which statement it was. */
  private fail(error: unknown): void {
    const tick = this.passed;
    const { site } = this.builds.plain.runtime.probe;
    this.firstFailure = { ...describe(error), tick, site };
    let last = site;
    this.record(tick, ({ moment }) => {
      if (moment.site >= 0) last = moment.site;
    });
    this.firstFailure = { ...this.firstFailure, site: last };
  }

  /** State after `position` ticks of the window. */
  stateBefore(position: number): Snapshot {
    return this.timeline.stateBefore(position, () => {
      this.builds.plain.runtime.reset();
    });
  }

  /**
   * Runs one tick in the recording build and visits every moment of it. A failing tick ends where it failed.
   * Consecutive ticks go on from each other; any other tick is reached by its start state.
   */
  record(tick: number, visit: (view: MomentView) => void): void {
    if (this.recordedTo !== tick) this.recording.restore(this.stateBefore(tick), tick);
    this.recordedTo = -1;
    this.runRecorded(this.recording, viewer(this.recording.current, visit), -1);
    if (this.recording.position === tick + 1) this.recordedTo = tick + 1;
  }

  /** Keeps the start state of the tick the recording stands before, so that looking into it costs no re-execution. */
  rememberRecorded(): void {
    if (this.recordedTo >= 0 && this.recordedTo < this.ticks.length)
      this.timeline.remember(this.recordedTo, this.recording.save());
  }

  /** Runs a tick up to one moment and leaves it there. The view stays valid until the next inspection. */
  inspect(tick: number, moment: number): MomentView | null {
    this.inspecting.restore(this.stateBefore(tick), tick);
    let found: MomentView | null = null;
    const visitor = viewer(this.inspecting.current, (view) => {
      if (view.index === moment)
        found = {
          ...view,
          frames: [...view.frames],
          gates: [...view.gates],
          events: [...view.events],
        };
    });
    this.runRecorded(this.inspecting, visitor, moment);
    return found;
  }

  private runRecorded(session: ReplaySession, visitor: MomentVisitor, pauseAt: number): void {
    const { recorder } = this;
    const { runtime } = this.builds.recording;
    runtime.reset();
    runtime.listener = recorder;
    try {
      recorder.begin(visitor, pauseAt);
      session.step();
    } catch (error) {
      if (!(error instanceof PausedTick) && this.firstFailure === null) throw error;
    } finally {
      recorder.end();
      runtime.listener = null;
    }
  }
}

function viewer(engine: Engine, visit: (view: MomentView) => void): MomentVisitor {
  const gates: { symbol: number; gate: Gate }[] = [];
  const events: KernelEvent[] = [];
  return (moment, index, frames) => {
    if (moment.gate !== null) gates.push({ symbol: moment.symbol, gate: moment.gate });
    if (moment.event !== null) events.push(moment.event);
    visit({ engine, moment, index, frames, gates, events });
  };
}

/** Errors of strategy code as data: a rule of the engine it broke, or whatever it threw. */
export function describe(error: unknown): { code: string; message: string; remedy: string } {
  if (error instanceof StrategyFault)
    return { code: error.code, message: error.message, remedy: error.remedy };
  if (error instanceof RangeError && /call stack/i.test(error.message)) {
    return {
      code: 'strategy.recursion',
      message: 'functions call each other without end',
      remedy: 'bound the recursion, or use a loop',
    };
  }
  const text =
    error instanceof Error
      ? `${error.name}: ${error.message}`
      : `the strategy threw ${String(error)}`;
  return {
    code: 'strategy.threw',
    message: text,
    remedy: 'a strategy must handle every tick; debug at this tick to see why it threw',
  };
}
