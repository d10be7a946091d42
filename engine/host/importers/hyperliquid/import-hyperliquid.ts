// Answers of Hyperliquid's info interface become a capture: fills, funding, orders, payments, the account, candles.
import { DEFAULT_DECIMAL } from '../../../core/numeric/index.js';
import {
  parseHyperliquidAccount,
  parseHyperliquidCandles,
  parseHyperliquidFills,
  parseHyperliquidOpenOrders,
  parseHyperliquidOrders,
  parseHyperliquidPayments,
} from '../../../core/schema/foreign/hyperliquid.js';
import type { Coverage, Manifest, Parsed, VenuePolicy } from '../../../core/schema/index.js';
import type { ForeignRecording } from '../assemble/assemble-capture.js';
import { emptyStart, plainVenue, type CaptureSettings } from '../assemble/capture-settings.js';
import { importForeign, type ForeignImport } from '../assemble/foreign-import.js';
import type { ImportIssues } from '../assemble/import-issues.js';
import { startBalance } from '../assemble/start-balance.js';
import { readForeignText } from '../foreign-file.js';
import { readLists, type ListParser, type Listed } from '../foreign-list.js';
import { startIssues, startOfAccount, startOfFills, type Start } from './account.js';
import { barsOf, candleInterval } from './candles.js';
import { orderedFills, type ListedFill } from './fills.js';
import { openOrderSteps, orderSteps, positionsOf, reportOrderActions } from './order-steps.js';
import { cashSteps, fundingSteps } from './payment-steps.js';
import { eventsOf, orderedSteps, type Step } from './steps.js';
import { tradeSteps } from './trade-steps.js';

/** Files by the question they answer; several are pages of one list. */
export interface HyperliquidFiles {
  /** `candleSnapshot`, one interval. */
  readonly candles: readonly string[];
  /** `userFills`, `userFillsByTime`. */
  readonly fills?: readonly string[];
  /** `userFunding`. */
  readonly funding?: readonly string[];
  /** `historicalOrders`. */
  readonly orders?: readonly string[];
  /** `openOrders`, `frontendOpenOrders`. */
  readonly openOrders?: readonly string[];
  /** `userNonFundingLedgerUpdates`. */
  readonly ledger?: readonly string[];
  /** `clearinghouseState`, from right before the first event. */
  readonly account?: string;
}

export interface HyperliquidImport extends HyperliquidFiles, ForeignImport {}

/** Reads the files and writes the capture. The value is undefined when an issue is an error. */
export const importHyperliquid = (request: HyperliquidImport): Promise<Parsed<Manifest>> =>
  importForeign(request, (issues) => recordingOf(request, request.settings ?? {}, issues));

async function recordingOf(
  request: HyperliquidImport,
  settings: CaptureSettings,
  issues: ImportIssues,
): Promise<ForeignRecording | undefined> {
  const options = optionsOf(request);
  const read = <T>(files: readonly string[] | undefined, parse: ListParser<T>) =>
    readLists({ files: files ?? [], parse, options, issues });
  const candles = await read(request.candles, parseHyperliquidCandles);
  const fills = orderedFills(await read(request.fills, parseHyperliquidFills), issues);
  const funding = await read(request.funding, parseHyperliquidPayments);
  const payments = await read(request.ledger, parseHyperliquidPayments);
  const orders = await read(request.orders, parseHyperliquidOrders);
  const openOrders = await read(request.openOrders, parseHyperliquidOpenOrders);
  const intervalMs = candleInterval(candles, issues);
  const start = await startOf(request, fills, issues);
  if (intervalMs === undefined && candles.length > 0) return undefined;
  const positionAt = positionsOf(fills, start.sizes);
  const hasBalance = start.balance !== undefined;
  reportOrderActions(firstOf(orders, openOrders), issues);
  const steps: Step[] = [
    ...orderSteps(orders, positionAt, issues),
    ...openOrderSteps(openOrders, positionAt),
    ...tradeSteps(fills, issues),
    ...fundingSteps(funding, issues),
    ...cashSteps(payments, hasBalance, issues),
  ];
  const balance = start.balance ?? startBalance(settings, request.candles[0] ?? '', issues);
  return {
    facts: FACTS(request.candles[0] ?? ''),
    intervalMs: intervalMs ?? 1,
    snapshot: { ...emptyStart(balance), positions: start.positions },
    bars: barsOf(candles, issues),
    events: eventsOf(orderedSteps(steps), start.balance),
    coverage: coverageOf(request, hasBalance),
  };
}

const optionsOf = ({ signal, onRead }: HyperliquidImport) => ({
  ...(signal && { signal }),
  ...(onRead && { onProgress: onRead }),
});

const firstOf = (...lists: readonly (readonly Listed<unknown>[])[]): Listed<unknown> | undefined =>
  lists.flatMap((list) => list.slice(0, 1))[0];

async function startOf(
  request: HyperliquidImport,
  fills: readonly ListedFill[],
  issues: ImportIssues,
): Promise<Start> {
  const { account, settings } = request;
  if (account === undefined) return startOfFills(fills, settings?.balance, issues);
  const source = await readForeignText(account, optionsOf(request));
  const parsed = parseHyperliquidAccount(source);
  for (const issue of parsed.issues) issues.add(issue);
  if (!parsed.value) return { balance: undefined, positions: {}, sizes: {} };
  const start = startOfAccount(parsed.value, account, issues);
  startIssues(start, { time: parsed.value.time, file: account }, { fills, issues });
  return settings?.balance === undefined ? start : { ...start, balance: settings.balance };
}

/** Every list that was given is taken to be whole; gaps in it are told. */
function coverageOf(files: HyperliquidFiles, hasBalance: boolean): Coverage['kinds'] {
  return [
    ...(files.orders ? (['order', 'reject'] as const) : []),
    ...(files.openOrders ? (['order'] as const) : []),
    ...(files.fills ? (['fill'] as const) : []),
    ...(files.funding ? (['funding'] as const) : []),
    ...(files.ledger && hasBalance ? (['balance'] as const) : []),
    ...(files.fills && hasBalance ? (['ledger'] as const) : []),
  ];
}

/** The base fee of a taker; each part of a fee is cut off behind six places on its own. */
const VENUE: VenuePolicy = {
  ...plainVenue('hyperliquid', '4.5'),
  rounding: {
    ...plainVenue('hyperliquid').rounding,
    fee: { method: 'exact', scale: 6, rounding: 'down' },
  },
};

const FACTS = (file: string): ForeignRecording['facts'] => ({
  ...{ importer: 'hyperliquid', source: 'api.hyperliquid.xyz/info', engine: 'hyperliquid' },
  ...{ mode: 'live', numeric: DEFAULT_DECIMAL, venue: VENUE, file },
});
