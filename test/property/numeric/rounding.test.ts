// Roundings of both policies against their definitions: whole-number arithmetic, and the formula of the engine that
// `scaled` imitates.
import assert from 'node:assert/strict';
import fc from 'fast-check';
import { roundDoubleToInteger } from '../../../engine/core/numeric/binary64.js';
import { createNumeric, doubleOf, type RoundingMode } from '../../../engine/core/numeric/index.js';
import { exactText } from '../../support/doubles.js';
import {
  rationalOfDouble,
  rationalOfText,
  roundToInteger,
  scaleByTen,
} from '../../support/exact-arithmetic.js';
import {
  decimalText,
  finiteDouble,
  precision,
  roundableDouble,
  roundingMode,
} from './arbitraries.js';

const binary64 = createNumeric({ kind: 'binary64' });
const scale = fc.integer({ min: 0, max: 30 });

/** Text of `integer / 10^scale` with the sign of a zero. */
const placed = (integer: bigint, places: number, negative: boolean): string =>
  `${integer === 0n && negative ? '-' : ''}${String(integer)}e-${places}`;

/** H1 of the reference strategy: nearest integer, exact halves away from zero. */
function quantum(x: number): number {
  const y = x * 1e12;
  const r = Math.round(Math.abs(y));
  return (isNegative(y) ? -r : r) / 1e12;
}

function checkExactDouble(x: number, places: number, rounding: RoundingMode): void {
  const integer = roundToInteger(scaleByTen(rationalOfDouble(x), places), rounding);
  const expected = Number(placed(integer, places, isNegative(x)));
  const rounded = binary64.round(doubleOf(x), { method: 'exact', scale: places, rounding });
  assert.ok(Object.is(rounded.toNumber(), expected), `${x} ${places} ${rounding}`);
}

const isNegative = (x: number): boolean => x < 0 || Object.is(x, -0);

describe('rounding', () => {
  it('roundDoubleToInteger: as whole numbers say, sign of zero kept', () => {
    const property = fc.property(roundableDouble, roundingMode, (x, mode) => {
      const expected = Number(placed(roundToInteger(rationalOfDouble(x), mode), 0, isNegative(x)));
      assert.ok(Object.is(roundDoubleToInteger(x, mode), expected), `${x} ${mode}`);
    });
    fc.assert(property, { numRuns: 5000 });
  });

  it('roundDoubleToInteger: as the decimal policy rounds the exact expansion', () => {
    const decimal = createNumeric({ kind: 'decimal', precision: 34, rounding: 'half-up' });
    const property = fc.property(roundableDouble, roundingMode, (x, rounding) => {
      const rounded = decimal.round(decimal(exactText(x)), { method: 'exact', scale: 0, rounding });
      const ours = roundDoubleToInteger(x, rounding);
      assert.ok(Object.is(ours, Number(decimal.format(rounded))), `${x} ${rounding}`);
    });
    fc.assert(property, { numRuns: 2000 });
  });

  it("scaled half-up to 12 places: the reference engine's quantum, bit for bit", () => {
    const near = fc.double({ min: -5000, max: 5000, noNaN: true });
    const property = fc.property(fc.oneof(near, roundableDouble), (x) => {
      const rounded = binary64.round(doubleOf(x), {
        method: 'scaled',
        scale: 12,
        rounding: 'half-up',
      });
      assert.ok(Object.is(rounded.toNumber(), quantum(x)), String(x));
    });
    fc.assert(property, { numRuns: 5000 });
  });

  it('exact under binary64: the expansion rounded, then the nearest double', () => {
    const places = fc.integer({ min: 0, max: 12 });
    const property = fc.property(roundableDouble, places, roundingMode, checkExactDouble);
    fc.assert(property, { numRuns: 1000 });
  });

  it('exact under binary64: from subnormals to the largest double, up to 30 places', () => {
    const property = fc.property(finiteDouble, scale, roundingMode, checkExactDouble);
    fc.assert(property, { numRuns: 500 });
  });

  it('exact under decimal: the digits rounded, whatever the precision', () => {
    const trial = fc.record({ text: decimalText, scale, rounding: roundingMode, precision });
    const property = fc.property(trial, ({ text, precision: digits, ...to }) => {
      const num = createNumeric({ kind: 'decimal', precision: digits, rounding: 'down' });
      const integer = roundToInteger(scaleByTen(rationalOfText(text), to.scale), to.rounding);
      const expected = placed(integer, to.scale, text.startsWith('-'));
      const rounded = num.round(num(text), { method: 'exact', ...to });
      assert.ok(num.same(rounded, num(expected)), `${num.format(rounded)}, expected ${expected}`);
    });
    fc.assert(property, { numRuns: 1000 });
  });
});
