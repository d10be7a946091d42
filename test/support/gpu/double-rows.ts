// Random rows of binary64 operations with JavaScript's own answer. Operands are drawn so that what goes wrong in
// floating-point arithmetic happens often: subnormals, ties, cancellation, overflow, neighbours of decimal fractions.
import {
  createNumeric,
  doubleOf,
  ROUNDING_MODES,
  type Num,
} from '../../../engine/core/numeric/index.js';
import { doubleFromBits } from '../doubles.js';
import type { SeededRandom } from '../seeded-random.js';
import { doubleCell, doubleText, wholeCell, wholeText } from './cells.js';
import { randomWhole } from './decimal-rows.js';
import type { Row } from './row-batch.js';
import { OPERATION_NUMBERS } from './row-shader.js';

const numeric = createNumeric({ kind: 'binary64' });

/** More places than that are left to the reference lane; see binary64-step.ts. */
const EXACT_SCALE_MAX = 27;

const COMPUTED: Readonly<Record<string, (x: number, y: number) => number>> = {
  add: (x, y) => x + y,
  subtract: (x, y) => x - y,
  multiply: (x, y) => x * y,
  divide: (x, y) => x / y,
  root: (x) => Math.sqrt(x),
  negate: (x) => -x,
  absolute: (x) => Math.abs(x),
  truncate: (x) => Math.trunc(x),
};

const ASKED: Readonly<Record<string, (x: number, y: number) => number>> = {
  compare: (x, y) => (x < y ? -1 : x > y ? 1 : x === y ? 0 : 2),
  'is-zero': (x) => Number(x === 0),
  'is-negative': (x) => Number(x < 0 || Object.is(x, -0)),
  'is-nan': (x) => Number(Number.isNaN(x)),
  'is-finite': (x) => Number(Number.isFinite(x)),
};

export const DOUBLE_ROW_KINDS = [
  ...Object.keys(COMPUTED),
  ...Object.keys(COMPUTED),
  ...Object.keys(ASKED),
  'round-places',
  'round-places',
  'round-scaled',
  'from-whole',
  'to-whole',
] as const;

const SPECIAL = [0, -0, NaN, Infinity, -Infinity, Number.MIN_VALUE, Number.MAX_VALUE, 2 ** -1022];

const randomBits = (random: SeededRandom): bigint =>
  (BigInt(random.int(0, 0xffff_ffff)) << 32n) | BigInt(random.int(0, 0xffff_ffff));

function operand(random: SeededRandom): number {
  const fraction = randomBits(random) & 0xf_ffff_ffff_ffffn;
  const sign = BigInt(random.int(0, 1)) << 63n;
  const biased = (low: number, high: number): bigint => BigInt(random.int(low, high)) << 52n;
  return random.pick([
    () => doubleFromBits(randomBits(random)),
    () => doubleFromBits(sign | biased(1000, 1045) | fraction),
    () => doubleFromBits(sign | biased(1023, 1078) | (fraction & ~0xffff_ffffn)),
    () => doubleFromBits(sign | biased(0, 2) | (fraction >> BigInt(random.int(0, 52)))),
    () => doubleFromBits(sign | biased(2040, 2046) | fraction),
    () => doubleFromBits(sign | biased(500, 530) | fraction),
    // Few bits: products and roots come out even, and sums end on ties.
    () => random.int(-1000, 1000) * 2 ** random.int(-60, 60),
    () => random.int(-99_999_999, 99_999_999) / 10 ** random.int(0, 10),
    () => (random.int(-9999, 9999) + 0.5) / 10 ** random.int(0, 8),
    () => randomWhole(random) * (random.chance(0.3) ? 0.5 : 1),
    () => random.pick(SPECIAL),
  ])();
}

/** A double a few units in the last place away, or one whose sum with the first ends near a tie. */
function neighbour(random: SeededRandom, x: number): number {
  if (!Number.isFinite(x) || x === 0) return x;
  const ulp = 2 ** (Math.floor(Math.log2(Math.abs(x))) - 52);
  return random.pick([
    () => x,
    () => -x,
    () => x + random.int(-3, 3) * ulp,
    () => -x + random.int(-3, 3) * ulp,
    () => (random.int(-3, 3) + 0.5) * ulp,
    () => (random.int(-3, 3) + 0.5) * ulp * (1 + 2 ** -52),
    () => 1 / x,
    () => 10 ** random.int(-5, 5),
  ])();
}

export function randomDoubleRow(random: SeededRandom, seed: string): Row {
  const name = random.pick(DOUBLE_ROW_KINDS);
  let x = operand(random);
  const y = random.chance(0.3) ? neighbour(random, x) : operand(random);
  const isSquare = name === 'root' && random.chance(0.3);
  if (isSquare) x = Math.round(x % 0x400_0000) ** 2 * random.pick([1, 4, 2 ** -20, 2 ** -1060]);
  const scale = random.chance(0.8) ? random.int(0, 10) : random.int(0, 30);
  const whole = random.pick([() => random.int(-1000, 1000), () => randomWhole(random)])();
  return doubleRow({ name, x, y, whole, scale, mode: random.int(0, 8), seed });
}

export interface DoubleCase {
  readonly name: string;
  readonly x: number;
  readonly y: number;
  readonly whole: number;
  readonly scale: number;
  readonly mode: number;
  readonly seed: string;
}

export function doubleRow(given: DoubleCase): Row {
  const { name, x, y, scale, mode, seed } = given;
  const expected = expectationOf(given);
  const asText = name === 'to-whole' ? wholeText : doubleText;
  const describe = (actual: Uint32Array): string => {
    const wanted = expected && 'cell' in expected ? asText(expected.cell) : 'out of range';
    const first = name === 'from-whole' ? String(given.whole) : doubleText(doubleCell(x));
    return `${seed}: ${name} ${first} ${doubleText(doubleCell(y))}, scale ${String(scale)}, mode ${String(mode)}: ${asText(actual)}, not ${wanted}`;
  };
  const left = name === 'from-whole' ? wholeCell(given.whole) : doubleCell(x);
  const operation = OPERATION_NUMBERS[name] ?? 0;
  const right = doubleCell(y);
  return { family: 'binary64', operation, scale, mode, left, right, expected, describe };
}

function expectationOf({ name, x, y, whole, scale, mode }: DoubleCase): Row['expected'] {
  const asked = ASKED[name];
  if (asked !== undefined) return { answer: asked(x, y) };
  const computed = COMPUTED[name];
  if (computed !== undefined) return { cell: doubleCell(computed(x, y)) };
  if (name === 'from-whole') return { cell: doubleCell(whole) };
  if (name === 'to-whole') {
    return Number.isSafeInteger(x) ? { cell: wholeCell(x) } : undefined;
  }
  const rounding = ROUNDING_MODES[mode] ?? 'up';
  const method = name === 'round-places' ? 'exact' : 'scaled';
  if (method === 'exact' && scale > EXACT_SCALE_MAX && !hasFewBits(x, scale)) return undefined;
  const rounded: Num = numeric.round(doubleOf(x), { method, scale, rounding });
  return { cell: doubleCell(rounded.toNumber()) };
}

/** Whether the last bit a double of this size can have is a whole number of units: then nothing is rounded. */
function hasFewBits(x: number, scale: number): boolean {
  if (!Number.isFinite(x) || x === 0) return true;
  const biased = (bitsOf(x) >> 52n) & 0x7ffn;
  return biased !== 0n && 1075n - biased <= BigInt(scale);
}

function bitsOf(x: number): bigint {
  const [low = 0, high = 0] = doubleCell(x);
  return (BigInt(high) << 32n) | BigInt(low);
}
