// Checks of events.jsonl that need more than one line: the hash chain, the sequence, the window, what the manifest says
// is recorded, and a ledger that runs forward in time.
import {
  makeIssue,
  type EventRecord,
  type GapEvent,
  type Issue,
  type IssueCode,
  type IssuePlace,
  type IssueText,
  type Manifest,
  type Snapshot,
} from '../../core/schema/index.js';
import { EVENTS, sha256 } from './capture-files.js';
import type { IssueSink } from './issue-sink.js';
import { createContradictionCheck } from './contradiction-check.js';
import { createSequenceCheck } from './sequence-check.js';
import { hasWindow } from './window.js';

export interface EventCheck {
  /** An event and the bytes of its line. */
  next(event: EventRecord, line: number, bytes: Buffer): void;
  /** A line without an event; the chain runs on over its bytes when there are any. */
  skip(bytes: Buffer | undefined): void;
  /** What was seen, when there is no more. */
  finish(): EventTotals;
}

export interface EventTotals {
  readonly events: number;
  readonly ledgerRows: number;
  readonly decisions: number;
  /** Steps of trades that come before their ledger row: intents, orders, fills. */
  readonly steps: number;
  /** Lines without an event: numbers that seem to be missing may stand on them. */
  readonly unreadable: number;
  readonly firstSeq: number | undefined;
  readonly lastSeq: number | undefined;
}

export interface EventContext {
  readonly manifest: Manifest;
  /** undefined when it could not be read. */
  readonly snapshot: Snapshot | undefined;
}

export function createEventCheck(
  { manifest, snapshot }: EventContext,
  sink: IssueSink,
): EventCheck {
  const sequence = createSequenceCheck(EVENTS, sink);
  const contradictions = createContradictionCheck(manifest, snapshot);
  const symbols = new Set(manifest.symbols);
  // Hash of the line before; undefined when it could not be read as one.
  let prev: string | null | undefined = null;
  let events = 0;
  let ledgerRows = 0;
  let decisions = 0;
  let steps = 0;
  let unreadable = 0;
  let lowest: number | undefined;
  let highest: number | undefined;
  let ledger: { readonly ts: number; readonly line: number } | undefined;
  return {
    next: (event, line, bytes) => {
      if (prev !== undefined && event.prev !== prev) sink.add(brokenChain(line, prev === null));
      prev = sha256(bytes);
      sequence.next(event.seq, line);
      events += 1;
      lowest = Math.min(lowest ?? event.seq, event.seq);
      highest = Math.max(highest ?? event.seq, event.seq);
      const add = (issue: Issue | undefined): void => {
        if (issue) sink.add(issue);
      };
      for (const named of namedSymbols(event))
        if (!symbols.has(named.symbol)) add(unknownSymbol(named, line));
      add(outsideWindow({ event, line, manifest }));
      add(outsideCoverage({ event, line, manifest }));
      if (event.kind === 'gap') add(recordedGap(event, line, snapshot));
      contradictions.next(event, line).forEach(add);
      if (event.kind === 'decision') decisions += 1;
      if (STEPS.includes(event.kind)) steps += 1;
      if (event.kind !== 'ledger') return;
      ledgerRows += 1;
      if (ledger && event.ts < ledger.ts) add(backwards(line, ledger.line));
      ledger = { ts: event.ts, line };
    },
    skip: (bytes) => {
      prev = bytes && sha256(bytes);
      sequence.skip();
      contradictions.forget();
      unreadable += 1;
    },
    finish: () => {
      sequence.finish();
      const totals = { events, ledgerRows, decisions, steps, unreadable };
      return { ...totals, firstSeq: lowest, lastSeq: highest };
    },
  };
}

const STEPS: readonly EventRecord['kind'][] = ['intent', 'order', 'fill'];

type Place = Omit<IssuePlace, 'file'>;
const issue = (code: IssueCode, place: Place, says: IssueText): Issue =>
  makeIssue(code, { file: EVENTS, ...place }, says);

interface EventOnLine {
  readonly event: EventRecord;
  readonly line: number;
  readonly manifest: Manifest;
}

function brokenChain(line: number, isFirst: boolean): Issue {
  if (isFirst) {
    return issue(
      'events.chain.broken',
      { line, path: 'prev' },
      {
        message: 'The first line has a hash in "prev"; lines before it may have been removed.',
        remedy: 'Write null on the first line of a file.',
      },
    );
  }
  const before = String(line - 1);
  return issue(
    'events.chain.broken',
    { line, path: 'prev', relatedLine: line - 1 },
    {
      message: `"prev" on line ${String(line)} is not the sha-256 of line ${before}: one of them was changed, or a line between them removed.`,
      remedy: `Hash the UTF-8 bytes of line ${before} without its newline; if the recorder does that, the file was altered.`,
    },
  );
}

