// snapshot.json: all state a deterministic continuation needs. Restoring it and going on equals never having stopped.
import { z } from 'zod';
import {
  decimalText,
  identifier,
  json,
  schemaVersion,
  side,
  symbolName,
  timestampMs,
} from './primitives.js';

export const positionRecord = z.strictObject({
  side,
  size: decimalText,
  entryPrice: decimalText.meta({ description: 'Entry basis' }),
  leverage: decimalText,
  margin: decimalText,
  adds: z.int().nonnegative(),
  openTs: timestampMs,
  lastAddTs: timestampMs,
});

export const pendingOrder = z.strictObject({
  orderId: z.int().positive(),
  symbol: symbolName,
  action: z.enum(['open', 'add', 'reduce', 'close']),
  side,
  size: decimalText.meta({ description: 'Zero for a close: the whole position' }),
  fraction: decimalText.nullable(),
  notional: decimalText.nullable(),
  price: decimalText.nullable(),
  margin: decimalText,
  leverage: decimalText,
  reason: identifier,
  detail: identifier.optional(),
  values: z.array(decimalText),
  confidence: identifier.optional(),
});

export const snapshot = z.strictObject({
  schemaVersion,
  cursor: z.strictObject({
    seq: z
      .int()
      .nonnegative()
      .meta({ description: 'Last event sequence number contained in this state' }),
    lastTickTs: timestampMs
      .nullable()
      .meta({ description: 'Open time of the last tick contained; null before the first' }),
    lastBarTs: z.record(symbolName, timestampMs),
  }),
  account: z.strictObject({ balance: decimalText }),
  positions: z.record(symbolName, positionRecord),
  orders: z.array(pendingOrder),
  counters: z.strictObject({ nextOrderId: z.int().positive(), ticks: z.int().nonnegative() }),
  lastClose: z.record(symbolName, decimalText).meta({ description: 'Last close seen per symbol' }),
  strategy: json.meta({
    description: "The strategy's own state, encoded; null: as its state() function builds it",
  }),
});

export type Snapshot = z.infer<typeof snapshot>;
export type PositionRecord = z.infer<typeof positionRecord>;
export type PendingOrderRecord = z.infer<typeof pendingOrder>;
