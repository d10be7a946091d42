// lockstep.residuals.json: the differences a person accepted, with who, why, until when and up to which size. What an
// entry excuses is host/verify/judge.ts's business; nothing here looks at a clock.
import { z } from 'zod';
import { coverage } from './manifest.js';
import { decimalText, schemaVersion, symbolName } from './primitives.js';

/** Only what a replay cannot simulate may be accepted for good. What is unclassified can never be accepted. */
export const LASTING_CLASS = 'non-simulatable-oms-effect';

/** Ceilings are multiplied by a tick or a lot; longer texts are no limits a person wrote. */
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

const ceiling = z.strictObject({
  count: z.int().min(1).meta({
    description: 'Differing events, over all roots this entry accepts in one verification',
  }),
  price: limit.optional().meta({ description: 'Largest difference of a price, in ticks' }),
  priceUnit: z.enum(['tick', 'quote']).optional().meta({
    description: 'quote: in the quote currency, for venues that state no tick size. Absent: tick',
  }),
  size: limit.optional().meta({ description: 'Largest difference of a size, in lots' }),
  sizeUnit: z.enum(['lot', 'base']).optional().meta({
    description: 'base: in units of the symbol, for venues that state no lot size. Absent: lot',
  }),
  amount: limit.optional().meta({
    description: 'Largest difference of a fee, profit or balance, in the quote currency',
  }),
});

const expires = calendarDate.meta({
  description: `Last day it holds, UTC, as YYYY-MM-DD; only ${LASTING_CLASS} may do without`,
});
const common = {
  root: rootId.optional().meta({ description: 'Id of one root, from a report' }),
  symbol: symbolName.optional(),
  field: z
    .string()
    .min(1)
    .nullable()
    .optional()
    .meta({ description: 'First field that differs; null: the whole event' }),
  kind: coverage.shape.kinds.element
    .optional()
    .meta({ description: 'Kind of the first event that differs' }),
  approver: written('the name of the person who accepts it').meta({
    description: 'The person who accepts it',
  }),
  reason: written('why it is accepted').meta({ description: 'Why it is accepted' }),
  ceiling: ceiling.meta({
    description: 'How much may differ; a price, size or amount without a ceiling may not',
  }),
};

const lasting = z.strictObject({
  class: z.literal(LASTING_CLASS),
  ...common,
  expires: expires.optional(),
});
const dated = <C extends string>(name: C) =>
  z.strictObject({ class: z.literal(name), ...common, expires });

export const residual = z
  .discriminatedUnion('class', [
    lasting,
    dated('market-data-alignment-gap'),
    dated('state-initialisation-gap'),
    dated('numeric-policy-divergence'),
    dated('deterministic-logic-divergence'),
  ])
  .refine(
    ({ root, symbol, field, kind }) =>
      [root, symbol, field, kind].some((value) => value !== undefined),
    'expected at least one of root, symbol, field and kind; an entry without any would excuse every root of its class',
  );

/** lockstep.residuals.json, by default beside the captures. */
export const residuals = z.strictObject({ schemaVersion, residuals: z.array(residual) });

export type Residual = z.infer<typeof residual>;
export type Ceiling = Residual['ceiling'];
export type Residuals = z.infer<typeof residuals>;
