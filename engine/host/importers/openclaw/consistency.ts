// Whether report, candles and configuration belong to one run. Each on its own may be flawless.
import { formatDouble } from '../../../core/numeric/index.js';
import { formatPath, makeIssue, type Issue, type IssuePlace } from '../../../core/schema/index.js';
import { timelineOf, tradedSymbols } from './candles.js';
import type { EffectiveTree } from './config-tree.js';
import { configFingerprint } from './fingerprint.js';
import { configValue } from './params.js';
import type {
  OpenclawCandles as Candles,
  OpenclawDiagnostic as Diagnostic,
  OpenclawReport as Report,
  OpenclawRow as ReportRow,
} from '../../../core/schema/foreign/openclaw.js';

/** The three inputs of one run, with the names of their files. */
export interface RunInputs {
  readonly report: Report;
  readonly candles: Candles;
  readonly config: EffectiveTree;
  readonly files: { readonly report: string; readonly candles: string; readonly config: string };
}

export function consistencyIssues(inputs: RunInputs): Issue[] {
  return [
    ...fingerprintIssues(inputs),
    ...slippageIssues(inputs),
    ...placementIssues(inputs),
    ...ledgerIssues(inputs),
  ];
}

function fingerprintIssues({ report, config, files }: RunInputs): Issue[] {
  const computed = configFingerprint(config);
  const index = report.decision_diagnostics.findIndex(
    (step) => step.config_fingerprint !== report.config_fingerprint,
  );
  const odd = report.decision_diagnostics[index]?.config_fingerprint;
  const isSame = report.config_fingerprint === computed;
  if (isSame && odd === undefined) return [];
  const found = isSame ? (odd ?? '') : report.config_fingerprint;
  const path = isSame
    ? formatPath(['decision_diagnostics', index, 'config_fingerprint'])
    : 'config_fingerprint';
  return [
    makeIssue(
      'openclaw.fingerprint.mismatch',
      { file: files.report, path },
      {
        message: `The report was made with configuration ${found}, but ${files.config} is ${computed}.`,
        remedy: 'Give the configuration of this very run.',
      },
    ),
  ];
}

function slippageIssues({ report, config, files }: RunInputs): Issue[] {
  const configured = Number(configValue(config, ['trade', 'slippage_bps']));
  if (Object.is(configured, report.slippage_bps)) return [];
  return [
    makeIssue(
      'openclaw.report.slippage',
      { file: files.report, path: 'slippage_bps' },
      {
        message: `The report ran with ${formatDouble(report.slippage_bps)} bps of slippage, ${files.config} says ${formatDouble(configured)}.`,
        remedy: 'Set trade.slippage_bps to what the run used.',
      },
    ),
  ];
}

/** Every row and diagnostic must stand on a candle time, name a symbol with candles, and not run backwards. */
function placementIssues({ report, candles, files }: RunInputs): Issue[] {
  const symbols = new Set(tradedSymbols(candles));
  const times = new Set(timelineOf(candles));
  const issues: Issue[] = [];
  const check = (list: string, items: readonly Placed[]): void => {
    items.forEach((item, index) => {
      const place = (key: string): IssuePlace => ({
        file: files.report,
        path: formatPath([list, index, key]),
      });
      if (!symbols.has(item.symbol)) {
        issues.push(unknownSymbol(place('symbol'), item.symbol, files.candles));
      } else if (!times.has(item.ts)) {
        issues.push(noCandleTime(place(item.key), item, files.candles));
      } else if (index > 0 && item.ts < (items[index - 1]?.ts ?? 0)) {
        issues.push(backwards(place(item.key), item.ts));
      }
    });
  };
  check('trades', report.trades.map(placedRow));
  check('decision_diagnostics', report.decision_diagnostics.map(placedStep));
  return issues.slice(0, PLACEMENT_ISSUES_MAX);
}

/** The wrong candle file makes every row wrong; a screenful says it. */
const PLACEMENT_ISSUES_MAX = 20;

interface Placed {
  readonly symbol: string;
  readonly ts: number;
  readonly key: 'timestamp' | 'timestamp_ms';
}
const placedRow = ({ symbol, timestamp }: ReportRow): Placed => ({
  symbol,
  ts: timestamp,
  key: 'timestamp',
});
const placedStep = ({ symbol, timestamp_ms }: Diagnostic): Placed => ({
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

const backwards = (place: IssuePlace, ts: number): Issue =>
  makeIssue('openclaw.report.order', place, {
    message: `The time ${String(ts)} is earlier than that of the entry before it.`,
    remedy: 'Keep the order the engine wrote; do not sort the report.',
  });

/** Positions must open before they change, and the last balance must be the final one. */
function ledgerIssues({ report, files }: RunInputs): Issue[] {
  const open = new Set<string>();
  for (const [index, row] of report.trades.entries()) {
    const isOpening = row.action.startsWith('OPEN_');
    const place = { file: files.report, path: formatPath(['trades', index]) };
    if (isOpening === open.has(row.symbol))
      return [isOpening ? reopened(place, row) : seeded(place, row)];
    if (isOpening) open.add(row.symbol);
    if (row.action.startsWith('CLOSE_')) open.delete(row.symbol);
  }
  const last = report.trades[report.trades.length - 1]?.balance ?? report.initial_balance;
  if (last === report.final_balance) return [];
  return [
    makeIssue(
      'openclaw.report.balance',
      { file: files.report, path: 'final_balance' },
      {
        message: `The final balance is ${formatDouble(report.final_balance)}, but the ledger ends at ${formatDouble(last)}.`,
        remedy: 'Give the report with all of its "trades".',
      },
    ),
  ];
}

const seeded = (place: IssuePlace, row: ReportRow): Issue =>
  makeIssue('openclaw.report.seeded', place, {
    message: `${row.action} ${row.symbol} changes a position that no earlier row opened: the run began with positions.`,
    remedy: 'Import a run that began flat; a starting state is not read from this format yet.',
  });

const reopened = (place: IssuePlace, row: ReportRow): Issue =>
  makeIssue('openclaw.report.order', place, {
    message: `${row.action} ${row.symbol} opens a position that is already open.`,
    remedy: 'Give the report with all of its "trades", in the order the engine wrote them.',
  });
