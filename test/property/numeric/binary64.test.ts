// binary64 is the doubles of JavaScript, bit for bit, and nothing else.
import assert from 'node:assert/strict';
import fc from 'fast-check';
import { createNumeric, doubleOf, type Num } from '../../../engine/core/numeric/index.js';
import { double, finiteDouble } from './arbitraries.js';

const num = createNumeric({ kind: 'binary64' });

/** The double behind a value; `toNumber` is for counters, but under this policy it is the value itself. */
const bits = (value: Num): number => value.toNumber();

const BINARY: Readonly<
  Record<string, readonly [(x: Num, y: Num) => Num, (x: number, y: number) => number]>
> = {
  add: [(x, y) => x.add(y), (x, y) => x + y],
  sub: [(x, y) => x.sub(y), (x, y) => x - y],
  mul: [(x, y) => x.mul(y), (x, y) => x * y],
  div: [(x, y) => x.div(y), (x, y) => x / y],
};

const UNARY: Readonly<Record<string, readonly [(x: Num) => Num, (x: number) => number]>> = {
  neg: [(x) => x.neg(), (x) => -x],
  abs: [(x) => x.abs(), Math.abs],
  sqrt: [(x) => x.sqrt(), Math.sqrt],
  trunc: [(x) => x.trunc(), Math.trunc],
};

const COMPARE: Readonly<
  Record<string, readonly [(x: Num, y: Num) => boolean, (x: number, y: number) => boolean]>
> = {
  eq: [(x, y) => x.eq(y), (x, y) => x === y],
  lt: [(x, y) => x.lt(y), (x, y) => x < y],
  lte: [(x, y) => x.lte(y), (x, y) => x <= y],
  gt: [(x, y) => x.gt(y), (x, y) => x > y],
  gte: [(x, y) => x.gte(y), (x, y) => x >= y],
  'cmp below': [(x, y) => x.cmp(y) === -1, (x, y) => x < y],
  'cmp above': [(x, y) => x.cmp(y) === 1, (x, y) => x > y],
  'cmp equal': [(x, y) => x.cmp(y) === 0, (x, y) => x === y],
};

const PREDICATES: Readonly<Record<string, readonly [(x: Num) => boolean, (x: number) => boolean]>> =
  {
    isZero: [(x) => x.isZero(), (x) => x === 0],
    isNeg: [(x) => x.isNeg(), (x) => x < 0 || Object.is(x, -0)],
    isNaN: [(x) => x.isNaN(), Number.isNaN],
    isFinite: [(x) => x.isFinite(), Number.isFinite],
  };

describe('binary64', () => {
  for (const [name, [ours, theirs]] of Object.entries(BINARY)) {
    it(`${name}: JavaScript's bits, with a value or a literal on the right; a literal has one zero`, () => {
      fc.assert(
        fc.property(double, double, (x, y) => {
          const expected = theirs(x, y);
          const beside = theirs(x, y + 0);
          assert.ok(Object.is(bits(ours(doubleOf(x), doubleOf(y))), expected));
          assert.ok(Object.is(bits(ours(doubleOf(x), y as unknown as Num)), beside));
          assert.ok(
            Object.is(bits(ours(doubleOf(x), String(doubleOf(y)) as unknown as Num)), expected),
          );
        }),
      );
    });
  }
  for (const [name, [ours, theirs]] of Object.entries(UNARY)) {
    it(`${name}: JavaScript's bits`, () => {
      fc.assert(fc.property(double, (x) => Object.is(bits(ours(doubleOf(x))), theirs(x))));
    });
  }
  for (const [name, [ours, theirs]] of Object.entries(COMPARE)) {
    it(`${name}: JavaScript's verdict`, () => {
      const pair = fc.oneof(
        fc.tuple(double, double),
        double.map((x) => [x, x] as const),
      );
      fc.assert(fc.property(pair, ([x, y]) => ours(doubleOf(x), doubleOf(y)) === theirs(x, y)));
    });
  }
  for (const [name, [ours, theirs]] of Object.entries(PREDICATES)) {
    it(`${name}: JavaScript's verdict`, () => {
      fc.assert(fc.property(double, (x) => ours(doubleOf(x)) === theirs(x)));
    });
  }

  it('same: every bit but the payload of NaN', () => {
    const pair = fc.oneof(
      fc.tuple(double, double),
      double.map((x) => [x, x] as const),
    );
    fc.assert(
      fc.property(pair, ([x, y]) => num.same(doubleOf(x), doubleOf(y)) === Object.is(x, y)),
    );
  });

  it('format and parse: the same finite value back', () => {
    fc.assert(
      fc.property(finiteDouble, (x) => {
        const text = num.format(doubleOf(x));
        const back = num.parse(text);
        assert.ok(back !== undefined, text);
        assert.ok(Object.is(bits(back), x), text);
        assert.equal(num.format(back), text);
      }),
    );
  });

  it('parse: no infinity, no NaN', () => {
    for (const x of [Infinity, -Infinity, NaN])
      assert.equal(num.parse(num.format(doubleOf(x))), undefined);
    assert.equal(num.parse('1e400'), undefined);
  });
});
