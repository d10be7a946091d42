// Asks the worker about a run it may not hold any more: another replay may have been opened meanwhile.
import type { OpenOptions } from '../engine/host/replay/protocol.js';
import type { RequestOptions } from '../engine/host/replay/replay-client.js';
import type { ReplayWorker } from './replay-worker.js';

export type HoldingWorker = Pick<ReplayWorker, 'request' | 'holds'>;

/** The same texts are opened again: those the run was about. Rejects when they cannot be. */
export async function reopen(
  worker: HoldingWorker,
  opening: OpenOptions,
  options: RequestOptions,
): Promise<void> {
  if (worker.holds(opening)) return;
  const reopened = await worker.request('open', opening, options);
  if (reopened.replay === null) throw new Error('its files have changed');
}
