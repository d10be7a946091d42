// `lockstep sweep`: replays every configuration on every window, and ranks them by how closely they reproduce live.
import type { Command } from 'commander';
import { availableParallelism } from 'node:os';
import type { AdapterChoice } from '../../engine/host/gpu/gpu-protocol.js';
import type { SweepLane } from '../../engine/host/lanes/configuration-report.js';
import type { Json } from '../../engine/core/schema/index.js';
import { startReplayClient } from '../../engine/host/replay/start.js';
import type { ReplayClient } from '../../engine/host/replay/replay-client.js';
import {
  parameterSpace,
  SpaceError,
  type ParameterSpace,
} from '../../engine/host/sweep/parameter-space.js';
import {
  LaneRefused,
  openWindow,
  runSweep,
  WindowRefused,
  type SweepIncident,
  type SweepWindow,
} from '../../engine/host/sweep/run-sweep.js';
import {
  resumeSweep,
  SweepFile,
  SweepFileError,
  sweepHeader,
} from '../../engine/host/sweep/sweep-file.js';
import { TopRows, type RankBy, type SweepRow } from '../../engine/host/sweep/sweep-row.js';
import { CommandError } from '../command-error.js';
import type { CliContext, Invocation } from '../context.js';
import { EXIT, type ExitCode } from '../exit-codes.js';
import { adapterOf, checkAdapter } from '../lanes-option.js';
import { createPaint } from '../output/paint.js';
import { namesForPeople } from '../output/path-names.js';
import { writeProblems } from '../output/problems.js';
import { createProgress } from '../output/progress.js';
import { incidentText, liveEvents, sweepText } from '../output/sweep-text.js';
import {
  addReplayFlags,
  openOptions,
  startOptions,
  wholeNumber,
  type ReplayFlags,
} from '../replay-flags.js';
import { claimParquet, SweepParquet } from '../sweep-parquet.js';
import { SweepPace } from '../sweep-pace.js';

interface Flags extends ReplayFlags {
  readonly param: readonly string[];
  readonly lane: string;
  readonly adapter?: AdapterChoice;
  readonly gpuBatch?: number;
  readonly by: string;
  readonly top: number;
  readonly threads?: number;
  readonly out?: string;
  readonly parquet?: string;
  readonly force?: boolean;
  readonly json?: boolean;
  readonly color: boolean;
}

const TOP = 20;
/** More rows than anybody reads, and few enough to hold. */
const TOP_MAX = 10_000;
/** A worker holds what all of them make until the last one is done. */
const GPU_BATCH_MAX = 65_536;

const EXAMPLES = `
A range is from:to:step with both ends, computed exactly; a list is a,b,c. Every combination is replayed.

Examples:
  lockstep sweep captures/openclaw-base --param trade.sl_atr_mult=1:3:0.25
  lockstep sweep captures/january captures/february --param trade.sl_atr_mult=1:3:0.01 \\
    --param trade.leverage=1,2,3 --out sweep.jsonl --parquet sweep.parquet`;

export function addSweepCommand(program: Command, invocation: Invocation): void {
  const command = program
    .command('sweep')
    .summary('replay many configurations, and rank them by how closely they reproduce live')
    .description(
      'Replays every configuration on every capture in a compiled lane. Answers which parameters ' +
        'live really ran with, and what others would have come to. A sweep that was interrupted goes ' +
        'on where it stopped when it is given the same --out.',
    )
    .argument('<captures...>', 'folders of captures, of one strategy');
  addReplayFlags(command)
    .requiredOption(
      '--param <name=values>',
      'a parameter and its values; may be given several times',
      (spec: string, before: readonly string[] | undefined) => [...(before ?? []), spec],
    )
    .option('--lane <lane>', 'the lane that runs them: fast or gpu', 'fast')
    .option(
      '--adapter <which>',
      'for the gpu lane: hardware, software, or any (hardware first)',
      adapterOf('--adapter'),
    )
    .option(
      '--gpu-batch <n>',
      'configurations side by side in the gpu lane; fewer need less of its memory',
      wholeNumber('--gpu-batch'),
    )
    .option('--by <what>', 'rank by live (closest first) or by balance', 'live')
    .option('--top <n>', 'configurations to list', wholeNumber('--top'), TOP)
    .option('--threads <n>', 'workers side by side; else one a core', wholeNumber('--threads'))
    .option(
      '--out <file>',
      'write every configuration as a line of JSON; goes on with what is there',
    )
    .option('--parquet <file>', 'write every configuration as a row of a Parquet file')
    .option('--force', 'begin anew, whatever --out and --parquet hold')
    .option('--json', 'print the best configurations as JSON')
    .option('--no-color', 'no colour even on a terminal')
    .addHelpText('after', EXAMPLES)
    .action(async (captures: readonly string[], flags: Flags) => {
      invocation.finish(await sweep(captures, flags, invocation.context));
    });
}

