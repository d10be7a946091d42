// Bodies of Hyperliquid's info interface, as far as they are read. The venue adds fields, so unknown ones pass.
import { z } from 'zod';
import type { JsonSource } from '../json-source.js';
import { symbolName } from '../primitives.js';
import {
  absent,
  exactDecimal,
  identity,
  parseExact,
  timeNumber,
  wholeNumber,
} from './exact-json.js';

const tradeSide = z.enum(['B', 'A']);

const fill = z.object({
  coin: symbolName,
  px: exactDecimal,
  sz: exactDecimal,
  side: tradeSide,
  time: timeNumber,
  startPosition: exactDecimal,
  dir: z.string(),
  closedPnl: exactDecimal,
  oid: identity,
  fee: exactDecimal,
  builderFee: absent(exactDecimal),
  feeToken: absent(z.string()),
  hash: absent(z.string()),
  tid: absent(identity),
  crossed: absent(z.boolean()),
  liquidation: absent(z.object({})),
});

const payment = z.object({
  time: timeNumber,
  hash: absent(z.string()),
  delta: z.object({
    type: z.string(),
    coin: absent(symbolName),
    usdc: absent(exactDecimal),
    fee: absent(exactDecimal),
    szi: absent(exactDecimal),
    fundingRate: absent(exactDecimal),
    toPerp: absent(z.boolean()),
  }),
});

const order = z.object({
  coin: symbolName,
  side: tradeSide,
  limitPx: exactDecimal,
  sz: exactDecimal,
  origSz: absent(exactDecimal),
  oid: identity,
  timestamp: timeNumber,
  orderType: absent(z.string()),
  tif: absent(z.string()),
  reduceOnly: absent(z.boolean()),
});

const orderStatus = z.object({ order, status: z.string().min(1), statusTimestamp: timeNumber });

const accountState = z.object({
  assetPositions: z.array(
    z.object({
      position: z.object({
        coin: symbolName,
        szi: exactDecimal,
        entryPx: absent(exactDecimal),
        leverage: absent(z.object({ value: exactDecimal })),
        marginUsed: absent(exactDecimal),
        unrealizedPnl: exactDecimal,
      }),
    }),
  ),
  marginSummary: z.object({ accountValue: exactDecimal }),
  time: absent(timeNumber),
});

export const candle = z.object({
  t: timeNumber,
  T: timeNumber,
  s: symbolName,
  i: z.string(),
  o: exactDecimal,
  h: exactDecimal,
  l: exactDecimal,
  c: exactDecimal,
  v: exactDecimal,
  n: absent(wholeNumber),
});

export type HyperliquidFill = z.infer<typeof fill>;
export type HyperliquidPayment = z.infer<typeof payment>;
export type HyperliquidOrder = z.infer<typeof order>;
export type HyperliquidOrderStatus = z.infer<typeof orderStatus>;
export type HyperliquidAccount = z.infer<typeof accountState>;
export type HyperliquidCandle = z.infer<typeof candle>;

const parser =
  <S extends z.ZodType>(schema: S) =>
  (source: JsonSource) =>
    parseExact(source, schema);

/** `userFills`, `userFillsByTime`. */
export const parseHyperliquidFills = parser(z.array(fill));
/** `userFunding`, `userNonFundingLedgerUpdates`. */
export const parseHyperliquidPayments = parser(z.array(payment));
/** `historicalOrders`. */
export const parseHyperliquidOrders = parser(z.array(orderStatus));
/** `openOrders`, `frontendOpenOrders`. */
export const parseHyperliquidOpenOrders = parser(z.array(order));
/** `clearinghouseState`. */
export const parseHyperliquidAccount = parser(accountState);
/** `candleSnapshot`. */
export const parseHyperliquidCandles = parser(z.array(candle));
