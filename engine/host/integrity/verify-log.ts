// One chained log, whatever it is made of, from its first line to the first that was changed.
import type { Issue, JsonSource, Parsed } from '../../core/schema/index.js';
import { createIssueSink } from '../capture/issue-sink.js';
import { ChainCheck, isOpen, judgeBreak, type ChainLine, type ChainStart } from './chain-check.js';
import { hashOf, type PlacedLine } from './log-lines.js';
import { tampering, type Tampering } from './tampering.js';

export interface LogFormat<T> extends ChainStart {
  /** Named where there is no line to name. */
  readonly file: string;
  /** Key of a line's number: `seq`, `row`, `anchor`. */
  readonly key: string;
  readonly parse: (source: JsonSource) => Parsed<T>;
  /** A check of the line's text alone; false: it was changed. */
  readonly isWhole?: (text: string) => boolean;
  /** Whether a line without a newline at the end may be one that is being written. */
  readonly mayBeTorn: boolean;
}

export interface VerifiedLog {
  readonly lines: number;
  readonly lastNumber: number;
  readonly lastHash: string | null;
  /** At most one that is about tampering, or what is wrong with the shape of lines. */
  readonly issues: readonly Issue[];
}

type Lines = () => AsyncIterable<readonly PlacedLine[]>;

export async function verifyLog<T>(
  lines: Lines,
  format: LogFormat<T>,
  onRecord: (record: T, line: PlacedLine) => void = () => undefined,
): Promise<VerifiedLog> {
  const check = new ChainCheck(format);
  const shapes = createIssueSink(format.file);
  const torn: Issue[] = [];
  const end = (finding: Tampering | undefined): VerifiedLog => ({
    lines: check.lines,
    lastNumber: check.lastNumber,
    lastHash: check.lastHash,
    issues: finding === undefined ? [...shapes.finish(), ...torn] : [finding],
  });
  let isBehindEnd: PlacedLine | undefined;
  for await (const batch of lines()) {
    for (const placed of batch) {
      if (isBehindEnd !== undefined) return end(cutLine(isBehindEnd));
      if (!placed.isTerminated && format.mayBeTorn) {
        torn.push(tornEnd(placed));
        isBehindEnd = placed;
        continue;
      }
      const text = placed.bytes.toString('utf8');
      if (format.isWhole?.(text) === false) return end(notWhole(placed));
      const { value, issues } = format.parse({ text, file: placed.file, line: placed.line });
      for (const issue of issues) shapes.add(issue);
      const finding = check.next(linkOf(placed, text, format.key));
      if (finding !== undefined)
        return end(
          isOpen(finding)
            ? judgeBreak(finding, format.noun, await sightings(lines, { format, ...finding }))
            : finding,
        );
      if (value !== undefined) onRecord(value, placed);
    }
  }
  const missing = check.finish(format.file);
  // A line without an end that an anchor knows as a whole one was cut later.
  return end(missing !== undefined && isBehindEnd !== undefined ? cutLine(isBehindEnd) : missing);
}

function linkOf(placed: PlacedLine, text: string, key: string): ChainLine {
  const { file, line, byte } = placed;
  return { file, line, byte, hash: hashOf(placed), link: readLink(text, key) };
}

const HASH = /^[0-9a-f]{64}$/;

function readLink(text: string, key: string): ChainLine['link'] {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return undefined;
  }
  if (typeof value !== 'object' || value === null) return undefined;
  const { [key]: number, prev } = value as Readonly<Record<string, unknown>>;
  const isLinked = prev === null || (typeof prev === 'string' && HASH.test(prev));
  return Number.isSafeInteger(number) && isLinked ? { number: number as number, prev } : undefined;
}

interface Wanted {
  readonly format: { readonly key: string };
  readonly at: ChainLine;
  readonly number: number;
  readonly expected: number;
}

/** Where the two numbers of a break stand in the log. */
async function sightings(
  lines: Lines,
  { format, at, number, expected }: Wanted,
): Promise<{ earlier: ChainLine | undefined; later: ChainLine | undefined }> {
  let earlier: ChainLine | undefined;
  let isBehind = false;
  for await (const batch of lines()) {
    for (const placed of batch) {
      const seen = linkOf(placed, placed.bytes.toString('utf8'), format.key);
      const isHere = seen.file === at.file && seen.line === at.line;
      if (isHere) isBehind = true;
      else if (!isBehind && seen.link?.number === number) earlier ??= seen;
      else if (isBehind && seen.link?.number === expected) return { earlier, later: seen };
    }
  }
  return { earlier, later: undefined };
}

const notWhole = (placed: PlacedLine): Tampering =>
  tampering('integrity.altered', placed, {
    message: `Line ${String(placed.line)} was changed: it does not have the sum it states.`,
    expected: 'a "sum" that is the sha-256 of the line without it',
    found: `sha-256 ${hashOf(placed)} of the whole line`,
  });

const tornEnd = (placed: PlacedLine): Tampering =>
  tampering('integrity.torn', placed, {
    message: `Line ${String(placed.line)} has no end: it is being written, or the recorder died in it.`,
    expected: 'a newline behind the last line',
    found: `${String(placed.bytes.length)} bytes without one`,
    remedy: 'Nothing is to be done: the recorder drops it when it goes on.',
  });

const cutLine = (placed: PlacedLine): Tampering =>
  tampering('integrity.altered', placed, {
    message: `Line ${String(placed.line)} is cut off, and was whole once.`,
    expected: 'a newline behind the line',
    found: 'the end of the file',
  });