async function sweep(
  captures: readonly string[],
  flags: Flags,
  context: CliContext,
): Promise<ExitCode> {
  const by = rankBy(flags);
  checkAdapter(flags.adapter, [flags.lane], '--lane gpu');
  const clients: ReplayClient[] = [];
  const stop = (): void => void Promise.all(clients.map((client) => client.dispose()));
  context.signal.addEventListener('abort', stop, { once: true });
  const start = (): ReplayClient => {
    const client = startReplayClient(startOptions(flags));
    clients.push(client);
    return client;
  };
  try {
    const windows = await openWindows(captures, flags, { context, start });
    const space = parameterSpace(flags.param, windows[0]?.opened.declaredParams ?? {});
    const top = new TopRows(by, flags.top);
    await runAll({ windows, space, top, start }, flags, context);
    tell(top.ranked, space, { flags, context });
    return EXIT.ok;
  } catch (error) {
    if (context.signal.aborted && flags.out !== undefined) {
      const more = `the same command goes on from what ${flags.out} holds`;
      context.err.write(`lockstep: interrupted; ${more}\n`);
      return EXIT.interrupted;
    }
    throw commandError(error, captures, { context, flags });
  } finally {
    context.signal.removeEventListener('abort', stop);
    await Promise.all(clients.map((client) => client.dispose()));
  }
}

function rankBy({ by, lane, top, gpuBatch = 1 }: Flags): RankBy {
  if (!isSweepLane(lane))
    throw new CommandError(`There is no lane "${lane}".`, 'sweeps run in fast or gpu.');
  if (gpuBatch > GPU_BATCH_MAX) {
    const remedy = `give at most ${String(GPU_BATCH_MAX)}.`;
    throw new CommandError(`--gpu-batch ${String(gpuBatch)} is too many.`, remedy);
  }
  if (top > TOP_MAX) {
    const remedy = `list at most ${String(TOP_MAX)}; --out and --parquet hold all of them.`;
    throw new CommandError(`--top ${String(top)} is too many.`, remedy);
  }
  if (by === 'live' || by === 'balance') return by;
  throw new CommandError(`Nothing is ranked by "${by}".`, 'rank by live or balance.');
}

const isSweepLane = (lane: string): lane is SweepLane => lane === 'fast' || lane === 'gpu';

interface Starting {
  readonly context: CliContext;
  readonly start: () => ReplayClient;
}

async function openWindows(
  captures: readonly string[],
  flags: Flags,
  { context, start }: Starting,
): Promise<readonly SweepWindow[]> {
  const windows: SweepWindow[] = [];
  for (const capture of captures) {
    const options = await openOptions(capture, flags);
    const window = await openWindow(start(), options, { signal: context.signal });
    const { issues, findings } = window.result;
    writeProblems(context.err, { capture, issues, findings }, namesForPeople(process.cwd()));
    if (window.opened.tickTs.length === 0)
      throw new CommandError(`${capture} has no tick in its window.`, 'record market data in it.');
    windows.push(window);
  }
  const [first] = windows;
  const other = windows.find(({ opened }) => opened.codeHash !== first?.opened.codeHash);
  if (other !== undefined)
    throw new CommandError(
      `${other.options.capture} has another strategy than ${first?.options.capture ?? ''}.`,
      'sweep captures of one strategy, or give --strategy.',
    );
  return windows;
}

interface Work {
  readonly windows: readonly SweepWindow[];
  readonly space: ParameterSpace;
  readonly top: TopRows;
  readonly start: () => ReplayClient;
}

