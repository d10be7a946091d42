// The interface around the arithmetic: literals, constants, comparison helpers, and policies kept apart.
import assert from 'node:assert/strict';
import {
  DEFAULT_DECIMAL,
  clamp,
  createNumeric,
  max,
  min,
  type Num,
  type Numeric,
} from '../../../engine/core/numeric/index.js';

const POLICIES: readonly (readonly [string, Numeric])[] = [
  ['binary64', createNumeric({ kind: 'binary64' })],
  ['decimal', createNumeric(DEFAULT_DECIMAL)],
];

for (const [policy, num] of POLICIES) {
  const shows = (value: Num, text: string): void => {
    assert.equal(num.format(value), text);
  };

  describe(`numeric interface, ${policy}`, () => {
    it('takes values, literals and text alike', () => {
      for (const literal of [num('1.5'), 1.5, '1.5']) {
        shows(num(literal), '1.5');
        shows(num(2).add(literal), '3.5');
        shows(num(2).sub(literal), '0.5');
        shows(num(2).mul(literal), '3');
        shows(num(3).div(literal), '2');
        assert.equal(num(2).cmp(literal), 1);
        assert.ok(num(1.5).eq(literal));
      }
    });

    it('knows its own values', () => {
      assert.ok(num.is(num(1)));
      for (const other of [1, '1', null, undefined, {}]) assert.ok(!num.is(other));
    });

    it('divides by zero into infinities and NaN, as both arithmetics do', () => {
      shows(num(1).div(0), 'Infinity');
      shows(num(-1).div(0), '-Infinity');
      assert.ok(num(0).div(0).isNaN());
      assert.ok(num(-1).sqrt().isNaN());
      assert.ok(Number.isNaN(num(1).cmp(num(0).div(0))));
      assert.ok(num.same(num(0).div(0), num(0).div(0)));
    });

    it('keeps the sign of zero', () => {
      shows(num('-0'), '-0');
      shows(num(0).neg(), '-0');
      shows(num(-3).mul(0), '-0');
      shows(num('-0').abs(), '0');
      shows(num('-0.5').trunc(), '-0');
      shows(num('-0').sqrt(), '-0');
      assert.ok(num('-0').isNeg());
      assert.ok(num('-0').isZero());
      assert.ok(num('-0').eq(0));
      assert.ok(!num.same(num('-0'), num.zero));
    });

    it('a number has one zero, wherever it becomes a value', () => {
      shows(num(-0), '0');
      shows(num('-0').add(-0), '0');
      shows(num('-0').sub(-0), '-0');
      shows(num(2).mul(-0), '0');
      shows(num(1).div(-0), 'Infinity');
      shows(num(-1).mul(num(-0)), '-0');
    });

    it('max, min: the second of two equal values', () => {
      const [zero, negative] = [num.zero, num('-0')];
      shows(max(num(1), num(2)), '2');
      shows(max(num(2), num(1)), '2');
      shows(min(num(1), num(2)), '1');
      shows(min(num(2), num(1)), '1');
      shows(max(zero, negative), '-0');
      shows(min(negative, zero), '0');
    });

    it('clamp: bounds belong to the range', () => {
      const table = [
        [-1, '0'],
        [0, '0'],
        [0.5, '0.5'],
        [1, '1'],
        [2, '1'],
      ] as const;
      for (const [x, text] of table) shows(clamp(num(x), num(0), num(1)), text);
    });

    it('toNumber is exact for counters', () => {
      assert.equal(num('9007199254740991').toNumber(), Number.MAX_SAFE_INTEGER);
    });
  });
}

describe('decimal policies', () => {
  it('default to twenty digits, half-up', () => {
    const num = createNumeric(DEFAULT_DECIMAL);
    assert.equal(num.format(num(2).div(3)), '0.66666666666666666667');
  });

  it('do not share settings', () => {
    const coarse = createNumeric({ kind: 'decimal', precision: 3, rounding: 'down' });
    const fine = createNumeric({ kind: 'decimal', precision: 5, rounding: 'up' });
    assert.equal(coarse.format(coarse(2).div(3)), '0.666');
    assert.equal(fine.format(fine(2).div(3)), '0.66667');
    assert.equal(coarse.format(coarse(1).div(3)), '0.333');
  });

  it('take literals whole and round results only', () => {
    const num = createNumeric({ kind: 'decimal', precision: 3, rounding: 'half-up' });
    assert.equal(num.format(num('1.23456')), '1.23456');
    assert.equal(num.format(num('1.23456').neg()), '-1.23456');
    assert.equal(num.format(num('1.23456').add(0)), '1.23');
    assert.equal(num.format(num('0.00123456').mul(1)), '0.00123');
  });
});
