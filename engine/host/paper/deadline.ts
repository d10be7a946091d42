// A time limit on a peer's answer. A process that was held up (a busy machine, a laptop that slept) finds its timers due while
// what came meanwhile still waits unread, so it reads once more before it judges.

/** A timer of Node counts no further, and one that is set for later comes at once. */
const TIMER_MS_MAX = 2 ** 31 - 1;

export class Deadline {
  private timer: NodeJS.Timeout | undefined;
  private lastLook: NodeJS.Immediate | undefined;
  /** What is waited for, also while no time counts. */
  private awaited: { readonly limitMs: number; readonly missed: () => void } | null = null;
  private isHeld = false;

  /** Anew, in place of what ran before. */
  start(limitMs: number, missed: () => void): void {
    this.stop();
    this.awaited = { limitMs, missed };
    this.run();
  }

  stop(): void {
    this.awaited = null;
    this.clear();
  }

  /** No time counts until `release`, which begins the whole limit anew. */
  hold(): void {
    this.isHeld = true;
    this.clear();
  }

  release(): void {
    this.isHeld = false;
    this.run();
  }

  private run(): void {
    const { awaited } = this;
    if (awaited === null || this.isHeld) return;
    this.clear();
    this.timer = setTimeout(
      () => {
        this.lastLook = setImmediate(() => {
          this.stop();
          awaited.missed();
        });
      },
      Math.min(TIMER_MS_MAX, awaited.limitMs),
    );
  }

  private clear(): void {
    clearTimeout(this.timer);
    clearImmediate(this.lastLook);
  }
}
