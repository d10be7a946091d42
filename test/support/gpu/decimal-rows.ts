// Random rows of decimal operations with decimal.js's answer. Operands are drawn so that what goes wrong in decimal
// arithmetic happens often: ties, cancellation, far exponents, carries through nines, more digits than the precision.
import { Decimal } from 'decimal.js';
import { createNumeric, ROUNDING_MODES } from '../../../engine/core/numeric/index.js';
import { DECIMAL_LIMBS_MAX } from '../../../engine/vm/gpu/wgsl/index.js';
import type { SeededRandom } from '../seeded-random.js';
import { decimalCell, decimalText, wholeCell, wholeText } from './cells.js';
import type { Row } from './row-batch.js';
import { OPERATION_NUMBERS } from './row-shader.js';

const PRECISIONS = [1, 5, 16, 20, 28, 34] as const;

interface Policy {
  readonly precision: number;
  readonly rounding: Decimal.Rounding;
  readonly D: typeof Decimal;
}

const POLICIES: readonly Policy[] = PRECISIONS.flatMap((precision) =>
  ROUNDING_MODES.map((_, index) => policyOf(precision, index)),
);

export function policyOf(precision: number, mode: number): Policy {
  const rounding = mode as Decimal.Rounding;
  return { precision, rounding, D: Decimal.clone({ precision, rounding, defaults: true }) };
}

type Compute = (x: Decimal, y: Decimal, D: typeof Decimal) => Decimal;

const COMPUTED: Readonly<Record<string, Compute>> = {
  add: (x, y) => x.add(y),
  subtract: (x, y) => x.sub(y),
  multiply: (x, y) => x.mul(y),
  divide: (x, y) => x.div(y),
  root: (x) => x.sqrt(),
  negate: (x) => x.neg(),
  absolute: (x) => x.abs(),
  truncate: (x) => x.trunc(),
};

const ASKED: Readonly<Record<string, (x: Decimal, y: Decimal) => number>> = {
  compare: (x, y) => (Number.isNaN(x.cmp(y)) ? 2 : x.cmp(y)),
  'is-zero': (x) => Number(x.isZero()),
  'is-negative': (x) => Number(x.isNeg()),
  'is-nan': (x) => Number(x.isNaN()),
  'is-finite': (x) => Number(x.isFinite()),
};

export const DECIMAL_ROW_KINDS = [
  ...Object.keys(COMPUTED),
  ...Object.keys(ASKED),
  'round-places',
  'round-scaled',
  'from-whole',
  'to-whole',
] as const;

/** Decimal exponents of a cell end here: 16 bits of limbs of eight digits. */
const EXPONENT_EDGE = 8 * 32_768;

const SPECIAL = ['0', '-0', 'NaN', 'Infinity', '-Infinity'] as const;

const digitsOf = (random: SeededRandom, count: number): string =>
  Array.from({ length: count }, () => String(random.int(0, 9))).join('');

/** Digits with what makes rounding hard behind the precision. */
function mantissa(random: SeededRandom, precision: number, most: number): string {
  const start = `${String(random.int(1, 9))}${digitsOf(random, random.int(0, precision - 1))}`;
  const digits = random.pick([
    () => start,
    () => String(random.int(1, 99_999)),
    () => '9'.repeat(random.int(1, most)),
    () => '1',
    () => `1${'0'.repeat(random.int(0, most))}1`,
    () => `${start.padEnd(precision, '0')}5`,
    () => `${start.padEnd(precision, '9')}5${'0'.repeat(random.int(0, 9))}1`,
    () => `${start.padEnd(precision, '9')}49${'9'.repeat(random.int(0, 9))}`,
    () => `${String(random.int(1, 9))}${digitsOf(random, random.int(0, most))}`,
  ])();
  return digits.slice(0, most);
}

function operand(random: SeededRandom, { precision, D }: Policy, limbs: number): Decimal {
  if (random.chance(0.03)) return new D(random.pick(SPECIAL));
  // A value may begin with the last digit of a limb.
  const most = limbs * 8 - 7;
  const digits = mantissa(random, precision, most);
  const reach = random.pick([0, 4, 12, 12, 40, 300, EXPONENT_EDGE]);
  const sign = random.chance(0.5) ? '-' : '';
  const isAtEdge = reach === EXPONENT_EDGE && random.chance(0.5);
  const exponent = isAtEdge
    ? random.pick([-reach, reach]) + random.int(-20, 20)
    : random.int(-reach, reach);
  return new D(`${sign}${digits}e${String(exponent - random.int(0, digits.length))}`);
}

/** A second operand near the first: what remains of a difference, and products and quotients that come out even. */
function neighbour(random: SeededRandom, x: Decimal, { precision, D }: Policy): Decimal {
  if (!x.isFinite() || x.isZero()) return x;
  const step = new D(`${String(random.int(-9, 9))}e${String(x.e - random.int(0, precision + 3))}`);
  return random.pick([() => x, () => x.neg(), () => x.add(step), () => new D(1), () => step])();
}

