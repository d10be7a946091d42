// Which decTest cases say something about the decimal policy, and how each is run through the numeric interface.
import type { Num, Numeric, RoundingMode } from '../../../engine/core/numeric/index.js';
import type { DectestCase } from '../../support/dectest.js';

/** Precision above which captures do not go. */
const PRECISION_MAX = 34;

/** decimal.js takes a scale up to a thousand million and captures up to 30; nothing is learnt in between. */
const SCALE_MAX = 10_000;

/** decTest's names. `05up` has no counterpart; half-ceil and half-floor have no decTest and are judged by a property. */
const ROUNDING: Readonly<Record<string, RoundingMode>> = {
  up: 'up',
  down: 'down',
  ceiling: 'ceil',
  floor: 'floor',
  half_up: 'half-up',
  half_down: 'half-down',
  half_even: 'half-even',
};

const NUMBER = /^[+-]?(?:\d+\.?\d*|\.\d+)(?:e[+-]?\d+)?$/i;
/** Captures carry decimal text without a leading plus or a bare trailing point; decTest writes both. */
const captureText = (text: string): string => text.replace(/^\+/, '').replace(/\.(?=e|$)/i, '');

export const roundingOf = (test: DectestCase): RoundingMode | undefined => ROUNDING[test.rounding];

type Run = (num: Numeric, x: Num, y: Num) => Num;

/** Rounds to the context and keeps the sign of zero: what decTest's conversions do. */
const rounded: Run = (_num, x) => x.mul(1);

/** decTest's unary operations round to the context; `neg` and `abs` do not, so a rounding operation joins them. */
const RUNS: Readonly<Record<string, Run>> = {
  add: (_num, x, y) => x.add(y),
  subtract: (_num, x, y) => x.sub(y),
  multiply: (_num, x, y) => x.mul(y),
  divide: (_num, x, y) => x.div(y),
  squareroot: (_num, x) => x.sqrt(),
  compare: (num, x, y) => num(x.cmp(y)),
  abs: (num, x) => num.zero.add(x.abs()),
  minus: (num, x) => num.zero.sub(x),
  plus: (num, x) => num.zero.add(x),
  apply: rounded,
  reduce: rounded,
  tosci: rounded,
  toeng: rounded,
};

/** Fraction digits of decimal text; negative when its exponent is above zero. */
function fractionDigits(text: string): number {
  const [digits = '', exponent = '0'] = text.toLowerCase().split('e');
  return (digits.split('.')[1] ?? '').length - Number(exponent);
}

/** Why a case is not run, or undefined. */
export function whyNot(test: DectestCase): string | undefined {
  const rounds = ['quantize', 'tointegral', 'tointegralx'].includes(test.operation);
  if (!rounds && RUNS[test.operation] === undefined) return 'operation is not in the interface';
  if (!test.extended) return 'subset arithmetic';
  if (test.operands.includes('#')) return 'no number (null operand)';
  if (!test.operands.every((operand) => NUMBER.test(operand))) return 'operand is no finite number';
  if (!NUMBER.test(test.expected)) return 'result is no finite number';
  if (roundingOf(test) === undefined) return 'rounding mode 05up';
  if (test.precision > PRECISION_MAX) return 'precision above 34';
  const limited = ['overflow', 'underflow', 'subnormal'];
  if (test.conditions.some((word) => limited.includes(word))) return 'exponent limits';
  return test.operation === 'quantize' ? whyNotQuantum(test.operands[1] ?? '') : undefined;
}

function whyNotQuantum(quantum: string): string | undefined {
  const scale = fractionDigits(quantum);
  if (scale < 0) return 'quantum above one';
  if (scale > SCALE_MAX) return 'quantum below 1e-10000';
  return undefined;
}

/** The case's result under the policy; the operands are parsed as capture text. */
export function runCase(num: Numeric, test: DectestCase): Num | undefined {
  const [x, y = num.zero] = test.operands.map((operand) => num.parse(captureText(operand)));
  const rounding = roundingOf(test);
  if (x === undefined || rounding === undefined) return undefined;
  if (test.operation === 'quantize') {
    const scale = fractionDigits(test.operands[1] ?? '');
    return num.round(x, { method: 'exact', scale, rounding });
  }
  if (test.operation.startsWith('tointegral')) {
    return num.round(x, { method: 'exact', scale: 0, rounding });
  }
  return RUNS[test.operation]?.(num, x, y);
}

/** What the file expects, exactly, whatever the precision. */
export const expectedOf = (num: Numeric, test: DectestCase): Num | undefined =>
  num.parse(captureText(test.expected));
