// Whether a snapshot is the state right before the window and the events: its cursor, its symbols, its positions.
import {
  makeIssue,
  placeOfPath,
  type Issue,
  type IssueCode,
  type IssueText,
  type JsonPath,
  type JsonSource,
  type Manifest,
  type Snapshot,
} from '../../core/schema/index.js';
import { compareDecimals } from './compare-decimals.js';

export interface SnapshotContext {
  readonly snapshot: Snapshot;
  readonly source: JsonSource;
  readonly manifest: Manifest;
  /** Lowest sequence number in events.jsonl; undefined when it has no event. */
  readonly firstSeq: number | undefined;
}

export function snapshotIssues(context: SnapshotContext): Issue[] {
  return [
    ...cursorIssues(context),
    ...sequenceIssues(context),
    ...symbolIssues(context),
    ...positionIssues(context),
  ];
}

function issue(
  context: SnapshotContext,
  code: IssueCode,
  at: { path: JsonPath; says: IssueText },
): Issue {
  return makeIssue(code, placeOfPath(context.source, at.path, 'value'), at.says);
}

function cursorIssues(context: SnapshotContext): Issue[] {
  const { cursor } = context.snapshot;
  const { window, intervalMs } = context.manifest;
  const issues: Issue[] = [];
  const path = ['cursor', 'lastTickTs'];
  if (cursor.lastTickTs !== null && cursor.lastTickTs >= window.fromTs) {
    const message = `The snapshot contains the tick at ${String(cursor.lastTickTs)}, but the window begins at ${String(window.fromTs)}: those ticks would be replayed twice.`;
    const remedy =
      'Take the snapshot before the first tick, or begin the window after the snapshot.';
    issues.push(issue(context, 'snapshot.cursor.late', { path, says: { message, remedy } }));
  } else if (cursor.lastTickTs !== null && cursor.lastTickTs + intervalMs < window.fromTs) {
    const message = `The snapshot ends at ${String(cursor.lastTickTs)}, more than one interval before the window begins: ticks between them are not replayed.`;
    const remedy =
      'Begin the window right after the snapshot, unless the market was closed between.';
    issues.push(issue(context, 'snapshot.cursor.early', { path, says: { message, remedy } }));
  }
  for (const [symbol, ts] of Object.entries(cursor.lastBarTs)) {
    if (ts < window.fromTs) continue;
    const message = `The snapshot contains the bar of ${symbol} at ${String(ts)}, which the window replays.`;
    const remedy = 'Take the snapshot between two ticks, and begin the window after it.';
    const at = { path: ['cursor', 'lastBarTs', symbol], says: { message, remedy } };
    issues.push(issue(context, 'snapshot.cursor.bar', at));
  }
  return issues;
}

function sequenceIssues(context: SnapshotContext): Issue[] {
  const { seq } = context.snapshot.cursor;
  const first = context.firstSeq;
  if (first === undefined || first === seq + 1) return [];
  const says =
    first <= seq
      ? {
          message: `The snapshot contains events up to ${String(seq)}, but events.jsonl begins with ${String(first)}: they would count twice.`,
          remedy: `Begin the events with ${String(seq + 1)}.`,
        }
      : {
          message: `The snapshot contains events up to ${String(seq)}, but events.jsonl begins with ${String(first)}: what happened between is unknown.`,
          remedy: `Record the events from ${String(seq + 1)} on, or take the snapshot later.`,
        };
  return [issue(context, 'snapshot.cursor.sequence', { path: ['cursor', 'seq'], says })];
}

function symbolIssues(context: SnapshotContext): Issue[] {
  const { cursor, positions, lastClose, orders } = context.snapshot;
  const known = new Set(context.manifest.symbols);
  const named: [string, JsonPath][] = [
    ...Object.keys(cursor.lastBarTs).map((name): [string, JsonPath] => [
      name,
      ['cursor', 'lastBarTs', name],
    ]),
    ...Object.keys(positions).map((name): [string, JsonPath] => [name, ['positions', name]]),
    ...orders.map(({ symbol }, index): [string, JsonPath] => [symbol, ['orders', index, 'symbol']]),
    ...Object.keys(lastClose).map((name): [string, JsonPath] => [name, ['lastClose', name]]),
  ];
  return named
    .filter(([symbol]) => !known.has(symbol))
    .map(([symbol, path]) => {
      const message = `${symbol} is not among the manifest's symbols.`;
      const remedy =
        'List it in manifest.json and record its bars, or close it before the snapshot.';
      return issue(context, 'snapshot.symbol.unknown', { path, says: { message, remedy } });
    });
}

function positionIssues(context: SnapshotContext): Issue[] {
  return Object.entries(context.snapshot.positions)
    .filter(([, { size }]) => compareDecimals(size, '0') <= 0)
    .map(([symbol, { size }]) => {
      const message = `The position has the size ${size}; "side" says which way it goes.`;
      const remedy = 'Write a size above zero, and leave out positions that are closed.';
      const path = ['positions', symbol, 'size'];
      return issue(context, 'snapshot.position.size', { path, says: { message, remedy } });
    });
}
