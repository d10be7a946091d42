// `lockstep paper`: a strategy on paper, seeded from a snapshot, beside a market feed.
import { Option, type Command } from 'commander';
import { readFile, stat } from 'node:fs/promises';
import path from 'node:path';
import { eitherSignal } from '../../engine/host/either-signal.js';
import { MANIFEST } from '../../engine/host/capture/index.js';
import { PaperError } from '../../engine/host/paper/paper-error.js';
import type { PaperEnd, PaperListener } from '../../engine/host/paper/paper-outcome.js';
import { gapText } from '../../engine/host/paper/paper-session.js';
import {
  startPaper,
  type PaperReady,
  type PaperSettings,
  type PaperStarted,
} from '../../engine/host/paper/start-paper.js';
import { RecorderError } from '../../engine/host/recorder/recorder-error.js';
import { startReplayClient } from '../../engine/host/replay/start.js';
import { parseManifest, type Json, type Manifest } from '../../engine/core/schema/index.js';
import { mergeParams } from '../../engine/host/worker/merge-params.js';
import { CommandError } from '../command-error.js';
import type { CliContext, Invocation } from '../context.js';
import { EXIT, type ExitCode } from '../exit-codes.js';
import { namesForPeople } from '../output/path-names.js';
import { writeProblems } from '../output/problems.js';
import { timeText } from '../output/time.js';
import { parseNumeric } from '../numeric-option.js';
import { readSnapshot } from '../read-snapshot.js';
import { openOptions, startOptions, wholeNumber, type ReplayFlags } from '../replay-flags.js';
import { version } from '../version.js';

interface Flags extends Omit<ReplayFlags, 'apply'> {
  readonly snapshot: string;
  readonly settings?: string;
  readonly feed: string;
  readonly feedUrl?: string;
  readonly out: string;
  readonly onGap: 'stop' | 'accept';
  readonly onFault: 'stop' | 'go-on';
  readonly follow: boolean;
  readonly snapshotEvery: number;
  readonly silenceSeconds: number;
  readonly attempts?: number;
  readonly events?: boolean;
  readonly json?: boolean;
}

const SNAPSHOT_EVERY = 500;
const SILENCE_SECONDS = 60;

const EXAMPLES = `
Stopped with Ctrl-C, or ended in any other way, the same command goes on where it was: nothing is lost, nothing comes twice.
Afterwards "lockstep capture seal OUT --out CAPTURE" makes a capture of it, and "lockstep verify" compares.

Examples:
  lockstep serve captures/openclaw-base --speed 3600 --port 9100
  lockstep paper --snapshot captures/openclaw-base/snapshot.json --feed ws://127.0.0.1:9100 --out recordings/paper
  lockstep paper --snapshot state.json --settings captures/live --feed hyperliquid --out recordings/paper
  tail -f bars.jsonl | lockstep paper --snapshot state.json --settings captures/live --feed - --out recordings/paper`;

export function addPaperCommand(program: Command, invocation: Invocation): void {
  const command = program
    .command('paper')
    .summary('run a strategy on paper: seeded from a snapshot, beside a market feed')
    .description(
      'Runs the engine of replays on a live feed, and records what it does as a bot would. Market, venue, numbers and ' +
        'parameters are those of a manifest.',
    )
    .requiredOption('--snapshot <file>', 'the state to begin with')
    .requiredOption(
      '--feed <where>',
      'an exchange (hyperliquid), ws://..., a file of bars that grows, or - for standard input',
    )
    .option('--feed-url <url>', "another address of the exchange's WebSocket")
    .requiredOption('--out <folder>', 'the recording: new, or the one to go on with')
    .option(
      '--settings <manifest>',
      'manifest.json or folder of a capture; else the one beside the snapshot',
    )
    .option('--strategy <file>', "strategy file instead of the manifest's")
    .option('--params <file.json>', "parameters merged over the manifest's")
    .option('--numeric <policy>', "instead of the manifest's: binary64, decimal, ...")
    .addOption(
      new Option('--on-gap <what>', 'when bars are missing and the feed cannot give them')
        .choices(['stop', 'accept'])
        .default('stop'),
    )
    .addOption(
      new Option(
        '--on-fault <what>',
        'when the feed sends nonsense, runs back or corrects too late',
      )
        .choices(['stop', 'go-on'])
        .default('go-on'),
    );
  addPaceFlags(command)
    .option('--events', 'print every event as a line of JSON')
    .option('--json', 'print how it ended as JSON')
    .addHelpText('after', EXAMPLES)
    .action(async (flags: Flags) => {
      invocation.finish(await paper(flags, invocation.context));
    });
}

