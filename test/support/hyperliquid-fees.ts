// Real fills of Hyperliquid as a capture: a bar a fill with the fill's price, the tape strategy that gives the recorded
// orders again, and what the venue said and booked as live's events. Importers for users are another thing.
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { createNumeric, type Num, type RoundingStep } from '../../engine/core/numeric/index.js';
import type { BarRecord, Json, Snapshot, VenuePolicy } from '../../engine/core/schema/index.js';
import { orderSymbols } from '../../engine/core/session/market-ticks.js';
import type { EventDraft } from '../../engine/host/capture/index.js';
import type { RecordedParts } from './recording.js';

export const TAPE_ENTRY = fileURLToPath(new URL('../fixtures/strategies/tape.ts', import.meta.url));

/** A fill as the venue's API gives it; numbers are decimal text, times digits with or without quotes. */
export interface Fill {
  readonly coin: string;
  readonly px: string;
  readonly sz: string;
  readonly time: number;
  readonly startPosition: string;
  readonly dir: string;
  readonly closedPnl: string;
  readonly crossed: boolean;
  readonly fee: string;
  readonly builderFee?: string;
  readonly feeToken: string;
  readonly oid: string | number;
  readonly liquidation?: object;
}

/** In the order of time. */
export const readFills = (path: string): readonly Fill[] =>
  (JSON.parse(readFileSync(path, 'utf8')) as (Omit<Fill, 'time'> & { time: string | number })[])
    .map((fill) => ({ ...fill, time: Number(fill.time) }))
    .sort((a, b) => a.time - b.time);

/** Long enough that nothing here is rounded by it. */
export const EXACT = createNumeric({ kind: 'decimal', precision: 34, rounding: 'half-even' });

export const notionalOf = ({ px, sz }: Fill): Num => EXACT(px).mul(sz);

/** Basis points: the venue's part and the builder's. */
export interface FeeRates {
  readonly venue: string;
  readonly builder: string;
}

/** Since when the base rates are 4.5 and 1.5 bps; before, takers of perps and spot paid 3.5. */
const NEW_RATES_MS = Date.UTC(2025, 4, 5);

/**
 * Rates by the venue's published rules, multiplied out. Markets listed by others (`flx:`) charge double, of which their
 * lister gets half; in growth mode a tenth of that; takers in an aligned quote token (USDH) pay four fifths of the
 * venue's half. A referral takes 4 % off. Builders were paid one basis point where they were paid.
 */
export function ratesOf(fill: Fill): FeeRates {
  const builder = fill.builderFee === undefined ? '0' : '1';
  if (fill.time < NEW_RATES_MS) return { venue: '3.5', builder };
  const referred = EXACT(fill.crossed ? '4.5' : '1.5').mul('0.96');
  if (!fill.coin.includes(':')) return { venue: EXACT.format(referred), builder };
  const grown = referred.mul(2).mul('0.1');
  const isDiscounted = fill.crossed && fill.feeToken === 'USDH';
  return { venue: EXACT.format(isDiscounted ? grown.mul('0.9') : grown), builder };
}

const isClosing = ({ dir }: Fill): boolean => /^(Close|Sell)/.test(dir);
const sideOf = ({ dir }: Fill): 'long' | 'short' => (dir.includes('Short') ? 'short' : 'long');

function actionOf(fill: Fill): 'open' | 'add' | 'reduce' | 'close' {
  const start = EXACT(fill.startPosition).abs();
  if (!isClosing(fill)) return start.isZero() ? 'open' : 'add';
  return start.eq(fill.sz) ? 'close' : 'reduce';
}

const reasonOf = ({ liquidation, crossed }: Fill): string =>
  liquidation !== undefined ? 'liquidation' : crossed ? 'market_order' : 'limit_order';

const NONE: RoundingStep = { method: 'none' };
const HALF_UP_6: RoundingStep = { method: 'exact', scale: 6, rounding: 'half-up' };
/** What the venue does, to every part of a fee on its own. */
export const CUT_AT_6: RoundingStep = { method: 'exact', scale: 6, rounding: 'down' };

/** The venue as somebody states it who knows its rates, and how fees are rounded or only believes to. */
export function hyperliquidVenue(fills: readonly Fill[], rounding: RoundingStep): VenuePolicy {
  const kinds = new Map<string, NonNullable<VenuePolicy['fee']['schedule']>[number]>();
  for (const fill of fills) {
    const { venue, builder } = ratesOf(fill);
    const [coin, reason] = [fill.coin, reasonOf(fill)];
    const entry = { symbols: [coin], reasons: [reason], rateBps: venue, extraBps: { builder } };
    kinds.set(`${coin} ${reason}`, entry);
  }
  const [first] = kinds.values();
  const isUniform = [...kinds.values()].every(
    (kind) => JSON.stringify(rate(kind)) === JSON.stringify(first && rate(first)),
  );
  const builderBps = isUniform ? (first?.extraBps?.['builder'] ?? '0') : '0';
  const hasBuilder = fills.some(({ builderFee }) => builderFee !== undefined);
  return {
    name: 'hyperliquid',
    eventTime: 'bar-open',
    fill: { at: 'bar-close', slippageBps: { entry: '0', exit: '0' } },
    fee: {
      rateBps: first?.rateBps ?? '0',
      base: { entry: 'fill-notional', exit: 'fill-notional' },
      ...(hasBuilder && { extra: [{ name: 'builder', rateBps: builderBps, rounding }] }),
      ...(!isUniform && { schedule: [...kinds.values()] }),
    },
    rounding: {
      ...{ price: NONE, notional: NONE, fee: rounding, pnl: HALF_UP_6, basis: NONE },
      ...{ reducedSize: { method: 'exact', scale: 8, rounding: 'half-up' }, balance: NONE },
    },
    balance: { onExit: 'net-then-add' },
    reduce: { remainder: 'subtract' },
    basis: { minSize: '0' },
    instruments: {},
  };
}

