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

export const decisionEvent = z.strictObject({
  ...head,
  kind: z.literal('decision'),
  symbol: symbolName,
  action: z.enum(['enter', 'add', 'reduce', 'exit', 'hold', 'blocked']),
  side: side.nullable(),
  ...cause,
  gates: z.array(gateRecord),
  indicators: z.record(identifier, z.union([decimalText, z.boolean()])),
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

export const eventRecord = z.discriminatedUnion('kind', [
  decisionEvent,
  ledgerEvent,
  intentEvent,
  orderEvent,
  rejectEvent,
  fillEvent,
  fundingEvent,
  balanceEvent,
  riskEvent,
  restartEvent,
]);

export type GateRecord = z.infer<typeof gateRecord>;
export type DecisionEvent = z.infer<typeof decisionEvent>;
export type LedgerEvent = z.infer<typeof ledgerEvent>;
export type EventRecord = z.infer<typeof eventRecord>;
export type EventKind = EventRecord['kind'];
