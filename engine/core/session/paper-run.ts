// A run without an end: ticks come one at a time and are forgotten, so that memory stays the same however long it goes on.
// The same session as a replay's, so that replaying what was run gives the same events.
import type { BarRecord, EventRecord, Snapshot } from '../schema/index.js';
import type { ParamIssue } from '../strategy/bind-params.js';
import { toEventRecord, withBar, type RecordContext } from './event-record.js';
import { marketTicks } from './market-ticks.js';
import type { Build } from './program.js';
import { prepareSession, ReplaySession } from './replay-session.js';
import { describe, type Failure } from './replay.js';
import type { RunSettings } from './run-settings.js';

/** What a tick led to. With a failure there are no events: the tick did not happen, and no other may follow. */
export interface PaperTick {
  readonly events: readonly EventRecord[];
  readonly failure: Failure | null;
}

export class PaperRun {
  readonly issues: readonly ParamIssue[];
  private readonly session: ReplaySession;
  private readonly context: RecordContext;
  private failure: Failure | null = null;

  constructor(
    private readonly build: Build,
    settings: RunSettings,
    snapshot: Snapshot,
  ) {
    const parts = prepareSession(build.strategy, settings, build.runtime.probe);
    this.issues = parts.issues;
    this.context = {
      num: parts.num,
      symbols: settings.symbols,
      reasons: build.strategy.reasons,
    };
    this.session = new ReplaySession(parts, [], 'cut');
    if (parts.issues.length > 0) return;
    this.session.restore(snapshot, 0);
    // State that cannot be saved is refused before the first tick, not when it is lost.
    this.session.save();
  }

  /** Runs one tick: bars with one open time, at most one a symbol. */
  tick(bars: readonly BarRecord[]): PaperTick {
    if (this.failure !== null) return { events: [], failure: this.failure };
    const { num, symbols } = this.context;
    const [tick] = marketTicks(num, symbols, bars);
    if (tick === undefined) return { events: [], failure: null };
    this.build.runtime.reset();
    try {
      const events = this.session.stepOn(tick).map((event) =>
        withBar(
          num,
          toEventRecord(this.context, event),
          tick.bars.find(({ symbol }) => symbol === event.symbol),
        ),
      );
      return { events, failure: null };
    } catch (error) {
      const { site } = this.build.runtime.probe;
      this.failure = { ...describe(error), tick: this.session.position, site };
      return { events: [], failure: this.failure };
    }
  }

  /** State after the last tick. */
  snapshot(): Snapshot {
    return this.session.save();
  }
}
