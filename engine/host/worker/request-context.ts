// What a running request may do beside answering: report progress and notice that it was cancelled.
import type { Progress } from '../replay/protocol.js';

export class Cancelled extends Error {
  override readonly name = 'Cancelled';
}

/** Progress is sent at most this often; people read slower. */
const PROGRESS_MS = 50;

export class RequestContext {
  private lastSent = 0;
  private lastBreath = 0;
  private readonly abort = new AbortController();

  constructor(private readonly send: (progress: Progress) => void) {}

  /** Aborted when the request is cancelled. */
  get signal(): AbortSignal {
    return this.abort.signal;
  }

  cancel(): void {
    this.abort.abort();
  }

  report(progress: Progress): void {
    const now = Date.now();
    if (now - this.lastSent < PROGRESS_MS) return;
    this.lastSent = now;
    this.send(progress);
  }

  /** Ends a cancelled request. */
  check(): void {
    if (this.signal.aborted) throw new Cancelled('cancelled');
  }

  /** Reports progress, lets messages in (a cancel among them) and ends a cancelled request. */
  async breathe(progress: Progress): Promise<void> {
    this.report(progress);
    const now = Date.now();
    if (now - this.lastBreath < PROGRESS_MS) return;
    this.lastBreath = now;
    await new Promise((resolve) => {
      setImmediate(resolve);
    });
    this.check();
  }
}