function addPaceFlags(command: Command): Command {
  return command
    .option('--no-follow', 'a file ends where it ends now')
    .option(
      '--snapshot-every <ticks>',
      'ticks from one saved state to the next',
      wholeNumber('--snapshot-every'),
      SNAPSHOT_EVERY,
    )
    .option(
      '--silence-seconds <s>',
      'a WebSocket that says nothing for so long is connected anew',
      wholeNumber('--silence-seconds'),
      SILENCE_SECONDS,
    )
    .option('--attempts <n>', 'connections in a row before it gives up', wholeNumber('--attempts'))
    .option('--max-memory <mb>', 'stop a strategy that needs more', wholeNumber('--max-memory'))
    .option(
      '--max-tick-seconds <s>',
      'stop a strategy that does not return from a tick',
      wholeNumber('--max-tick-seconds'),
    );
}

async function paper(flags: Flags, context: CliContext): Promise<ExitCode> {
  const { out, err } = context;
  const { manifest, folder } = await settingsOf(flags);
  const { value: seed, issues } = await readSnapshot(flags.snapshot, context.signal);
  writeProblems(err, { issues }, namesForPeople(process.cwd()));
  if (seed === undefined)
    throw new CommandError(`${flags.snapshot} is no snapshot.`, 'correct what is listed above.');
  const { params = {} } = await openOptions('', flags);
  const settings = effective(manifest, flags, params);
  refuseForeignState(seed, settings, flags);
  const note = (text: string): void => {
    err.write(`${text}\n`);
  };
  const client = startReplayClient(startOptions(flags));
  const terminated = onTerminate();
  try {
    const started = await startPaper(client, {
      settings,
      seed,
      strategy: strategyOf(flags, manifest, folder),
      feed: {
        address: flags.feed,
        url: flags.feedUrl ?? null,
        isFollowed: flags.follow,
        silenceMs: flags.silenceSeconds * MS,
        attemptsMax: flags.attempts ?? null,
      },
      out: flags.out,
      version: version(),
      onGap: flags.onGap,
      onFault: flags.onFault,
      snapshotEvery: flags.snapshotEvery,
      signal: eitherSignal(context.signal, terminated.signal),
      listener: listenerOf(flags, context),
      onProblem: ({ message, remedy }) => {
        note(`recording: ${message} ${remedy}`);
      },
      onReady: (ready) => {
        note(readyText(ready, flags));
      },
    });
    writeProblems(err, { ...started.result }, namesForPeople(process.cwd()));
    out.write(flags.json === true ? `${JSON.stringify(documentOf(started))}\n` : textOf(started));
    return exitOf(started);
  } catch (error) {
    throw commandError(error);
  } finally {
    terminated.release();
    await client.dispose();
  }
}

const MS = 1000;

/** A service manager ends a process so; it is a stop as good as any. */
function onTerminate(): { readonly signal: AbortSignal; readonly release: () => void } {
  const controller = new AbortController();
  const stop = (): void => {
    controller.abort();
  };
  process.on('SIGTERM', stop);
  return { signal: controller.signal, release: () => process.off('SIGTERM', stop) };
}

async function settingsOf(
  flags: Flags,
): Promise<{ readonly manifest: Manifest; readonly folder: string }> {
  const named = flags.settings ?? path.join(path.dirname(flags.snapshot), MANIFEST);
  const isFolder = (await stat(named).catch(() => undefined))?.isDirectory() === true;
  const file = isFolder ? path.join(named, MANIFEST) : named;
  const text = await readFile(file, 'utf8').catch(() => undefined);
  if (text === undefined)
    throw new CommandError(
      `There is no ${file}.`,
      'name a manifest.json (or the folder of a capture) with --settings: it states market, venue and numbers.',
    );
  const { value, issues } = parseManifest(text, file);
  if (value !== undefined) return { manifest: value, folder: path.dirname(path.resolve(file)) };
  const [first] = issues;
  throw new CommandError(
    `${file} is no manifest: ${first?.message ?? 'it is empty'}`,
    first?.remedy ?? 'name another with --settings.',
  );
}

