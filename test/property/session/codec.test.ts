// Whatever plain data a strategy keeps: saved as text and restored, it is the same in every bit.
import assert from 'node:assert/strict';
import fc from 'fast-check';
import { Ring } from '../../../engine/core/indicators/index.js';
import { createNumeric, type Num, type Numeric } from '../../../engine/core/numeric/index.js';
import type { Json } from '../../../engine/core/schema/index.js';
import { createCodec } from '../../../engine/core/session/codec.js';
import { BINARY64, DECIMAL } from '../../support/session.js';
import { decimalText, double } from '../numeric/arbitraries.js';

class Pair {
  constructor(
    public left: unknown,
    public right: unknown,
  ) {}
}

const key = fc
  .string({ unit: 'binary', maxLength: 6 })
  .filter((text) => !text.startsWith('$') && text !== '__proto__');

/** Nested state: plain data, numbers of the policy, rings, instances. */
function state(num: Numeric, values: fc.Arbitrary<Num>): fc.Arbitrary<unknown> {
  const ring = fc.array(values, { maxLength: 5 }).map((items) => {
    const filled = new Ring(num, 3);
    for (const item of items) filled.push(item);
    return filled;
  });
  return fc.letrec((tie) => ({
    leaf: fc.oneof(
      fc.constant(null),
      fc.boolean(),
      fc.string({ unit: 'binary', maxLength: 8 }),
      double,
      values,
      ring,
    ),
    node: fc.oneof(
      { depthSize: 'small', withCrossShrink: true },
      tie('leaf'),
      fc.array(tie('node'), { maxLength: 4 }),
      fc.dictionary(key, tie('node'), { maxKeys: 4, noNullPrototype: true }),
      fc.tuple(tie('node'), tie('node')).map(([left, right]) => new Pair(left, right)),
    ),
  })).node;
}

/** Equal in every bit, including signs of zero, classes and the order of fields. */
function assertSame(num: Numeric, actual: unknown, expected: unknown): void {
  if (num.is(expected)) {
    assert.ok(num.is(actual) && num.same(actual, expected));
    return;
  }
  if (typeof expected !== 'object' || expected === null) {
    assert.ok(Object.is(actual, expected));
    return;
  }
  assert.ok(typeof actual === 'object' && actual !== null);
  assert.equal(Object.getPrototypeOf(actual), Object.getPrototypeOf(expected));
  const [given, wanted] = [Object.entries(actual), Object.entries(expected)];
  assert.deepEqual(
    given.map(([name]) => name),
    wanted.map(([name]) => name),
  );
  wanted.forEach(([, value], index) => {
    assertSame(num, given[index]?.[1], value);
  });
}

const POLICIES = [
  { policy: BINARY64, values: (num: Numeric) => double.map((value) => num(value)) },
  { policy: DECIMAL, values: (num: Numeric) => decimalText.map((text) => num(text)) },
];

describe('codec: any state', () => {
  for (const { policy, values } of POLICIES) {
    it(`comes back from text under ${policy.kind}`, () => {
      const num = createNumeric(policy);
      const codec = createCodec(num, [Ring, Pair]);
      fc.assert(
        fc.property(state(num, values(num)), (value) => {
          const text = JSON.stringify(codec.encode(value));
          const restored = codec.decode(JSON.parse(text) as Json);
          assertSame(num, restored, value);
          assert.equal(JSON.stringify(codec.encode(restored)), text);
        }),
        { numRuns: 200 },
      );
    });
  }
});
