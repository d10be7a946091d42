// Ticks that a recording holds are run again after a restart: their events must be those on record, and what is not on
// record yet is added. So nothing is lost and nothing doubled, whenever the run before was ended.
import {
  canonicalJson,
  type BarRecord,
  type EventRecord,
  type Json,
} from '../../core/schema/index.js';
import type { ReplayClient, RequestOptions } from '../replay/replay-client.js';
import type { StrategyFailure } from '../replay/protocol.js';
import { PaperError } from './paper-error.js';
import type { PaperStore } from './paper-store.js';

export interface Redone {
  readonly ticks: number;
  readonly lastTickTs: number | null;
  /** Bars of a last tick that may be incomplete; they wait for the rest of it. */
  readonly waiting: readonly BarRecord[];
  readonly failure: StrategyFailure | null;
}

export async function redo(
  client: ReplayClient,
  store: PaperStore,
  how: { readonly symbols: readonly string[]; readonly request: RequestOptions },
): Promise<Redone> {
  const { snapshot, bars, events } = store.resumed;
  const ticks = ticksOf(bars);
  let checked = 0;
  let lastTickTs = snapshot.cursor.lastTickTs;
  for (const [index, tick] of ticks.entries()) {
    const isLast = index === ticks.length - 1;
    if (isLast && isIncomplete(tick, how.symbols) && checked >= events.length)
      return { ticks: index, lastTickTs, waiting: tick, failure: null };
    const run = await client.request('paperTick', { bars: newestOf(tick) }, how.request);
    if (run.failure !== null)
      return { ticks: index, lastTickTs, waiting: [], failure: run.failure };
    const known = events.slice(checked, checked + run.events.length);
    refuseOthers(known, run.events);
    checked += known.length;
    const missing = run.events.slice(known.length);
    if (missing.length > 0) await store.events(missing);
    lastTickTs = tick[0]?.openTs ?? lastTickTs;
  }
  const unexplained = events[checked];
  if (unexplained !== undefined) throw otherEvent(unexplained, undefined);
  return { ticks: ticks.length, lastTickTs, waiting: [], failure: null };
}

function ticksOf(bars: readonly BarRecord[]): readonly (readonly BarRecord[])[] {
  const ticks: BarRecord[][] = [];
  for (const bar of bars) {
    const last = ticks.at(-1);
    if (last?.[0]?.openTs === bar.openTs) last.push(bar);
    else ticks.push([bar]);
  }
  return ticks;
}

const isIncomplete = (tick: readonly BarRecord[], symbols: readonly string[]): boolean =>
  new Set(tick.map(({ symbol }) => symbol)).size < symbols.length;

/** Of several revisions the last. */
const newestOf = (tick: readonly BarRecord[]): readonly BarRecord[] => [
  ...new Map(tick.map((bar) => [bar.symbol, bar])).values(),
];

function refuseOthers(known: readonly EventRecord[], made: readonly EventRecord[]): void {
  for (const [index, event] of known.entries()) {
    const other = made[index];
    if (other === undefined || textOf(event) !== textOf(other)) throw otherEvent(event, other);
  }
}

/** Without the hash, which only a recording has; a file has its keys in the order of the schema. */
const textOf = (event: EventRecord): string =>
  canonicalJson({ ...event, prev: null } as unknown as Json);

const otherEvent = (known: EventRecord, made: EventRecord | undefined): PaperError =>
  new PaperError(
    'paper.resume.differs',
    `Event ${String(known.seq)} of the recording is ${textOf(known)}; run again it is ${made === undefined ? 'not there' : textOf(made)}.`,
    'go on with the strategy, settings and version of Lockstep that began this recording, or begin a new one from its snapshot.',
  );
