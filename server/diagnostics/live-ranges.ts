// Where in a live event's line a departure shows: the first field that differs, or the whole line.
import { readFile, stat } from 'node:fs/promises';
import type { Range } from 'vscode-languageserver/node';
import { locateKey, locatePath, type JsonPath } from '../../engine/core/schema/json-text.js';
import type { Mismatch } from '../../engine/host/replay/protocol.js';
import { lineRange } from './ranges.js';

type LiveEvent = NonNullable<Mismatch['live']>;

/** The place of a departure in events.jsonl, given its live event. */
export type LiveRange = (mismatch: Mismatch, live: LiveEvent) => Range;

/** Larger files are not read a second time for the sake of a shorter underline. */
const BYTES_MAX = 32 * 1_048_576;

export const wholeLines: LiveRange = (_mismatch, { line }) => lineRange(line);

export async function readLiveRanges(eventsFile: string): Promise<LiveRange> {
  try {
    const { size } = await stat(eventsFile);
    if (size > BYTES_MAX) return wholeLines;
    const lines = (await readFile(eventsFile, 'utf8')).split('\n');
    return (mismatch, live) => rangeInLine(mismatch, live, lines[live.line - 1]);
  } catch {
    // The file went away after the replay read it; the next replay will say so.
    return wholeLines;
  }
}

function rangeInLine(mismatch: Mismatch, live: LiveEvent, text: string | undefined): Range {
  if (text === undefined) return lineRange(live.line);
  const line = live.line - 1;
  const range = (start: number, end: number): Range => ({
    start: { line, character: start },
    end: { line, character: end },
  });
  const shown = mismatch.fields.find((field) => field.live !== null);
  if (shown === undefined) return range(0, text.length);
  const path = pathOf(shown.path, live);
  const key = locateKey(text, path);
  return key === undefined ? range(0, text.length) : range(key.start, locatePath(text, path).end);
}

/** `gates.adx_min.value` names a gate; in the file gates are a list. Names may have dots of their own. */
function pathOf(field: string, { event }: LiveEvent): JsonPath {
  const gate = /^gates\.(?<name>.+)\.(?<member>\w+)$/.exec(field)?.groups;
  if (gate !== undefined) {
    const gates = event.kind === 'decision' ? event.gates : [];
    const index = gates.findIndex(({ name }) => name === gate['name']);
    return index < 0 ? ['gates'] : ['gates', index, gate['member'] ?? ''];
  }
  const [head = ''] = field.split('.', 1);
  return head === 'gates' || head === field ? [head] : [head, field.slice(head.length + 1)];
}
