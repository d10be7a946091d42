// Overrides over recorded params: objects merge, anything else replaces.
import type { Json } from '../../core/schema/index.js';

type JsonRecord = Readonly<Record<string, Json>>;

const isRecord = (value: Json | undefined): value is JsonRecord =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

export function mergeParams(base: Json, overrides: Json): Json {
  if (!isRecord(base) || !isRecord(overrides)) return overrides;
  const merged: Record<string, Json> = { ...base };
  for (const [key, value] of Object.entries(overrides)) {
    const known = merged[key];
    merged[key] = known === undefined ? value : mergeParams(known, value);
  }
  return merged;
}
