// The compiled decimal arithmetic against decimal.js, cell for cell. LOCKSTEP_PAIRS sets how many pairs each operation is
// tried on, LOCKSTEP_SEED where they begin; a failure names the seed of its pair, with which LOCKSTEP_PAIRS=1 runs it alone.
import assert from 'node:assert/strict';
import {
  createNumeric,
  ROUNDING_MODES,
  type Num,
  type Numeric,
  type RoundingMode,
} from '../../../engine/core/numeric/index.js';
import { CELL_LIMBS, digitsOfLimbs, limbsFor } from '../../../engine/core/memory/cell-format.js';
import {
  decimalLane,
  modeNumber,
  NOT_WHOLE,
  type DecimalLane,
} from '../../support/decimal-lane.js';
import { atDepth } from '../../support/depth.js';
import { randomPair, type Pair } from '../../support/decimal-operands.js';
import { seededRandom } from '../../support/seeded-random.js';

const PRECISIONS = [1, 5, 16, 20, 28, 34] as const;

/** A few seconds for all operations together. */
const PAIRS_DEFAULT = atDepth(15_000, 400_000);
const PAIRS = Number(process.env['LOCKSTEP_PAIRS'] ?? PAIRS_DEFAULT);
const SEED = Number(process.env['LOCKSTEP_SEED'] ?? 1);

/** Everything random about one trial follows from its seed. */
interface Trial {
  readonly lane: DecimalLane;
  readonly num: Numeric;
  readonly pair: Pair;
  readonly scale: number;
  readonly mode: RoundingMode;
  /** Where the result goes: a cell of its own, or an operand's. */
  readonly target: number;
}

const A = 0;
const B = 1;
const RESULT = 2;
const EXPECTED = 3;

const built = new Map<number, DecimalLane>();
const policies = new Map<string, Numeric>();

function laneOf(limbs: (typeof CELL_LIMBS)[number]): DecimalLane {
  const lane = built.get(limbs) ?? decimalLane(limbs);
  built.set(limbs, lane);
  return lane;
}

function policyOf(precision: number, rounding: RoundingMode): Numeric {
  const key = `${precision} ${rounding}`;
  const num = policies.get(key) ?? createNumeric({ kind: 'decimal', precision, rounding });
  policies.set(key, num);
  return num;
}

function trialOf(seed: number): Trial {
  const random = seededRandom(seed);
  const precision = random.pick(PRECISIONS);
  const rounding = random.pick(ROUNDING_MODES);
  const smallest = limbsFor(precision) ?? 8;
  const lane = laneOf(
    random.chance(0.8) ? smallest : random.pick(CELL_LIMBS.filter((limbs) => limbs >= smallest)),
  );
  lane.exports.setPolicy(precision, modeNumber(rounding));
  return {
    lane,
    num: policyOf(precision, rounding),
    pair: randomPair({ random, precision, digits: digitsOfLimbs(lane.limbs) }),
    scale: random.int(0, 30),
    mode: random.pick(ROUNDING_MODES),
    target: random.pick([RESULT, RESULT, A, B]),
  };
}

const BINARY = ['add', 'sub', 'mul', 'div'] as const;
const UNARY = ['sqrt', 'neg', 'abs', 'trunc'] as const;
const ROUNDINGS = ['roundPlaces', 'roundScaled'] as const;

type Operation = (typeof BINARY)[number] | (typeof UNARY)[number] | (typeof ROUNDINGS)[number];

const isIn = <T extends string>(names: readonly T[], name: string): name is T =>
  names.some((known) => known === name);

function ours(name: Operation, { lane, scale, mode, target }: Trial): void {
  const { exports } = lane;
  const [dst, a, b] = [target, A, B].map(lane.address) as [number, number, number];
  if (isIn(BINARY, name)) exports[name](dst, a, b);
  else if (isIn(UNARY, name)) exports[name](dst, a);
  else exports[name](dst, a, scale, modeNumber(mode));
}

function theirs(name: Operation, { num, pair, scale, mode }: Trial): Num {
  const [a, b] = [num(pair[0]), num(pair[1])];
  if (isIn(BINARY, name)) return a[name](b);
  if (isIn(UNARY, name)) return a[name]();
  const method = name === 'roundPlaces' ? 'exact' : 'scaled';
  return num.round(a, { method, scale, rounding: mode });
}

