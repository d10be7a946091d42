// The one replay worker, kept between replays and replaced when it died or does not answer a cancellation.
import type { ReplayClient, RequestOptions } from '../engine/host/replay/replay-client.js';
import type { OpenOptions, ReplayRequests } from '../engine/host/replay/protocol.js';

/** A worker still busy this long after a cancellation is taken down. A cold start of the compiler takes a second. */
const CANCEL_GRACE_MS = 3_000;

export class ReplayWorker {
  private client: ReplayClient | undefined;
  private held: OpenOptions | undefined;

  constructor(private readonly start: () => ReplayClient) {}

  /** Whether the replay opened with exactly this value is the one that is open now. */
  holds(options: OpenOptions): boolean {
    return this.client?.alive === true && this.held === options;
  }

  async request<K extends keyof ReplayRequests>(
    method: K,
    request: ReplayRequests[K]['request'],
    options: RequestOptions = {},
  ): Promise<ReplayRequests[K]['answer']> {
    if (this.client?.alive !== true) {
      this.client = this.start();
      this.held = undefined;
    }
    const { client } = this;
    // Whatever becomes of an opening, the replay before it is gone.
    if (method === 'open') this.held = request as OpenOptions;
    const answer = client.request(method, request, options);
    const { signal } = options;
    if (signal === undefined) return answer;
    const stopWatching = takeDownAfter(signal, () => {
      if (this.client === client) this.client = undefined;
      void client.dispose();
    });
    return answer.finally(stopWatching);
  }

  async dispose(): Promise<void> {
    await this.client?.dispose();
    this.client = undefined;
  }
}

/** Calls `takeDown` when an abort is not followed by an end within the grace time. */
function takeDownAfter(signal: AbortSignal, takeDown: () => void): () => void {
  let timer: NodeJS.Timeout | undefined;
  const onAbort = (): void => {
    timer = setTimeout(takeDown, CANCEL_GRACE_MS);
  };
  if (signal.aborted) onAbort();
  else signal.addEventListener('abort', onAbort, { once: true });
  return () => {
    clearTimeout(timer);
    signal.removeEventListener('abort', onAbort);
  };
}
