// JSON of other programs with every number as the text that was written: no double is made of a price on the way. Numbers
// in quotes and without are the same here, since interfaces of exchanges use both for the same field.
import { z } from 'zod';
import { DECIMAL_TEXT } from '../../numeric/index.js';
import type { Parsed } from '../issue.js';
import { readJson, type JsonSource } from '../json-source.js';
import { stringEnd } from '../json-text.js';
import { schemaIssues } from '../schema-issues.js';

/** Longer texts are no quantities. */
const DIGITS_MAX = 400;

/** A decimal number that every policy can hold, as its text. */
export const exactDecimal = z
  .string()
  .max(DIGITS_MAX)
  .regex(DECIMAL_TEXT, 'expected a decimal number such as 0.1')
  .refine((text) => Number.isFinite(Number(text)), 'expected a number below 1.8e308');

/** A whole number that a double holds, from its text. */
export const wholeNumber = z
  .string()
  .regex(/^-?\d{1,15}$/, 'expected a whole number')
  .transform(Number);

/** Milliseconds since the epoch, from their text; programs that keep them as doubles write `.0` behind. */
export const timeNumber = z
  .string()
  .regex(/^\d{12,14}(?:\.0+)?$/, 'expected milliseconds since the epoch, 13 digits')
  .transform(Number);

/** An identifier that is a number in one version of an interface and a text in the next. */
export const identity = z.string().min(1);

/** A field that may be missing or null, which mean the same. */
export const absent = <S extends z.ZodType>(schema: S) =>
  schema.nullish().transform((value) => value ?? undefined);

/** Checks JSON against a schema that expects numbers as text; issues have their places in the text as written. */
export function parseExact<S extends z.ZodType>(source: JsonSource, schema: S): Parsed<z.infer<S>> {
  const json = readJson(source);
  if (json.value === undefined) return { value: undefined, issues: json.issues };
  const text = source.text.replace(/^\uFEFF/, '');
  const value: unknown = JSON.parse(withQuotedNumbers(text));
  const checked = schema.safeParse(value);
  if (checked.success) return { value: checked.data, issues: json.issues };
  const issues = schemaIssues({ source: { ...source, text }, schema, value }, checked.error.issues);
  return { value: undefined, issues: [...json.issues, ...issues] };
}

const NUMBER = /-?\d[\d.eE+-]*/y;
const QUOTE = 34;
const MINUS = 45;

/** Valid JSON only. */
function withQuotedNumbers(text: string): string {
  const parts: string[] = [];
  let copied = 0;
  for (let index = 0; index < text.length;) {
    const code = text.charCodeAt(index);
    if (code === QUOTE) {
      index = stringEnd(text, index);
      continue;
    }
    if (code !== MINUS && (code < 48 || code > 57)) {
      index += 1;
      continue;
    }
    NUMBER.lastIndex = index;
    const written = NUMBER.exec(text)?.[0] ?? '';
    parts.push(text.slice(copied, index), '"', written, '"');
    index += written.length;
    copied = index;
  }
  parts.push(text.slice(copied));
  return parts.join('');
}
