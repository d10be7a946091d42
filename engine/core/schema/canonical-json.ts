// JSON in one spelling for every value, so that equal values have equal hashes: RFC 8785's form. Keys ascend by UTF-16
// code unit at every depth, no space anywhere, numbers in their shortest form.
import type { Json } from './primitives.js';

const ascending = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

export function canonicalJson(value: Json): string {
  if (Array.isArray(value)) return `[${value.map((item: Json) => canonicalJson(item)).join(',')}]`;
  if (typeof value !== 'object' || value === null) return JSON.stringify(value);
  const record = value as { readonly [key: string]: Json };
  const members = Object.keys(record)
    .sort(ascending)
    .map((key) => `${JSON.stringify(key)}:${canonicalJson(record[key] ?? null)}`);
  return `{${members.join(',')}}`;
}
