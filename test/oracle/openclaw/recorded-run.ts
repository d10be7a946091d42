// One recorded run of the reference engine, replayed with the example strategy through a session.
import { readFileSync } from 'node:fs';
import { basename } from 'node:path';
import strategy from '../../../examples/workspace/strategies/openclaw/index.js';
import type { State } from '../../../examples/workspace/strategies/openclaw/state.js';
import { marketTicks } from '../../../engine/core/session/market-ticks.js';
import { toEventRecord } from '../../../engine/core/session/event-record.js';
import {
  prepareSession,
  ReplaySession,
  type SessionParts,
} from '../../../engine/core/session/replay-session.js';
import type { MarketTick } from '../../../engine/core/model/index.js';
import type {
  BarRecord,
  EventRecord,
  Snapshot,
  VenuePolicy,
} from '../../../engine/core/schema/index.js';
import type { StrategyDefinition } from '../../../engine/core/strategy/definition.js';

export type LedgerRecord = Extract<EventRecord, { kind: 'ledger' }>;
export type DecisionRecord = Extract<EventRecord, { kind: 'decision' }>;

/** The part of a report that is compared. */
export interface Report {
  readonly initial_balance: number;
  readonly final_balance: number;
  readonly trades: readonly ReportRow[];
  readonly decision_diagnostics: readonly Diagnostic[];
  readonly gate_stats: Readonly<Record<string, number>>;
}
export interface ReportRow {
  readonly timestamp: number;
  readonly symbol: string;
  readonly action: string;
  readonly price: number;
  readonly size: number;
  readonly fee: number;
  readonly pnl: number;
  readonly balance: number;
  readonly reason: string;
  readonly reason_code: string;
  readonly confidence: string;
}
export interface Diagnostic {
  readonly timestamp_ms: number;
  readonly symbol: string;
  readonly step: number;
  readonly state_cash_usd: number;
  readonly gate_result?: { readonly checked_gates: readonly DiagnosticGate[] } | null;
  readonly indicator_snapshot: Readonly<Record<string, number | boolean>>;
}
export interface DiagnosticGate {
  readonly gate_name: string;
  readonly passed: boolean;
  readonly actual_value: number;
  readonly threshold_value: number;
}

/** What a run is started with. */
export interface RunInput {
  readonly symbols: readonly string[];
  readonly venue: VenuePolicy;
  readonly params: unknown;
  readonly bars: readonly BarRecord[];
  readonly snapshot: Snapshot;
}

export interface Run {
  readonly session: ReplaySession;
  readonly parts: SessionParts;
  readonly ticks: readonly MarketTick[];
  readonly records: () => readonly EventRecord[];
}

export const readText = (path: string): { file: string; text: string } => ({
  file: basename(path),
  text: readFileSync(path, 'utf8'),
});

export const readReport = (path: string): Report =>
  JSON.parse(readFileSync(path, 'utf8')) as Report;

/** Binds a run under binary64; `records` plays it to its end. */
export function createRun(input: RunInput): Run {
  const { symbols, venue, params } = input;
  const settings = {
    numeric: { kind: 'binary64' },
    venue,
    symbols,
    params,
    end: 'finish',
  } as const;
  const definition = strategy as unknown as StrategyDefinition;
  const parts = prepareSession(definition, settings, { site: -1, symbol: -1 });
  if (parts.issues.length > 0) throw new Error(JSON.stringify(parts.issues));
  const ticks = marketTicks(parts.num, symbols, input.bars);
  const session = new ReplaySession(parts, ticks, 'finish');
  session.restore(input.snapshot, 0);
  const records = (): readonly EventRecord[] => playTo(session, parts, ticks.length);
  return { session, parts, ticks, records };
}

/** Plays up to a number of ticks done. */
export function playTo(session: ReplaySession, parts: SessionParts, end: number): EventRecord[] {
  const context = { num: parts.num, symbols: parts.setup.symbols, reasons: strategy.reasons };
  const records: EventRecord[] = [];
  while (session.position < end) {
    for (const event of session.step()) records.push(toEventRecord(context, event));
  }
  return records;
}

export const stateOf = (run: Run): State => run.session.current.state.strategy as State;

/** A ledger row in the text form that the published digests are taken of. */
export const ledgerLine = (row: LedgerRecord): string =>
  [
    row.ts,
    row.symbol,
    `${row.action}_${row.side.toUpperCase()}`,
    row.price,
    row.size,
    row.fee,
    row.pnl,
    row.balance,
    row.text ?? '',
    row.reason,
    row.confidence ?? '',
  ].join(',');

export const reportLine = (row: ReportRow): string =>
  [
    row.timestamp,
    row.symbol,
    row.action,
    row.price,
    row.size,
    row.fee,
    row.pnl,
    row.balance,
    row.reason,
    row.reason_code,
    row.confidence,
  ].join(',');

export const ledgerOf = (records: readonly EventRecord[]): readonly LedgerRecord[] =>
  records.filter((record) => record.kind === 'ledger');

/** The decisions that leave a diagnostic in the reference engine: entries, adds, flips and what came to nothing. */
export const diagnosedDecisions = (records: readonly EventRecord[]): readonly DecisionRecord[] =>
  records
    .filter((record) => record.kind === 'decision')
    .filter(
      ({ action, reason }) =>
        action === 'enter' ||
        action === 'add' ||
        reason === 'exit_signal_flip' ||
        reason === 'order_not_applied',
    );
