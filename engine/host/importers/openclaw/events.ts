// Report rows and decision diagnostics merged into one sequence. The report keeps two lists; a diagnostic belongs
// immediately before the row it caused. Rows that the engine takes without a diagnostic (its ordinary exits) stay alone.
import { formatDouble } from '../../../core/numeric/index.js';
import { makeIssue, placeOfPath, type Issue, type Parsed } from '../../../core/schema/index.js';
import type { EventDraft } from '../../capture/write-capture.js';
import type { NamedText } from '../foreign-file.js';
import type {
  OpenclawDiagnostic as Diagnostic,
  OpenclawReport as Report,
  OpenclawRow as ReportRow,
} from '../../../core/schema/foreign/openclaw.js';

type Source = Diagnostic['source'];
/** An event before it has its place in the sequence. */
type Unnumbered = EventDraft extends infer E ? (E extends unknown ? Omit<E, 'seq'> : never) : never;

/** What the engine's step is called here, and what it leaves in the ledger. */
const STEPS = {
  'indicator-bar-open': { action: 'enter', reason: 'entry_signal' },
  pyramid: { action: 'add', reason: 'entry_pyramid' },
  'indicator-bar-close': { action: 'exit', reason: 'exit_signal_flip' },
} as const satisfies Readonly<Record<Source, { action: string; reason: string }>>;

/** A step that came to nothing: the engine asked its shadow account, and placed no order. */
export const NOT_APPLIED = 'order_not_applied';

/** Events in the order the engine made them, numbered from 1. A row whose diagnostic is missing is an issue. */
export function eventsOf(report: Report, source: NamedText): Parsed<EventDraft[]> {
  const events: Unnumbered[] = [];
  const issues: Issue[] = [];
  const waiting = report.decision_diagnostics;
  let next = 0;
  const blockUntil = (end: number): void => {
    for (; next < end; next += 1) events.push(decisionOf(waiting[next] as Diagnostic, 'blocked'));
  };
  report.trades.forEach((row, index) => {
    const kind = sourceOf(row);
    if (kind === undefined) {
      while (next < waiting.length && precedes(waiting[next] as Diagnostic, row))
        blockUntil(next + 1);
    } else {
      const cause = findCause(waiting, next, { row, source: kind });
      if (cause === undefined) issues.push(rowWithoutDecision(source, row, index));
      else {
        blockUntil(cause);
        events.push(decisionOf(waiting[cause] as Diagnostic, STEPS[kind].action));
        next = cause + 1;
      }
    }
    events.push(ledgerOf(row));
  });
  blockUntil(waiting.length);
  const numbered = events.map((event, index) => ({ seq: index + 1, ...event }));
  return { value: issues.length > 0 ? undefined : numbered, issues };
}

/** Which kind of diagnostic a row must have; undefined for exits that leave none. */
function sourceOf(row: ReportRow): Source | undefined {
  if (row.action.startsWith('OPEN_')) return 'indicator-bar-open';
  if (row.action.startsWith('ADD_')) return 'pyramid';
  return row.reason_code === 'exit_signal_flip' ? 'indicator-bar-close' : undefined;
}

interface Caused {
  readonly row: ReportRow;
  readonly source: Source;
}

/** The first waiting diagnostic of the row's kind, symbol, side and time. */
function findCause(
  waiting: readonly Diagnostic[],
  start: number,
  { row, source }: Caused,
): number | undefined {
  for (let index = start; index < waiting.length; index += 1) {
    const step = waiting[index] as Diagnostic;
    if (step.timestamp_ms > row.timestamp) return undefined;
    const isSame = step.timestamp_ms === row.timestamp && step.symbol === row.symbol;
    if (isSame && step.source === source && sideOf(step) === rowSide(row)) return index;
  }
  return undefined;
}

/** Whether the engine took a step before an exit that has none: symbols in turn, each exit first; opens come last. */
function precedes(step: Diagnostic, exit: ReportRow): boolean {
  if (step.timestamp_ms !== exit.timestamp) return step.timestamp_ms < exit.timestamp;
  if (exit.reason_code === 'exit_end_of_backtest') return true;
  return step.source !== 'indicator-bar-open' && step.symbol < exit.symbol;
}

type Side = 'long' | 'short';
const rowSide = (row: ReportRow): Side => (row.action.endsWith('_LONG') ? 'long' : 'short');

/** The side of the position a step is about: a flip's signal is opposite to the position it closes. */
function sideOf(step: Diagnostic): Side {
  const isBuy = step.signal === 'BUY';
  return isBuy === (step.source !== 'indicator-bar-close') ? 'long' : 'short';
}

type Action = 'enter' | 'add' | 'exit' | 'blocked';

const decisionOf = (step: Diagnostic, action: Action): Unnumbered => ({
  ts: step.timestamp_ms,
  kind: 'decision',
  symbol: step.symbol,
  action,
  side: sideOf(step),
  reason: action === 'blocked' ? NOT_APPLIED : STEPS[step.source].reason,
  gates: (step.gate_result?.checked_gates ?? []).map((gate) => ({
    name: gate.gate_name,
    value: formatDouble(gate.actual_value),
    threshold: formatDouble(gate.threshold_value),
    passed: gate.passed,
  })),
  indicators: Object.fromEntries(
    Object.entries(step.indicator_snapshot ?? {}).map(([name, value]) => [
      name,
      typeof value === 'number' ? formatDouble(value) : value,
    ]),
  ),
});

const LEDGER_ACTION = /^(OPEN|ADD|REDUCE|CLOSE)_/;

const ledgerOf = (row: ReportRow): Unnumbered => ({
  ts: row.timestamp,
  kind: 'ledger',
  symbol: row.symbol,
  action: (LEDGER_ACTION.exec(row.action)?.[1] ?? 'CLOSE') as 'OPEN' | 'ADD' | 'REDUCE' | 'CLOSE',
  side: rowSide(row),
  reason: row.reason_code,
  text: row.reason,
  confidence: row.confidence,
  price: formatDouble(row.price),
  size: formatDouble(row.size),
  fee: formatDouble(row.fee),
  pnl: formatDouble(row.pnl),
  balance: formatDouble(row.balance),
});

const rowWithoutDecision = (source: NamedText, row: ReportRow, index: number): Issue =>
  makeIssue(
    'openclaw.report.row-without-decision',
    placeOfPath(source, ['trades', index], 'value'),
    {
      message: `${row.action} ${row.symbol} at ${String(row.timestamp)} has no decision diagnostic of its own.`,
      remedy: 'Give the report with its complete "decision_diagnostics" list.',
    },
  );
