// CCXT's unified trades and candles become a capture.
import { DEFAULT_DECIMAL } from '../../../core/numeric/index.js';
import { parseCcxtTrades, type CcxtTrade } from '../../../core/schema/foreign/ccxt.js';
import type { Manifest, Parsed } from '../../../core/schema/index.js';
import type { ForeignRecording } from '../assemble/assemble-capture.js';
import { emptyStart, plainVenue, type CaptureSettings } from '../assemble/capture-settings.js';
import { importForeign, type ForeignImport } from '../assemble/foreign-import.js';
import type { ImportIssues } from '../assemble/import-issues.js';
import { compareBars, type PlacedBar, type PlacedEvent } from '../assemble/placed.js';
import { startBalance } from '../assemble/start-balance.js';
import { listedBars } from '../candle-lists.js';
import { addDecimals } from '../exact-decimal.js';
import { readLists, type Listed } from '../foreign-list.js';
import { orderIds, signedOf, tradeParts } from '../running-position.js';
import { exchangeText, type ExchangeField } from './exchange-text.js';

export interface CcxtImport extends ForeignImport {
  /** Files of `fetchMyTrades`. */
  readonly trades: readonly string[];
  /** Files of `fetchOHLCV` by symbol, which they do not name. */
  readonly candles: readonly { readonly symbol: string; readonly file: string }[];
  /** Length of a candle, which they do not state. */
  readonly intervalMs: number;
}

/** Reads the files and writes the capture. The value is undefined when an issue is an error. */
export const importCcxt = (request: CcxtImport): Promise<Parsed<Manifest>> =>
  importForeign(request, (issues) => recordingOf(request, request.settings ?? {}, issues));

async function recordingOf(
  request: CcxtImport,
  settings: CaptureSettings,
  issues: ImportIssues,
): Promise<ForeignRecording> {
  const { signal, onRead } = request;
  const options = { ...(signal && { signal }), ...(onRead && { onProgress: onRead }) };
  const reading = { options, issues };
  const trades = await readLists({ files: request.trades, parse: parseCcxtTrades, ...reading });
  const { intervalMs } = request;
  const bars: PlacedBar[] = [];
  for (const candles of request.candles)
    for (const bar of await listedBars(candles, { intervalMs, ...reading })) bars.push(bar);
  const file = request.trades[0] ?? request.candles[0]?.file ?? '';
  if (bars.length > 0) {
    issues.report(
      'foreign.double',
      { file: request.candles[0]?.file ?? file },
      {
        message: "CCXT's candles are doubles: the digits it wrote stand for each price.",
        remedy: "Import the exchange's own candles where every digit counts.",
      },
    );
  }
  const balance = startBalance(settings, file, issues);
  return {
    facts: {
      ...{ importer: 'ccxt', source: 'ccxt', engine: 'ccxt', mode: 'live', file },
      ...{ numeric: DEFAULT_DECIMAL, venue: plainVenue('ccxt') },
    },
    intervalMs: request.intervalMs,
    snapshot: emptyStart(balance),
    bars: bars.sort(compareBars),
    events: fillsOf(once(trades, issues), issues),
    coverage: request.trades.length > 0 ? ['fill'] : [],
  };
}

/** Pages overlap; a trade is told by its id. */
function once(
  trades: readonly Listed<CcxtTrade>[],
  issues: ImportIssues,
): readonly Listed<CcxtTrade>[] {
  const seen = new Map<string, string>();
  let repeated = 0;
  const kept = trades.filter(({ item, place }) => {
    if (item.id === undefined) return true;
    const key = `${item.symbol} ${item.id}`;
    const content = JSON.stringify(item);
    const before = seen.get(key);
    seen.set(key, content);
    if (before === undefined) return true;
    if (before === content) repeated += 1;
    else {
      issues.report('foreign.contradiction', place, {
        message: `The trade ${item.id} of ${item.symbol} is there twice, with different content.`,
        remedy: 'Give the trades of one account.',
      });
    }
    return false;
  });
  const [first] = trades;
  if (repeated > 0 && first) {
    issues.report(
      'foreign.repeated',
      { file: first.place.file },
      {
        message: `${String(repeated)} trades are there twice, as pages that overlap have them: each is taken once.`,
        remedy: 'Nothing to do.',
      },
    );
  }
  // Newest first is turned round as a whole, so that trades of one millisecond keep their order.
  const isTurned = (kept[0]?.item.timestamp ?? 0) > (kept.at(-1)?.item.timestamp ?? 0);
  const forward = isTurned ? [...kept].reverse() : [...kept];
  return forward.sort((a, b) => a.item.timestamp - b.item.timestamp);
}

