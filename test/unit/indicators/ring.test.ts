// The ring against a plain array, and its answers where there is nothing to answer.
import assert from 'node:assert/strict';
import fc from 'fast-check';
import { Ring } from '../../../engine/core/indicators/index.js';
import type { Num } from '../../../engine/core/numeric/index.js';
import { POLICIES } from './samples.js';

describe('Ring', () => {
  for (const [policy, num] of POLICIES) {
    const same = (actual: Num, expected: Num): void => {
      assert.equal(num.format(actual), num.format(expected));
    };

    it(`${policy}: holds the last values, oldest first`, () => {
      const capacity = fc.integer({ min: 1, max: 7 });
      const values = fc.array(fc.integer({ min: -1000, max: 1000 }), { maxLength: 30 });
      const property = fc.property(capacity, values, (size, integers) => {
        const ring = new Ring(num, size);
        const seen: Num[] = [];
        for (const integer of integers) {
          const x = num(integer).div(7);
          ring.push(x);
          seen.push(x);
          const held = seen.slice(-size);
          assert.equal(ring.length, held.length);
          assert.equal(ring.countSeen, seen.length);
          assert.equal(ring.isFull(), seen.length >= size);
          held.forEach((value, i) => {
            same(ring.at(i), value);
          });
          same(ring.newest(), x);
          const sum = held.reduce((total, value) => total.add(value), num.zero);
          same(ring.sum(), sum);
          same(ring.mean(), sum.div(held.length));
          same(
            ring.min(),
            held.reduce((a, b) => (b.lt(a) ? b : a)),
          );
          same(
            ring.max(),
            held.reduce((a, b) => (b.gt(a) ? b : a)),
          );
        }
      });
      fc.assert(property);
    });

    it(`${policy}: an empty ring answers zero`, () => {
      const ring = new Ring(num, 3);
      for (const answer of [
        ring.at(0),
        ring.newest(),
        ring.sum(),
        ring.mean(),
        ring.min(),
        ring.max(),
      ]) {
        same(answer, num.zero);
      }
    });

    it(`${policy}: an index outside answers zero`, () => {
      const ring = new Ring(num, 3);
      ring.push(num(5));
      same(ring.at(-1), num.zero);
      same(ring.at(1), num.zero);
    });
  }

  it('sums from the oldest: the order decides the last digit', () => {
    const [, num] = POLICIES[0] ?? assert.fail();
    const ring = new Ring(num, 3);
    for (const x of [9, 0.1, 0.2, 0.3]) ring.push(num(x));
    assert.equal(ring.sum().toNumber(), 0.6000000000000001);
    assert.notEqual(0.3 + 0.2 + 0.1, 0.6000000000000001);
  });
});
