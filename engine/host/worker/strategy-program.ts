// A strategy in its sandbox, as a worker calls it. Every call beats, so that a stuck strategy is noticed from outside;
// the recording build is compiled when something first asks for it.
import type { BuildName } from '../loader/compile.js';
import type { LoadedStrategy } from '../loader/loaded-strategy.js';
import { SiteRanges } from '../loader/site-ranges.js';
import { BEAT_SLOT, TICK_SLOT } from '../replay/messages.js';
import { Sandbox, type RealmCalls } from '../sandbox/sandbox.js';

export class StrategyProgram {
  readonly ranges: SiteRanges;
  private readonly sandbox = new Sandbox();
  private isRecordingReady = false;

  constructor(
    private readonly strategy: LoadedStrategy,
    /** Shared memory: even while idle, odd while strategy code may be running. */
    private readonly beat: Int32Array,
  ) {
    this.ranges = new SiteRanges(strategy.files);
    this.define('plain');
  }

  /** The entry first. */
  get files(): LoadedStrategy['files'] {
    return this.strategy.files;
  }

  private define(build: BuildName): void {
    for (const file of this.strategy.build(build)) {
      const siteBase = this.ranges.add(file.sites);
      const links = this.strategy.links.get(file.path) ?? {};
      this.sandbox.define(file, { build, id: file.path, links, siteBase });
    }
  }

  /** Makes calls possible that look into ticks. */
  prepareRecording(): void {
    if (this.isRecordingReady) return;
    this.define('recording');
    this.isRecordingReady = true;
  }

  /** Runs one call; `tick` is named if it never returns (-1: loading). */
  call<T>(tick: number, run: (realm: RealmCalls) => T): T {
    Atomics.store(this.beat, TICK_SLOT, tick);
    Atomics.add(this.beat, BEAT_SLOT, 1);
    try {
      return run(this.sandbox.calls);
    } finally {
      Atomics.add(this.beat, BEAT_SLOT, 1);
    }
  }

  /** Runs one call that looks into ticks, and reads its answer. */
  look(tick: number, run: (realm: RealmCalls) => string): unknown {
    this.prepareRecording();
    return JSON.parse(this.call(tick, run));
  }
}
