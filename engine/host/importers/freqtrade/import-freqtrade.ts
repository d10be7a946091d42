// A backtest result of freqtrade and the candles it was made on become a capture.
import { parseFreqtradeResult, type FreqtradeRun } from '../../../core/schema/foreign/freqtrade.js';
import type { IssuePlace, Manifest, Parsed, VenuePolicy } from '../../../core/schema/index.js';
import { nearestName } from '../../../core/schema/nearest.js';
import { placeOfPath } from '../../../core/schema/json-source.js';
import type { ForeignRecording } from '../assemble/assemble-capture.js';
import { emptyStart, plainVenue } from '../assemble/capture-settings.js';
import { importForeign, type ForeignImport } from '../assemble/foreign-import.js';
import type { ImportIssues } from '../assemble/import-issues.js';
import type { PlacedEvent } from '../assemble/placed.js';
import { addDecimals, multiplyDecimals, subtractDecimals } from '../exact-decimal.js';
import { readForeignText, type NamedText } from '../foreign-file.js';
import { fault } from '../foreign-issue.js';
import { intervalOf } from '../interval-text.js';
import { entryNames, type TableOptions } from '../table/index.js';
import { candleBars, candleFile } from './candle-files.js';
import { isSameWritten, profitMeaning, type BookedTrade } from './profit-check.js';
import { fillsOfTrade, type TradeFill } from './trade-fills.js';

export interface FreqtradeImport extends ForeignImport {
  /** The result as JSON, or the archive it comes in. */
  readonly result: string;
  /** Files of candles, each as `PAIR=FILE` or with freqtrade's own name. */
  readonly candles: readonly string[];
  /** Which run of the result; absent: the only one. */
  readonly name?: string;
}

/** Reads the files and writes the capture. The value is undefined when an issue is an error. */
export const importFreqtrade = (request: FreqtradeImport): Promise<Parsed<Manifest>> =>
  importForeign(request, (issues) => recordingOf(request, issues));

async function recordingOf(
  request: FreqtradeImport,
  issues: ImportIssues,
): Promise<ForeignRecording | undefined> {
  const { signal, onRead, settings } = request;
  const options: TableOptions = {
    ...(signal && { signal }),
    ...(onRead && { onProgress: onRead }),
  };
  const source = await readForeignText(await resultFile(request.result), options);
  const parsed = parseFreqtradeResult(source);
  for (const issue of parsed.issues) issues.add(issue);
  if (!parsed.value) return undefined;
  const [name, run] = chosenRun(parsed.value.strategy, request.name, source);
  const intervalMs = intervalOf(run.timeframe);
  if (intervalMs === undefined) {
    const place = placeOfPath(source, ['strategy', name, 'timeframe'], 'value');
    throw fault('foreign.value', place, {
      message: `"${run.timeframe}" is no length of a candle.`,
      remedy: 'Give a result with candles of minutes, hours, days or weeks.',
    });
  }
  const file = source.file;
  const trades = run.trades.map((trade) => ({ trade, fills: fillsOfTrade(trade) }));
  const start = settings?.balance ?? run.starting_balance;
  const events = eventsOf({ trades, name, source, start });
  reportProfits({ run, trades, file, end: events.end }, issues);
  return {
    facts: {
      ...{ importer: 'freqtrade', source: 'freqtrade', engine: 'freqtrade', mode: 'backtest' },
      ...{ numeric: { kind: 'binary64' }, venue: venueOf(run), file },
    },
    intervalMs,
    snapshot: emptyStart(start),
    bars: candleBars({ files: request.candles.map(candleFile), intervalMs, issues, options }),
    events: events.events,
    coverage: ['fill', 'ledger'],
    fingerprint: name,
  };
}

/** An archive also holds the configuration and the strategy's source. */
async function resultFile(file: string): Promise<string> {
  if (!file.endsWith('.zip')) return file;
  const results = (await entryNames(file)).filter(
    (name) => name.endsWith('.json') && !/_config\.json$|\.meta\.json$|_market_change/.test(name),
  );
  const [only, second] = results;
  return only !== undefined && second === undefined ? `${file}#${only}` : file;
}

function chosenRun(
  runs: Readonly<Record<string, FreqtradeRun>>,
  wanted: string | undefined,
  source: NamedText,
): readonly [string, FreqtradeRun] {
  const names = Object.keys(runs);
  const name = wanted ?? (names.length === 1 ? names[0] : undefined);
  const run = name !== undefined && Object.hasOwn(runs, name) ? runs[name] : undefined;
  if (name !== undefined && run !== undefined) return [name, run];
  const nearest = wanted === undefined ? undefined : nearestName(wanted, names);
  throw fault('foreign.value', placeOfPath(source, ['strategy'], 'value'), {
    message:
      wanted === undefined
        ? `The result holds ${String(names.length)} runs: ${names.join(', ')}.`
        : `The result holds no run "${wanted}".`,
    remedy: nearest === undefined ? 'Name one with --name.' : `Did you mean "${nearest}"?`,
  });
}

