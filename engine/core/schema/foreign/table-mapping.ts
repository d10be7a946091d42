// The mapping file of `lockstep import table`: which columns of which tables become which fields of a capture.
import { z } from 'zod';
import {
  decimalText,
  identifier,
  json,
  numericPolicy,
  schemaVersion,
  symbolName,
  timestampMs,
} from '../primitives.js';
import { venuePolicy } from '../venue.js';

/** How a column writes times. A pattern is made of yyyy MM dd HH mm ss and S for digits of a second. */
const timeForm = z.strictObject({
  format: z.string().min(1).optional().meta({
    description:
      '"iso" (when absent), "s", "ms", "us" or "ns" since 1970, or a pattern such as "dd.MM.yyyy HH:mm:ss"',
  }),
  zone: z
    .string()
    .regex(/^(?:UTC|[+-]\d{2}:\d{2})$/, 'expected UTC or an offset such as +02:00')
    .optional()
    .meta({ description: 'Of times that name no zone: UTC or a fixed offset such as "+02:00"' }),
});

const fieldObject = z.strictObject({
  column: z.string().optional().meta({ description: 'Name of the column' }),
  constant: z.string().optional().meta({ description: 'The same text in every row' }),
  default: z.string().optional().meta({ description: 'What stands there where a cell is empty' }),
  words: z
    .record(z.string(), z.string())
    .optional()
    .meta({ description: "The source's words and ours, such as B: long" }),
  time: timeForm.optional(),
  decimal: z.enum(['point', 'comma']).optional().meta({ description: 'Decimal mark' }),
  group: z.string().length(1).optional().meta({ description: 'Mark between thousands' }),
  multiply: decimalText
    .optional()
    .meta({ description: 'Exact factor, such as "0.01" of percents' }),
  absolute: z.boolean().optional().meta({ description: 'Without its sign' }),
  negate: z.boolean().optional().meta({ description: 'With the other sign' }),
});

/** A field, or only the name of its column. */
export const fieldMapping = z.union([z.string(), fieldObject]);

export const TABLE_KINDS = [
  'bar',
  'fill',
  'ledger',
  'funding',
  'balance',
  'order',
  'reject',
  'intent',
  'decision',
  'restart',
] as const;

const tableMapping = z.strictObject({
  file: z.string().min(1).meta({ description: 'Path from the mapping file; archive.zip#entry' }),
  kind: z.enum(TABLE_KINDS),
  format: z.enum(['csv', 'jsonl', 'parquet', 'feather']).optional(),
  delimiter: z.string().length(1).optional(),
  header: z.boolean().optional().meta({ description: 'false: columns are "1", "2", ...' }),
  fields: z
    .record(z.string(), fieldMapping)
    .meta({ description: 'Our fields and where they come from' }),
  ignore: z
    .union([z.literal('*'), z.array(z.string())])
    .optional()
    .meta({ description: 'Columns that are left out on purpose; "*": all that are not named' }),
  only: z
    .record(z.string(), z.array(z.string()).min(1))
    .optional()
    .meta({ description: 'Rows whose column has one of these texts; the others are left out' }),
  sort: z
    .boolean()
    .optional()
    .meta({ description: 'Sort the rows by time in memory; without it they must ascend' }),
});

const positiveInt = z.int().positive();

export const mapping = z.strictObject({
  schemaVersion,
  name: identifier.meta({ description: 'Of the bot or the exporting program' }),
  mode: z.enum(['live', 'paper', 'backtest']).optional(),
  captureId: z.string().min(1).optional(),
  intervalMs: positiveInt.meta({ description: 'Length of a bar' }),
  balance: decimalText.optional().meta({ description: 'Before the first event' }),
  strategy: z.strictObject({ entry: z.string().min(1), params: json.optional() }).optional(),
  numeric: numericPolicy.optional(),
  venue: venuePolicy.optional(),
  window: z
    .strictObject({
      fromTs: timestampMs.optional(),
      toTs: timestampMs.optional(),
      end: z.enum(['cut', 'finish']).optional(),
    })
    .optional(),
  symbols: z
    .record(z.string(), symbolName)
    .optional()
    .meta({ description: "The source's names of symbols and ours" }),
  notice: z.string().optional(),
  tables: z.array(tableMapping).min(1),
});

export type Mapping = z.infer<typeof mapping>;
export type TableMapping = z.infer<typeof tableMapping>;
export type FieldMapping = z.infer<typeof fieldObject>;
export type TableKind = (typeof TABLE_KINDS)[number];
