// The named roundings of a venue policy, by example. The properties prove them; this shows them.
import assert from 'node:assert/strict';
import {
  ROUNDING_MODES,
  createNumeric,
  type RoundingMode,
  type RoundingStep,
} from '../../../engine/core/numeric/index.js';

const binary64 = createNumeric({ kind: 'binary64' });
const decimal = createNumeric({ kind: 'decimal', precision: 20, rounding: 'half-up' });

/** To integers. Columns in the order of the engine's modes. */
const TO_INTEGER = `
value  up  down  ceil  floor  half-up  half-down  half-even  half-ceil  half-floor
2.5    3   2     3     2      3        2          2          3          2
3.5    4   3     4     3      4        3          4          4          3
-2.5   -3  -2    -2    -3     -3       -2         -2         -2         -3
-3.5   -4  -3    -3    -4     -4       -3         -4         -3         -4
2.4    3   2     3     2      2        2          2          2          2
2.6    3   2     3     2      3        3          3          3          3
-2.4   -3  -2    -2    -3     -2       -2         -2         -2         -2
-0.5   -1  -0    -0    -1     -1       -0         -0         -0         -1
0.5    1   0     1     0      1        0          0          1          0
7      7   7     7     7      7        7          7          7          7
`;

describe('rounding steps', () => {
  const [head = '', ...lines] = TO_INTEGER.trim().split('\n');
  it('the table has every mode', () => {
    assert.deepEqual(head.split(/ +/).slice(1), ROUNDING_MODES);
  });
  for (const line of lines) {
    const [value = '', ...expected] = line.split(/ +/);
    it(`${value} to an integer in nine modes`, () => {
      for (const num of [binary64, decimal]) {
        for (const method of ['exact', 'scaled'] as const) {
          const actual = ROUNDING_MODES.map((rounding) =>
            num.format(num.round(num(value), { method, scale: 0, rounding })),
          );
          assert.deepEqual(actual, expected, method);
        }
      }
    });
  }

  const step = (
    method: 'exact' | 'scaled',
    scale: number,
    rounding: RoundingMode,
  ): RoundingStep => ({
    method,
    scale,
    rounding,
  });

  it('scaled and exact differ where the product rounds', () => {
    // The double nearest to 1.115 lies below it, and its product with 100 rounds up to the tie.
    const round = (x: number, method: 'exact' | 'scaled'): number =>
      binary64.round(binary64(x), step(method, 2, 'half-up')).toNumber();
    assert.equal(round(1.115, 'scaled'), 1.12);
    assert.equal(round(1.115, 'exact'), 1.11);
  });

  it('scaled is not idempotent: the reference engine applies its quantum twice on purpose', () => {
    const quantum = step('scaled', 12, 'half-up');
    const once = binary64.round(binary64(4151.068618898074), quantum);
    assert.equal(once.toNumber(), 4151.068618898075);
    assert.equal(binary64.round(once, quantum).toNumber(), 4151.068618898076);
  });

  it('scaled under decimal rounds each of its operations to the precision', () => {
    const short = createNumeric({ kind: 'decimal', precision: 5, rounding: 'half-up' });
    assert.equal(short.format(short.round(short('1234.567'), step('scaled', 2, 'down'))), '1234.6');
    assert.equal(short.format(short.round(short('1234.567'), step('exact', 2, 'down'))), '1234.56');
  });

  it('none leaves the value, and nothing finite is made of what is not', () => {
    for (const num of [binary64, decimal]) {
      const x = num('1.23456');
      assert.ok(num.same(num.round(x, { method: 'none' }), x));
      for (const text of ['Infinity', '-Infinity', 'NaN']) {
        for (const method of ['exact', 'scaled'] as const) {
          assert.equal(num.format(num.round(num(text), step(method, 2, 'half-up'))), text);
        }
      }
    }
  });
});
