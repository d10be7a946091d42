// market.jsonl: what live saw, one bar a line, ascending by open time, symbol and revision.
import { z } from 'zod';
import { decimalText, symbolName, timestampMs } from './primitives.js';

export const barRecord = z.strictObject({
  kind: z.literal('bar'),
  symbol: symbolName,
  openTs: timestampMs,
  closeTs: timestampMs.meta({
    description: 'Last millisecond of the bar, or the open time of the next one',
  }),
  open: decimalText,
  high: decimalText,
  low: decimalText,
  close: decimalText,
  volume: decimalText,
  revision: z.int().nonnegative().optional().meta({
    description:
      'Which revision of this bar this is; several may be recorded, one a line, in ascending order',
  }),
  seenTs: timestampMs.optional().meta({ description: 'When live saw it' }),
});

export const marketRecord = z.discriminatedUnion('kind', [barRecord]);
export type BarRecord = z.infer<typeof barRecord>;
export type MarketRecord = z.infer<typeof marketRecord>;
