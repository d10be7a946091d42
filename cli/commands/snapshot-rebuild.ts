// `lockstep snapshot rebuild`: the state at a place, made of an earlier snapshot and what was recorded since.
import type { Command } from 'commander';
import path from 'node:path';
import { createNumeric } from '../../engine/core/numeric/index.js';
import {
  parseSnapshot,
  type EventRecord,
  type Intervention,
  type Snapshot,
} from '../../engine/core/schema/index.js';
import {
  recordedAccount,
  type RecordedAccount,
} from '../../engine/core/session/recorded-account.js';
import { snapshotDifferences } from '../../engine/core/session/snapshot-difference.js';
import { scanCapture } from '../../engine/host/capture/index.js';
import type { Mismatch } from '../../engine/host/replay/protocol.js';
import { CommandError } from '../command-error.js';
import type { CliContext, Invocation } from '../context.js';
import { EXIT, type ExitCode } from '../exit-codes.js';
import { openWindow, ticksAt, type OpenWindow } from '../open-window.js';
import { writeWhole } from '../out-path.js';
import { namesForPeople } from '../output/path-names.js';
import { writeProblems } from '../output/problems.js';
import { differencesText } from '../output/snapshot-differences.js';
import { readSnapshot } from '../read-snapshot.js';
import { addReplayFlags, openOptions, type ReplayFlags } from '../replay-flags.js';
import { withReplay, type Replaying } from '../replaying.js';
import { PLACE_HELP, parsePlace } from '../window-place.js';

interface Flags extends ReplayFlags {
  readonly at: string;
  readonly out: string;
  readonly prove?: string;
  readonly force?: boolean;
}

const EXAMPLES = `
What live recorded of the venue's doing (rejects, partial fills, funding) is put into the replay. When the replay then
does what live did up to the place, event by event, the state is live's. Otherwise nothing is written.

Examples:
  lockstep snapshot rebuild captures/live --at 2026-01-24T13:00Z --out rebuilt.json
  lockstep snapshot rebuild captures/live --at seq:512 --out rebuilt.json --prove exported.json`;

export function addSnapshotRebuildCommand(group: Command, invocation: Invocation): void {
  const command = group
    .command('rebuild')
    .summary("rebuild live's state from an earlier snapshot and the events since")
    .description(
      "Rebuilds the state at a place from the capture's snapshot and its recording, and says how it " +
        'is proven. With --prove it is held against a snapshot that live exported there.',
    )
    .argument('<capture>', 'folder of the capture')
    .requiredOption('--at <place>', PLACE_HELP)
    .requiredOption('--out <file>', 'file to write')
    .option('--prove <file>', 'snapshot that it must equal in every field')
    .option('--force', 'replace a file that is there');
  addReplayFlags(command)
    .addHelpText('after', EXAMPLES)
    .action(async (capture: string, flags: Flags) => {
      invocation.finish(await rebuild(capture, flags, invocation.context));
    });
}

interface Rebuilt {
  readonly text: string;
  readonly snapshot: Snapshot;
  readonly events: readonly EventRecord[];
  readonly account: RecordedAccount;
  readonly interventions: readonly Intervention[];
  readonly ticks: number;
}

async function rebuild(capture: string, flags: Flags, context: CliContext): Promise<ExitCode> {
  parsePlace(flags.at);
  const exported = flags.prove === undefined ? null : await exportedSnapshot(flags.prove, context);
  const made = await withReplay(context, flags, (replaying) =>
    make({ replaying, capture, flags, context }),
  );
  if (exported !== null) {
    const differences = snapshotDifferences(exported, made.snapshot);
    if (differences.length > 0) {
      context.out.write(differencesText(differences, [String(flags.prove), 'rebuilt']));
      return EXIT.mismatch;
    }
  }
  await writeWhole(path.resolve(flags.out), made.text, flags.force === true);
  context.out.write(rebuiltText(made, flags));
  return EXIT.ok;
}

async function exportedSnapshot(file: string, context: CliContext): Promise<Snapshot> {
  const { value, issues } = await readSnapshot(file, context.signal);
  writeProblems(context.err, { issues }, namesForPeople(process.cwd()));
  if (value !== undefined) return value;
  throw new CommandError(`--prove ${file} is no snapshot.`, 'correct what is listed above.');
}

