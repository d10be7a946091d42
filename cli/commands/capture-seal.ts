// `lockstep capture seal`: a capture of a recording, or of the part that begins with a later snapshot.
import type { Command } from 'commander';
import { sealRecording, type SealOptions } from '../../engine/host/integrity/seal-recording.js';
import { CommandError } from '../command-error.js';
import type { CliContext, Invocation } from '../context.js';
import { EXIT } from '../exit-codes.js';
import { claimCaptureFolder } from '../out-path.js';
import { requireRecording } from '../require-recording.js';

interface Flags {
  readonly out: string;
  readonly from?: string;
  readonly until?: number;
  readonly end?: string;
  readonly force?: boolean;
}

const EXAMPLES = `
Examples:
  lockstep capture seal recordings/bot-1 --out captures/monday
  lockstep capture seal recordings/bot-1 --out captures/after-restart --from last`;

export function addCaptureSealCommand(group: Command, invocation: Invocation): void {
  group
    .command('seal')
    .summary('make a capture of a recording')
    .description(
      'Verifies the recording and writes a capture with a seal, whole or not at all. The recording is left as it is; ' +
        'its bot may go on.',
    )
    .argument('<recording>', 'folder of the recording')
    .requiredOption('--out <folder>', 'where the capture goes')
    .option('--from <seq>', 'begin with the snapshot at this event, or with the "last" one')
    .option('--until <ms>', 'open time of the last tick; else that of the last bar', milliseconds)
    .option(
      '--end <how>',
      '"finish": the run ended there, so that the rules of its end apply; "cut" (default): it went on',
    )
    .option('--force', 'replace a capture that is there')
    .addHelpText('after', EXAMPLES)
    .action(async (recording: string, flags: Flags) => {
      await seal(recording, flags, invocation.context);
      invocation.finish(EXIT.ok);
    });
}

function milliseconds(text: string): number {
  if (/^\d{12,14}$/.test(text)) return Number(text);
  throw new CommandError(
    `--until "${text}" is no time.`,
    'write milliseconds since the epoch, such as 1769259600000.',
  );
}

async function seal(recording: string, flags: Flags, context: CliContext): Promise<void> {
  const options = optionsOf(flags, context.signal);
  await requireRecording(recording);
  await claimCaptureFolder(flags.out, flags.force === true);
  const { sequence, files, window, runs } = await sealRecording(recording, flags.out, options);
  const events =
    sequence === null
      ? 'no events'
      : `events ${String(sequence.first)} to ${String(sequence.last)}`;
  context.out.write(
    `${flags.out}: ${events}, ${String(files['market.jsonl'].rows)} bars, ${new Date(window.fromTs).toISOString()} to ${new Date(window.toTs).toISOString()}\n`,
  );
  if (runs.length > 1)
    context.err.write(
      `warning: the bot restarted inside: there are ${String(runs.length)} runs, and a comparison needs one. Fix: seal with --from and --until around one of them.\n`,
    );
}

function optionsOf({ from, until, end, force }: Flags, signal: AbortSignal): SealOptions {
  if (from !== undefined && from !== 'last' && !/^\d+$/.test(from))
    throw new CommandError(`--from ${from} is no sequence number.`, 'write a number, or last.');
  if (end !== undefined && end !== 'cut' && end !== 'finish')
    throw new CommandError(`--end ${end} is not known.`, 'write cut or finish.');
  return {
    signal,
    overwrite: force === true,
    ...(from !== undefined && { from: from === 'last' ? from : Number(from) }),
    ...(until !== undefined && { untilTs: until }),
    ...(end !== undefined && { end }),
  };
}
