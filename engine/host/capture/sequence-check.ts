// Order by sequence number: every number once, ascending by one. Tells apart what is doubled, what came late and what
// never came, and names both lines.
import { makeIssue, type Issue } from '../../core/schema/index.js';
import type { IssueSink } from './issue-sink.js';

export interface SequenceCheck {
  next(seq: number, line: number): void;
  /** A line that could not be read may have held the next number. */
  skip(): void;
  /** Reports the numbers that never came. */
  finish(): void;
}

/** Numbers on consecutive lines. A good file is one run, so this stays small. */
interface Run {
  readonly first: number;
  last: number;
  readonly firstLine: number;
}
/** Numbers that were jumped over, and the lines on both sides. */
interface Gap {
  first: number;
  last: number;
  readonly lineBefore: number;
  readonly lineAfter: number;
  readonly seqAfter: number;
}

/** A file in no order at all has said so by then; looking further would take time squared. */
const DISORDER_MAX = 1000;

export function createSequenceCheck(file: string, sink: IssueSink): SequenceCheck {
  const runs: Run[] = [];
  const gaps: Gap[] = [];
  let highest = 0;
  let highestLine = 0;
  let unreadable = 0;
  const advance = (seq: number, line: number): void => {
    const isFirst = highestLine === 0;
    const expected = highest + 1 + unreadable;
    if (!isFirst && seq > expected) {
      const sides = { lineBefore: highestLine, lineAfter: line, seqAfter: seq };
      gaps.push({ first: highest + 1, last: seq - 1, ...sides });
    }
    const run = runs[runs.length - 1];
    if (run && seq === run.last + 1 && line === run.firstLine + (seq - run.first)) run.last = seq;
    else runs.push({ first: seq, last: seq, firstLine: line });
    highest = seq;
    highestLine = line;
    unreadable = 0;
  };
  const comeLate = (seq: number, line: number): void => {
    const gap = gaps.find(({ first, last }) => seq >= first && seq <= last);
    if (!gap) {
      sink.add(duplicate({ file, seq, line, firstLine: lineOf(runs, seq) }));
      return;
    }
    sink.add(reordered({ file, seq, line, lineAfter: gap.lineAfter, seqAfter: gap.seqAfter }));
    runs.push({ first: seq, last: seq, firstLine: line });
    // What is left of the gap on either side may still come.
    if (seq < gap.last) gaps.push({ ...gap, first: seq + 1 });
    gap.last = seq - 1;
    if (gap.last < gap.first) gaps.splice(gaps.indexOf(gap), 1);
  };
  return {
    next: (seq, line) => {
      if (runs.length > DISORDER_MAX || gaps.length > DISORDER_MAX) return;
      if (seq > highest) advance(seq, line);
      else comeLate(seq, line);
    },
    skip: () => {
      unreadable += 1;
    },
    finish: () => {
      for (const gap of gaps) sink.add(missing(file, gap));
    },
  };
}

function lineOf(runs: readonly Run[], seq: number): number | undefined {
  const run = runs.find(({ first, last }) => seq >= first && seq <= last);
  return run && run.firstLine + (seq - run.first);
}

interface Duplicate {
  readonly file: string;
  readonly seq: number;
  readonly line: number;
  readonly firstLine: number | undefined;
}

function duplicate({ file, seq, line, firstLine }: Duplicate): Issue {
  const place = { file, line, path: 'seq' };
  if (firstLine === undefined) {
    return makeIssue('events.sequence.reordered', place, {
      message: `Sequence number ${String(seq)} is lower than those before it.`,
      remedy: 'Write events in the order of their sequence numbers.',
    });
  }
  return makeIssue(
    'events.sequence.duplicate',
    { ...place, relatedLine: firstLine },
    {
      message: `Sequence number ${String(seq)} stands on line ${String(firstLine)} and again on line ${String(line)}.`,
      remedy:
        'Give every event its own number; a recorder that restarts must continue its counter.',
    },
  );
}

interface Reordered {
  readonly file: string;
  readonly seq: number;
  readonly line: number;
  readonly lineAfter: number;
  readonly seqAfter: number;
}

const reordered = ({ file, seq, line, lineAfter, seqAfter }: Reordered): Issue =>
  makeIssue(
    'events.sequence.reordered',
    { file, line, path: 'seq', relatedLine: lineAfter },
    {
      message: `Sequence number ${String(seq)} on line ${String(line)} comes after number ${String(seqAfter)} on line ${String(lineAfter)}.`,
      remedy: 'Write events in the order of their sequence numbers, from one writer.',
    },
  );

function missing(file: string, { first, last, lineBefore, lineAfter }: Gap): Issue {
  const numbers =
    first === last
      ? `Sequence number ${String(first)} is missing`
      : `Sequence numbers ${String(first)} to ${String(last)} are missing`;
  return makeIssue(
    'events.sequence.gap',
    { file, line: lineAfter, path: 'seq', relatedLine: lineBefore },
    {
      message: `${numbers} between line ${String(lineBefore)} and line ${String(lineAfter)}.`,
      remedy: 'Record every event; events that were lost cannot be compared.',
    },
  );
}