const rate = ({ rateBps, extraBps }: { rateBps: string; extraBps?: unknown }) => ({
  rateBps,
  extraBps,
});

const START_BALANCE = '1000';

/** The fills as a capture whose venue rounds fees as given. Quote tokens are taken at par. */
export function feeCapture(fills: readonly Fill[], rounding: RoundingStep): RecordedParts {
  const symbols = orderSymbols([...new Set(fills.map(({ coin }) => coin))]);
  const events = eventsOf(fills);
  return {
    manifest: {
      schemaVersion: 1,
      captureId: 'hyperliquid-fees',
      origin: { mode: 'live', source: 'hyperliquid' },
      engine: { name: 'hyperliquid', version: null, flags: {} },
      strategy: {
        entry: TAPE_ENTRY,
        codeHash: null,
        configHash: null,
        params: tape(fills, symbols),
      },
      numeric: { kind: 'decimal', precision: 20, rounding: 'half-up' },
      venue: hyperliquidVenue(fills, rounding),
      symbols: [...symbols],
      // A fill is a moment.
      intervalMs: 1,
      window: { fromTs: fills[0]?.time ?? 0, toTs: fills.at(-1)?.time ?? 0, end: 'cut' },
      coverage: { kinds: ['fill', 'ledger'] },
      runs: [{ fingerprint: 'one', firstSeq: 1, lastSeq: events.length }],
    },
    snapshot: startOf(fills),
    bars: fills.map(barOf),
    events,
  };
}

const barOf = ({ coin, px, sz, time }: Fill): BarRecord => ({
  ...{ kind: 'bar', symbol: coin, openTs: time, closeTs: time + 1 },
  ...{ open: px, high: px, low: px, close: px, volume: sz },
});

const tape = (fills: readonly Fill[], symbols: readonly string[]): Json => ({
  orders: Object.fromEntries(
    fills.map((fill, tick) => [
      `order${String(tick)}`,
      {
        ...{ tick, symbol: symbols.indexOf(fill.coin), action: actionOf(fill) },
        ...{ side: sideOf(fill), size: fill.sz, reason: reasonOf(fill) },
      },
    ]),
  ),
});

const LEDGER_ACTION = { open: 'OPEN', add: 'ADD', reduce: 'REDUCE', close: 'CLOSE' } as const;

function eventsOf(fills: readonly Fill[]): readonly EventDraft[] {
  let balance = EXACT(START_BALANCE);
  return fills.flatMap((fill, index): EventDraft[] => {
    const { coin, px, sz, time, fee, builderFee, closedPnl, oid } = fill;
    balance = balance.add(EXACT(closedPnl).sub(fee));
    const action = actionOf(fill);
    const shared = { ts: time, symbol: coin, side: sideOf(fill), reason: reasonOf(fill) };
    const parts = builderFee !== undefined && {
      feeParts: { venue: EXACT.format(EXACT(fee).sub(builderFee)), builder: builderFee },
    };
    const amounts = { price: px, size: sz, fee };
    return [
      {
        ...{ seq: 2 * index + 1, kind: 'fill', orderId: String(oid), action, ...parts },
        ...{ ...shared, ...amounts },
      },
      {
        ...{ seq: 2 * index + 2, kind: 'ledger', action: LEDGER_ACTION[action] },
        ...{ ...shared, ...amounts, pnl: closedPnl, balance: EXACT.format(balance) },
      },
    ];
  });
}

/** Positions before each symbol's first fill, with the entry price that its first closed profit proves. */
function startOf(fills: readonly Fill[]): Snapshot {
  const positions: Record<string, Snapshot['positions'][string]> = {};
  for (const fill of fills) {
    const { coin, startPosition, time } = fill;
    if (Object.hasOwn(positions, coin) || EXACT(startPosition).isZero()) continue;
    if (fills.find((other) => other.coin === coin) !== fill) continue;
    positions[coin] = {
      ...{ side: sideOf(fill), size: EXACT.format(EXACT(startPosition).abs()) },
      ...{ entryPrice: EXACT.format(entryOf(fill, fills)), leverage: '1', margin: '0', adds: 0 },
      ...{ openTs: time - 1, lastAddTs: time - 1 },
    };
  }
  return {
    schemaVersion: 1,
    cursor: { seq: 0, lastTickTs: null, lastBarTs: {} },
    account: { balance: START_BALANCE },
    positions,
    orders: [],
    counters: { nextOrderId: 1, ticks: 0 },
    lastClose: {},
    strategy: null,
  };
}

/** basis = price -+ profit / size at the first close; what was added before it is taken out again. */
function entryOf(first: Fill, fills: readonly Fill[]): Num {
  const start = EXACT(first.startPosition).abs();
  let size = start;
  let cost = EXACT.zero;
  for (const fill of fills) {
    if (fill.coin !== first.coin || fill.time < first.time) continue;
    const { px, sz, closedPnl } = fill;
    if (!isClosing(fill)) {
      size = size.add(sz);
      cost = cost.add(EXACT(px).mul(sz));
      continue;
    }
    const gain = EXACT(closedPnl).div(sz);
    const basis = sideOf(fill) === 'long' ? EXACT(px).sub(gain) : EXACT(px).add(gain);
    return basis.mul(size).sub(cost).div(start);
  }
  // Never closed here: no number depends on it.
  return EXACT(first.px);
}
