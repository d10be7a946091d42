// Two snapshots, leaf by leaf, exactly: every field of the documents, whatever policy their numbers follow.
import { createNumeric, DEFAULT_DECIMAL, DECIMAL_TEXT } from '../numeric/index.js';
import type { Json, Snapshot } from '../schema/index.js';
import { formatPath, NUMBER_KEY, type PathStep } from './json-path.js';

/** A field that differs; null: the snapshot has none there. Values as JSON, numbers of the policy as their text. */
export interface SnapshotDifference {
  readonly path: string;
  readonly left: string | null;
  readonly right: string | null;
}

/** In the order of the left document, what only the right one has behind it. Empty: a run goes on equally from both. */
export function snapshotDifferences(
  left: Snapshot,
  right: Snapshot,
): readonly SnapshotDifference[] {
  const differences: SnapshotDifference[] = [];
  compare(
    { left: left as unknown as Json, right: right as unknown as Json, path: [] },
    differences,
  );
  return differences;
}

interface Pair {
  readonly left: Json | undefined;
  readonly right: Json | undefined;
  readonly path: readonly PathStep[];
}

function compare(pair: Pair, found: SnapshotDifference[]): void {
  const left = branches(pair.left);
  const right = branches(pair.right);
  if (left === null || right === null) {
    if (!isSame(pair)) found.push(differenceOf(pair));
    return;
  }
  const steps = new Set([...left.keys(), ...right.keys()]);
  if (steps.size === 0 && Array.isArray(pair.left) !== Array.isArray(pair.right))
    found.push(differenceOf(pair));
  for (const step of steps)
    compare({ left: left.get(step), right: right.get(step), path: [...pair.path, step] }, found);
}

/** What lies below a value; null for a leaf. A number of the policy is a leaf. */
function branches(value: Json | undefined): ReadonlyMap<PathStep, Json> | null {
  if (typeof value !== 'object' || value === null) return null;
  if (Array.isArray(value)) return new Map((value as readonly Json[]).entries());
  const record = value as Readonly<Record<string, Json>>;
  return NUMBER_KEY in record ? null : new Map(Object.entries(record));
}

function isSame({ left, right, path }: Pair): boolean {
  if (left === undefined || right === undefined) return false;
  const isOwn = path[0] === 'strategy';
  const a = decimalOf(left, isOwn);
  const b = decimalOf(right, isOwn);
  return a === null || b === null
    ? JSON.stringify(left) === JSON.stringify(right)
    : isSameDecimal(a, b);
}

/** A strategy's text may look like a number without being one; outside of its state every such text is a number. */
function decimalOf(value: Json, isOwn: boolean): string | null {
  const text =
    typeof value === 'object' && value !== null
      ? (value as Readonly<Record<string, Json>>)[NUMBER_KEY]
      : isOwn
        ? undefined
        : value;
  return typeof text === 'string' && DECIMAL_TEXT.test(text) ? text : null;
}

const exact = createNumeric(DEFAULT_DECIMAL);

/** Equal in value and in the sign of zero; `1.0` and `1` are the same number. */
function isSameDecimal(a: string, b: string): boolean {
  if (a === b) return true;
  return exact(a).eq(b) && a.startsWith('-') === b.startsWith('-');
}

const differenceOf = ({ left, right, path }: Pair): SnapshotDifference => ({
  path: path.length === 0 ? 'snapshot' : formatPath(path),
  left: textOf(left),
  right: textOf(right),
});

function textOf(value: Json | undefined): string | null {
  if (value === undefined) return null;
  const number =
    typeof value === 'object' && value !== null
      ? (value as Readonly<Record<string, Json>>)[NUMBER_KEY]
      : undefined;
  return typeof number === 'string' ? number : JSON.stringify(value);
}
