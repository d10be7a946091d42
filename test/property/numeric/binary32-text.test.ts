// The shortest text of a 32-bit float, computed in doubles by division and rounding, beside JavaScript's own floats.
import assert from 'node:assert/strict';
import fc from 'fast-check';
import { binary32Text } from '../../../engine/core/kernel/stated-amount.js';
import { createNumeric } from '../../../engine/core/numeric/index.js';

const num = createNumeric({ kind: 'binary64' });

/** By trying every number of digits. */
function shortest(x: number): number {
  const float = Math.fround(x);
  for (let digits = 1; digits <= 9; digits += 1) {
    const text = Number(float.toPrecision(digits));
    if (Math.fround(text) === float) return text;
  }
  return float;
}

const digitsOf = (x: number): number =>
  x.toExponential().replace(/e.*$/, '').replace(/\D/g, '').length;

// Amounts of money; subnormal floats and those beyond all floats are none.
const amount = fc.oneof(
  fc.double({ min: -1e7, max: 1e7, noNaN: true }),
  fc.double({ min: -1, max: 1, noNaN: true }),
  fc.double({ min: -1e15, max: 1e15, noNaN: true }),
  fc
    .tuple(fc.integer({ min: -(10 ** 9), max: 10 ** 9 }), fc.integer({ min: 0, max: 12 }))
    .map(([digits, scale]) => digits / 10 ** scale),
);

describe('binary32 text', () => {
  it('is as short and as near as JavaScript finds one for Math.fround', () => {
    fc.assert(
      fc.property(
        amount.filter((x) => Math.abs(x) > 1e-12),
        (x) => {
          const [text, known] = [binary32Text(num, num(x)).toNumber(), shortest(x)];
          assert.equal(Math.fround(text), Math.fround(x));
          assert.equal(digitsOf(text), digitsOf(known));
          // Of two texts as near as each other `toPrecision` takes the larger, this the even one.
          const [distance, best] = [text, known].map((value) => Math.abs(value - Math.fround(x)));
          assert.equal(distance, best);
        },
      ),
      { numRuns: 2_000 },
    );
  });

  it('halves between two floats go to the even one', () => {
    for (const [x, text] of [
      [16_777_217, '16777216'],
      [16_777_219, '16777220'],
      [-16_777_219, '-16777220'],
      [8_388_608.5, '8388608'],
      [8_388_609.5, '8388610'],
      [4_117_604.25, '4117604.2'],
      [4_117_604.75, '4117604.8'],
    ] as const)
      assert.equal(num.format(binary32Text(num, num(x))), text);
  });
});
