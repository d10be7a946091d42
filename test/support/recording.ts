// Plays the recorder of a live bot: runs a replay, with whatever is to be wrong with it, and writes what it did as the
// live events of a new capture, as much of it as a real recorder might have kept.
import { join } from 'node:path';
import {
  formatIssue,
  type BarRecord,
  type Coverage,
  type Intervention,
  type Snapshot,
} from '../../engine/core/schema/index.js';
import { createNumeric } from '../../engine/core/numeric/index.js';
import { changeMarket } from '../../engine/core/session/market-changes.js';
import { marketTicks, orderSymbols } from '../../engine/core/session/market-ticks.js';
import {
  writeCapture,
  type CaptureParts,
  type EventDraft,
  type ManifestDraft,
} from '../../engine/host/capture/index.js';
import type { Opened, OpenOptions } from '../../engine/host/replay/protocol.js';
import type { ReplayClient } from '../../engine/host/replay/replay-client.js';
import { formatFinding } from '../../engine/host/replay/run-capture.js';
import { startReplayClient } from '../../engine/host/replay/start.js';
import { mergeParams } from '../../engine/host/worker/merge-params.js';
import { withTempDir } from './captures.js';

/** A capture in memory, to be looked at and changed. */
export interface RecordedParts extends CaptureParts {
  readonly bars: readonly BarRecord[];
  readonly events: readonly EventDraft[];
}

/** What a recorder keeps. */
export const COVERAGES = {
  /** The ledger alone, as most exports have it. */
  ledger: { kinds: ['ledger'] },
  /** The ledger with what the venue said. */
  orders: { kinds: ['intent', 'order', 'reject', 'fill', 'ledger'] },
  /** Decisions that led to an order, and the ledger. */
  actions: {
    kinds: ['decision', 'ledger'],
    decisions: [{ action: 'enter' }, { action: 'add' }, { action: 'reduce' }, { action: 'exit' }],
  },
  /** Every decision with its gates and indicators, and the ledger. */
  decisions: { kinds: ['decision', 'ledger'] },
  everything: { kinds: ['decision', 'intent', 'order', 'reject', 'fill', 'ledger'] },
} as const satisfies Readonly<Record<string, Coverage>>;

export interface RecordingRequest extends Pick<
  OpenOptions,
  'strategy' | 'interventions' | 'overlays' | 'params' | 'numeric'
> {
  /** Market, snapshot and manifest the run starts from; its events are not read. */
  readonly base: RecordedParts;
  readonly coverage: Coverage;
  /** Decisions are recorded with the bar they saw: the base's, as the interventions left it. */
  readonly decisionBars?: boolean;
  /** The full state every so many ticks, as live had it after them. */
  readonly checkpointsEvery?: number;
  /** The full state once more as the very first event: what live had before the first tick. */
  readonly checkpointAtStart?: boolean;
  /** Recorded from tick `first` on, from a snapshot taken there. Absent: everything. */
  readonly window?: { readonly first: number; readonly ticks: number };
  /** Absent: one is started and ended. */
  readonly client?: ReplayClient;
}

/** The strategy broke a rule in the run that was to be recorded. */
export class RunFailed extends Error {
  override readonly name = 'RunFailed';
}

/** What live would have recorded. `params` of the request, when given, are live's and stand in the manifest. */
export async function recordCapture(request: RecordingRequest): Promise<RecordedParts> {
  const client = request.client ?? startReplayClient();
  try {
    return await withTempDir((dir) => recordIn(join(dir, 'base'), client, request));
  } finally {
    if (request.client === undefined) await client.dispose();
  }
}

