// An intervention: one thing of a replay substituted by another, as data. It is the proof of a cause, the override a
// user may keep, and what `lockstep replay --apply` runs again. Applying them is session/apply.ts's business.
import { z } from 'zod';
import { eventRecord, feeParts } from './events.js';
import {
  decimalText,
  identifier,
  json,
  numericPolicy,
  schemaVersion,
  side,
  symbolName,
  timestampMs,
} from './primitives.js';

const barFields = {
  open: decimalText,
  high: decimalText,
  low: decimalText,
  close: decimalText,
  volume: decimalText,
};
const patch = z.strictObject({
  path: z.string().min(1).meta({
    description:
      'Dotted path, as in positions.BTC.entryPrice or strategy.desks[0].trade.isTrailing',
  }),
  value: json
    .nullable()
    .meta({ description: 'The value instead; null in a record removes the entry' }),
});

export const marketBar = z.strictObject({
  kind: z.literal('market-bar'),
  symbol: symbolName,
  openTs: timestampMs,
  bar: z.strictObject(barFields).partial(),
});
export const marketRevision = z.strictObject({
  kind: z.literal('market-revision'),
  symbol: symbolName,
  openTs: timestampMs,
  revision: z.int().nonnegative(),
});
export const marketShift = z.strictObject({
  kind: z.literal('market-shift'),
  symbols: z.array(symbolName).min(1),
  bars: z.int().meta({ description: 'Above zero: live saw each bar that many bars late' }),
  fromTs: timestampMs,
  toTs: timestampMs
    .nullable()
    .meta({ description: 'Open time of the last shifted bar; null: to the end' }),
});
export const marketMissing = z.strictObject({
  kind: z.literal('market-missing'),
  symbol: symbolName,
  fromTs: timestampMs,
  toTs: timestampMs,
});
export const marketExtra = z.strictObject({
  kind: z.literal('market-extra'),
  symbol: symbolName,
  openTs: timestampMs,
  closeTs: timestampMs,
  bar: z.strictObject(barFields),
});
export const marketClock = z.strictObject({
  kind: z.literal('market-clock'),
  unitMs: z
    .int()
    .positive()
    .meta({ description: 'What one unit of the time the strategy saw was' }),
  offsetMs: z.int(),
});
export const eventStamp = z.strictObject({
  kind: z.literal('event-stamp'),
  offsetMs: z.int().meta({ description: 'Added to the time of every event of the replay' }),
});
export const stateField = z.strictObject({
  kind: z.literal('state-field'),
  fields: z.array(patch).min(1),
});
export const stateWarmUp = z.strictObject({
  kind: z.literal('state-warm-up'),
  symbols: z.array(symbolName).min(1),
  skipBars: z.int().positive().meta({ description: 'Bars at the start that live never fed' }),
});
export const frozenBalance = z.strictObject({ kind: z.literal('state-frozen-balance') });
export const windowEnd = z.strictObject({
  kind: z.literal('state-window-end'),
  end: z.enum(['cut', 'finish']),
});
export const numericOverride = z.strictObject({
  kind: z.literal('numeric-policy'),
  policy: numericPolicy,
});
export const venueField = z.strictObject({
  kind: z.literal('venue-policy'),
  path: z.string().min(1),
  value: json,
});
export const paramValue = z.strictObject({
  kind: z.literal('params-value'),
  path: z.string().min(1),
  value: json,
});
export const orderOutcome = z.strictObject({
  kind: z.literal('order-outcome'),
  symbol: symbolName,
  placedTs: timestampMs.meta({ description: 'Open time of the tick the order was placed on' }),
  action: z.enum(['open', 'add', 'reduce', 'close']),
  side,
  fills: z.array(
    z.strictObject({
      tickTs: timestampMs.meta({ description: 'Open time of the tick it counts in' }),
      ts: timestampMs.meta({ description: 'Time of the event' }),
      price: decimalText,
      size: decimalText,
      fee: decimalText,
      feeParts: feeParts.optional(),
    }),
  ),
  reject: z
    .strictObject({ reason: identifier, text: z.string().optional() })
    .nullable()
    .meta({ description: 'What the venue said first; with fills: it filled all the same' }),
});
export const venueEvent = z.strictObject({
  kind: z.literal('venue-event'),
  tickTs: timestampMs.meta({ description: 'Open time of the tick it happened in' }),
  at: z.enum(['before', 'after']).meta({ description: "The strategy's turn on that tick" }),
  records: z.array(eventRecord).min(1).meta({
    description:
      'What live recorded: fills and ledger rows of positions the venue changed, funding, balance. Profit and balance are computed anew',
  }),
});
export const gateVerdict = z.strictObject({
  kind: z.literal('gate-verdict'),
  tickTs: timestampMs,
  symbol: symbolName,
  gate: identifier,
  passed: z.boolean(),
});
export const adoptState = z.strictObject({
  kind: z.literal('adopt-state'),
  tickTs: timestampMs.meta({ description: 'Set after this tick' }),
  fields: z.array(patch).min(1),
});

export const intervention = z.discriminatedUnion('kind', [
  marketBar,
  marketRevision,
  marketShift,
  marketMissing,
  marketExtra,
  marketClock,
  eventStamp,
  stateField,
  stateWarmUp,
  frozenBalance,
  windowEnd,
  numericOverride,
  venueField,
  paramValue,
  orderOutcome,
  venueEvent,
  gateVerdict,
  adoptState,
]);
/** overrides.json, in a capture or named on the command line. */
export const overrides = z.strictObject({
  schemaVersion,
  interventions: z.array(intervention),
});

export type Patch = z.infer<typeof patch>;
export type Intervention = z.infer<typeof intervention>;
export type OrderOutcome = z.infer<typeof orderOutcome>;
export type VenueEvent = z.infer<typeof venueEvent>;
export type Overrides = z.infer<typeof overrides>;
