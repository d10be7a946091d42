// What a market feed says and is asked, one JSON text a message: a WebSocket frame, or a line. Bars are those of
// market.jsonl, so that a recording's file is a feed as it is.
import { z } from 'zod';
import { barRecord } from './market.js';
import { symbolName, timestampMs } from './primitives.js';

/** Version of these messages; both sides of a connection must speak the same. */
export const FEED_PROTOCOL = 1;

export const feedBar = barRecord.extend({
  final: z
    .boolean()
    .optional()
    .meta({ description: 'false: the bar is still forming and nothing is decided on it' }),
});

export const feedHello = z.strictObject({
  kind: z.literal('hello'),
  protocol: z.literal(FEED_PROTOCOL),
  symbols: z.array(symbolName).min(1),
  intervalMs: z.int().positive(),
});

export const feedMessage = z.discriminatedUnion('kind', [
  feedBar,
  feedHello,
  z.strictObject({ kind: z.literal('heartbeat') }),
  z
    .strictObject({
      kind: z.literal('backfilled'),
      fromTs: timestampMs,
      untilTs: timestampMs,
    })
    .meta({ description: 'Every bar the sender has between these open times was sent' }),
  z.strictObject({ kind: z.literal('end') }).meta({ description: 'Nothing will follow' }),
  z.strictObject({ kind: z.literal('error'), message: z.string() }),
]);

/** What a client asks: bars from an open time on (null: from now on), and bars it missed, `untilTs` not included. */
export const feedRequest = z.discriminatedUnion('kind', [
  z.strictObject({
    kind: z.literal('subscribe'),
    protocol: z.literal(FEED_PROTOCOL),
    symbols: z.array(symbolName).min(1),
    intervalMs: z.int().positive(),
    fromTs: timestampMs.nullable(),
  }),
  z.strictObject({ kind: z.literal('backfill'), fromTs: timestampMs, untilTs: timestampMs }),
]);

export type FeedMessage = z.infer<typeof feedMessage>;
export type FeedRequest = z.infer<typeof feedRequest>;