function fillsOf(trades: readonly Listed<CcxtTrade>[], issues: ImportIssues): PlacedEvent[] {
  const positions = new Map<string, string>();
  const orderIdOf = orderIds();
  const origins = new Origins();
  const events = trades.flatMap(({ item, place }): PlacedEvent[] => {
    const price = origins.take(item.info, 'price', item.price);
    const amount = origins.take(item.info, 'amount', item.amount);
    const fee = feeOf(item, origins);
    const signed = signedOf(item.side === 'buy', amount);
    const before = positions.get(item.symbol) ?? '0';
    positions.set(item.symbol, addDecimals(before, signed));
    return tradeParts(before, signed).map(({ side, action, size }, index): PlacedEvent => ({
      place,
      event: {
        ...{ ts: item.timestamp, kind: 'fill', symbol: item.symbol, side, action, size, price },
        // Order 0 stands for none.
        orderId: item.order === undefined ? '0' : orderIdOf(item.order, side),
        fee: index === 0 ? fee : '0',
        reason: item.takerOrMaker === 'maker' ? 'maker' : 'taker',
      },
    }));
  });
  reportAssumptions(trades, origins, issues);
  return events;
}

function feeOf({ fee, fees, info }: CcxtTrade, origins: Origins): string {
  const costs = (fees !== undefined && fees.length > 0 ? fees : fee ? [fee] : []).flatMap(
    ({ cost }) => cost ?? [],
  );
  const [only, second] = costs;
  if (only !== undefined && second === undefined) return origins.take(info, 'fee', only);
  return costs.reduce(addDecimals, '0');
}

/** Counts where numbers were taken from. */
class Origins {
  private readonly counts = new Map<string, number>();

  take(info: unknown, field: ExchangeField, number: string): string {
    const { text, name } = exchangeText(info, field, number);
    const key = name === undefined ? `${field} from CCXT's double` : `${field} from info.${name}`;
    this.counts.set(key, (this.counts.get(key) ?? 0) + 1);
    return text;
  }

  get hasDoubles(): boolean {
    return [...this.counts.keys()].some((key) => key.endsWith('double'));
  }

  summary(): string {
    return [...this.counts].map(([key, count]) => `${key} (${String(count)})`).join(', ');
  }
}

function reportAssumptions(
  trades: readonly Listed<CcxtTrade>[],
  origins: Origins,
  issues: ImportIssues,
): void {
  const [first] = trades;
  if (!first) return;
  const { file } = first.place;
  issues.report(
    origins.hasDoubles ? 'foreign.double' : 'foreign.assumed',
    { file, path: 'info' },
    {
      message: `Where numbers come from: ${origins.summary()}.`,
      remedy:
        "The exchange's own text is taken where it means the same double; keep `info` in the export.",
    },
  );
  issues.report(
    'foreign.assumed',
    { file, path: 'positions' },
    {
      message:
        'CCXT trades do not say what they did to a position: the account is taken to be flat before the first.',
      remedy: 'Give all trades since the account was flat.',
    },
  );
  reportFeeCurrencies(trades, issues);
}

/** Of `BTC/USDT` USDT, of `BTC/USD:BTC` BTC. */
const settledIn = (symbol: string): string | undefined => symbol.split(/[/:]/).at(-1);

/** A ledger has one currency; a fee in another (BNB, or what was bought) keeps its number. */
function reportFeeCurrencies(trades: readonly Listed<CcxtTrade>[], issues: ImportIssues): void {
  const fees = trades.flatMap(({ item: { symbol, fee, fees: more }, place: { file } }) =>
    [fee, ...(more ?? [])].flatMap((each) =>
      each?.currency === undefined ? [] : [{ currency: each.currency, symbol, file }],
    ),
  );
  const currencies = new Set(fees.map(({ currency }) => currency));
  const other = fees.find(({ currency, symbol }) => currency !== settledIn(symbol));
  const [first] = fees;
  if (first === undefined || (currencies.size <= 1 && other === undefined)) return;
  const example =
    other === undefined ? '' : ` (${other.currency} of ${other.symbol} is not its own)`;
  issues.report(
    'foreign.assumed',
    { file: first.file, path: 'fee.currency' },
    {
      message: `Fees in ${[...currencies].sort().join(', ')} are taken as one currency, one for one${example}.`,
      remedy: 'Import the markets of one currency each if that is not so.',
    },
  );
}
