// A time limit on a peer's answer. A process that was held up (a busy machine, a laptop that slept) finds its timers due while
// what came meanwhile still waits unread, so it reads once more before it judges.
export class Deadline {
  private timer: NodeJS.Timeout | undefined;
  private lastLook: NodeJS.Immediate | undefined;

  /** Anew, in place of what ran before. */
  start(limitMs: number, missed: () => void): void {
    this.stop();
    this.timer = setTimeout(() => {
      this.lastLook = setImmediate(missed);
    }, limitMs);
  }

  stop(): void {
    clearTimeout(this.timer);
    clearImmediate(this.lastLook);
  }
}
