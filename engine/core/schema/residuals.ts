// lockstep.residuals.json: the differences a person accepted, with who, why, until when and up to which size. What an
// entry excuses is host/verify/judge.ts's business; nothing here looks at a clock.
import { z } from 'zod';
import { decimalText, identifier, schemaVersion, symbolName } from './primitives.js';
import { coverage } from './manifest.js';

/** The five classes a root may have with evidence. What is unclassified can never be accepted. */
export const ACCEPTABLE_CLASSES = [
  'market-data-alignment-gap',
  'state-initialisation-gap',
  'numeric-policy-divergence',
  'non-simulatable-oms-effect',
  'deterministic-logic-divergence',
] as const;

/** Ceilings are compared by multiplying with a tick or a lot; longer texts are no limits a person wrote. */
const CEILING_CHARACTERS_MAX = 40;

export const rootId = z
  .string()
  .regex(/^[0-9a-f]{12}$/, 'expected the id of a root: 12 lower-case hexadecimal digits');
export const calendarDate = z.iso.date({ error: 'expected a date such as 2026-12-31' });
const written = (what: string) => z.string().regex(/\S/, `expected ${what}`);
const limit = decimalText
  .refine((text) => !text.startsWith('-'), 'expected a limit of at least 0')
  .refine(
    (text) => text.length <= CEILING_CHARACTERS_MAX,
    `expected at most ${String(CEILING_CHARACTERS_MAX)} characters`,
  );

const match = z
  .strictObject({
    root: rootId.optional().meta({ description: 'Id of one root, from a report' }),
    capture: z
      .string()
      .min(1)
      .optional()
      .meta({ description: 'captureId this holds for; absent: every capture' }),
    symbol: symbolName.optional(),
    kind: coverage.shape.kinds.element
      .optional()
      .meta({ description: 'Kind of the first event that differs' }),
    field: z
      .string()
      .min(1)
      .nullable()
      .optional()
      .meta({ description: 'First field that differs; null: the whole event' }),
    reason: identifier.optional().meta({ description: 'Reason code of the first event' }),
  })
  .refine(
    ({ capture: _, ...rest }) => Object.values(rest).some((value) => value !== undefined),
    'expected at least one of root, symbol, kind, field, reason: an entry that names nothing excuses everything',
  );

const ceiling = z
  .strictObject({
    count: z.int().positive().meta({
      description: 'Differing events, over all the roots this entry accepts in one verification',
    }),
    priceTicks: limit.optional().meta({ description: "In ticks of the symbol's instrument" }),
    price: limit.optional().meta({ description: 'In the quote currency, instead of priceTicks' }),
    sizeLots: limit.optional().meta({ description: "In lots of the symbol's instrument" }),
    size: limit.optional().meta({ description: 'In units of the symbol, instead of sizeLots' }),
    amount: limit
      .optional()
      .meta({ description: 'Of fees, profits and balances, in the quote currency' }),
  })
  .refine(
    ({ price, priceTicks }) => price === undefined || priceTicks === undefined,
    'expected price or priceTicks, not both',
  )
  .refine(
    ({ size, sizeLots }) => size === undefined || sizeLots === undefined,
    'expected size or sizeLots, not both',
  );

const expires = calendarDate.meta({
  description:
    'Last day it holds, UTC, as YYYY-MM-DD; only non-simulatable-oms-effect may do without',
});
const common = {
  match: match.meta({ description: 'Which roots: all that is given must fit' }),
  approver: written('the name of the person who accepts it'),
  reason: written('why it is accepted').meta({ description: 'Why it is accepted' }),
  approvedOn: calendarDate.optional(),
  ceiling: ceiling.meta({
    description: 'How much may differ; a price, size or amount without a ceiling may not',
  }),
};

const lasting = <C extends string>(name: C) =>
  z.strictObject({ class: z.literal(name), ...common, expires: expires.optional() });
const dated = <C extends string>(name: C) =>
  z.strictObject({ class: z.literal(name), ...common, expires });

export const residual = z.discriminatedUnion('class', [
  lasting('non-simulatable-oms-effect'),
  dated('market-data-alignment-gap'),
  dated('state-initialisation-gap'),
  dated('numeric-policy-divergence'),
  dated('deterministic-logic-divergence'),
]);

export const residuals = z.strictObject({ schemaVersion, residuals: z.array(residual) });

export type Residual = z.infer<typeof residual>;
export type Ceiling = Residual['ceiling'];
export type Residuals = z.infer<typeof residuals>;
