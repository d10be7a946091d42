// What is a number in a capture, and how numbers are written back.
import assert from 'node:assert/strict';
import { createNumeric } from '../../../engine/core/numeric/index.js';

const POLICIES = [
  createNumeric({ kind: 'binary64' }),
  createNumeric({ kind: 'decimal', precision: 20, rounding: 'half-up' }),
];

/** Text, and what each policy writes back; `-` where it is no number. */
const FORMS = `
text                     binary64               decimal
0                        0                      0
-0                       -0                     -0
007                      7                      7
12.50                    12.5                   12.5
.5                       0.5                    0.5
-.5e-3                   -0.0005                -0.0005
1E3                      1000                   1000
1e+21                    1e+21                  1e+21
1e20                     100000000000000000000  100000000000000000000
0.1234567890123456789    0.12345678901234568    0.1234567890123456789
9007199254740993         9007199254740992       9007199254740993
1e400                    -                      1e+400
1e-400                   0                      1e-400
1e9000000000000001       -                      -
+1                       -                      -
5.                       -                      -
1_000                    -                      -
0x10                     -                      -
1e                       -                      -
1.2.3                    -                      -
--1                      -                      -
NaN                      -                      -
Infinity                 -                      -
-Infinity                -                      -
`;

describe('decimal text', () => {
  const [, ...lines] = FORMS.trim().split('\n');
  for (const line of lines) {
    const [text = '', ...written] = line.split(/ +/);
    it(text, () => {
      const actual = POLICIES.map((num) => {
        const value = num.parse(text);
        return value === undefined ? '-' : num.format(value);
      });
      assert.deepEqual(actual, written);
    });
  }

  for (const text of ['', ' ', ' 1', '1 ', '1 2', '1\n', '１']) {
    it(`${JSON.stringify(text)} is no number`, () => {
      for (const num of POLICIES) assert.equal(num.parse(text), undefined);
    });
  }
});
