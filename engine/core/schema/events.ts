// events.jsonl: what live did, one event a line, each with the hash of the line before it.
import { z } from 'zod';
import {
  decimalText,
  identifier,
  json,
  sequenceNumber,
  sha256,
  side,
  symbolName,
  timestampMs,
} from './primitives.js';
import { pendingOrder, positionRecord } from './snapshot.js';

export const comparator = z.enum(['>', '>=', '<', '<=', '==', '!=', 'verdict']);

export const gateRecord = z.strictObject({
  name: identifier,
  value: decimalText,
  comparator: comparator
    .optional()
    .meta({ description: '"verdict": the strategy judged it by more than these two numbers' }),
  threshold: decimalText,
  passed: z.boolean(),
  trigger: z
    .boolean()
    .optional()
    .meta({ description: 'true: a condition that causes an action when it passes (an exit rule)' }),
});

const head = {
  seq: sequenceNumber,
  ts: timestampMs,
  prev: sha256
    .nullable()
    .meta({ description: 'sha-256 of the line before, without its newline; null on the first' }),
};
const cause = {
  reason: identifier,
  detail: identifier
    .optional()
    .meta({ description: 'Which wording of the reason, from the strategy catalogue' }),
  text: z.string().optional().meta({ description: 'For people. Never parsed' }),
  confidence: identifier.optional(),
};
const orderFields = {
  orderId: z.string().min(1),
  side,
  action: z.enum(['open', 'add', 'reduce', 'close']),
  size: decimalText,
};

/** The bar a decision was made on, as live saw it. */
const seenBar = z.strictObject({
  openTs: timestampMs,
  open: decimalText,
  high: decimalText,
  low: decimalText,
  close: decimalText,
  volume: decimalText,
  revision: z.int().nonnegative().optional(),
});
/** Parts of a fee by name; they add up to the fee. */
export const feeParts = z.record(identifier, decimalText);

export const decisionEvent = z.strictObject({
  ...head,
  kind: z.literal('decision'),
  symbol: symbolName,
  action: z.enum(['enter', 'add', 'reduce', 'exit', 'hold', 'blocked']),
  side: side.nullable(),
  ...cause,
  gates: z.array(gateRecord),
  indicators: z.record(identifier, z.union([decimalText, z.boolean()])),
  bar: seenBar
    .optional()
    .meta({ description: 'The bar this decision saw; it proves or clears the market data' }),
});
export const ledgerEvent = z.strictObject({
  ...head,
  kind: z.literal('ledger'),
  symbol: symbolName,
  action: z.enum(['OPEN', 'ADD', 'REDUCE', 'CLOSE', 'FUNDING', 'FEE', 'ADJUST']),
  side,
  ...cause,
  price: decimalText,
  size: decimalText,
  fee: decimalText,
  pnl: decimalText.meta({ description: 'Realised profit, gross of the fee' }),
  balance: decimalText.meta({ description: 'Account balance after this event' }),
});
export const intentEvent = z.strictObject({
  ...head,
  kind: z.literal('intent'),
  symbol: symbolName,
  ...orderFields,
  ...cause,
});
export const orderEvent = z.strictObject({
  ...head,
  kind: z.literal('order'),
  symbol: symbolName,
  ...orderFields,
  price: decimalText.nullable(),
  reason: identifier,
});
/** The venue took the order and gave it a number of its own. */
export const acknowledgementEvent = z.strictObject({
  ...head,
  kind: z.literal('acknowledgement'),
  symbol: symbolName,
  orderId: z.string().min(1),
  venueOrderId: z.string().min(1).meta({ description: "The venue's own number of the order" }),
  text: z.string().optional(),
});
export const rejectEvent = z.strictObject({
  ...head,
  kind: z.literal('reject'),
  symbol: symbolName,
  ...orderFields,
  reason: identifier,
  text: z.string().optional(),
});
export const fillEvent = z.strictObject({
  ...head,
  kind: z.literal('fill'),
  symbol: symbolName,
  ...orderFields,
  price: decimalText,
  fee: decimalText,
  feeParts: feeParts
    .optional()
    .meta({ description: 'Parts of the fee by name, such as venue and builder' }),
  reason: identifier,
});
export const fundingEvent = z.strictObject({
  ...head,
  kind: z.literal('funding'),
  symbol: symbolName,
  rate: decimalText,
  amount: decimalText,
});
export const balanceEvent = z.strictObject({
  ...head,
  kind: z.literal('balance'),
  balance: decimalText,
  reason: identifier.optional(),
});
export const riskEvent = z.strictObject({
  ...head,
  kind: z.literal('risk'),
  name: identifier,
  value: json,
  reason: identifier.optional(),
});
export const restartEvent = z.strictObject({
  ...head,
  kind: z.literal('restart'),
  fingerprint: z.string().min(1),
});
/** Records that were lost here: no comparison is possible across it. */
export const gapEvent = z.strictObject({
  ...head,
  kind: z.literal('gap'),
  lost: z.int().nonnegative().meta({ description: 'Events that were lost' }),
  bars: z.int().nonnegative().optional().meta({ description: 'Bars that were lost' }),
  reason: identifier,
  text: z.string().optional(),
  fromTs: timestampMs.meta({ description: 'Time of the first record that was lost' }),
  toTs: timestampMs.meta({ description: 'Time of the last record that was lost' }),
});
/** State as live had it after the events before this one. Only what is given is compared and adopted. */
export const checkpointEvent = z.strictObject({
  ...head,
  kind: z.literal('checkpoint'),
  lastTickTs: timestampMs.nullable().optional().meta({
    description:
      'Open time of the last tick in this state, null before the first; absent: the tick its time falls in',
  }),
  state: z.strictObject({
    account: z.strictObject({ balance: decimalText }).optional(),
    positions: z
      .record(symbolName, positionRecord)
      .optional()
      .meta({ description: 'All open positions' }),
    orders: z.array(pendingOrder).optional().meta({ description: 'All orders under way' }),
    strategy: json
      .optional()
      .meta({ description: "The strategy's own state, encoded as in snapshot.json" }),
  }),
});

export const eventRecord = z.discriminatedUnion('kind', [
  decisionEvent,
  ledgerEvent,
  intentEvent,
  orderEvent,
  acknowledgementEvent,
  rejectEvent,
  fillEvent,
  fundingEvent,
  balanceEvent,
  riskEvent,
  restartEvent,
  checkpointEvent,
  gapEvent,
]);

export type GateRecord = z.infer<typeof gateRecord>;
export type DecisionEvent = z.infer<typeof decisionEvent>;
export type CheckpointEvent = z.infer<typeof checkpointEvent>;
export type GapEvent = z.infer<typeof gapEvent>;
export type FillEvent = z.infer<typeof fillEvent>;
export type LedgerEvent = z.infer<typeof ledgerEvent>;
export type EventRecord = z.infer<typeof eventRecord>;
export type EventKind = EventRecord['kind'];
