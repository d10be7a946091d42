// Which schema stands at a path: for the names a reader may have meant and for what a missing field is.
import { z } from 'zod';
import type { JsonPath } from './json-text.js';

/** The schema at a path of a value, or undefined where the path leaves it. Union members are chosen by the value. */
export function schemaAt(
  root: z.core.$ZodType,
  path: JsonPath,
  value: unknown,
): z.core.$ZodType | undefined {
  let schema: z.core.$ZodType | undefined = narrow(root, value);
  let here = value;
  for (const step of path) {
    if (!schema) return undefined;
    const below = stepInto(schema, step);
    here = member(here, step);
    schema = below && narrow(below, here);
  }
  return schema;
}

/** The member of an object or array, or undefined. Own members only. */
export function member(value: unknown, step: string | number): unknown {
  if (typeof value !== 'object' || value === null || !Object.hasOwn(value, step)) return undefined;
  return (value as Record<string | number, unknown>)[step];
}

export const valueAt = (value: unknown, path: JsonPath): unknown => path.reduce(member, value);

function stepInto(schema: z.core.$ZodType, step: string | number): z.core.$ZodType | undefined {
  if (schema instanceof z.ZodObject)
    return schema.shape[String(step)] as z.core.$ZodType | undefined;
  if (schema instanceof z.ZodRecord) return schema.valueType;
  if (schema instanceof z.ZodArray) return schema.element;
  return undefined;
}

/** Takes off optional and nullable, and picks the member of a discriminated union that the value names. */
function narrow(schema: z.core.$ZodType, value: unknown): z.core.$ZodType {
  if (schema instanceof z.ZodOptional || schema instanceof z.ZodNullable) {
    return narrow(schema.unwrap(), value);
  }
  if (!(schema instanceof z.ZodDiscriminatedUnion)) return schema;
  const { discriminator } = schema.def;
  const named = member(value, discriminator);
  for (const option of schema.options) {
    if (!(option instanceof z.ZodObject)) continue;
    const tag: unknown = option.shape[discriminator];
    if (tag instanceof z.ZodLiteral && tag.values.has(named as never)) return option;
  }
  return schema;
}

/** The keys an object schema knows; none for any other schema. */
export const knownKeys = (schema: z.core.$ZodType | undefined): readonly string[] =>
  schema instanceof z.ZodObject ? Object.keys(schema.shape) : [];

/** What the schema says it is, for people. */
export const descriptionOf = (schema: z.core.$ZodType | undefined): string | undefined =>
  schema instanceof z.ZodType ? schema.meta()?.description : undefined;
