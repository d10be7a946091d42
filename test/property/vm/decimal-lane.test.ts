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
import { CELL_LIMBS, digitsOfLimbs, limbsFor } from '../../../engine/vm/numbers/cell-format.js';
import { decimalLane, modeNumber, type DecimalLane } from '../../support/decimal-lane.js';
import { randomPair, type Pair } from '../../support/decimal-operands.js';
import { seededRandom } from '../../support/seeded-random.js';

const PRECISIONS = [1, 5, 16, 20, 28, 34] as const;

/** A few seconds for all operations together. */
const PAIRS_DEFAULT = 12_000;
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

const lanes = new Map(CELL_LIMBS.map((limbs) => [limbs, () => decimalLane(limbs)]));
const built = new Map<number, DecimalLane>();
const policies = new Map<string, Numeric>();

function laneOf(limbs: (typeof CELL_LIMBS)[number]): DecimalLane {
  const lane = built.get(limbs) ?? lanes.get(limbs)?.();
  assert.ok(lane !== undefined);
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

type Ours = (trial: Trial, at: Addresses) => void;
type Theirs = (trial: Trial, a: Num, b: Num) => Num;

interface Addresses {
  readonly dst: number;
  readonly a: number;
  readonly b: number;
}

const OPERATIONS: Readonly<Record<string, readonly [Ours, Theirs]>> = {
  add: [({ lane }, { dst, a, b }) => lane.exports.add(dst, a, b), (_, a, b) => a.add(b)],
  sub: [({ lane }, { dst, a, b }) => lane.exports.sub(dst, a, b), (_, a, b) => a.sub(b)],
  mul: [({ lane }, { dst, a, b }) => lane.exports.mul(dst, a, b), (_, a, b) => a.mul(b)],
  div: [({ lane }, { dst, a, b }) => lane.exports.div(dst, a, b), (_, a, b) => a.div(b)],
  sqrt: [({ lane }, { dst, a }) => lane.exports.sqrt(dst, a), (_, a) => a.sqrt()],
  neg: [({ lane }, { dst, a }) => lane.exports.neg(dst, a), (_, a) => a.neg()],
  abs: [({ lane }, { dst, a }) => lane.exports.abs(dst, a), (_, a) => a.abs()],
  trunc: [({ lane }, { dst, a }) => lane.exports.trunc(dst, a), (_, a) => a.trunc()],
  roundPlaces: [
    ({ lane, scale, mode }, { dst, a }) =>
      lane.exports.roundPlaces(dst, a, scale, modeNumber(mode)),
    ({ num, scale, mode }, a) => num.round(a, { method: 'exact', scale, rounding: mode }),
  ],
  roundScaled: [
    ({ lane, scale, mode }, { dst, a }) =>
      lane.exports.roundScaled(dst, a, scale, modeNumber(mode)),
    ({ num, scale, mode }, a) => num.round(a, { method: 'scaled', scale, rounding: mode }),
  ],
};

/** Whether both operands fit their cells; the others are no trial. */
function writeOperands({ lane, pair }: Trial): boolean {
  return lane.write(A, pair[0]) && lane.write(B, pair[1]);
}

function describeTrial(seed: number, { lane, num, pair, scale, mode, target }: Trial): string {
  const { policy } = num;
  const settings = policy.kind === 'decimal' ? `${policy.precision} ${policy.rounding}` : '';
  return `LOCKSTEP_SEED=${seed}: ${pair.join(' and ')}, precision ${settings}, ${lane.limbs} limbs, scale ${scale} ${mode}, result in ${target}`;
}

function checkOperation(seed: number, [ours, theirs]: readonly [Ours, Theirs]): boolean {
  const trial = trialOf(seed);
  const { lane, num, pair, target } = trial;
  if (!writeOperands(trial)) return false;
  const expected = num.format(theirs(trial, num(pair[0]), num(pair[1])));
  const fits = lane.write(EXPECTED, expected);
  const label = describeTrial(seed, trial);
  try {
    ours(trial, { dst: lane.address(target), a: lane.address(A), b: lane.address(B) });
  } catch (cause) {
    throw new Error(label, { cause });
  }
  const flag = lane.exports.takeFlag();
  if (flag === 1 && fits && isNearRange(trial)) return true;
  assert.equal(flag, fits ? 0 : 1, `${label}: flag ${flag}, expected ${expected}`);
  if (!fits) return true;
  assert.ok(lane.same(target, EXPECTED), `${label}: ${lane.read(target)}, expected ${expected}`);
  return true;
}

/** A step of a scaled rounding may leave the range of exponents though its result does not. */
const isNearRange = ({ pair }: Trial): boolean => Math.abs(Number(pair[0].split('e')[1])) > 262_000;

const PREDICATES: Readonly<Record<string, (lane: DecimalLane, a: Num, b: Num) => [number, number]>> =
  {
    cmp: ({ exports, address }, a, b) => {
      const order = a.cmp(b);
      return [exports.cmp(address(A), address(B)), Number.isNaN(order) ? 2 : order];
    },
    isZero: ({ exports, address }, a) => [exports.isZero(address(A)), Number(a.isZero())],
    isNeg: ({ exports, address }, a) => [exports.isNeg(address(A)), Number(a.isNeg())],
    isNaN: ({ exports, address }, a) => [exports.isNaN(address(A)), Number(a.isNaN())],
    isFinite: ({ exports, address }, a) => [exports.isFinite(address(A)), Number(a.isFinite())],
  };

function forEachSeed(check: (seed: number) => boolean): void {
  let tried = 0;
  for (let seed = SEED; seed < SEED + PAIRS; seed += 1) tried += Number(check(seed));
  // Operands that do not fit are rare, or nothing would be tested.
  if (PAIRS > 1) assert.ok(tried > PAIRS * 0.8, `${tried} of ${PAIRS} pairs fit`);
}

describe('decimal arithmetic of the fast lane', function () {
  this.timeout(0);

  for (const [name, operation] of Object.entries(OPERATIONS)) {
    it(`${name}: decimal.js's cell`, () => {
      forEachSeed((seed) => checkOperation(seed, operation));
    });
  }

  it('cmp and the predicates: decimal.js on the same values', () => {
    forEachSeed((seed) => {
      const trial = trialOf(seed);
      const { lane, num, pair } = trial;
      if (!writeOperands(trial)) return false;
      for (const [name, predicate] of Object.entries(PREDICATES)) {
        const [actual, expected] = predicate(lane, num(pair[0]), num(pair[1]));
        assert.equal(actual, expected, `${name}, ${describeTrial(seed, trial)}`);
      }
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
      assert.equal(lane.exports.toInt(lane.address(A)), isSafe ? value : 0n);
      assert.equal(lane.exports.takeFlag(), isSafe ? 0 : 1, `LOCKSTEP_SEED=${seed}: ${value}`);
      return true;
    });
  });
});
