// How far a long command is, on standard error: one line rewritten on a terminal, a line every tenth elsewhere.
import type { Output } from '../context.js';

export interface Progress {
  report(label: string, done: number, total: number): void;
  /** Removes the line, so that what follows starts clean. */
  end(): void;
}

const TENTH = 10;
const SILENT: Progress = { report: () => undefined, end: () => undefined };

/** `isWanted`: also where nobody rewrites a line. */
export function createProgress(err: Output, isWanted: boolean): Progress {
  if (err.isTerminal) return rewritten(err);
  return isWanted ? listed(err) : SILENT;
}

const percent = (done: number, total: number): number =>
  total <= 0 ? 0 : Math.min(100, Math.floor((done / total) * 100));

function rewritten(err: Output): Progress {
  const CLEAR = '\r\u001B[2K';
  let last = '';
  return {
    report: (label, done, total) => {
      const line = `${label} ${String(percent(done, total))} %`;
      if (line === last) return;
      last = line;
      err.write(`${CLEAR}${line}`);
    },
    end: () => {
      if (last !== '') err.write(CLEAR);
      last = '';
    },
  };
}

function listed(err: Output): Progress {
  let last = '';
  return {
    report: (label, done, total) => {
      const line = `${label} ${String(Math.floor(percent(done, total) / TENTH) * TENTH)} %`;
      if (line === last) return;
      last = line;
      err.write(`${line}\n`);
    },
    end: () => undefined,
  };
}
