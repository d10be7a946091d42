// Dotted paths into plain JSON: `positions.BTC.size`, `strategy.desks[0].trade.isTrailing`. Values are never changed in
// place: a patched document shares what was not touched.
import type { Json } from '../schema/index.js';

type JsonRecord = Readonly<Record<string, Json>>;
export type PathStep = string | number;

/** Steps of a path; undefined when it is none. */
export function parsePath(path: string): readonly PathStep[] | undefined {
  const steps: PathStep[] = [];
  const pattern = /(?:^|\.)([^.[\]]+)|\[(\d{1,9})\]/gy;
  let end = 0;
  for (const match of path.matchAll(pattern)) {
    steps.push(match[2] === undefined ? (match[1] ?? '') : Number(match[2]));
    end = match.index + match[0].length;
  }
  return end === path.length && steps.length > 0 ? steps : undefined;
}

export function formatPath(steps: readonly PathStep[]): string {
  return steps
    .map((step, index) =>
      typeof step === 'number' ? `[${String(step)}]` : index === 0 ? step : `.${step}`,
    )
    .join('');
}

const isRecord = (value: Json | undefined): value is JsonRecord =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** The value at a path; undefined where there is none. */
export function readPath(document: Json | undefined, steps: readonly PathStep[]): Json | undefined {
  let value = document;
  for (const step of steps) {
    if (typeof step === 'number') value = Array.isArray(value) ? (value[step] as Json) : undefined;
    else value = isRecord(value) && Object.hasOwn(value, step) ? value[step] : undefined;
  }
  return value;
}

/** The document with another value at a path; undefined removes the entry of a record. */
export function writePath(
  document: Json | undefined,
  steps: readonly PathStep[],
  value: Json | undefined,
): Json {
  const [step, ...rest] = steps;
  if (step === undefined) return value ?? null;
  if (typeof step === 'number') {
    const list = Array.isArray(document) ? [...(document as readonly Json[])] : [];
    list[step] = writePath(list[step], rest, value);
    return list;
  }
  const record = isRecord(document) ? document : {};
  if (rest.length > 0 || value !== undefined)
    return { ...record, [step]: writePath(record[step], rest, value) };
  return Object.fromEntries(Object.entries(record).filter(([key]) => key !== step));
}

export interface Leaf {
  readonly path: string;
  readonly value: null | boolean | number | string;
}

/** Every leaf of a document in its own order. `{"$num": "1"}` is one leaf, at the path of its record. */
export function leavesOf(document: Json | undefined, prefix: readonly PathStep[] = []): Leaf[] {
  if (document === undefined) return [];
  if (typeof document !== 'object' || document === null)
    return [{ path: formatPath(prefix), value: document }];
  if (Array.isArray(document))
    return (document as readonly Json[]).flatMap((item, index) =>
      leavesOf(item, [...prefix, index]),
    );
  const record = document as JsonRecord;
  const number = record[NUMBER_KEY];
  if (typeof number === 'string') return [{ path: formatPath(prefix), value: number }];
  return Object.entries(record).flatMap(([key, item]) =>
    key.startsWith('$') ? [] : leavesOf(item, [...prefix, key]),
  );
}

/** Marks a number of the run's policy in encoded state; see codec.ts. */
export const NUMBER_KEY = '$num';
