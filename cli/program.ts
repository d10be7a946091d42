// The command tree, and how errors leave it: every outcome becomes an exit code.
import { Command, CommanderError } from 'commander';
import { CaptureError } from '../engine/host/capture/index.js';
import { ReplayError } from '../engine/host/replay/replay-client.js';
import { RecorderError } from '../engine/host/recorder/recorder-error.js';
import { CommandError } from './command-error.js';
import { addCaptureCommand } from './commands/capture.js';
import { addExplainCommand } from './commands/explain.js';
import { addExportCommand } from './commands/export.js';
import { addGateCommand } from './commands/gate.js';
import { addImportCommand } from './commands/import/index.js';
import { addInspectCommand } from './commands/inspect.js';
import { addPaperCommand } from './commands/paper.js';
import { addReplayCommand } from './commands/replay.js';
import { addSchemaCommand } from './commands/schema.js';
import { addServeCommand } from './commands/serve.js';
import { addSnapshotCommand } from './commands/snapshot.js';
import { addSweepCommand } from './commands/sweep.js';
import { addVerifyCommand } from './commands/verify.js';
import type { CliContext, Invocation } from './context.js';
import { EXIT, type ExitCode } from './exit-codes.js';
import { version } from './version.js';

const DESCRIPTION =
  'Replays what a live trading strategy recorded, and names every place where the replay departs from it.';

const EXIT_CODES = `
Exit codes:
  0    the replay reproduced live, or the command did what it was asked
  1    live and replay differ, the strategy failed, or a release is blocked
  2    the comparison is invalid: the inputs do not belong together
  3    bad input: wrong arguments, or a capture or strategy that cannot be opened
  4    two lanes of Lockstep do not agree: rely on nothing it says about this capture
  70   a fault of Lockstep itself
  130  interrupted`;

/** Runs one command line, without the program's own name. Never rejects. */
export async function runCli(args: readonly string[], context: CliContext): Promise<ExitCode> {
  let exitCode: ExitCode = EXIT.ok;
  const finish = (code: ExitCode): void => {
    exitCode = code;
  };
  try {
    await createProgram({ context, finish }).parseAsync([...args], { from: 'user' });
    return exitCode;
  } catch (error) {
    return explain(error, context);
  }
}

function createProgram(invocation: Invocation): Command {
  const { out, err } = invocation.context;
  const program = new Command('lockstep')
    .description(DESCRIPTION)
    .version(version(), '-V, --version', 'print the version')
    .configureOutput({
      writeOut: (text) => {
        out.write(text);
      },
      writeErr: (text) => {
        err.write(text);
      },
    })
    .addHelpText('after', EXIT_CODES)
    .exitOverride();
  addReplayCommand(program, invocation);
  addVerifyCommand(program, invocation);
  addExplainCommand(program, invocation);
  addSweepCommand(program, invocation);
  addGateCommand(program, invocation);
  addImportCommand(program, invocation);
  addExportCommand(program, invocation);
  addInspectCommand(program, invocation);
  addCaptureCommand(program, invocation);
  addSnapshotCommand(program, invocation);
  addPaperCommand(program, invocation);
  addServeCommand(program, invocation);
  addSchemaCommand(program, invocation);
  return program;
}

function explain(error: unknown, { err, signal }: CliContext): ExitCode {
  // commander has printed its message already; help and version end in an error as well.
  if (error instanceof CommanderError) return error.exitCode === 0 ? EXIT.ok : EXIT.badInput;
  if (signal.aborted) {
    err.write('lockstep: interrupted; nothing was written\n');
    return EXIT.interrupted;
  }
  if (error instanceof CommandError) {
    err.write(`lockstep: error: ${error.message} Fix: ${error.remedy}\n`);
    return error.exitCode;
  }
  if (error instanceof CaptureError || error instanceof RecorderError) {
    err.write(`lockstep: error: ${error.message}\n`);
    return EXIT.badInput;
  }
  if (error instanceof ReplayError && error.failure !== null) {
    err.write(`lockstep: error: ${error.failure}: ${error.message}\n`);
    return EXIT.mismatch;
  }
  const text = error instanceof Error ? (error.stack ?? error.message) : String(error);
  err.write(`lockstep: internal error, a fault of Lockstep and not of your files.\n${text}\n`);
  return EXIT.internal;
}
