// From where a recording of paper goes on: its newest snapshot, and the bars and events behind it. A power loss may leave
// events without the bars they came of, or a hole in a log: what lies behind is set aside, and made again from the feed.
import {
  parseEventLine,
  parseRecordedBar,
  type EventRecord,
  type Manifest,
  type RecordedBar,
} from '../../core/schema/index.js';
import type { LogName } from '../recorder/recording-files.js';
import type { RecordingTail } from '../recorder/recording-tail.js';
import { without } from '../recorder/without.js';
import { explained } from './explained.js';
import { loggedRows, type LinePlace, type LoggedRows } from './logged-rows.js';
import { newestSnapshot, type KeptSnapshot } from './newest-snapshot.js';
import { PaperError } from './paper-error.js';
import type { Resumed } from './paper-store.js';
import { setAside } from './set-aside.js';

export interface FoundRun {
  readonly resumed: Resumed;
  /** What was cut off the logs, in words. */
  readonly setAside: readonly string[];
}

interface FoundLogs {
  readonly bars: LoggedRows<RecordedBar>;
  readonly events: LoggedRows<EventRecord>;
}

/** Cuts off the logs what no run can go on from. Rejects with PaperError where an anchor or a snapshot knows it. */
export async function findRun(
  dir: string,
  market: Pick<Manifest, 'symbols' | 'venue'>,
  anchors: RecordingTail['anchors'],
): Promise<FoundRun> {
  const kept = await newestSnapshot(dir);
  const logs = await logsBehind(dir, kept);
  const { seq = 0 } = anchors.last?.events ?? {};
  const bars = logs.bars.rows.map(({ record }) => record);
  const all = logs.events.rows.map(({ record }) => record);
  const events = all.slice(0, explained({ bars, events: all }, { ...market, anchoredSeq: seq }));
  const cuts = cutsOf(logs, events.length);
  refuseProven(cuts, { kept, logs, anchor: anchors.last });
  const told: string[] = [];
  for (const cut of cuts) told.push(await cutOff(dir, cut));
  const { snapshot } = kept;
  return {
    resumed: { snapshot, bars: bars.map((bar) => without(bar, 'row', 'prev')), events },
    setAside: told,
  };
}

async function logsBehind(dir: string, { snapshot }: KeptSnapshot): Promise<FoundLogs> {
  const { lastTickTs, seq } = snapshot.cursor;
  const bars = await loggedRows(dir, 'market', {
    parse: parseRecordedBar,
    numberOf: ({ row }) => row,
    isWanted: ({ openTs }) => lastTickTs === null || openTs > lastTickTs,
  });
  const events = await loggedRows(dir, 'events', {
    parse: parseEventLine,
    numberOf: (event) => event.seq,
    isWanted: (event) => event.seq > seq,
  });
  return { bars, events };
}

interface Cut {
  readonly log: LogName;
  readonly from: LinePlace;
  readonly why: string;
}

/** Events first: whatever ends this half way, bars outlive what came of them. */
function cutsOf({ bars, events }: FoundLogs, explainedEvents: number): readonly Cut[] {
  const cuts: Cut[] = [];
  const unexplained = events.rows[explainedEvents]?.at;
  if (unexplained !== undefined)
    cuts.push({ log: 'events', from: unexplained, why: 'came of bars that are not on record' });
  else if (events.broken !== null) cuts.push({ log: 'events', from: events.broken, why: BROKEN });
  if (bars.broken !== null) cuts.push({ log: 'market', from: bars.broken, why: BROKEN });
  return cuts;
}

const BROKEN = 'do not follow what is before them';

async function cutOff(dir: string, { log, from, why }: Cut): Promise<string> {
  const { file, lines } = await setAside(dir, log, from);
  const place = `${from.file}:${String(from.line)} (byte ${String(from.byte)})`;
  return `${String(lines)} lines from ${place} on ${why}; ${file} has them now.`;
}

/** What was safe once and is not there any more was not taken by a power loss. */
function refuseProven(
  cuts: readonly Cut[],
  found: {
    readonly kept: KeptSnapshot;
    readonly logs: FoundLogs;
    readonly anchor: RecordingTail['anchors']['last'];
  },
): void {
  const { kept, logs, anchor } = found;
  const { snapshot, file, isStart } = kept;
  const safe = {
    events: Math.max(anchor?.events.seq ?? 0, snapshot.cursor.seq),
    market: anchor?.market.row ?? 0,
  };
  for (const { log, from, why } of cuts)
    if (from.number <= safe[log])
      throw damaged(`lines from ${from.file}:${String(from.line)} on ${why}, and were safe before`);
  const { lastTickTs } = snapshot.cursor;
  const lastBarTs = logs.bars.last?.openTs ?? -Infinity;
  if (!isStart && lastTickTs !== null && lastBarTs < lastTickTs)
    throw damaged(`${file} knows the tick at ${String(lastTickTs)}, and its bars are not there`);
}

const damaged = (what: string): PaperError =>
  new PaperError(
    'paper.record',
    `The recording is damaged: ${what}.`,
    'look with `lockstep capture verify`, and begin a new recording from its last snapshot.',
  );