async function recordIn(
  folder: string,
  client: ReplayClient,
  request: RecordingRequest,
): Promise<RecordedParts> {
  const { first = 0, ticks = Infinity } = request.window ?? {};
  const base = shortened(request.base, first + ticks);
  await writeCapture(folder, {
    ...base,
    manifest: { ...base.manifest, coverage: request.coverage, runs: [] },
    events: [],
  });
  const opened = await openBase(folder, client, writtenOut(request));
  const records = await client.request('events', { from: 0, count: Number.MAX_SAFE_INTEGER });
  const run = await client.request('run', {});
  if (run.failure !== null) throw new RunFailed(`the recorded run failed: ${run.failure.message}`);
  const stateAfter = async (count: number): Promise<Snapshot> =>
    JSON.parse(await client.request('snapshot', { ticks: count })) as Snapshot;

  const eventTs = eventTimes(opened, base.bars, request.interventions ?? []);
  const fromTs = first === 0 ? -Infinity : (eventTs[first] ?? Infinity);
  const inWindow = records.filter(({ ts }) => ts >= fromTs);
  const before = records.length - inWindow.length;
  const bars = request.decisionBars === true ? seenBars(base, request) : undefined;
  const drafts: Unnumbered[] = inWindow.map(({ seq: _seq, prev: _prev, ...event }) =>
    event.kind === 'decision' && bars !== undefined
      ? { ...event, bar: seenBar(bars, event.symbol, opened.tickTs[tickOf(eventTs, event.ts)]) }
      : event,
  );
  const every = request.checkpointsEvery ?? Infinity;
  for (let done = first + every; done < eventTs.length; done += every) {
    const next = eventTs[done] ?? Infinity;
    const at = drafts.findIndex(({ ts }) => ts >= next);
    const checkpoint = checkpointOf(await stateAfter(done), eventTs[done - 1] ?? 0);
    drafts.splice(at === -1 ? drafts.length : at, 0, checkpoint);
  }
  if (request.checkpointAtStart === true)
    drafts.unshift(checkpointOf(await stateAfter(first), opened.tickTs[first] ?? 0));
  const start = first === 0 ? base.snapshot : await stateAfter(first);
  const seq = base.snapshot.cursor.seq + before;
  const snapshot = { ...start, cursor: { ...start.cursor, seq } };
  return numbered({ base, snapshot, drafts, first, opened, request });
}

type Unnumbered = EventDraft extends infer E ? (E extends unknown ? Omit<E, 'seq'> : never) : never;

/** The first `count` ticks of a capture; a shortened run goes on after its window. */
function shortened(base: RecordedParts, count: number): RecordedParts {
  const times = [...new Set(base.bars.map(({ openTs }) => openTs))];
  const last = times[count - 1];
  if (last === undefined) return base;
  const { manifest } = base;
  const end = last === times.at(-1) ? manifest.window.end : 'cut';
  return {
    ...base,
    manifest: { ...manifest, window: { ...manifest.window, toTs: last, end } },
    bars: base.bars.filter(({ openTs }) => openTs <= last),
  };
}

/** What a strategy's state() builds is written out for a checkpoint at the start: any patch does that, even of nothing. */
function writtenOut(request: RecordingRequest): RecordingRequest {
  const { base, checkpointAtStart, interventions = [] } = request;
  if (checkpointAtStart !== true || base.snapshot.strategy !== null) return request;
  const value = base.snapshot.account.balance;
  const nothing: Intervention = {
    kind: 'state-field',
    fields: [{ path: 'account.balance', value }],
  };
  return { ...request, interventions: [nothing, ...interventions] };
}

async function openBase(
  folder: string,
  client: ReplayClient,
  request: RecordingRequest,
): Promise<Opened> {
  const { strategy, interventions, overlays, params, numeric } = request;
  const { replay, issues, findings } = await client.request('open', {
    capture: folder,
    ...(strategy !== undefined && { strategy }),
    ...(interventions !== undefined && { interventions }),
    ...(overlays !== undefined && { overlays }),
    ...(params !== undefined && { params }),
    ...(numeric !== undefined && { numeric }),
  });
  if (replay !== null) return replay;
  throw new Error([...issues.map(formatIssue), ...findings.map(formatFinding)].join('\n'));
}

/** When an event of each tick is stamped. */
function eventTimes(
  { manifest, tickTs }: Opened,
  bars: readonly BarRecord[],
  interventions: readonly Intervention[],
): readonly number[] {
  let { eventTime } = manifest.venue;
  let stampMs = 0;
  for (const change of interventions) {
    if (change.kind === 'event-stamp') stampMs += change.offsetMs;
    if (change.kind === 'venue-policy' && change.path === 'eventTime')
      eventTime = change.value === 'bar-close' ? 'bar-close' : 'bar-open';
  }
  const closes = new Map<number, number>();
  for (const { openTs, closeTs } of bars) {
    closes.set(openTs, Math.min(closes.get(openTs) ?? Infinity, closeTs));
  }
  return tickTs.map((ts) => stampMs + (eventTime === 'bar-open' ? ts : (closes.get(ts) ?? ts)));
}

