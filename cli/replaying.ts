// A replay worker for the length of one command: started, watched for Ctrl-C, and always ended.
import type { ReplayClient, RequestOptions } from '../engine/host/replay/replay-client.js';
import { startReplayClient } from '../engine/host/replay/start.js';
import type { CliContext } from './context.js';
import { createProgress } from './output/progress.js';
import { startOptions, type ReplayFlags } from './replay-flags.js';

export interface Replaying {
  readonly client: ReplayClient;
  /** For every request: progress and cancellation. */
  readonly request: RequestOptions;
  /** Names what is being done, for progress. */
  readonly announce: (label: string) => void;
}

/** Rejects when the signal is aborted, whatever the worker is doing then. */
export async function withReplay<T>(
  context: CliContext,
  flags: ReplayFlags,
  use: (replaying: Replaying) => Promise<T>,
): Promise<T> {
  const { signal } = context;
  signal.throwIfAborted();
  const progress = createProgress(context.err, flags.progress === true);
  const client = startReplayClient(startOptions(flags));
  // A strategy that loops for ever would never look at a polite cancellation.
  const stop = (): void => void client.dispose();
  signal.addEventListener('abort', stop, { once: true });
  let label = '';
  try {
    return await use({
      client,
      request: {
        signal,
        onProgress: ({ phase, lane, done, total }) => {
          const where = lane === undefined ? '' : ` in the ${lane} lane`;
          progress.report(`${label}${phase}${where}`, done, total);
        },
      },
      announce: (text) => {
        label = `${text}: `;
      },
    });
  } finally {
    signal.removeEventListener('abort', stop);
    progress.end();
    await client.dispose();
  }
}
