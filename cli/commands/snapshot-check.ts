// `lockstep snapshot check`: that a snapshot fits its schema and, for a capture, that going on from a saved and restored
// state equals never having stopped.
import type { Command } from 'commander';
import { stat } from 'node:fs/promises';
import { formatIssue, parseSnapshot } from '../../engine/core/schema/index.js';
import { CommandError } from '../command-error.js';
import type { CliContext, Invocation } from '../context.js';
import { EXIT, type ExitCode } from '../exit-codes.js';
import { openWindow, ticksAt, type OpenWindow } from '../open-window.js';
import { namesForPeople } from '../output/path-names.js';
import { writeProblems } from '../output/problems.js';
import { readSnapshot } from '../read-snapshot.js';
import { addReplayFlags, wholeNumber, type ReplayFlags } from '../replay-flags.js';
import { withReplay, type Replaying } from '../replaying.js';
import { PLACE_HELP, parsePlace } from '../window-place.js';

interface Flags extends ReplayFlags {
  readonly at?: string;
  readonly every?: number;
  readonly json?: boolean;
}

/** Each check replays the window twice. */
const CHECKS_DEFAULT = 4;
/** A check is one long call, so it needs more patience than a tick. */
const CHECK_SECONDS = 600;

const EXAMPLES = `
Examples:
  lockstep snapshot check captures/openclaw-base
  lockstep snapshot check captures/openclaw-base --at 200
  lockstep snapshot check state.json`;

export function addSnapshotCheckCommand(group: Command, invocation: Invocation): void {
  const command = group
    .command('check')
    .summary('check a snapshot file, or that a replay can be continued anywhere')
    .description(
      'A file is checked against the schema. For a capture the state is saved at several places, ' +
        'restored from its text and continued: events and final state must equal the uninterrupted run.',
    )
    .argument('<capture-or-file>', 'folder of a capture, or a snapshot file')
    .option('--at <place>', `check one place: ${PLACE_HELP}`)
    .option('--every <n>', 'check every n ticks', wholeNumber('--every'))
    .option('--json', 'print the outcome as JSON');
  addReplayFlags(command)
    .addHelpText('after', EXAMPLES)
    .action(async (target: string, flags: Flags) => {
      invocation.finish(await check(target, flags, invocation.context));
    });
}

async function check(target: string, flags: Flags, context: CliContext): Promise<ExitCode> {
  if (flags.at !== undefined && flags.every !== undefined) {
    throw new CommandError('--at and --every exclude each other.', 'leave out one of them.');
  }
  if (flags.at !== undefined) parsePlace(flags.at);
  const found = await stat(target).catch(() => undefined);
  return found?.isFile() === true
    ? checkFile(target, flags, context)
    : checkCapture(target, flags, context);
}

async function checkFile(file: string, flags: Flags, context: CliContext): Promise<ExitCode> {
  const { value, issues } = await readSnapshot(file, context.signal);
  writeProblems(context.err, { issues }, namesForPeople(process.cwd()));
  const isValid = value !== undefined;
  if (flags.json === true)
    context.out.write(`${JSON.stringify({ schemaVersion: 1, valid: isValid })}\n`);
  else if (isValid) context.out.write(`${file} fits the snapshot schema\n`);
  return isValid ? EXIT.ok : EXIT.badInput;
}

interface Check {
  /** Ticks done before the state was saved. */
  readonly ticks: number;
  readonly equal: boolean;
  readonly difference: string | null;
}

async function checkCapture(capture: string, flags: Flags, context: CliContext): Promise<ExitCode> {
  const patient = { ...flags, maxTickSeconds: flags.maxTickSeconds ?? CHECK_SECONDS };
  const checks = await withReplay(context, patient, async (replaying) => {
    const window = await openWindow(replaying, { capture, flags }, context);
    if (window.failure !== null) {
      const { tick, message, remedy } = window.failure;
      throw new CommandError(
        `The strategy fails in tick ${String(tick)}: ${message}`,
        remedy,
        EXIT.mismatch,
      );
    }
    const places = await placesOf(flags, window, context.signal);
    const done: Check[] = [];
    for (const ticks of places) {
      replaying.announce(`check ${String(done.length + 1)} of ${String(places.length)}`);
      done.push(await checkAt(ticks, replaying));
    }
    return done;
  });
  context.out.write(flags.json === true ? checksJson(checks) : checksText(checks));
  return checks.every(({ equal }) => equal) ? EXIT.ok : EXIT.mismatch;
}

async function placesOf(flags: Flags, window: OpenWindow, signal: AbortSignal): Promise<number[]> {
  if (flags.at !== undefined) return [await ticksAt(flags.at, window, signal)];
  const total = window.opened.tickTs.length;
  const every = flags.every ?? Math.ceil(total / (CHECKS_DEFAULT + 1));
  const places = Array.from(
    { length: Math.ceil(total / every) - 1 },
    (_, index) => (index + 1) * every,
  );
  if (places.length > 0) return places;
  throw new CommandError(
    `--every ${String(every)} leaves no place within ${String(total)} ticks.`,
    'write a smaller number.',
  );
}

async function checkAt(ticks: number, { client, request }: Replaying): Promise<Check> {
  request.onProgress?.({ phase: 'replay', done: 0, total: 1 });
  const text = await client.request('snapshot', { ticks }, request);
  const [misfit] = parseSnapshot(text, 'snapshot.json').issues;
  if (misfit !== undefined) return { ticks, equal: false, difference: formatIssue(misfit) };
  return { ticks, ...(await client.request('check', { ticks }, request)) };
}

const checksJson = (checks: readonly Check[]): string =>
  `${JSON.stringify({ schemaVersion: 1, equal: checks.every(({ equal }) => equal), checks }, null, 2)}\n`;

function checksText(checks: readonly Check[]): string {
  const lines = checks.map(({ ticks, equal, difference }) =>
    equal
      ? `after ${String(ticks)} ticks: equal\n`
      : `after ${String(ticks)} ticks: DIFFERENT: ${difference ?? 'unknown'}\n`,
  );
  const failed = checks.filter(({ equal }) => !equal).length;
  const verdict =
    failed === 0
      ? 'every continuation equals the uninterrupted run'
      : `${String(failed)} of ${String(checks.length)} continuations differ`;
  return `${lines.join('')}${verdict}\n`;
}
