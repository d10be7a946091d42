// The compiled decimal arithmetic against the General Decimal Arithmetic test cases: value and sign of zero, in cells. What
// is not run is counted under its reason, so that nothing is lost unseen.
import assert from 'node:assert/strict';
import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { CELL_LIMBS } from '../../../engine/core/memory/cell-format.js';
import { decimalLane, modeNumber } from '../../support/decimal-lane.js';
import { parseDectest, type DectestCase } from '../../support/dectest.js';
import { requireSharedData } from '../../support/shared-data.js';
import { roundingOf } from './coverage.js';
import {
  A,
  B,
  EXPECTED,
  LANE_RUNS,
  RESULT,
  laneText,
  limbsOf,
  whyNotLane,
} from './lane-coverage.js';

const RUN_BY_OPERATION = `
abs 62
add 2428
apply 20
compare 758
divide 861
minus 84
multiply 635
plus 88
quantize 375
reduce 133
squareroot 3346
subtract 808
toeng 153
tointegral 157
tointegralx 169
tosci 560
`;

const RUN_BY_ROUNDING = `
ceiling 174
down 268
floor 167
half_down 159
half_even 4383
half_up 5312
up 174
`;

const NOT_RUN = `
exponent limits 905
no number (null operand) 17
operand beyond the exponents of a cell 1516
operand is no finite number 636
operand of more than 57 digits 1
operation is not in the interface 8545
precision above 34 57
quantum above one 158
quantum below 1e-10000 10
result is no finite number 289
rounding mode 05up 157
`;

interface Located extends DectestCase {
  readonly file: string;
}

/** `key count` lines in the order of the keys, for comparison with a table above. */
function tally(keys: readonly string[]): string {
  const counts = new Map<string, number>();
  for (const key of keys) counts.set(key, (counts.get(key) ?? 0) + 1);
  const lines = [...counts].map(([key, count]) => `${key} ${count}`).sort();
  return `\n${lines.join('\n')}\n`;
}

describe('compiled decimal arithmetic against decTest', () => {
  const cases: Located[] = [];
  const lanes = new Map(CELL_LIMBS.map((limbs) => [limbs, decimalLane(limbs)] as const));

  before(function () {
    const folder = requireSharedData(this, 'dectest');
    for (const file of readdirSync(folder).sort()) {
      const text = readFileSync(join(folder, file), 'utf8');
      for (const test of parseDectest(text)) cases.push({ ...test, file });
    }
  });

  function check(test: Located): void {
    const label = `${test.file}:${test.line} ${test.id} ${test.operation} ${test.operands.join(' ')} (precision ${test.precision}, ${test.rounding})`;
    const lane = lanes.get(limbsOf(test));
    const mode = roundingOf(test);
    assert.ok(lane !== undefined && mode !== undefined, label);
    lane.exports.setPolicy(test.precision, modeNumber(mode));
    test.operands.forEach((operand, i) => {
      assert.ok(lane.write(i === 0 ? A : B, laneText(operand)), `${label}: ${operand} fits`);
    });
    LANE_RUNS[test.operation]?.(lane, test);
    // A result beyond the exponents of a cell is said, not shown.
    const fits = lane.write(EXPECTED, laneText(test.expected));
    assert.equal(lane.exports.takeFlag() === 0, fits, label);
    if (!fits) return;
    const message = `${label}: ${lane.read(RESULT)}, expected ${test.expected}`;
    assert.ok(lane.same(RESULT, EXPECTED), message);
  }

  for (const line of RUN_BY_OPERATION.trim().split('\n')) {
    const [operation = '', count = ''] = line.split(' ');
    it(`${operation}: ${count} cases`, () => {
      const selected = cases.filter(
        (test) => test.operation === operation && whyNotLane(test) === undefined,
      );
      selected.forEach(check);
      assert.equal(selected.length, Number(count));
    });
  }

  it('runs the counted cases of each operation and in each rounding mode', () => {
    const run = cases.filter((test) => whyNotLane(test) === undefined);
    assert.equal(tally(run.map((test) => test.operation)), RUN_BY_OPERATION);
    assert.equal(tally(run.map((test) => test.rounding)), RUN_BY_ROUNDING);
  });

  it('leaves out the counted cases for the stated reasons', () => {
    const reasons = cases.map(whyNotLane).filter((reason) => reason !== undefined);
    assert.equal(tally(reasons), NOT_RUN);
  });
});