function effective(manifest: Manifest, flags: Flags, params: Json): PaperSettings {
  const { numeric, venue, symbols, intervalMs, strategy } = manifest;
  return {
    numeric: flags.numeric === undefined ? numeric : parseNumeric(flags.numeric),
    venue,
    symbols,
    intervalMs,
    params: mergeParams(strategy.params, params),
  };
}

function strategyOf({ strategy }: Flags, manifest: Manifest, folder: string): string {
  if (strategy !== undefined) return strategy;
  const { entry } = manifest.strategy;
  return entry.startsWith('lockstep:') ? entry : path.resolve(folder, entry);
}

/** A state of another market would be half ignored. */
function refuseForeignState(
  seed: Awaited<ReturnType<typeof readSnapshot>>['value'] & object,
  { symbols }: PaperSettings,
  flags: Flags,
): void {
  const known = new Set<string>(symbols);
  const named = [...Object.keys(seed.positions), ...Object.keys(seed.lastClose)];
  const other = named.find((symbol) => !known.has(symbol));
  if (other === undefined) return;
  throw new CommandError(
    `${flags.snapshot} holds ${other}, which is not among the symbols of the settings.`,
    `name the settings that belong to it, or a snapshot of ${symbols.join(', ')}.`,
  );
}

function listenerOf({ events }: Flags, { out, err }: CliContext): PaperListener {
  let ticks = 0;
  return {
    tick: ({ ts, events: made }) => {
      ticks += 1;
      if (events === true) for (const event of made) out.write(`${JSON.stringify(event)}\n`);
      if (err.isTerminal) err.write(`\r\u001B[2K${String(ticks)} ticks, last ${timeText(ts)}`);
    },
    note: (text, isFault) => {
      err.write(`${err.isTerminal ? '\r\u001B[2K' : ''}${isFault ? 'feed fault: ' : ''}${text}\n`);
    },
  };
}

function readyText({ opened, resumed }: PaperReady, flags: Flags): string {
  const { seq, bars, events } = resumed;
  const from =
    seq === 0 && bars === 0
      ? 'a new recording'
      : `going on behind event ${String(seq)}: ${String(bars)} bars and ${String(events)} events since its last snapshot are run again`;
  return `${opened.strategyId} on paper, ${from}; feed ${flags.feed}`;
}

const documentOf = ({ outcome }: PaperStarted): object => ({ schemaVersion: 1, ...outcome });

function textOf({ outcome }: PaperStarted): string {
  if (outcome === null) return '';
  const { counts, lastTickTs, end } = outcome;
  const last = lastTickTs === null ? '' : `, the last at ${timeText(lastTickTs)}`;
  return `${endText(end)}\n${String(counts.ticks)} ticks and ${String(counts.events)} events${last}\n`;
}

function endText(end: PaperEnd): string {
  switch (end.kind) {
    case 'feed-ended':
      return `the feed has ended: ${end.reason}`;
    case 'stopped':
      return 'stopped; the same command goes on from here';
    case 'gap':
      return `stopped: ${gapText(end.gap)}${end.failure === null ? ', and the feed has none' : `; ${end.failure}`}. Fix: --on-gap accept goes on without`;
    case 'fault':
      return `stopped: ${end.text}. Fix: --on-fault go-on ignores it`;
    case 'broken':
      return `stopped: ${end.message} Fix: ${end.remedy}`;
    case 'strategy':
      return `stopped: ${end.failure.code}: ${end.failure.message} Fix: ${end.failure.remedy}`;
  }
}

const EXITS: Readonly<Record<PaperEnd['kind'], ExitCode>> = {
  'feed-ended': EXIT.ok,
  stopped: EXIT.ok,
  gap: EXIT.mismatch,
  fault: EXIT.mismatch,
  broken: EXIT.badInput,
  strategy: EXIT.mismatch,
};

const exitOf = ({ outcome }: PaperStarted): ExitCode =>
  outcome === null ? EXIT.badInput : EXITS[outcome.end.kind];

function commandError(error: unknown): unknown {
  if (error instanceof PaperError) return new CommandError(error.message, error.remedy);
  if (error instanceof RecorderError)
    return new CommandError(error.message, 'see docs/recording.md, or record into a new folder.');
  return error;
}
