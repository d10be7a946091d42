// What a running request may do beside answering: report progress and notice that it was cancelled.
import type { Progress } from '../replay/protocol.js';

export class Cancelled extends Error {
  override readonly name = 'Cancelled';
}

/** Progress is sent at most this often; people read slower. */
const PROGRESS_MS = 50;

export class RequestContext {
  private lastSent = 0;
  cancelled = false;

  constructor(private readonly send: (progress: Progress) => void) {}

  /** Lets messages in (a cancel among them), reports progress, and ends a cancelled request. */
  async breathe(progress: Progress): Promise<void> {
    const now = Date.now();
    if (now - this.lastSent < PROGRESS_MS) return;
    this.lastSent = now;
    this.send(progress);
    await new Promise((resolve) => {
      setImmediate(resolve);
    });
    if (this.cancelled) throw new Cancelled('cancelled');
  }
}
