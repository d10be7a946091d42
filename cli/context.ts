// What a command may touch of the world: two streams and the wish to stop. Results go to `out`, everything else to
// `err`, so that a pipe holds results only.
import type { ExitCode } from './exit-codes.js';

export interface Output {
  readonly isTerminal: boolean;
  write(text: string): void;
}

export interface CliContext {
  readonly out: Output;
  readonly err: Output;
  /** Aborted by Ctrl-C. */
  readonly signal: AbortSignal;
}

/** What a command is run with; one that finished tells its exit code. */
export interface Invocation {
  readonly context: CliContext;
  readonly finish: (code: ExitCode) => void;
}

/** A stream as an output. A reader that went away (`lockstep ... | head`) ends the output, not the command. */
export function streamOutput(stream: NodeJS.WriteStream): Output {
  let isOpen = true;
  stream.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code !== 'EPIPE') throw error;
    isOpen = false;
  });
  return {
    // The declaration says true; a pipe or a file has no such field.
    isTerminal: (stream.isTTY as boolean | undefined) === true,
    write: (text) => {
      if (isOpen) stream.write(text);
    },
  };
}
