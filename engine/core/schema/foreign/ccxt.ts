// CCXT's unified structures as JSON. Their numbers were doubles in CCXT; `info` holds what the exchange itself sent.
import { z } from 'zod';
import type { JsonSource } from '../json-source.js';
import { symbolName } from '../primitives.js';
import { absent, exactDecimal, identity, parseExact, timeNumber } from './exact-json.js';

const fee = z.object({ cost: absent(exactDecimal), currency: absent(z.string()) });

const trade = z.object({
  id: absent(identity),
  order: absent(identity),
  timestamp: timeNumber,
  symbol: symbolName,
  side: z.enum(['buy', 'sell']),
  takerOrMaker: absent(z.string()),
  price: exactDecimal,
  amount: exactDecimal,
  fee: absent(fee),
  fees: absent(z.array(fee)),
  info: z.unknown(),
});

/** [open time, open, high, low, close, volume] */
const candle = z.tuple([
  timeNumber,
  exactDecimal,
  exactDecimal,
  exactDecimal,
  exactDecimal,
  exactDecimal,
]);

export type CcxtTrade = z.infer<typeof trade>;
export type CcxtCandle = z.infer<typeof candle>;

/** `fetchMyTrades`. */
export const parseCcxtTrades = (source: JsonSource) => parseExact(source, z.array(trade));
/** `fetchOHLCV`. */
export const parseCcxtCandles = (source: JsonSource) => parseExact(source, z.array(candle));
