// Messages of Hyperliquid's WebSocket interface, as far as a feed of candles reads them.
import { z } from 'zod';
import { absent, parseExact } from './exact-json.js';
import { candle } from './hyperliquid.js';
import type { JsonSource } from '../json-source.js';

const acknowledgement = z.object({
  channel: z.literal('subscriptionResponse'),
  data: z.object({
    method: z.string(),
    subscription: z.object({
      type: z.string(),
      coin: absent(z.string()),
      interval: absent(z.string()),
    }),
  }),
});

/** One candle, which is what comes; its documentation has a list. */
const candles = z.object({
  channel: z.literal('candle'),
  data: z.union([candle.transform((one) => [one]), z.array(candle)]),
});

const refusal = z.object({
  channel: z.literal('error'),
  data: z.json().transform((said) => (typeof said === 'string' ? said : JSON.stringify(said))),
});

const pong = z.object({ channel: z.literal('pong') });

const message = z.discriminatedUnion('channel', [acknowledgement, candles, refusal, pong]);

export type HyperliquidMessage = z.infer<typeof message>;

export const parseHyperliquidMessage = (source: JsonSource) => parseExact(source, message);
