// Values a sweep tries: what people type instead of what stands there, the likelier first.
import assert from 'node:assert/strict';
import fc from 'fast-check';
import {
  probingValues,
  sweptValues,
  valuesBetween,
} from '../../../engine/core/causes/swept-values.js';
import type { ParamLeaf } from '../../../engine/core/causes/trial.js';
import { bindParams } from '../../../engine/core/strategy/bind-params.js';
import { createNumeric } from '../../../engine/core/numeric/index.js';
import type { Json } from '../../../engine/core/schema/index.js';
import { param } from '../../../engine/core/strategy/params.js';

const leafOf = (
  type: ParamLeaf['type'],
  value: Json,
  choices: readonly string[] = [],
): ParamLeaf => ({ path: 'p', type, value, default: value, choices });

type Row = readonly [leaf: ParamLeaf, tried: readonly Json[], left: readonly Json[]];
const ROWS: readonly Row[] = [
  [leafOf('flag', true), [false], [true]],
  [leafOf('choice', 'b', ['a', 'b', 'c']), ['a', 'c'], ['b']],
  [leafOf('integer', 14), [13, 7, 28, 23, 21, 37], [14, -1]],
  [leafOf('integer', 120), [60, 90, 180, 240, 119, 150], [120]],
  [leafOf('decimal', '0.08'), ['0.07', '0.12', '0.085', '0.16', '0.04', '0'], ['0.08', '-0.01']],
  [leafOf('decimal', '120'), ['110', '150', '60', '125'], ['120', '121']],
  [leafOf('decimal', '1.2'), ['1', '1.5', '2', '1.25', '2.4'], ['1.2']],
];

describe('values a sweep tries', () => {
  for (const [leaf, tried, not] of ROWS)
    it(`instead of ${leaf.type} ${JSON.stringify(leaf.value)}`, () => {
      const values = sweptValues(leaf);
      for (const value of tried)
        assert.ok(values.includes(value), `${JSON.stringify(value)} is missing`);
      for (const value of not)
        assert.ok(!values.includes(value), `${JSON.stringify(value)} is there`);
    });

  it('the default comes first', () => {
    assert.equal(sweptValues({ ...leafOf('integer', 9), default: 1000 })[0], 1000);
  });

  it('are few, all different, never the stated one, and a strategy takes them', () => {
    const num = createNumeric({ kind: 'decimal', precision: 20, rounding: 'half-up' });
    const leaves = fc.oneof(
      fc.integer({ min: 0, max: 100_000 }).map((value) => leafOf('integer', value)),
      fc
        .tuple(fc.integer({ min: -99_999, max: 99_999 }), fc.integer({ min: 0, max: 6 }))
        .map(([units, scale]) => leafOf('decimal', (units / 10 ** scale).toFixed(scale))),
    );
    fc.assert(
      fc.property(leaves, (leaf) => {
        const declared = { p: leaf.type === 'integer' ? param.integer(1) : param.decimal('1') };
        const values = [...sweptValues(leaf), ...probingValues(leaf)];
        const swept = sweptValues(leaf);
        assert.ok(swept.length > 20 && swept.length <= 72, String(swept.length));
        assert.equal(new Set(swept).size, swept.length);
        for (const value of values) {
          assert.notEqual(value, leaf.value);
          assert.deepEqual(bindParams(num, declared, { p: value }).issues, []);
        }
      }),
    );
  });

  it('between two that were tried: integers without gaps, decimals with one digit more', () => {
    assert.deepEqual(valuesBetween(leafOf('integer', 14), 20, 24), [21, 22, 23]);
    const finer = valuesBetween(leafOf('decimal', '0.8'), '0.6', '0.7');
    assert.deepEqual(finer.slice(0, 3), ['0.61', '0.62', '0.63']);
    assert.equal(finer.length, 9);
    assert.ok(valuesBetween(leafOf('integer', 14), 0, 100_000).length <= 72);
  });
});
