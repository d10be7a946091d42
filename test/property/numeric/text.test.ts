// Text for people: exact digits, ties to even, never an exponent.
import assert from 'node:assert/strict';
import fc from 'fast-check';
import { createNumeric } from '../../../engine/core/numeric/index.js';
import {
  rationalOfDouble,
  rationalOfText,
  roundToInteger,
  scaleByTen,
  type Rational,
} from '../../support/exact-arithmetic.js';
import { decimalText, finiteDouble, precision, roundableDouble } from './arbitraries.js';

const digits = fc.integer({ min: 0, max: 20 });
const binary64 = createNumeric({ kind: 'binary64' });

/** `x` written out with a fixed number of fraction digits. */
function written(x: Rational, places: number): string {
  const rounded = roundToInteger(scaleByTen(x, places), 'half-even');
  const sign = x.numerator < 0n ? '-' : '';
  const size = (rounded < 0n ? -rounded : rounded).toString().padStart(places + 1, '0');
  const whole = size.slice(0, size.length - places);
  return places === 0 ? sign + whole : `${sign}${whole}.${size.slice(-places)}`;
}

describe('text for people', () => {
  it('a double: its exact expansion to so many digits', () => {
    const property = fc.property(fc.oneof(roundableDouble, finiteDouble), digits, (x, places) => {
      assert.equal(binary64.text(binary64(x), places), written(rationalOfDouble(x), places));
    });
    fc.assert(property, { numRuns: 1000 });
  });

  it('a decimal: its digits to so many places, whatever the policy', () => {
    const trial = fc.tuple(decimalText, digits, precision);
    const property = fc.property(trial, ([text, places, size]) => {
      const num = createNumeric({ kind: 'decimal', precision: size, rounding: 'up' });
      assert.equal(num.text(num(text), places), written(rationalOfText(text), places));
    });
    fc.assert(property, { numRuns: 1000 });
  });

  it('without digits: the shortest form, which reads back to the same double', () => {
    const property = fc.property(finiteDouble, (x) => {
      const text = binary64.text(binary64(x));
      assert.match(text, /^-?\d+(\.\d+)?$/);
      assert.equal(Number(text), Object.is(x, -0) ? 0 : x);
    });
    fc.assert(property);
  });

  it('JavaScript agrees between 1e-6 and 1e21', () => {
    const usual = fc.double({ min: 1e-6, max: 1e20, noNaN: true });
    fc.assert(fc.property(usual, (x) => binary64.text(binary64(x)) === String(x)));
  });
});