interface NamedSymbol {
  readonly symbol: string;
  readonly path: string;
}

function namedSymbols(event: EventRecord): readonly NamedSymbol[] {
  if ('symbol' in event) return [{ symbol: event.symbol, path: 'symbol' }];
  if (event.kind !== 'checkpoint') return [];
  const { positions = {}, orders = [] } = event.state;
  return [
    ...Object.keys(positions).map((symbol) => ({ symbol, path: `state.positions.${symbol}` })),
    ...orders.map(({ symbol }, index) => ({
      symbol,
      path: `state.orders[${String(index)}].symbol`,
    })),
  ];
}

const unknownSymbol = ({ symbol, path }: NamedSymbol, line: number): Issue =>
  issue(
    'events.symbol.unknown',
    { line, path },
    {
      message: `${symbol} is not among the manifest's symbols.`,
      remedy: 'List every traded symbol in manifest.json, or record this event elsewhere.',
    },
  );

/** What happened before the snapshot is in it; what was lost behind it is nowhere. */
function recordedGap(
  gap: GapEvent,
  line: number,
  snapshot: Snapshot | undefined,
): Issue | undefined {
  if (snapshot !== undefined && gap.seq <= snapshot.cursor.seq) return undefined;
  const bars = gap.bars === undefined ? '' : ` and ${String(gap.bars)} bars`;
  return issue(
    'events.gap.recorded',
    { line, path: 'kind' },
    {
      message: `The recorder lost ${String(gap.lost)} events${bars} here (${gap.reason}), from ${String(gap.fromTs)} to ${String(gap.toTs)}: what live did then is not known.`,
      remedy:
        'Compare what lies behind it: seal the recording from a snapshot taken after the gap.',
    },
  );
}

/** Notes of the recorder itself: they are made when it starts or finds room again, not in a tick. */
const RECORDER_NOTES: ReadonlySet<string> = new Set(['gap', 'restart']);

/** Events of whole bars that an engine stamps with the bar's open time. */
const BAR_EVENTS: ReadonlySet<string> = new Set(['decision', 'ledger']);

function outsideWindow({ event, line, manifest }: EventOnLine): Issue | undefined {
  const { window, venue, intervalMs } = manifest;
  if (!hasWindow(manifest) || RECORDER_NOTES.has(event.kind)) return undefined;
  const isAtOpen = venue.eventTime === 'bar-open' && BAR_EVENTS.has(event.kind);
  const until = isAtOpen ? window.toTs : window.toTs + intervalMs;
  if (event.ts >= window.fromTs && event.ts <= until) return undefined;
  return issue(
    'events.window',
    { line, path: 'ts' },
    {
      message: `The event's time ${String(event.ts)} is outside the window, ${String(window.fromTs)} to ${String(until)}.`,
      remedy: 'Record market data for the whole time of the events, or cut both at the same tick.',
    },
  );
}

function outsideCoverage({ event, line, manifest }: EventOnLine): Issue | undefined {
  const { kinds, decisions } = manifest.coverage;
  if (!kinds.includes(event.kind)) {
    return issue(
      'events.coverage',
      { line, path: 'kind' },
      {
        message: `This is a ${event.kind} event, but the manifest's coverage does not name that kind.`,
        remedy: `Add "${event.kind}" to coverage.kinds, if every such event is recorded; leave it out here if not.`,
      },
    );
  }
  if (event.kind !== 'decision' || !decisions) return undefined;
  const isCovered = decisions.some(
    ({ action, reason }) =>
      action === event.action && (reason === undefined || reason === event.reason),
  );
  if (isCovered) return undefined;
  return issue(
    'events.coverage',
    { line, path: 'action' },
    {
      message: `This is a decision "${event.action}" for ${event.reason}, but the manifest's coverage does not name it.`,
      remedy:
        'Add it to coverage.decisions, if every such decision is recorded; leave it out here if not.',
    },
  );
}

const backwards = (line: number, lineBefore: number): Issue =>
  issue(
    'events.ledger.time',
    { line, path: 'ts', relatedLine: lineBefore },
    {
      message: `This ledger row is earlier than the one before it, on line ${String(lineBefore)}.`,
      remedy: 'A ledger runs forward in time: write rows as they happen, tick by tick.',
    },
  );
