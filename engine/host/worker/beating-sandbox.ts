// The sandbox as its worker calls it: every call beats, so that a stuck strategy is noticed from outside.
import type { Sandbox } from '../sandbox/sandbox.js';
import { BEAT_SLOT, TICK_SLOT } from '../replay/messages.js';

/** Even while idle, odd while strategy code may be running. */
export class BeatingSandbox {
  constructor(
    private readonly sandbox: Sandbox,
    private readonly beat: Int32Array,
  ) {}

  /** Runs one call; `tick` is named if it never returns (-1: loading). */
  call<T>(tick: number, run: (sandbox: Sandbox) => T): T {
    Atomics.store(this.beat, TICK_SLOT, tick);
    Atomics.add(this.beat, BEAT_SLOT, 1);
    try {
      return run(this.sandbox);
    } finally {
      Atomics.add(this.beat, BEAT_SLOT, 1);
    }
  }
}
