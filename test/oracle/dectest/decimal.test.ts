// The decimal policy against the General Decimal Arithmetic test cases, compared by value and sign of zero. Trailing
// zeros ("1.20" against "1.2") are not compared: the policy's values do not carry them. Every case that is not run is
// counted under its reason, so a reader or a rule that loses cases fails here.
import assert from 'node:assert/strict';
import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { createNumeric, type Numeric } from '../../../engine/core/numeric/index.js';
import { parseDectest, type DectestCase } from '../../support/dectest.js';
import { requireSharedData } from '../../support/shared-data.js';
import { expectedOf, roundingOf, runCase, whyNot } from './coverage.js';

const RUN_BY_OPERATION = `
abs 59
add 2626
apply 20
compare 1018
divide 1045
minus 80
multiply 872
plus 84
quantize 375
reduce 133
squareroot 3320
subtract 1043
toeng 153
tointegral 157
tointegralx 169
tosci 610
`;

/** half-ceil and half-floor have no cases; the exact-arithmetic property judges them. */
const RUN_BY_ROUNDING = `
ceiling 174
down 268
floor 167
half_down 159
half_even 4390
half_up 6432
up 174
`;

/**
 * Operations outside the interface: comparetotal, cuberoot, divideint, exp, ln, log10, power, remainder. The policy has
 * no exponent limits, so over- and underflow do not occur in it; a quantum above one has no rounding step.
 */
const NOT_RUN = `
exponent limits 905
no number (null operand) 17
operand is no finite number 947
operation is not in the interface 8545
precision above 34 57
quantum above one 158
quantum below 1e-10000 10
result is no finite number 368
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

/** The decimal policy in a case's context. */
function policyOf(test: DectestCase): Numeric {
  const rounding = roundingOf(test);
  assert.ok(rounding !== undefined);
  return createNumeric({ kind: 'decimal', precision: test.precision, rounding });
}

function check(test: Located): void {
  const num = policyOf(test);
  const actual = runCase(num, test);
  const expected = expectedOf(num, test);
  const label = `${test.file}:${test.line} ${test.id} ${test.operation} ${test.operands.join(' ')}`;
  const context = `precision ${test.precision}, ${test.rounding}`;
  assert.ok(actual !== undefined && expected !== undefined, `${label}: not parsed`);
  const message = `${label} (${context}): ${num.format(actual)}, expected ${test.expected}`;
  assert.ok(num.same(actual, expected), message);
}

describe('decimal policy against decTest', () => {
  const cases: Located[] = [];

  before(function () {
    const folder = requireSharedData(this, 'dectest');
    for (const file of readdirSync(folder).sort()) {
      const text = readFileSync(join(folder, file), 'utf8');
      for (const test of parseDectest(text)) cases.push({ ...test, file });
    }
  });

  for (const line of RUN_BY_OPERATION.trim().split('\n')) {
    const [operation = '', count = ''] = line.split(' ');
    it(`${operation}: ${count} cases`, () => {
      const selected = cases.filter(
        (test) => test.operation === operation && whyNot(test) === undefined,
      );
      selected.forEach(check);
      assert.equal(selected.length, Number(count));
    });
  }

  it('runs the counted cases in each rounding mode', () => {
    const run = cases.filter((test) => whyNot(test) === undefined);
    assert.equal(tally(run.map((test) => test.rounding)), RUN_BY_ROUNDING);
  });

  it('runs no operation that is missing in the table', () => {
    const run = cases.filter((test) => whyNot(test) === undefined);
    assert.equal(tally(run.map((test) => test.operation)), RUN_BY_OPERATION);
  });

  it('leaves out the counted cases for the stated reasons', () => {
    const reasons = cases.map(whyNot).filter((reason) => reason !== undefined);
    assert.equal(tally(reasons), NOT_RUN);
  });
});