async function runAll(
  { windows, space, top, start }: Work,
  flags: Flags,
  { err, signal }: CliContext,
): Promise<void> {
  const header = sweepHeader(describe(windows, flags));
  if (flags.parquet !== undefined) await claimParquet(flags.parquet, flags.force === true);
  const parquet = flags.parquet === undefined ? null : new SweepParquet(flags.parquet);
  const isNew = flags.force === true || flags.out === undefined;
  const { done } = isNew
    ? { done: 0 }
    : await resumeSweep(flags.out ?? '', header, async (row) => {
        top.add(row);
        await parquet?.add(row);
      });
  const file =
    flags.out === undefined ? null : await SweepFile.open(flags.out, header, isNew || done === 0);
  const progress = createProgress(err, flags.progress === true);
  const pace = new SweepPace(done, space.count);
  try {
    const threads = flags.threads ?? availableParallelism();
    const lane = isSweepLane(flags.lane) ? flags.lane : 'fast';
    const onIncident = (incident: SweepIncident): void => {
      progress.end();
      err.write(incidentText(incident));
    };
    const adapter = flags.adapter ?? 'any';
    const gpuBatch = flags.gpuBatch === undefined ? {} : { gpuBatch: flags.gpuBatch };
    const how = { threads, lane, adapter, ...gpuBatch, onIncident, startClient: start, signal };
    const rows = runSweep({ windows, space, from: done, ...how });
    for await (const row of rows) {
      top.add(row);
      await file?.add(row);
      await parquet?.add(row);
      progress.detail(pace.text(row.index + 1));
      progress.report('sweep', row.index + 1, space.count);
    }
    await parquet?.close();
  } finally {
    progress.end();
    await file?.close();
  }
}

/** Everything that decides a row, and nothing that does not: a row is the same in every lane. */
const describe = (windows: readonly SweepWindow[], { param }: Flags): Json => ({
  windows: windows.map(({ opened }) => ({
    capture: opened.manifest.captureId,
    files: Object.fromEntries(
      Object.entries(opened.manifest.files).map(([name, { sha256 }]) => [name, sha256]),
    ),
    numeric: { ...opened.numeric },
    strategy: opened.codeHash,
    params: opened.manifest.strategy.params,
    venue: JSON.parse(JSON.stringify(opened.manifest.venue)) as Json,
  })),
  parameters: [...param],
});

function tell(
  ranked: readonly SweepRow[],
  space: ParameterSpace,
  { flags, context }: { readonly flags: Flags; readonly context: CliContext },
): void {
  const { out } = context;
  if (flags.json === true) {
    const document = {
      schemaVersion: 1,
      configurations: space.count,
      liveEvents: liveEvents(ranked),
      ranked,
    };
    out.write(`${JSON.stringify(document, null, 2)}\n`);
    return;
  }
  const paint = createPaint(out, flags.color);
  out.write(sweepText(ranked, { space, paint }));
}

/** Everything a person can mend, with the way to mend it. */
function commandError(
  error: unknown,
  captures: readonly string[],
  { context, flags: { lane, out } }: { readonly context: CliContext; readonly flags: Flags },
): unknown {
  if (error instanceof SpaceError || error instanceof SweepFileError)
    return new CommandError(error.message, error.remedy);
  if (error instanceof WindowRefused) {
    const { issues, findings } = error.result;
    const names = namesForPeople(process.cwd());
    writeProblems(context.err, { capture: error.capture, issues, findings }, names);
    return new CommandError(`${error.capture} cannot be replayed.`, 'mend what is listed above.');
  }
  if (!(error instanceof LaneRefused)) return error;
  const { notPortable, obstacle } = error.report;
  for (const { message, remedy, range } of notPortable) {
    const place = `${namesForPeople(process.cwd())(range.file)}:${String(range.line)}:${String(range.column)}`;
    context.err.write(`${place}: not portable: ${message}. Fix: ${remedy}\n`);
  }
  const what = captures.length === 1 ? 'this' : 'these';
  return obstacle === null
    ? new CommandError(
        `The ${lane} lane does not run ${what}: the strategy is not portable.`,
        'mend the places listed above, or replay one configuration at a time with --params.',
      )
    : new CommandError(
        `The ${lane} lane does not run ${what}: ${obstacle.replace(/\.$/, '')}.`,
        lane === 'gpu' ? fastInstead(out) : 'replay with --params.',
      );
}

const fastInstead = (out: string | undefined): string =>
  `sweep with --lane fast${out === undefined ? '' : `, which goes on from what ${out} holds`}.`;
