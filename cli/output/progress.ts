// How far a long command is, on standard error: one line rewritten on a terminal, a line every tenth elsewhere.
import type { Output } from '../context.js';

export interface Progress {
  report(label: string, done: number, total: number): void;
  /** Shown behind what is reported next, where the line is rewritten. */
  detail(text: string): void;
  /** Removes the line, so that what follows starts clean. */
  end(): void;
}

const TENTH = 10;
const SILENT: Progress = { report: () => undefined, detail: () => undefined, end: () => undefined };

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
  let more = '';
  return {
    detail: (text) => {
      more = `, ${text}`;
    },
    report: (label, done, total) => {
      const line = `${label} ${String(percent(done, total))} %${more}`;
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
    detail: () => undefined,
    end: () => undefined,
  };
}
