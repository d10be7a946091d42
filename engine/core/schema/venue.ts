// What a venue does with an order, as data: fill price, slippage, fees, and every rounding by name.
// The kernel reads nothing else about a venue.
import { z } from 'zod';
import {
  decimalText,
  fractionDigits,
  identifier,
  roundingMode,
  roundingStep,
  symbolName,
} from './primitives.js';

export const instrument = z.strictObject({
  tickSize: decimalText.meta({
    description: 'Fill prices are rounded to a multiple of it; "0" disables',
  }),
  lotSize: decimalText.meta({
    description: 'Order sizes are cut down to a multiple of it; "0" disables',
  }),
  minNotional: decimalText.meta({
    description: 'Opening orders below it are rejected; "0" disables',
  }),
});

/** Rates of the orders it fits: those of its symbols for one of its reasons. What is left out fits every order. */
export const feeRate = z.strictObject({
  symbols: z.array(symbolName).min(1).optional(),
  reasons: z.array(identifier).min(1).optional().meta({
    description: "Reason codes of the strategy's orders, such as that of its limit orders",
  }),
  rateBps: decimalText,
  extraBps: z.record(identifier, decimalText).optional().meta({
    description:
      'Rates of parts of fee.extra by name; "0": not charged; a part not named keeps its own',
  }),
});

/** How an amount is written into a report that the account does not follow. */
export const statedAmount = z.strictObject({
  precision: z.enum(['full', 'binary32']).meta({
    description:
      'binary32: first the shortest decimal number that gives the same 32-bit float, as programs that keep figures in such floats have it',
  }),
  scale: fractionDigits.meta({ description: 'Fraction digits' }),
  rounding: roundingMode,
  small: z.enum(['zero', 'first-digit']).meta({
    description:
      'What becomes of an amount that would be rounded to zero: zero, or as many further fraction digits as show one that is not',
  }),
});

export const venuePolicy = z.strictObject({
  name: z.string().min(1),
  eventTime: z
    .enum(['bar-open', 'bar-close'])
    .meta({ description: 'Which end of the bar an event of that bar is stamped with' }),
  fill: z.strictObject({
    at: z.enum(['bar-close', 'next-bar-open']),
    slippageBps: z.strictObject({ entry: decimalText, exit: decimalText }),
  }),
  fee: z.strictObject({
    rateBps: decimalText,
    base: z.strictObject({
      entry: z.enum(['intent-notional', 'fill-notional']),
      exit: z.enum(['intent-notional', 'fill-notional']),
    }),
    extra: z
      .array(z.strictObject({ name: identifier, rateBps: decimalText, rounding: roundingStep }))
      .optional()
      .meta({
        description:
          'Further parts on the same base, such as a builder fee: each is rounded on its own and then added',
      }),
    schedule: z.array(feeRate).optional().meta({
      description:
        'Other rates for some orders, as venues charge makers, spot and listed markets; the first entry that fits an order holds for it. Rounding stays as stated above',
    }),
  }),
  rounding: z.strictObject({
    price: roundingStep,
    notional: roundingStep,
    fee: roundingStep,
    pnl: roundingStep,
    basis: roundingStep,
    reducedSize: roundingStep,
    balance: roundingStep,
    size: roundingStep.optional().meta({
      description:
        'Of the size of an opening or adding order, before the lot; a lot of 0.1 multiplies by 0.1, scaled at 1 divides by 10',
    }),
  }),
  balance: z.strictObject({
    onExit: z.enum(['net-then-add', 'pnl-then-fee']).meta({
      description: 'balance + (pnl - fee), or (balance + pnl) - fee: they differ in the last digit',
    }),
  }),
  reduce: z.strictObject({
    remainder: z.enum(['scaled', 'subtract']).meta({
      description: 'size - size*g with g = reduced/size clamped to [0, 1], or size - reduced',
    }),
  }),
  basis: z.strictObject({
    minSize: decimalText.meta({
      description: 'Below this total size the entry basis of an added position is the fill price',
    }),
  }),
  instruments: z.record(symbolName, instrument),
  reversal: z.enum(['refuse', 'close-then-open']).optional().meta({
    description:
      'Opening against an open position: refused (also when absent), or the position is closed first, by an order of its own for the same reason',
  }),
  report: z
    .strictObject({
      pnl: statedAmount.optional().meta({ description: 'Of the profit in ledger rows' }),
    })
    .optional()
    .meta({ description: 'Amounts that ledger rows state rounded while the account is not' }),
  end: z.strictObject({ reason: identifier }).optional().meta({
    description:
      'Positions that are open when a run finishes are closed at the last close for this reason; absent: they stay open',
  }),
});

export type StatedAmount = z.infer<typeof statedAmount>;
export type VenuePolicy = z.infer<typeof venuePolicy>;
export type FeeRate = z.infer<typeof feeRate>;
export type Instrument = z.infer<typeof instrument>;
