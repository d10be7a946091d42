// Numbers as a program has them, to the exact text a capture holds. Where a record has numbers that trade is read from
// its schema, once, so that no list of fields can fall behind it.
import { z } from 'zod';
import { decimalText, type Json } from './primitives.js';
import type { NumericPolicy } from '../numeric/index.js';

/**
 * A number that trades, in the form a program has it: its text, a value of a decimal library (whose `valueOf` gives
 * text, as those of decimal.js, big.js and bignumber.js do), or a double. A double is exact for a binary64 bot; a
 * decimal bot may give whole numbers only.
 */
export type Amount = string | number | { valueOf(): string };

/** A record whose decimal texts may be any `Amount`. */
export type WithAmounts<T> = T extends readonly (infer U)[]
  ? readonly WithAmounts<U>[]
  : T extends object
    ? { readonly [K in keyof T]: K extends AmountKey ? AmountsOf<T[K]> : Below<K, T[K]> }
    : T;

/** Keys under which records have decimal text; the type cannot see it, the schema says it at run time. */
type AmountKey =
  | 'price'
  | 'size'
  | 'fee'
  | 'pnl'
  | 'balance'
  | 'rate'
  | 'amount'
  | 'value'
  | 'threshold'
  | 'open'
  | 'high'
  | 'low'
  | 'close'
  | 'volume'
  | 'entryPrice'
  | 'leverage'
  | 'margin'
  | 'fraction'
  | 'notional'
  | 'values'
  | 'feeParts'
  | 'indicators'
  | 'lastClose';
type AmountsOf<T> = Json extends T
  ? T
  : T extends string
    ? Amount
    : T extends object
      ? { readonly [K in keyof T]: AmountsOf<T[K]> }
      : T;
type Below<K, T> = K extends 'strategy' | 'params' ? T : WithAmounts<T>;

type Convert = (value: unknown) => unknown;

/**
 * A function that replaces every amount of a record by its text, and touches nothing else. What is no amount is left
 * as it is, for the schema to refuse.
 */
export function amountReader(schema: z.ZodType, numeric: NumericPolicy['kind']): Convert {
  const whole = compile(schema, numeric === 'decimal' ? decimalOf : doubleOf);
  return whole ?? ((value) => value);
}

function compile(schema: z.core.$ZodType, amount: Convert): Convert | null {
  if (schema._zod.def === decimalText._zod.def) return amount;
  if (schema instanceof z.ZodOptional || schema instanceof z.ZodNullable)
    return compile(schema.unwrap(), amount);
  if (schema instanceof z.ZodObject) return members(schema.shape, amount);
  if (schema instanceof z.ZodArray) {
    const each = compile(schema.element, amount);
    return each && ((value) => (Array.isArray(value) ? value.map(each) : value));
  }
  if (schema instanceof z.ZodRecord) {
    const each = compile(schema.valueType, amount);
    return each && ((value) => (isPlain(value) ? mapped(value, each) : value));
  }
  // An indicator is a number or a yes.
  if (schema instanceof z.ZodUnion)
    return schema.options.some(({ _zod }) => _zod.def === decimalText._zod.def) ? amount : null;
  return null;
}

function members(shape: z.core.$ZodShape, amount: Convert): Convert | null {
  const found = Object.entries(shape).flatMap(([key, below]) => {
    const convert = compile(below, amount);
    return convert === null ? [] : [{ key, convert }];
  });
  if (found.length === 0) return null;
  return (value) => {
    if (!isPlain(value)) return value;
    const copy = { ...value };
    for (const { key, convert } of found)
      if (copy[key] !== undefined) copy[key] = convert(copy[key]);
    return copy;
  };
}

const isPlain = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const mapped = (value: Record<string, unknown>, each: Convert): Record<string, unknown> =>
  Object.fromEntries(Object.entries(value).map(([key, member]) => [key, each(member)]));

/** Shortest text that reads back to the same double, the sign of zero kept. "NaN" is for the schema to refuse. */
const doubleOf: Convert = (value) => {
  if (typeof value === 'number') return Object.is(value, -0) ? '-0' : String(value);
  return textOf(value);
};

/** A double in a decimal bot has been rounded by nobody knows whom; only whole numbers are surely meant. */
const decimalOf: Convert = (value) =>
  typeof value === 'number' && Number.isFinite(value) && !Number.isSafeInteger(value)
    ? value
    : doubleOf(value);

function textOf(value: unknown): unknown {
  if (typeof value !== 'object' || value === null) return value;
  const text: unknown = value.valueOf();
  return typeof text === 'string' ? text : value;
}
