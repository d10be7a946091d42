// Any tick of a run from checkpoints: exact by re-execution, fast by keeping a bounded number of snapshots.
import type { KernelEvent } from '../model/index.js';
import type { Snapshot } from '../schema/index.js';
import type { ReplaySession } from './replay-session.js';

/** Re-execution from a checkpoint costs at most a 64th of the run; memory stays at 64 snapshots. */
const CHECKPOINTS_MAX = 64;
const CHECKPOINT_TICKS_MIN = 16;
/** Ticks recently visited keep their start state, so that stepping back does not re-execute. */
const RECENT_MAX = 64;

/** Owns the plain run: first pass, and the state before any tick afterwards. */
export class Timeline {
  private readonly checkpoints = new Map<number, Snapshot>();
  private readonly recent = new Map<number, Snapshot>();
  readonly interval: number;
  private isTorn = false;

  constructor(
    private readonly session: ReplaySession,
    start: Snapshot,
    tickCount: number,
  ) {
    this.interval = Math.max(CHECKPOINT_TICKS_MIN, Math.ceil(tickCount / CHECKPOINTS_MAX));
    this.checkpoints.set(0, start);
    session.restore(start, 0);
    // State that cannot be saved is refused before the first tick, not at the first checkpoint.
    session.save();
  }

  /** Runs the next tick of the first pass and keeps a checkpoint where one is due. */
  advance(): readonly KernelEvent[] {
    const events = this.step();
    const { position } = this.session;
    if (position % this.interval === 0 && !this.checkpoints.has(position))
      this.checkpoints.set(position, this.session.save());
    return events;
  }

  /** State before tick `position` of the window; `position` may be the number of ticks (the end). */
  stateBefore(position: number, beforeTick: () => void): Snapshot {
    const kept = this.checkpoints.get(position) ?? this.recent.get(position);
    if (kept !== undefined) return kept;
    this.goTo(position, beforeTick);
    const snapshot = this.session.save();
    this.remember(position, snapshot);
    return snapshot;
  }

  remember(position: number, snapshot: Snapshot): void {
    this.recent.set(position, snapshot);
    if (this.recent.size <= RECENT_MAX) return;
    const oldest = this.recent.keys().next().value;
    if (oldest !== undefined) this.recent.delete(oldest);
  }

  /** Brings the plain run before tick `position`; `beforeTick` is called before every tick it runs. */
  goTo(position: number, beforeTick: () => void): void {
    const { session } = this;
    let nearest = 0;
    for (const known of [...this.checkpoints.keys(), ...this.recent.keys()]) {
      if (known <= position && known > nearest) nearest = known;
    }
    if (this.isTorn || session.position > position || session.position < nearest) {
      this.isTorn = false;
      session.restore(
        this.checkpoints.get(nearest) ?? (this.recent.get(nearest) as Snapshot),
        nearest,
      );
    }
    while (session.position < position) {
      beforeTick();
      this.step();
    }
  }

  /** A tick that throws leaves the run half done: it goes on only from a saved state. */
  private step(): readonly KernelEvent[] {
    this.isTorn = true;
    const events = this.session.step();
    this.isTorn = false;
    return events;
  }
}
