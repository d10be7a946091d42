// Which decTest cases the compiled arithmetic is tried on, and how each is run: those of the policy, and the special values
// that captures cannot carry but results can.
import {
  CELL_LIMBS,
  decimalWords,
  digitsOfLimbs,
  type CellLimbs,
} from '../../../engine/core/memory/cell-format.js';
import { writeCell } from '../../../engine/core/memory/decimal-cell.js';
import { modeNumber, type DecimalLane } from '../../support/decimal-lane.js';
import type { DectestCase } from '../../support/dectest.js';
import { roundingOf, whyNot } from './coverage.js';

export const A = 0;
export const B = 1;
export const RESULT = 2;
export const EXPECTED = 3;
/** Constants of the operations that join a rounding one. */
const CONSTANT = 4;

/** As `format` gives it and a cell reads it: no plus, digits on both sides of a point. */
function cellText(text: string): string {
  const [digits = '', exponent] = text.toLowerCase().replace(/^\+/, '').split('e');
  const [whole = '', fraction = ''] = digits.split('.');
  const sign = whole.startsWith('-') ? '-' : '';
  const mantissa = `${sign}${whole.slice(sign.length) || '0'}${fraction && `.${fraction}`}`;
  return exponent === undefined ? mantissa : `${mantissa}e${exponent}`;
}

const SPECIAL = /^[+-]?(?:nan|inf|infinity)$/i;

/** Infinities and NaN in decTest's spelling; the sign of a NaN means nothing here. */
function specialText(text: string): string {
  if (/nan/i.test(text)) return 'NaN';
  return text.startsWith('-') ? '-Infinity' : 'Infinity';
}

type Run = (lane: DecimalLane, test: DectestCase) => void;

const binary =
  (name: 'add' | 'sub' | 'mul' | 'div'): Run =>
  ({ exports, address }) => {
    exports[name](address(RESULT), address(A), address(B));
  };

/** The operand goes through a rounding operation with a constant, after one that does not round. */
const joined =
  (name: 'add' | 'sub' | 'mul', constant: string, prepare?: 'abs'): Run =>
  ({ exports, address, write }) => {
    write(CONSTANT, constant);
    if (prepare !== undefined) exports[prepare](address(A), address(A));
    const [left, right] = name === 'sub' ? [CONSTANT, A] : [A, CONSTANT];
    exports[name](address(RESULT), address(left), address(right));
  };

const rounding =
  (scaleOf: (test: DectestCase) => number): Run =>
  ({ exports, address }, test) => {
    const mode = roundingOf(test);
    if (mode !== undefined) {
      exports.roundPlaces(address(RESULT), address(A), scaleOf(test), modeNumber(mode));
    }
  };

/** Fraction digits of a quantum. */
function fractionDigits(text: string): number {
  const [digits = '', exponent = '0'] = text.toLowerCase().split('e');
  return (digits.split('.')[1] ?? '').length - Number(exponent);
}

export const LANE_RUNS: Readonly<Record<string, Run>> = {
  add: binary('add'),
  subtract: binary('sub'),
  multiply: binary('mul'),
  divide: binary('div'),
  squareroot: ({ exports, address }) => {
    exports.sqrt(address(RESULT), address(A));
  },
  compare: ({ exports, address, write }) => {
    const order = exports.cmp(address(A), address(B));
    write(RESULT, order === 2 ? 'NaN' : String(order));
  },
  abs: joined('add', '0', 'abs'),
  minus: joined('sub', '0'),
  plus: joined('add', '0'),
  apply: joined('mul', '1'),
  reduce: joined('mul', '1'),
  tosci: joined('mul', '1'),
  toeng: joined('mul', '1'),
  quantize: rounding((test) => fractionDigits(test.operands[1] ?? '')),
  tointegral: rounding(() => 0),
  tointegralx: rounding(() => 0),
};

/** Operations whose special cases decimal.js and decTest see alike; quantize of an infinity is an error only there. */
const SPECIAL_OPERATIONS = new Set([
  ...['add', 'subtract', 'multiply', 'divide', 'squareroot', 'compare', 'abs', 'minus', 'plus'],
]);

/** Whether the policy's own reasons against a case are only that a value is no finite number. */
function isSpecial(test: DectestCase): boolean {
  const values = [...test.operands, test.expected];
  return (
    SPECIAL_OPERATIONS.has(test.operation) &&
    test.extended &&
    test.precision <= 34 &&
    roundingOf(test) !== undefined &&
    values.some((text) => SPECIAL.test(text)) &&
    !test.operands.includes('#') &&
    values.every((text) => SPECIAL.test(text) || isNumber(text)) &&
    !test.conditions.some((word) => ['overflow', 'underflow', 'subnormal'].includes(word))
  );
}

const isNumber = (text: string): boolean => /^[+-]?(?:\d+\.?\d*|\.\d+)(?:e[+-]?\d+)?$/i.test(text);

/** Why a case is not run, or undefined. */
export function whyNotLane(test: DectestCase): string | undefined {
  const reason = isSpecial(test) ? undefined : whyNot(test);
  if (reason !== undefined) return reason;
  if (test.operands.some((operand) => digitsOf(operand) > digitsOfLimbs(8))) {
    return 'operand of more than 57 digits';
  }
  return test.operands.every((operand) => fits(operand, limbsOf(test)))
    ? undefined
    : 'operand beyond the exponents of a cell';
}

export const laneText = (text: string): string =>
  SPECIAL.test(text) ? specialText(text) : cellText(text);

function fits(text: string, limbs: CellLimbs): boolean {
  const memory = new DataView(new ArrayBuffer(decimalWords(limbs) * 4));
  return writeCell({ memory, address: 0, limbs }, laneText(text));
}

function digitsOf(text: string): number {
  const digits = (text.split(/e/i)[0] ?? '').replace(/[^0-9]/g, '');
  return digits.replace(/^0+/, '').replace(/0+$/, '').length;
}

/** The smallest cell that the precision and the operands fit. */
export function limbsOf(test: DectestCase): CellLimbs {
  const digits = Math.max(test.precision, ...test.operands.map(digitsOf));
  return CELL_LIMBS.find((limbs) => digitsOfLimbs(limbs) >= digits) ?? 8;
}
