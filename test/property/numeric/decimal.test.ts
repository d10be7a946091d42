// The decimal policy against whole-number arithmetic in all nine modes, half-ceil and half-floor included, for which no
// decTest exists.
import assert from 'node:assert/strict';
import fc from 'fast-check';
import { createNumeric, type Num } from '../../../engine/core/numeric/index.js';
import {
  rationalOfText,
  roundToDigits,
  scaleByTen,
  type Rational,
} from '../../support/exact-arithmetic.js';
import { decimalText, precision, roundingMode } from './arbitraries.js';

const exact = createNumeric({ kind: 'decimal', precision: 1000, rounding: 'half-even' });

const OPERATIONS: Readonly<
  Record<string, readonly [(x: Num, y: Num) => Num, (x: Rational, y: Rational) => Rational]>
> = {
  add: [(x, y) => x.add(y), (x, y) => sum(x, y)],
  sub: [(x, y) => x.sub(y), (x, y) => sum(x, { ...y, numerator: -y.numerator })],
  mul: [
    (x, y) => x.mul(y),
    (x, y) => ({
      numerator: x.numerator * y.numerator,
      denominator: x.denominator * y.denominator,
    }),
  ],
  div: [(x, y) => x.div(y), quotient],
};

function sum(x: Rational, y: Rational): Rational {
  const numerator = x.numerator * y.denominator + y.numerator * x.denominator;
  return { numerator, denominator: x.denominator * y.denominator };
}

/** Keeps the denominator above zero. */
function quotient(x: Rational, y: Rational): Rational {
  const sign = y.numerator < 0n ? -1n : 1n;
  return {
    numerator: sign * x.numerator * y.denominator,
    denominator: sign * y.numerator * x.denominator,
  };
}

describe('decimal', () => {
  for (const [name, [ours, theirs]] of Object.entries(OPERATIONS)) {
    it(`${name}: rounded once, as whole numbers say`, () => {
      const trial = fc.record({
        a: decimalText,
        b: decimalText,
        precision,
        rounding: roundingMode,
      });
      const property = fc.property(trial, ({ a, b, ...to }) => {
        fc.pre(name !== 'div' || rationalOfText(b).numerator !== 0n);
        const num = createNumeric({ kind: 'decimal', ...to });
        const expected = roundToDigits(theirs(rationalOfText(a), rationalOfText(b)), to);
        const actual = ours(num(a), num(b));
        assert.ok(actual.eq(exact(expected)), `${num.format(actual)}, expected ${expected}`);
      });
      fc.assert(property, { numRuns: 500 });
    });
  }

  it('sqrt: the largest root below, moved up only where the mode says so', () => {
    const positive = decimalText.filter((text) => !text.startsWith('-') && !text.startsWith('0e'));
    const property = fc.property(positive, precision, roundingMode, (text, digits, rounding) => {
      const num = createNumeric({ kind: 'decimal', precision: digits, rounding });
      const actual = num(text).sqrt();
      const expected = roundToDigits(enclosedRoot(rationalOfText(text)), {
        precision: digits,
        rounding,
      });
      assert.ok(actual.eq(exact(expected)), `${num.format(actual)}, expected ${expected}`);
    });
    fc.assert(property, { numRuns: 500 });
  });

  it('format and parse: the same value back, and the same text', () => {
    fc.assert(
      fc.property(decimalText, precision, roundingMode, (text, digits, rounding) => {
        const num = createNumeric({ kind: 'decimal', precision: digits, rounding });
        const value = num(text).mul(1);
        const shown = num.format(value);
        const back = num.parse(shown);
        assert.ok(back !== undefined, shown);
        assert.ok(num.same(back, value), shown);
        assert.equal(num.format(back), shown);
      }),
    );
  });

  it('same: tells zero from negative zero, eq does not', () => {
    const num = createNumeric({ kind: 'decimal', precision: 20, rounding: 'half-up' });
    assert.ok(num.parse('-0')?.eq(num.zero));
    assert.ok(!num.same(num('-0'), num.zero));
    assert.equal(num.format(num('-0')), '-0');
  });
});

// Twice the digits of the longest operand and some more: enough that no root of 34 digits is mistaken for a tie.
const ROOT_DIGITS = 120;

/** A root as a rational that rounds as the true root does: exact when it is exact, otherwise strictly between digits. */
function enclosedRoot(x: Rational): Rational {
  const scaled = scaleByTen(x, 2 * ROOT_DIGITS);
  const square = scaled.numerator / scaled.denominator;
  const root = integerRoot(square);
  const isExact = root * root * scaled.denominator === scaled.numerator;
  const doubled = { numerator: 2n * root + (isExact ? 0n : 1n), denominator: 2n };
  return scaleByTen(doubled, -ROOT_DIGITS);
}

/** The largest integer whose square is at most n, by Newton's method from above. */
function integerRoot(n: bigint): bigint {
  let root = 1n << BigInt(Math.ceil(n.toString(2).length / 2));
  for (;;) {
    const next = (root + n / root) / 2n;
    if (next >= root) return root;
    root = next;
  }
}