/** Whether both operands fit their cells; the others are no trial. */
function writeOperands({ lane, pair }: Trial): boolean {
  return lane.write(A, pair[0]) && lane.write(B, pair[1]);
}

function describeTrial(seed: number, { lane, num, pair, scale, mode, target }: Trial): string {
  const { policy } = num;
  const settings = policy.kind === 'decimal' ? `${policy.precision} ${policy.rounding}` : '';
  return `LOCKSTEP_SEED=${seed}: ${pair.join(' and ')}, precision ${settings}, ${lane.limbs} limbs, scale ${scale} ${mode}, result in ${target}`;
}

function checkOperation(seed: number, name: Operation): boolean {
  const trial = trialOf(seed);
  const { lane, num, target } = trial;
  if (!writeOperands(trial)) return false;
  const expected = num.format(theirs(name, trial));
  const fits = lane.write(EXPECTED, expected);
  const label = describeTrial(seed, trial);
  try {
    ours(name, trial);
  } catch (cause) {
    throw new Error(label, { cause });
  }
  const isGivenUp = lane.exports.takeFlag() !== 0;
  if (isGivenUp && fits && isNearRange(trial)) return true;
  assert.equal(isGivenUp, !fits, `${label}, expected ${expected}`);
  if (!fits) return true;
  assert.ok(lane.same(target, EXPECTED), `${label}: ${lane.read(target)}, expected ${expected}`);
  return true;
}

/** A step of a scaled rounding may leave the range of exponents though its result does not. */
const isNearRange = ({ pair }: Trial): boolean => Math.abs(Number(pair[0].split('e')[1])) > 262_000;

const PREDICATES = ['isZero', 'isNeg', 'isNaN', 'isFinite'] as const;

/** What `cmp` and the predicates say of both operands, ours and decimal.js's. */
function judgements({ lane, num, pair }: Trial): readonly [number[], number[]] {
  const { exports } = lane;
  const [a, b] = [num(pair[0]), num(pair[1])];
  const order = a.cmp(b);
  return [
    [
      exports.cmp(lane.address(A), lane.address(B)),
      ...PREDICATES.map((name) => exports[name](lane.address(A))),
    ],
    [Number.isNaN(order) ? 2 : order, ...PREDICATES.map((name) => Number(a[name]()))],
  ];
}

function forEachSeed(check: (seed: number) => boolean): void {
  let tried = 0;
  for (let seed = SEED; seed < SEED + PAIRS; seed += 1) tried += Number(check(seed));
  // Operands that do not fit are rare, or nothing would be tested.
  if (PAIRS > 1) assert.ok(tried > PAIRS * 0.8, `${tried} of ${PAIRS} pairs fit`);
}

describe('decimal arithmetic of the fast lane', function () {
  this.timeout(0);

  for (const name of [...BINARY, ...UNARY, ...ROUNDINGS]) {
    it(`${name}: decimal.js's cell`, () => {
      forEachSeed((seed) => checkOperation(seed, name));
    });
  }

  it('cmp and the predicates: decimal.js on the same values', () => {
    forEachSeed((seed) => {
      const trial = trialOf(seed);
      if (!writeOperands(trial)) return false;
      const [actual, expected] = judgements(trial);
      assert.deepEqual(actual, expected, describeTrial(seed, trial));
      return true;
    });
  });

  it('toInt and fromInt: whole numbers below 2^53, exactly', () => {
    forEachSeed((seed) => {
      const { lane, num } = trialOf(seed);
      const random = seededRandom(seed);
      const bits = random.int(0, 63);
      const high = BigInt(random.int(0, 0x7fff_ffff));
      const size = ((high << 32n) | BigInt(random.int(0, 0xffff_ffff))) >> BigInt(bits);
      const value = random.chance(0.5) ? -size : size;
      lane.exports.fromInt(lane.address(A), value);
      assert.ok(lane.write(EXPECTED, num.format(num(String(value)))));
      assert.ok(lane.same(A, EXPECTED), `LOCKSTEP_SEED=${seed}: ${value} ${lane.read(A)}`);
      const isSafe = size <= BigInt(Number.MAX_SAFE_INTEGER);
      const found = lane.exports.toInt(lane.address(A));
      assert.equal(found, isSafe ? value : NOT_WHOLE, `LOCKSTEP_SEED=${seed}: ${value}`);
      assert.equal(lane.exports.takeFlag(), 0);
      return true;
    });
  });
});