/** The last tick whose events are stamped at or before a time. */
function tickOf(eventTs: readonly number[], ts: number): number {
  const after = eventTs.findIndex((time) => time > ts);
  return (after === -1 ? eventTs.length : after) - 1;
}

type BarTable = ReadonlyMap<string, BarRecord>;

const keyOf = (symbol: string, openTs: number): string => `${symbol} ${String(openTs)}`;

/** Bars as a run under the request's interventions sees them. */
function seenBars(base: RecordedParts, request: RecordingRequest): BarTable {
  const table = new Map(base.bars.map((bar) => [keyOf(bar.symbol, bar.openTs), bar]));
  const { manifest, bars } = base;
  const num = createNumeric(request.numeric ?? manifest.numeric);
  const symbols = orderSymbols(manifest.symbols);
  // Of several revisions the last is the newest, which a run sees.
  const newest = bars.filter((bar) => table.get(keyOf(bar.symbol, bar.openTs)) === bar);
  const inputs = { num, symbols, ticks: marketTicks(num, symbols, newest), revisions: bars };
  for (const { bars: seen } of changeMarket(inputs, request.interventions ?? [])) {
    for (const bar of seen) {
      const { openTs, closeTs } = bar;
      const prices = {
        open: num.format(bar.open),
        high: num.format(bar.high),
        low: num.format(bar.low),
        close: num.format(bar.close),
        volume: num.format(bar.volume),
      };
      const symbol = symbols[bar.symbol] ?? '';
      table.set(keyOf(symbol, openTs), { kind: 'bar', symbol, openTs, closeTs, ...prices });
    }
  }
  return table;
}

function seenBar(table: BarTable, symbol: string, openTs: number | undefined) {
  const bar = table.get(keyOf(symbol, openTs ?? 0));
  if (bar === undefined) throw new Error(`no bar of ${symbol} at ${String(openTs)}`);
  const { open, high, low, close, volume, revision } = bar;
  return {
    ...{ openTs: bar.openTs, open, high, low, close, volume },
    ...(revision !== undefined && { revision }),
  };
}

function checkpointOf(snapshot: Snapshot, ts: number): Unnumbered {
  const { account, positions, orders, strategy, cursor } = snapshot;
  const state = { account, positions, orders, strategy };
  return { ts, kind: 'checkpoint', lastTickTs: cursor.lastTickTs, state };
}

interface Recorded {
  readonly base: RecordedParts;
  readonly snapshot: Snapshot;
  readonly drafts: readonly Unnumbered[];
  readonly first: number;
  readonly opened: Opened;
  readonly request: RecordingRequest;
}

function numbered(recorded: Recorded): RecordedParts {
  const { base, snapshot, drafts, first, opened, request } = recorded;
  const firstTs = opened.tickTs[first] ?? base.manifest.window.fromTs;
  const firstSeq = snapshot.cursor.seq + 1;
  const events = drafts.map((draft, index) => ({ seq: firstSeq + index, ...draft }));
  const lastSeq = snapshot.cursor.seq + events.length;
  const { manifest } = base;
  return {
    ...base,
    manifest: {
      ...manifest,
      strategy: {
        ...manifest.strategy,
        params: mergeParams(manifest.strategy.params, request.params ?? {}),
      },
      numeric: request.numeric ?? manifest.numeric,
      window: { ...manifest.window, fromTs: firstTs },
      coverage: withCheckpoints(
        request.coverage,
        request.checkpointsEvery !== undefined || request.checkpointAtStart === true,
      ),
      runs: events.length === 0 ? [] : [{ fingerprint: 'recorded', firstSeq, lastSeq }],
    } satisfies ManifestDraft,
    snapshot,
    bars: base.bars.filter(({ openTs }) => openTs >= firstTs),
    events,
  };
}

const withCheckpoints = (coverage: Coverage, has: boolean): Coverage =>
  has && !coverage.kinds.includes('checkpoint')
    ? { ...coverage, kinds: [...coverage.kinds, 'checkpoint'] }
    : coverage;
