// A whole replay for one owner: first pass over the window, any tick again, recordings, and stops to look at.
// Two builds of the same strategy share the kernel: the plain one is fast, the recording one reports statements.
import { StrategyFault, type KeepDecision } from '../kernel/index.js';
import type { KernelEvent, MarketTick } from '../model/index.js';
import type { Numeric } from '../numeric/index.js';
import type { BarRecord, EventRecord, Snapshot } from '../schema/index.js';
import { flatReasons } from '../strategy/reason-text.js';
import { toEventRecord, withBar, type RecordContext } from './event-record.js';
import { marketTicks } from './market-ticks.js';
import type { Build } from './program.js';
import { prepareRun, type RunData } from './prepare-run.js';
import { ReplaySession, type SessionParts } from './replay-session.js';
import type { RunSettings } from './run-settings.js';
import { TickRecording, type MomentView } from './tick-recording.js';
import { Timeline } from './timeline.js';
import type { ParamIssue } from '../strategy/bind-params.js';

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

export class Replay {
  readonly parts: SessionParts;
  private readonly market: MarketTick[];
  readonly context: RecordContext;
  private readonly plain: ReplaySession;
  private ticksRecorded: TickRecording | null = null;
  private readonly timeline: Timeline;
  private firstFailure: Failure | null = null;
  private kinds: ReadonlySet<string> = new Set([
    'decision',
    'intent',
    'order',
    'reject',
    'fill',
    'ledger',
    'funding',
    'balance',
  ]);
  private echoesBars = false;
  private passed = 0;

  private readonly settings: RunSettings;
  private readonly start: Snapshot;

  constructor(
    private readonly builds: { readonly plain: Build; readonly recording: () => Build },
    stated: RunSettings,
    data: RunData,
  ) {
    const { plain } = builds;
    const run = prepareRun(plain, stated, data);
    const { settings } = run;
    this.settings = settings;
    this.parts = run.parts;
    this.market = run.ticks;
    this.plain = run.session;
    this.context = {
      num: this.parts.num,
      symbols: settings.symbols,
      reasons: plain.strategy.reasons,
    };
    this.start = run.start;
    this.timeline = new Timeline(this.plain, run.start, this.ticks.length);
  }

  get ticks(): readonly MarketTick[] {
    return this.market;
  }

  /**
   * Adds ticks behind the last: the first pass goes on through them. Precondition: their bars are later than all there
   * are, and nothing but the end of the recorded market ends the run (`end` is `cut`).
   */
  grow(bars: readonly BarRecord[]): readonly MarketTick[] {
    const more = marketTicks(this.num, this.settings.symbols, bars);
    const [first] = more;
    const last = this.market.at(-1);
    if (this.settings.end !== 'cut') throw new Error('a run that is finished does not grow');
    if (first !== undefined && last !== undefined && first.ts <= last.ts)
      throw new Error('ticks are added behind the last');
    for (const tick of more) this.market.push(tick);
    return more;
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
    return new ReplaySession(this.parts, this.ticks, this.settings.end);
  }

  /** As `freshSession`, at the start of the window. */
  sessionAtStart(): ReplaySession {
    const session = this.freshSession();
    session.restore(this.start, 0);
    return session;
  }

  /** Why compiled lanes cannot run this replay; null when they can. */
  get laneObstacle(): string | null {
    const isSteered = this.parts.setup.interference !== null || this.parts.adoptions.size > 0;
    return isSteered ? 'interventions steer this run, which only the reference lane can do' : null;
  }

  /** Kinds of events the first pass returns. */
  keepKinds(kinds: readonly string[]): void {
    this.kinds = new Set(kinds);
  }

  /** Whether decisions carry the bar they were made on, as live's do. */
  keepBars(wanted: boolean): void {
    this.echoesBars = wanted;
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
            events.push({ event: this.recordOf(event), site: event.site });
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

  private recordOf(event: KernelEvent): EventRecord {
    const record = toEventRecord(this.context, event);
    if (!this.echoesBars) return record;
    const bars = this.ticks[this.passed]?.bars ?? [];
    return withBar(
      this.parts.num,
      record,
      bars.find((bar) => bar.symbol === event.symbol),
    );
  }

  private fail(error: unknown): void {
    this.firstFailure = {
      ...describe(error),
      tick: this.passed,
      site: this.builds.plain.runtime.probe.site,
    };
  }

  /** The failure with the statement it happened in, which only the recording build knows. */
  locateFailure(): Failure | null {
    if (this.firstFailure === null) return null;
    let last = this.firstFailure.site;
    try {
      this.record(this.firstFailure.tick, ({ moment }) => {
        if (moment.site >= 0) last = moment.site;
      });
    } catch (error) {
      // State that cannot be saved cannot be gone back to either: the failure keeps the place that is known.
      if (!(error instanceof StrategyFault)) throw error;
    }
    this.firstFailure = { ...this.firstFailure, site: last };
    return this.firstFailure;
  }

  /** To be called before every tick of a session made by freshSession: loops are counted for each tick anew. */
  beginTick(): void {
    this.builds.plain.runtime.reset();
  }

  /** State after `position` ticks of the window. */
  stateBefore(position: number): Snapshot {
    return this.timeline.stateBefore(position, () => {
      this.builds.plain.runtime.reset();
    });
  }

  record(tick: number, visit: (view: MomentView) => void): void {
    this.recording.record(tick, visit);
  }

  inspect(tick: number, moment: number): MomentView | null {
    return this.recording.inspect(tick, moment);
  }

  /** Keeps the start state of a tick about to be recorded, so that looking into it costs no re-execution. */
  rememberStart(tick: number): void {
    const state = this.recording.stateAt(tick);
    if (state !== null) this.timeline.remember(tick, state);
  }

  /** Made on first use: a run that is only compared needs none. */
  private get recording(): TickRecording {
    this.ticksRecorded ??= new TickRecording(this.builds.recording(), this.settings, {
      ticks: this.ticks,
      stateBefore: (tick) => this.stateBefore(tick),
      hasFailed: () => this.firstFailure !== null,
    });
    return this.ticksRecorded;
  }
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
