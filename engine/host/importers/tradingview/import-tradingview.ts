// TradingView's list of trades of a strategy, and the bars of the chart it ran on, become a capture.
import { symbolName, type Manifest, type Parsed } from '../../../core/schema/index.js';
import type { ForeignRecording } from '../assemble/assemble-capture.js';
import { emptyStart, type CaptureSettings } from '../assemble/capture-settings.js';
import { importForeign, type ForeignImport } from '../assemble/foreign-import.js';
import type { ImportIssues } from '../assemble/import-issues.js';
import { addDecimals } from '../exact-decimal.js';
import { fault } from '../foreign-issue.js';
import { openTable, type Table, type TableOptions } from '../table/index.js';
import type { TimeReader } from '../time-text.js';
import { readBars } from './chart-bars.js';
import { ledgerRows, reportReasons } from './ledger-rows.js';
import { checkedTrades } from './list-check.js';
import { readTrades, type TradeList } from './trade-list.js';
import { tradingViewVenue } from './venue.js';
import { zonedTimeReader } from './zoned-time.js';

export interface TradingViewImport extends ForeignImport {
  /** The list of trades, as CSV. */
  readonly trades: string;
  /** The bars of the chart, as CSV. */
  readonly bars: string;
  /** What the chart shows; neither file says it. */
  readonly symbol?: string;
  /** Of times that name none: an IANA name or an offset. */
  readonly timezone?: string;
}

/** What a strategy begins with unless it says otherwise. */
const CAPITAL = '1000000';
const SYMBOL = 'CHART';

/** Reads both files and writes the capture. The value is undefined when an issue is an error. */
export function importTradingView(request: TradingViewImport): Promise<Parsed<Manifest>> {
  const settings: CaptureSettings = { end: 'finish', ...request.settings };
  return importForeign({ ...request, settings }, (issues) => recordingOf(request, issues));
}

async function recordingOf(
  request: TradingViewImport,
  issues: ImportIssues,
): Promise<ForeignRecording | undefined> {
  const list = await readTrades(await csv(request.trades, request), timesOf(request), issues);
  const symbol = symbolOf(request);
  const at = { symbol, read: timesOf(request) };
  const bars = await readBars(await csv(request.bars, request), at, issues);
  if (list === undefined || bars === undefined || issues.hasErrors) return undefined;
  if (list.trades.length === 0) {
    throw fault(
      'foreign.empty',
      { file: list.file },
      { message: 'The list holds no trade.', remedy: 'Export the list of trades of a strategy.' },
    );
  }
  const capital = request.settings?.balance ?? CAPITAL;
  reportReasons(list, issues);
  const priced = checkedTrades({ list, bars, capital, issues });
  if (priced === undefined) return undefined;
  reportAssumed(request, list, issues);
  return {
    facts: {
      ...{ importer: 'tradingview', source: 'List of trades', engine: 'tradingview' },
      ...{ mode: 'backtest', numeric: { kind: 'binary64' }, isPolicyKnown: true },
      venue: tradingViewVenue(quantityScale(list)),
      flags: bars.hasGaps ? { 'market.gaps': 'expected' } : {},
      file: list.file,
    },
    intervalMs: bars.intervalMs,
    snapshot: emptyStart(capital),
    bars: bars.bars,
    events: ledgerRows(priced, { list, symbol, capital }),
    coverage: ['ledger'],
  };
}

function symbolOf({ trades, symbol = SYMBOL }: TradingViewImport): string {
  if (symbolName.safeParse(symbol).success) return symbol;
  throw fault(
    'foreign.value',
    { file: trades, path: '--symbol' },
    { message: `"${symbol}" is no symbol.`, remedy: 'Write one such as EURUSD or OANDA:EURUSD.' },
  );
}

function csv(file: string, { signal, onRead }: TradingViewImport): Promise<Table> {
  const options: TableOptions = {
    format: 'csv',
    ...(signal && { signal }),
    ...(onRead && { onProgress: onRead }),
  };
  return openTable(file, options);
}

/** Each file has a reader of its own: one may name zones, and the other not. */
function timesOf({ trades, timezone }: TradingViewImport): TimeReader {
  const found = zonedTimeReader(timezone);
  if (typeof found === 'function') return found;
  throw fault('foreign.time', { file: trades, path: '--timezone' }, found);
}

/** Digits of the finest quantity: what TradingView cut the others to. */
const quantityScale = ({ trades }: TradeList): number =>
  trades.reduce((most, { quantity }) => Math.max(most, fractionDigits(quantity)), 0);

/** Of a number in any form: 1e-05 has five. No rounding step has more than thirty. */
const fractionDigits = (text: string): number =>
  Math.min(addDecimals(text, '0').split('.')[1]?.length ?? 0, 30);

function reportAssumed(request: TradingViewImport, list: TradeList, issues: ImportIssues): void {
  const assume = (path: string, message: string, remedy: string): void => {
    issues.report('foreign.assumed', { file: list.file, path }, { message, remedy });
  };
  if (request.symbol === undefined) {
    assume('symbol', `Neither file names the symbol: it is called ${SYMBOL}.`, 'Give --symbol.');
  }
  if (request.settings?.balance === undefined) {
    const agrees = list.columns.has('cumulativePercent')
      ? `, which "${list.columns.names.cumulativePercent}" agrees with`
      : '';
    assume(
      'account.balance',
      `The list does not say what the strategy began with: ${CAPITAL} stands there${agrees}.`,
      'Give it with --balance if it was another.',
    );
  }
  assume(
    'ledger.balance',
    'The list has no balance: it is the capital and all profits so far, with all their digits.',
    'Nothing to do.',
  );
}
