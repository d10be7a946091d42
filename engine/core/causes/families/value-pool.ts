// Values a field of state or a parameter may have had: those live recorded around the departure, and small changes of
// what the field has. The pool only proposes; the run decides.
import type { EventRecord, Json } from '../../schema/index.js';
import { leavesOf, readPath, parsePath, type Leaf } from '../../session/json-path.js';
import type { Investigation } from '../investigation.js';

export interface PoolValue {
  readonly value: Json;
  readonly isRecorded: boolean;
}

export interface Pool {
  valuesFor(leaf: Leaf): readonly PoolValue[];
}

/** Numbers of the departing tick taken from live. */
const NUMBERS_MAX = 48;
/** Ticks tried for a time. */
const TIMES_MAX = 48;
/** Integers from here on are times. */
const TIME_MIN = 100_000_000_000;

const DECIMAL = /^-?(?:\d+(?:\.\d+)?|\.\d+)(?:[eE][+-]?\d+)?$/;

export function valuePool(investigation: Investigation): Pool {
  const numbers = recordedNumbers(investigation);
  const times = recordedTimes(investigation, numbers);
  const words = knownWords(investigation);
  return {
    valuesFor: (leaf) => {
      const values = candidatesFor(investigation, leaf, { numbers, times, words });
      return values.filter(({ value }) => value !== leaf.value);
    },
  };
}

interface Known {
  readonly numbers: readonly string[];
  readonly times: readonly PoolValue[];
  readonly words: ReadonlyMap<string, ReadonlySet<string>>;
}

function candidatesFor(
  { scene }: Investigation,
  leaf: Leaf,
  { numbers, times, words }: Known,
): readonly PoolValue[] {
  const { path, value } = leaf;
  const fresh = readPath({ strategy: scene.freshState }, parsePath(path) ?? []);
  const initial = readPath(fresh, ['$num']) ?? fresh;
  const asFresh: PoolValue[] = initial === undefined ? [] : [{ value: initial, isRecorded: false }];
  if (typeof value === 'boolean') return [{ value: !value, isRecorded: false }];
  if (typeof value === 'number') return [...asFresh, ...integers(value, times)];
  if (typeof value !== 'string') return asFresh;
  if (DECIMAL.test(value))
    return [...asFresh, ...numbers.map((number) => ({ value: number, isRecorded: true }))];
  const key = lastKey(path);
  return [...(words.get(key) ?? [])].map((word) => ({ value: word, isRecorded: false }));
}

const INTEGER_STEPS = [1, -1, 2, -2, 3, -3] as const;

function integers(value: number, times: readonly PoolValue[]): readonly PoolValue[] {
  const near = INTEGER_STEPS.map((step) => ({ value: value + step, isRecorded: false }));
  return value >= TIME_MIN
    ? [{ value: -1, isRecorded: false }, ...times]
    : value === -1
      ? times
      : near;
}

const lastKey = (path: string): string => path.replace(/^.*[.\]]/, '');

/** Decimal texts in live's events of the tick that the replay's do not have in the same place, then all others. */
function recordedNumbers({ liveTick, symbol }: Investigation): readonly string[] {
  const own = liveTick.filter((event) => !('symbol' in event) || event.symbol === symbol);
  const found = new Set<string>();
  for (const event of own) for (const text of numbersOf(event)) found.add(text);
  return [...found].slice(0, NUMBERS_MAX);
}

function numbersOf(event: EventRecord): readonly string[] {
  if (event.kind === 'decision')
    return [
      ...event.gates.flatMap(({ value, threshold }) => [threshold, value]),
      ...Object.values(event.indicators).filter((value) => typeof value === 'string'),
    ];
  return leavesOf(event as unknown as Json)
    .map(({ value }) => value)
    .filter((value): value is string => typeof value === 'string' && DECIMAL.test(value));
}

/** Ticks near the start, and what an elapsed time on record says. */
function recordedTimes(
  { departure, market, file }: Investigation,
  numbers: readonly string[],
): readonly PoolValue[] {
  const { intervalMs } = file.manifest;
  const elapsed = numbers
    .map(Number)
    .filter((value) => Number.isInteger(value) && value > 0 && value < TIME_MIN)
    .map((value) => ({ value: departure.ts - value, isRecorded: true }));
  const start = market.times[0] ?? departure.ts;
  const before = Array.from({ length: TIMES_MAX }, (_, index) => start - (index + 1) * intervalMs);
  return [...elapsed, ...before.map((value) => ({ value, isRecorded: false }))];
}

/** Words that fields of the same name have anywhere, and those of the fresh state. */
function knownWords({ scene, file }: Investigation): ReadonlyMap<string, ReadonlySet<string>> {
  const words = new Map<string, Set<string>>();
  const add = (key: string, word: string): void => {
    words.set(key, (words.get(key) ?? new Set<string>()).add(word));
  };
  const documents = [scene.stateAtStart.strategy, scene.stateBefore.strategy, scene.freshState];
  for (const document of documents)
    for (const { path, value } of leavesOf(document, ['strategy']))
      if (typeof value === 'string' && !DECIMAL.test(value)) add(lastKey(path), value);
  for (const event of file.live) {
    if ('confidence' in event && event.confidence !== undefined)
      add('confidence', event.confidence);
  }
  add('side', 'long');
  add('side', 'short');
  return words;
}
