// The events of a part of a recording, and the runs of the bot they are of.
import {
  formatIssue,
  parseEventLine,
  type EventRecord,
  type Manifest,
} from '../../core/schema/index.js';
import type { EventDraft } from '../capture/index.js';
import { RecorderError } from '../recorder/recorder-error.js';
import { without } from '../recorder/without.js';
import { logLines, type PlacedLine, type ReadPlace } from './log-lines.js';

export interface RecordingPlace extends ReadPlace {
  /** What is in the folder. */
  readonly names: readonly string[];
}

export interface Part {
  /** Last event the snapshot contains. */
  readonly afterSeq: number;
  /** Events of later times are left out, with all behind them. */
  readonly untilTs: number;
  /** Of the run the recording began with. */
  readonly fingerprint: string;
}

export interface EventSpan {
  readonly firstSeq: number;
  /** Below `firstSeq` when there is none. */
  readonly lastSeq: number;
  readonly runs: Manifest['runs'];
}

export async function spanOf(
  place: RecordingPlace,
  { afterSeq, untilTs, fingerprint }: Part,
): Promise<EventSpan> {
  const starts = [{ fingerprint, firstSeq: afterSeq + 1 }];
  let lastSeq = afterSeq;
  for await (const event of eventsOf(place)) {
    if (event.kind === 'restart') {
      const start = { fingerprint: event.fingerprint, firstSeq: Math.max(event.seq, afterSeq + 1) };
      // A run that begins where the one before it did has nothing of that one in this part.
      if (starts.at(-1)?.firstSeq === start.firstSeq) starts.pop();
      starts.push(start);
      continue;
    }
    if (event.seq <= afterSeq) continue;
    if (event.ts > untilTs) break;
    // A restart behind the last event of the bot is left out: nothing of this part was lost in it.
    lastSeq = event.seq;
  }
  const inside = starts.filter(({ firstSeq }) => firstSeq <= lastSeq);
  const runs = inside.map((start, index) => ({
    ...start,
    lastSeq: (inside[index + 1]?.firstSeq ?? lastSeq + 1) - 1,
  }));
  return { firstSeq: afterSeq + 1, lastSeq, runs };
}

export async function* recordedEvents(
  place: RecordingPlace,
  { firstSeq, lastSeq }: EventSpan,
): AsyncGenerator<EventDraft> {
  for await (const event of eventsOf(place)) {
    if (event.seq > lastSeq) return;
    if (event.seq < firstSeq) continue;
    yield without(event, 'prev') as EventDraft;
  }
}

async function* eventsOf(place: RecordingPlace): AsyncGenerator<EventRecord> {
  for await (const batch of logLines(place, 'events', place.names)) {
    for (const line of batch) {
      // The torn end of a log that is being written, or was when its recorder died.
      if (line.isTerminated) yield eventOn(line);
    }
  }
}

function eventOn({ file, line, bytes }: PlacedLine): EventRecord {
  const { value, issues } = parseEventLine({ text: bytes.toString('utf8'), file, line });
  if (value !== undefined) return value;
  const [first] = issues;
  throw new RecorderError(
    'recorder.damaged',
    `The recording changed while it was sealed. ${first === undefined ? file : formatIssue(first)}`,
  );
}
