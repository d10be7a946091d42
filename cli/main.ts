// Entry of the `lockstep` command: streams, Ctrl-C and the exit code. What it does is in program.ts and commands/.
import { streamOutput } from './context.js';
import { EXIT } from './exit-codes.js';
import { runCli } from './program.js';

async function main(): Promise<void> {
  const interrupt = new AbortController();
  process.on('SIGINT', () => {
    // The second Ctrl-C means: now.
    if (interrupt.signal.aborted) process.exit(EXIT.interrupted);
    interrupt.abort();
  });
  process.exitCode = await runCli(process.argv.slice(2), {
    out: streamOutput(process.stdout),
    err: streamOutput(process.stderr),
    signal: interrupt.signal,
  });
}

void main();
