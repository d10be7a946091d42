// `lockstep replay`: runs a capture's window and compares what the strategy does with what live did.
import type { Command } from 'commander';
import type { ReplayReport } from '../../engine/host/replay/protocol.js';
import { runCapture, type CaptureRun } from '../../engine/host/replay/run-capture.js';
import { collect } from '../apply-option.js';
import type { Invocation } from '../context.js';
import { EXIT, type ExitCode } from '../exit-codes.js';
import { createPaint } from '../output/paint.js';
import { namesForPeople } from '../output/path-names.js';
import { writeProblems } from '../output/problems.js';
import { reportJson } from '../output/report-json.js';
import { reportText } from '../output/report-text.js';
import { addReplayFlags, openOptions, wholeNumber, type ReplayFlags } from '../replay-flags.js';
import { withReplay } from '../replaying.js';

interface Flags extends ReplayFlags {
  readonly json?: boolean;
  readonly limit?: number;
  readonly color: boolean;
}

/** A screenful; machines get all of them. */
const LISTED_MAX = 20;

const EXAMPLES = `
Examples:
  lockstep replay captures/openclaw-base
  lockstep replay captures/openclaw-base --strategy strategies/openclaw/index.ts --json
  lockstep replay captures/openclaw-base --numeric decimal:28:half-even --limit 5
  lockstep replay captures/openclaw-base --apply evidence/root-1-0123456789ab.json`;

export function addReplayCommand(program: Command, invocation: Invocation): void {
  const command = program
    .command('replay')
    .summary('replay a capture and compare it with what live recorded')
    .description(
      'Replays the window of a capture and compares the events with those live recorded, exactly. ' +
        'Exits with 0 only if every live event is reproduced and there is no other.',
    )
    .argument('<capture>', 'folder of the capture: the one with manifest.json');
  addReplayFlags(command)
    .option(
      '--apply <file.json>',
      'substitutions to replay with, such as the stored evidence of a root; may be repeated',
      collect,
    )
    .option('--json', 'print the report as JSON, with every mismatch')
    .option('--limit <n>', 'list at most n mismatches', wholeNumber('--limit', 0))
    .option('--no-color', 'no colour even on a terminal')
    .addHelpText('after', EXAMPLES)
    .action(async (capture: string, flags: Flags) => {
      invocation.finish(await replay(capture, flags, invocation));
    });
}

async function replay(capture: string, flags: Flags, { context }: Invocation): Promise<ExitCode> {
  const { out, err } = context;
  const options = await openOptions(capture, flags);
  const run = await withReplay(context, flags, ({ client, request }) =>
    runCapture(client, options, request),
  );
  const names = namesForPeople(process.cwd());
  writeProblems(err, { capture, issues: run.issues, findings: run.findings }, names);
  if (flags.json === true) {
    out.write(reportJson(run, { capture, limit: flags.limit ?? Infinity }));
  } else {
    const paint = createPaint(out, flags.color);
    out.write(reportText(run, { names, paint, limit: flags.limit ?? LISTED_MAX }));
  }
  return exitCodeOf(run);
}

const BY_VERDICT: Readonly<Record<ReplayReport['verdict'], ExitCode>> = {
  parity: EXIT.ok,
  mismatch: EXIT.mismatch,
  'invalid-comparison': EXIT.invalid,
  'bad-input': EXIT.badInput,
};

const exitCodeOf = (run: CaptureRun): ExitCode =>
  run.failure === null ? BY_VERDICT[run.verdict] : EXIT.mismatch;