interface Asked {
  readonly replaying: Replaying;
  readonly capture: string;
  readonly flags: Flags;
  readonly context: CliContext;
}

async function make(asked: Asked): Promise<Rebuilt> {
  const { replaying, capture, flags, context } = asked;
  const { client, request } = replaying;
  let window = await openWindow(replaying, { capture, flags }, context);
  const ticks = await ticksAt(flags.at, window, context.signal);
  let open = (await client.request('run', {}, request)).mismatches.filter(isBefore(ticks));
  let interventions: readonly Intervention[] = [];
  if (open.length > 0) {
    interventions = await healing(asked, ticks);
    const options = { ...(await openOptions(capture, flags)), interventions };
    window = await reopened(asked, options);
    open = (await client.request('run', {}, request)).mismatches.filter(isBefore(ticks));
  }
  const [first] = open;
  if (first !== undefined) throw notReproduced(first, open.length, capture);
  const text = await client.request('snapshot', { ticks }, request);
  const snapshot = parseSnapshot(text, 'snapshot.json').value as Snapshot;
  const events = await eventsUpTo(capture, snapshot.cursor.seq, context.signal);
  const account = recordedAccount(createNumeric(window.opened.numeric), events, snapshot);
  const [contradiction] = account.contradicted;
  if (contradiction !== undefined)
    throw new CommandError(
      `The events say that ${contradiction.path} is ${String(contradiction.left)}; rebuilt it is ${String(contradiction.right)}.`,
      'record ledger rows and fills in full, so that the account can be followed.',
      EXIT.mismatch,
    );
  return { text, snapshot, events, account, interventions, ticks };
}

const isBefore =
  (ticks: number) =>
  ({ tick }: Mismatch): boolean =>
    tick < ticks;

/** What the search for causes found to heal the differences before the place. */
async function healing(asked: Asked, ticks: number): Promise<readonly Intervention[]> {
  const { client, request } = asked.replaying;
  const { roots } = await client.request('explain', {}, request);
  return roots.flatMap((root) => (root.place.tick < ticks ? root.interventions : []));
}

async function reopened(
  { replaying, capture }: Asked,
  options: Awaited<ReturnType<typeof openOptions>>,
): Promise<OpenWindow> {
  const { client, request } = replaying;
  const { replay } = await client.request('open', options, request);
  if (replay === null)
    throw new CommandError(`${capture} cannot be replayed.`, 'run lockstep explain on it.');
  const { failure } = await client.request('run', {}, request);
  return { opened: replay, failure };
}

async function eventsUpTo(
  capture: string,
  seq: number,
  signal: AbortSignal,
): Promise<readonly EventRecord[]> {
  const events: EventRecord[] = [];
  const onEvent = (event: EventRecord): void => {
    if (event.seq <= seq) events.push(event);
  };
  await scanCapture(capture, { onEvent }, { signal });
  return events;
}

const notReproduced = (first: Mismatch, count: number, capture: string): CommandError =>
  new CommandError(
    `The replay does not do what live did before that place: ${first.message} (tick ${String(first.tick)}; ${String(count)} such before it).`,
    `run lockstep explain ${capture}, and put right what it names; a state cannot be rebuilt behind it.`,
    EXIT.mismatch,
  );

function rebuiltText(made: Rebuilt, flags: Flags): string {
  const { events, account, interventions, ticks } = made;
  const proof = [
    `${String(events.length)} recorded events were reproduced, event by event`,
    interventions.length === 0
      ? 'no substitution was needed'
      : `${String(interventions.length)} recorded doings of the venue or the market were put in`,
    account.stated.length === 0
      ? 'no row states the account by itself'
      : `the rows by themselves say the same of ${account.stated.join(', ')}`,
    ...(flags.prove === undefined ? [] : [`equal to ${flags.prove} in every field`]),
  ];
  return `state after ${String(ticks)} ticks is in ${flags.out}\n${proof.map((line) => `  ${line}\n`).join('')}`;
}