interface Booking {
  readonly trades: readonly BookedTrade[];
  readonly name: string;
  readonly source: NamedText;
  readonly start: string;
}

interface Booked {
  readonly fill: TradeFill;
  readonly trade: BookedTrade['trade'];
  readonly index: number;
  readonly place: IssuePlace;
}

const ROWS = { open: 'OPEN', add: 'ADD', reduce: 'REDUCE', close: 'CLOSE' } as const;

/** Fills and their ledger rows, and the balance behind the last. Exits of a moment come before its entries. */
function eventsOf({ trades, name, source, start }: Booking) {
  const booked = trades.flatMap(({ trade, fills }, index): Booked[] => {
    const place = placeOfPath(source, ['strategy', name, 'trades', index], 'value');
    return fills.map((fill) => ({ fill, trade, index, place }));
  });
  booked.sort((a, b) => a.fill.ts - b.fill.ts || Number(a.fill.isEntry) - Number(b.fill.isEntry));
  let balance = start;
  const events = booked.flatMap(({ fill, trade, index, place }): PlacedEvent[] => {
    const { ts, action, size, price, fee, pnl, isEntry } = fill;
    const funding = action === 'close' ? (trade.funding_fees ?? '0') : '0';
    balance = addDecimals(balance, subtractDecimals(addDecimals(pnl, funding), fee));
    const side = trade.is_short === true ? 'short' : 'long';
    const reason = wordOf((isEntry ? trade.enter_tag : trade.exit_reason) ?? '', isEntry);
    const shared = { ts, symbol: trade.pair, side, size, price, fee, reason } as const;
    const orderId = `${String(index + 1)}-${isEntry ? 'entry' : 'exit'}`;
    return [
      { place, event: { ...shared, kind: 'fill', orderId, action } },
      {
        place,
        event: {
          ...shared,
          kind: 'ledger',
          action: ROWS[action],
          pnl: addDecimals(pnl, funding),
          balance,
        },
      },
    ];
  });
  return { events, end: balance };
}

const wordOf = (text: string, isEntry: boolean): string => {
  const word = text
    .replace(/[^A-Za-z0-9_.-]+/g, '_')
    .replace(/^[^A-Za-z]+/, '')
    .slice(0, 100);
  return word === '' ? (isEntry ? 'enter' : 'exit') : word;
};

interface Outcome {
  readonly run: FreqtradeRun;
  readonly trades: readonly BookedTrade[];
  readonly file: string;
  readonly end: string;
}

function reportProfits({ run, trades, file, end }: Outcome, issues: ImportIssues): void {
  const meaning = profitMeaning(trades);
  const says = {
    gross: '`profit_abs` is the profit before fees, as prices and amounts give it.',
    net: '`profit_abs` is the profit after fees; the ledger has it before fees, from prices and amounts.',
    neither:
      '`profit_abs` is neither the profit before fees nor after them in all trades; the ledger has it from prices and amounts.',
  };
  issues.report(
    'foreign.assumed',
    { file, path: 'trades[].profit_abs' },
    {
      message: says[meaning],
      remedy:
        meaning === 'neither' ? 'Look whether orders of the trades are missing.' : 'Nothing to do.',
    },
  );
  if (
    trades.some(
      ({ trade }) =>
        trade.funding_fees !== undefined &&
        trade.funding_fees !== '0.0' &&
        trade.funding_fees !== '0',
    )
  ) {
    issues.report(
      'foreign.assumed',
      { file, path: 'trades[].funding_fees' },
      {
        message: 'Funding is stated for a trade as a whole: it is in the profit of its close.',
        remedy: 'Nothing to do.',
      },
    );
  }
  if (run.final_balance === undefined || isSameWritten(end, run.final_balance)) return;
  issues.report(
    'foreign.assumed',
    { file, path: 'final_balance' },
    {
      message: `The result ends with ${run.final_balance}, its trades add up to ${end}.`,
      remedy:
        'The ledger is what the trades add up to; trades that were open at the end or doubles explain the rest.',
    },
  );
}

/** Orders fill at the open of the next candle, at the rate of the first trade. */
function venueOf({ trades }: FreqtradeRun): VenuePolicy {
  const rate = trades[0]?.fee_open ?? '0';
  const venue = plainVenue('freqtrade', multiplyDecimals(rate, '10000'));
  return { ...venue, eventTime: 'bar-open', fill: { ...venue.fill, at: 'next-bar-open' } };
}
