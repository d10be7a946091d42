// Progress in the editor for replays long enough to be noticed, with a button that cancels them.
import type { Connection, WorkDoneProgressServerReporter } from 'vscode-languageserver/node';
import type { Progress } from '../engine/host/replay/protocol.js';

/** Shorter replays come and go without a flash in the status bar. */
export const PROGRESS_AFTER_MS = 400;

export interface ProgressDisplay {
  update(progress: Progress): void;
  end(): void;
}

export interface ProgressOptions {
  readonly title: string;
  readonly onCancel: () => void;
}

const PHASES: Readonly<Record<Progress['phase'], string>> = {
  capture: 'Reading the capture',
  strategy: 'Loading the strategy',
  replay: 'Replaying',
  compare: 'Comparing with live',
  search: 'Searching',
  explain: 'Searching for causes',
  sweep: 'Sweeping the parameters',
};

/** Shows nothing unless the work is still going on after `PROGRESS_AFTER_MS`. */
export function showProgress(connection: Connection, options: ProgressOptions): ProgressDisplay {
  let ended = false;
  let reporter: WorkDoneProgressServerReporter | undefined;
  let last: Progress | undefined;
  const begin = async (): Promise<void> => {
    const created = await connection.window.createWorkDoneProgress();
    if (ended) return;
    reporter = created;
    reporter.begin(options.title, percentOf(last), messageOf(last), true);
    reporter.token.onCancellationRequested(options.onCancel);
  };
  const timer = setTimeout(() => {
    begin().catch((error: unknown) => {
      connection.console.warn(`The editor shows no progress: ${String(error)}`);
    });
  }, PROGRESS_AFTER_MS);
  return {
    update: (progress) => {
      last = progress;
      reporter?.report(percentOf(progress), messageOf(progress));
    },
    end: () => {
      ended = true;
      clearTimeout(timer);
      reporter?.done();
    },
  };
}

function percentOf(progress: Progress | undefined): number {
  if (progress === undefined || progress.total === 0) return 0;
  return Math.min(100, Math.floor((progress.done / progress.total) * 100));
}

const messageOf = (progress: Progress | undefined): string =>
  progress === undefined ? '' : PHASES[progress.phase];
