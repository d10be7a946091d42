// A sweep: every configuration on every window, in workers side by side, rows in the order of the configurations.
import type { AdapterChoice } from '../gpu/gpu-protocol.js';
import type {
  ConfigurationReport,
  ConfigurationRun,
  LaneIncident,
  SweepLane,
} from '../lanes/configuration-report.js';
import type { Opened, OpenOptions, OpenResult } from '../replay/protocol.js';
import type { ReplayClient, RequestOptions } from '../replay/replay-client.js';
import { BatchBoard } from './batch-board.js';
import { overridesOf, type ParameterSpace } from './parameter-space.js';
import { sweepRow, type SweepRow } from './sweep-row.js';

/**
 * Configurations a worker is asked for at once: few enough to stay cancellable, enough to make the asking cheap. A GPU runs
 * all of them side by side, unless it is told how many.
 */
const BATCH: Readonly<Record<SweepLane, number>> = { fast: 8, gpu: 1024 };

const batchOf = ({ lane, gpuBatch }: Sweep): number =>
  lane === 'gpu' ? (gpuBatch ?? BATCH.gpu) : BATCH.fast;

/** Batches each worker may be ahead of the row that is read next. */
const AHEAD = 3;

/** A capture could not be opened. */
export class WindowRefused extends Error {
  override readonly name = 'WindowRefused';
  constructor(
    readonly capture: string,
    readonly result: OpenResult,
  ) {
    super(`${capture} cannot be replayed`);
  }
}

/** What keeps the strategy out of the lane. */
export class LaneRefused extends Error {
  override readonly name = 'LaneRefused';
  constructor(readonly report: ConfigurationReport) {
    super('the strategy does not run in this lane');
  }
}

export interface SweepWindow {
  readonly options: OpenOptions;
  readonly opened: Opened;
  /** With what opening had to say. */
  readonly result: OpenResult;
  /** Has the window open; more may join it. */
  readonly client: ReplayClient;
}

/** @throws WindowRefused */
export async function openWindow(
  client: ReplayClient,
  options: OpenOptions,
  request: RequestOptions,
): Promise<SweepWindow> {
  const result = await client.request('open', options, request);
  if (result.replay === null) throw new WindowRefused(options.capture, result);
  return { options, opened: result.replay, result, client };
}

export interface Sweep {
  readonly windows: readonly SweepWindow[];
  readonly space: ParameterSpace;
  /** Configurations before this one are done already. */
  readonly from: number;
  /** Workers in all; at least one a window. */
  readonly threads: number;
  readonly lane: SweepLane;
  readonly adapter: AdapterChoice;
  /** Configurations side by side in the gpu lane; absent: as many as make it fast. */
  readonly gpuBatch?: number;
  /** A device failed; what it had finished is kept, and the rest goes on. */
  readonly onIncident: (incident: SweepIncident) => void;
  readonly startClient: () => ReplayClient;
  readonly signal: AbortSignal;
}

export interface SweepIncident extends LaneIncident {
  /** Numbers of the first and the last configuration of the batch. */
  readonly first: number;
  readonly last: number;
}

interface Seat {
  readonly window: number;
  readonly client: ReplayClient;
  /** Not yet opened. */
  readonly isNew: boolean;
}

/**
 * Rows from configuration `from` on, in order.
 *
 * @throws LaneRefused, WindowRefused, or ReplayError when a worker dies or the signal is aborted
 */
export async function* runSweep(sweep: Sweep): AsyncGenerator<SweepRow> {
  const { space, from, windows } = sweep;
  const seats = seatsOf(sweep);
  const batches = Math.ceil((space.count - from) / batchOf(sweep));
  const board = new BatchBoard<ConfigurationRun>({
    first: 0,
    end: batches,
    windows: windows.length,
    ahead: seats.length * AHEAD,
  });
  const working = seats.map((seat) =>
    work(seat, board, sweep).catch((error: unknown) => {
      board.fail(error);
    }),
  );
  try {
    let index = from;
    for (let parts = await board.next(); parts !== null; parts = await board.next()) {
      const complete = Math.min(...parts.map(({ length }) => length));
      for (let i = 0; i < complete; i += 1) {
        yield sweepRow(
          space,
          index,
          parts.flatMap((part) => part[i] ?? []),
        );
        index += 1;
      }
    }
  } finally {
    board.fail(new Error('the sweep has ended'));
    const added = seats.filter(({ isNew }) => isNew);
    await Promise.all(added.map(({ client }) => client.dispose()));
    await Promise.all(working);
  }
}

/** The clients that have the windows open, and more of them while there are threads left. */
function seatsOf({ windows, threads, startClient, lane }: Sweep): readonly Seat[] {
  const seats: Seat[] = windows.map(({ client }, window) => ({ window, client, isNew: false }));
  // Workers would only share out one device.
  const wanted = lane === 'gpu' ? 0 : threads;
  for (let extra = seats.length; extra < wanted; extra += 1)
    seats.push({ window: extra % windows.length, client: startClient(), isNew: true });
  return seats;
}

async function work(
  { window, client, isNew }: Seat,
  board: BatchBoard<ConfigurationRun>,
  sweep: Sweep,
): Promise<void> {
  const { windows, space, from, signal, lane, adapter } = sweep;
  const { options } = windows[window] as SweepWindow;
  if (isNew) await openWindow(client, options, { signal });
  for (let batch = await board.take(window); batch !== null; batch = await board.take(window)) {
    const first = from + batch * batchOf(sweep);
    const count = Math.min(batchOf(sweep), space.count - first);
    const params = Array.from({ length: count }, (_, i) => overridesOf(space, first + i));
    const report = await client.request('configurations', { params, lane, adapter }, { signal });
    for (const incident of report.incidents)
      sweep.onIncident({ ...incident, first, last: first + count - 1 });
    // What was finished before a device failed is kept.
    if (report.runs.length !== count) board.fail(new LaneRefused(report));
    board.put(batch, window, report.runs);
  }
}