/** A radicand whose root is short, or just beside one. */
function nearSquare(random: SeededRandom, x: Decimal, D: typeof Decimal): Decimal {
  const root = new Decimal(x.abs().toSignificantDigits(random.int(1, 17)));
  const exact = Decimal.clone({ precision: 80 });
  const square = new exact(root).times(root);
  return new D(
    random.chance(0.7) ? square : square.plus(`1e${String(square.e - random.int(20, 40))}`),
  );
}

export function randomDecimalRow(random: SeededRandom, seed: string): Row {
  const name = random.pick(DECIMAL_ROW_KINDS);
  const policy = random.pick(POLICIES);
  const least = Math.ceil((policy.precision + 7) / 8);
  const limbs = random.chance(0.5) ? least : random.int(least, DECIMAL_LIMBS_MAX);
  let x = operand(random, policy, limbs);
  if (name === 'root' && random.chance(0.5) && x.isFinite()) x = nearSquare(random, x, policy.D);
  if (decimalCell(x, limbs) === undefined) x = new policy.D(1);
  let y = random.chance(0.3) ? neighbour(random, x, policy) : operand(random, policy, limbs);
  if (decimalCell(y, limbs) === undefined) y = new policy.D(7);
  const scale = random.chance(0.8) ? random.int(0, 12) : random.int(0, 30);
  const whole = random.pick([() => random.int(-1000, 1000), () => randomWhole(random)])();
  return decimalRow({ name, x, y, whole, scale, mode: random.int(0, 8), limbs, policy, seed });
}

export const randomWhole = (random: SeededRandom): number =>
  (random.int(0, 0x1f_ffff) * 0x1_0000_0000 + random.int(0, 0xffff_ffff)) *
  (random.chance(0.5) ? -1 : 1);

export interface DecimalCase {
  readonly name: string;
  readonly x: Decimal;
  readonly y: Decimal;
  readonly whole: number;
  readonly scale: number;
  readonly mode: number;
  readonly limbs: number;
  readonly policy: Policy;
  readonly seed: string;
}

/** The row of a case, its expectation from decimal.js. Operands must fit the cell. */
export function decimalRow(given: DecimalCase): Row {
  const { name, x, y, scale, mode, limbs, policy } = given;
  const left = name === 'from-whole' ? wholeCell(given.whole) : decimalCell(x, limbs);
  const right = decimalCell(y, limbs);
  if (left === undefined || right === undefined) throw new Error(`no cell for ${x.valueOf()}`);
  const expected = expectationOf(given);
  const asText = name === 'to-whole' ? wholeText : decimalText;
  const describe = (actual: Uint32Array): string => {
    const wanted = expected && 'cell' in expected ? asText(expected.cell) : 'no cell';
    const first = name === 'from-whole' ? String(given.whole) : x.valueOf();
    return `${given.seed}: ${name} ${first} ${y.valueOf()}, scale ${String(scale)}, mode ${String(mode)}, precision ${String(policy.precision)}, rounding ${String(policy.rounding)}, ${String(limbs)} limbs: ${asText(actual)}, not ${wanted}`;
  };
  const { precision, rounding } = policy;
  const operation = OPERATION_NUMBERS[name] ?? 0;
  return {
    family: 'decimal',
    operation,
    precision,
    rounding,
    limbs,
    scale,
    mode,
    left,
    right,
    expected,
    describe,
  };
}

function expectationOf({
  name,
  x,
  y,
  whole,
  scale,
  mode,
  limbs,
  policy,
}: DecimalCase): Row['expected'] {
  const asked = ASKED[name];
  if (asked !== undefined) return { answer: asked(x, y) };
  if (name === 'to-whole') {
    const value = x.toNumber();
    const isWhole = x.isInteger() && Number.isSafeInteger(value);
    return isWhole ? { cell: wholeCell(value) } : undefined;
  }
  const cell = decimalCell(resultOf({ name, x, y, whole, scale, mode, policy }), limbs);
  return cell && { cell };
}

function resultOf(given: Omit<DecimalCase, 'limbs' | 'seed'>): Decimal {
  const { name, x, y, scale, policy } = given;
  const computed = COMPUTED[name];
  if (computed !== undefined) return computed(x, y, policy.D);
  if (name === 'from-whole') return new policy.D(given.whole);
  const rounding = ROUNDING_MODES[given.mode] ?? 'up';
  const own = ROUNDING_MODES[policy.rounding] ?? 'up';
  const numeric = createNumeric({ kind: 'decimal', precision: policy.precision, rounding: own });
  const method = name === 'round-places' ? 'exact' : 'scaled';
  const value = numeric(x.valueOf());
  return new policy.D(numeric.format(numeric.round(value, { method, scale, rounding })));
}
