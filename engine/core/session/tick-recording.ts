// The recording build at work: any tick again, every moment of it reported, or left standing at one of them.
import { KEEP_ALL, type Engine } from '../kernel/index.js';
import type { Gate, KernelEvent, MarketTick } from '../model/index.js';
import type { Snapshot } from '../schema/index.js';
import type { Build } from './program.js';
import { prepareSession, ReplaySession } from './replay-session.js';
import type { RunSettings } from './run-settings.js';
import {
  PausedTick,
  TickRecorder,
  type CallFrame,
  type Moment,
  type MomentVisitor,
} from './tick-recorder.js';

/** A tick at one moment. While recording it is valid only during the visit. */
export interface MomentView {
  readonly engine: Engine;
  readonly moment: Moment;
  readonly index: number;
  readonly frames: readonly CallFrame[];
  readonly gates: readonly { readonly symbol: number; readonly gate: Gate }[];
  readonly events: readonly KernelEvent[];
}

/** What recording needs of the run it looks into. */
export interface RecordedRun {
  readonly ticks: readonly MarketTick[];
  stateBefore(tick: number): Snapshot;
  /** Whether a tick may end with an error, because the run did. */
  hasFailed(): boolean;
}

export class TickRecording {
  private readonly forward: ReplaySession;
  private readonly inspecting: ReplaySession;
  private readonly recorder: TickRecorder;
  /** Tick the forward session stands before; -1 when it stands inside one that failed. */
  private recordedTo = -1;

  constructor(
    private readonly build: Build,
    settings: RunSettings,
    private readonly run: RecordedRun,
  ) {
    const { runtime } = build;
    const parts = prepareSession(build.strategy, settings, runtime.probe);
    this.forward = new ReplaySession(parts, run.ticks, settings.end);
    this.inspecting = new ReplaySession(parts, run.ticks, settings.end);
    this.recorder = new TickRecorder(runtime.probe);
    for (const session of [this.forward, this.inspecting]) {
      session.trace.listener = this.recorder;
      session.keep(KEEP_ALL);
    }
  }

  /**
   * Runs one tick and visits every moment of it. A failing tick ends where it failed. Consecutive ticks go on from each
   * other; any other tick is reached by its start state.
   */
  record(tick: number, visit: (view: MomentView) => void): void {
    if (this.recordedTo !== tick) this.forward.restore(this.run.stateBefore(tick), tick);
    this.recordedTo = -1;
    this.execute(this.forward, viewer(this.forward.current, visit), -1);
    if (this.forward.position === tick + 1) this.recordedTo = tick + 1;
  }

  /** Start state of the tick the forward session stands before; null when it stands elsewhere. */
  stateAt(tick: number): Snapshot | null {
    return this.recordedTo === tick && tick < this.run.ticks.length ? this.forward.save() : null;
  }

  /** Runs a tick up to one moment and leaves it there. The view stays valid until the next inspection. */
  inspect(tick: number, moment: number): MomentView | null {
    this.inspecting.restore(this.run.stateBefore(tick), tick);
    let found: MomentView | null = null;
    const visitor = viewer(this.inspecting.current, (view) => {
      if (view.index !== moment) return;
      const { frames, gates, events } = view;
      found = { ...view, frames: [...frames], gates: [...gates], events: [...events] };
    });
    this.execute(this.inspecting, visitor, moment);
    return found;
  }

  private execute(session: ReplaySession, visitor: MomentVisitor, pauseAt: number): void {
    const { recorder } = this;
    const { runtime } = this.build;
    runtime.reset();
    runtime.listener = recorder;
    try {
      recorder.begin(visitor, pauseAt);
      session.step();
    } catch (error) {
      if (!(error instanceof PausedTick) && !this.run.hasFailed()) throw error;
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
