// Whether every row and diagnostic of a report stands on the candles it is said to be made on.
import { makeIssue, placeOfPath, type Issue, type IssuePlace } from '../../../core/schema/index.js';
import type { OpenclawDiagnostic, OpenclawRow } from '../../../core/schema/foreign/openclaw.js';
import { timelineOf, tradedSymbols } from './candles.js';
import type { RunInputs } from './run-inputs.js';

/** Every row and diagnostic must stand on a candle time, name a symbol with candles, and not run backwards. */
export function placementIssues(inputs: RunInputs, fromTs: number): Issue[] {
  const { report, candles, texts } = inputs;
  const symbols = new Set(tradedSymbols(candles));
  const times = new Set(timelineOf(candles));
  const issues: Issue[] = startIssues(inputs, fromTs);
  const check = (list: string, items: readonly Placed[]): void => {
    items.forEach((item, index) => {
      const place = (key: string): IssuePlace =>
        placeOfPath(texts.report, [list, index, key], 'value');
      if (issues.length >= PLACEMENT_ISSUES_MAX) return;
      if (!symbols.has(item.symbol)) {
        issues.push(unknownSymbol(place('symbol'), item.symbol, texts.candles.file));
      } else if (!times.has(item.ts)) {
        issues.push(noCandleTime(place(item.key), item, texts.candles.file));
      } else if (item.ts < fromTs) {
        issues.push(beforeStart(place(item.key), item.ts, fromTs));
      } else if (index > 0 && item.ts < (items[index - 1]?.ts ?? 0)) {
        issues.push(backwards(place(item.key), item.ts));
      }
    });
  };
  check('trades', report.trades.map(placedRow));
  check('decision_diagnostics', report.decision_diagnostics.map(placedStep));
  return issues;
}

/** The wrong candle file makes every row wrong; a screenful says it. */
const PLACEMENT_ISSUES_MAX = 20;

interface Placed {
  readonly symbol: string;
  readonly ts: number;
  readonly key: 'timestamp' | 'timestamp_ms';
}
const placedRow = ({ symbol, timestamp }: OpenclawRow): Placed => ({
  symbol,
  ts: timestamp,
  key: 'timestamp',
});
const placedStep = ({ symbol, timestamp_ms }: OpenclawDiagnostic): Placed => ({
  symbol,
  ts: timestamp_ms,
  key: 'timestamp_ms',
});

const unknownSymbol = (place: IssuePlace, symbol: string, candleFile: string): Issue =>
  makeIssue('openclaw.report.symbol', place, {
    message: `${symbol} has no candle in ${candleFile}.`,
    remedy: 'Give the candles the run was made on.',
  });

const noCandleTime = (place: IssuePlace, item: Placed, candleFile: string): Issue =>
  makeIssue('openclaw.report.time', place, {
    message: `No candle in ${candleFile} opens at ${String(item.ts)}.`,
    remedy: 'Give the candles the run was made on, at the interval it ran on.',
  });

/** A start behind the last candle leaves nothing to replay. */
function startIssues({ candles, initState, texts }: RunInputs, fromTs: number): Issue[] {
  const last = timelineOf(candles).at(-1) ?? 0;
  if (fromTs <= last) return [];
  const isStated = initState?.state.exported_at_ms === fromTs;
  const place = isStated
    ? placeOfPath(initState.text, ['exported_at_ms'], 'value')
    : { file: texts.candles.file };
  return [
    makeIssue('openclaw.start.late', place, {
      message: `The run is to start at ${String(fromTs)}, after the last candle, ${String(last)}.`,
      remedy: 'Give the candles of the run, or its start (--from) in milliseconds.',
    }),
  ];
}

const beforeStart = (place: IssuePlace, ts: number, fromTs: number): Issue =>
  makeIssue('openclaw.report.time', place, {
    message: `The time ${String(ts)} is before the run's start, ${String(fromTs)}.`,
    remedy: 'Give the time the run started to trade at (--from).',
  });

const backwards = (place: IssuePlace, ts: number): Issue =>
  makeIssue('openclaw.report.order', place, {
    message: `The time ${String(ts)} is earlier than that of the entry before it.`,
    remedy: 'Keep the order the engine wrote; do not sort the report.',
  });
