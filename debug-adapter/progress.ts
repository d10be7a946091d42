// Work that may take long: shown as progress once it does, and cancellable all the while.
import { Event } from '@vscode/debugadapter';
import type { Progress } from '../engine/host/replay/protocol.js';
import type { RequestOptions } from '../engine/host/replay/replay-client.js';
import type { AdapterSession } from './session.js';

/** Below this a person does not notice waiting, and a notification would only flicker. */
const SHOW_AFTER_MS = 500;
/** Ten updates a second look continuous; more would only fill the pipe. */
const UPDATE_EVERY_MS = 100;

export interface Job {
  readonly title: string;
  readonly controller: AbortController;
}

/** Runs `task`; a client that shows progress sees it from half a second on. */
export async function withProgress<T>(
  session: AdapterSession,
  job: Job,
  task: (request: RequestOptions) => Promise<T>,
): Promise<T> {
  const { signal } = job.controller;
  if (!session.client.hasProgress) return task({ signal });
  const progressId = session.beginProgress(job.controller);
  const shown = { latest: null as Progress | null, yet: false, updatedMs: 0 };

  const timer = setTimeout(() => {
    shown.yet = true;
    const known = shown.latest === null ? {} : part(shown.latest);
    const body = { progressId, title: job.title, cancellable: true, ...known };
    session.send(new Event('progressStart', body));
  }, SHOW_AFTER_MS);
  const onProgress = (progress: Progress): void => {
    shown.latest = progress;
    const nowMs = performance.now();
    if (!shown.yet || nowMs - shown.updatedMs < UPDATE_EVERY_MS) return;
    shown.updatedMs = nowMs;
    session.send(new Event('progressUpdate', { progressId, ...part(progress) }));
  };

  try {
    return await task({ signal, onProgress });
  } finally {
    clearTimeout(timer);
    session.endProgress(progressId);
    if (shown.yet) session.send(new Event('progressEnd', { progressId }));
  }
}

const PHASES: Readonly<Record<Progress['phase'], string>> = {
  capture: 'Reading the capture',
  strategy: 'Preparing the strategy',
  replay: 'Replaying',
  compare: 'Comparing with live',
  search: 'Searching',
  explain: 'Searching for causes',
  sweep: 'Sweeping the parameters',
};

function part(progress: Progress): { message: string; percentage?: number } {
  const message = PHASES[progress.phase];
  if (progress.total <= 0) return { message };
  return { message, percentage: Math.floor((100 * progress.done) / progress.total) };
}
