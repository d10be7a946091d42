// The bars of a part of a recording in the order of a capture. A recording has them as live saw them: a late correction
// stands behind newer bars. What is kept in memory of a bar is where it stands.
import { closeSync, openSync, readSync } from 'node:fs';
import { join } from 'node:path';
import { formatIssue, parseRecordedBar, type BarRecord } from '../../core/schema/index.js';
import { RecorderError } from '../recorder/recorder-error.js';
import { without } from '../recorder/without.js';
import { logLines, type PlacedLine } from './log-lines.js';
import type { RecordingPlace } from './recorded-events.js';

interface BarPlace {
  readonly openTs: number;
  readonly symbol: string;
  readonly revision: number;
  readonly file: string;
  readonly line: number;
  readonly byte: number;
  readonly length: number;
}

export interface MarketIndex {
  /** Ascending by time, symbol and revision, each revision once. */
  readonly bars: readonly BarPlace[];
}

export interface MarketPart {
  /** Bars up to here are in the snapshot; null: none is. */
  readonly afterTs: number | null;
  readonly untilTs: number;
}

export async function marketIndex(
  place: RecordingPlace,
  { afterTs, untilTs }: MarketPart,
): Promise<MarketIndex> {
  const bars: BarPlace[] = [];
  for await (const batch of logLines(place, 'market', place.names)) {
    for (const line of batch) {
      if (!line.isTerminated) continue;
      const { openTs, symbol, revision = 0 } = barOn(line);
      if ((afterTs !== null && openTs <= afterTs) || openTs > untilTs) continue;
      const { file, line: number, byte, bytes } = line;
      bars.push({ openTs, symbol, revision, file, line: number, byte, length: bytes.length });
    }
  }
  bars.sort(inOrder);
  refuseTwins(bars);
  return { bars };
}

export function* recordedBars(dir: string, { bars }: MarketIndex): Generator<BarRecord> {
  const files = new Map<string, number>();
  try {
    for (const place of bars) {
      const file = files.get(place.file) ?? openSync(join(dir, place.file), 'r');
      files.set(place.file, file);
      const bytes = Buffer.alloc(place.length);
      readSync(file, bytes, 0, place.length, place.byte);
      yield without(barOn({ ...place, bytes }), 'row', 'prev');
    }
  } finally {
    for (const file of files.values()) closeSync(file);
  }
}

/** A stable sort keeps the order of lines among equals. */
const inOrder = (a: BarPlace, b: BarPlace): number =>
  a.openTs - b.openTs || byBytes(a.symbol, b.symbol) || a.revision - b.revision;

const byBytes = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

function refuseTwins(bars: readonly BarPlace[]): void {
  for (const [index, bar] of bars.entries()) {
    const before = bars[index - 1];
    if (before === undefined || inOrder(before, bar) !== 0) continue;
    throw new RecorderError(
      'recorder.damaged',
      `Revision ${String(bar.revision)} of the bar of ${bar.symbol} at ${String(bar.openTs)} stands on line ${String(before.line)} of ${before.file} and on line ${String(bar.line)} of ${bar.file}. Give every revision its own number, or leave that to the recorder.`,
    );
  }
}

type Line = Pick<PlacedLine, 'file' | 'line' | 'bytes'>;

function barOn({ file, line, bytes }: Line): ReturnType<typeof parseBar> {
  return parseBar({ text: bytes.toString('utf8'), file, line });
}

function parseBar(source: Parameters<typeof parseRecordedBar>[0]) {
  const { value, issues } = parseRecordedBar(source);
  if (value !== undefined) return value;
  const [first] = issues;
  throw new RecorderError(
    'recorder.damaged',
    `The recording changed while it was sealed. ${first === undefined ? '' : formatIssue(first)}`,
  );
}
