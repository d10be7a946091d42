// The GPU lane's decimals against the General Decimal Arithmetic test cases. Which cases count is decided where the
// reference lane is judged by them; here a case is also left out when its operands fit no cell, and that is counted.
import assert from 'node:assert/strict';
import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { Decimal } from 'decimal.js';
import { ROUNDING_MODES } from '../../engine/core/numeric/index.js';
import { DECIMAL_LIMBS_MAX } from '../../engine/vm/gpu/wgsl/index.js';
import { roundingOf, whyNot } from '../oracle/dectest/coverage.js';
import { parseDectest, type DectestCase } from '../support/dectest.js';
import { requireGpu, type RowGpu } from '../support/gpu/adapter.js';
import { decimalCell, decimalText } from '../support/gpu/cells.js';
import { checkRows, type Row } from '../support/gpu/row-batch.js';
import { OPERATION_NUMBERS } from '../support/gpu/row-shader.js';
import { requireSharedData } from '../support/shared-data.js';

/** Cases run, and cases whose operands no cell holds: most have exponents of hundreds of millions. */
const COUNTS = { run: 10_247, withoutCell: 1_517 };

interface Located extends DectestCase {
  readonly file: string;
}

/** The operation of the arithmetic and its operands. decTest's unary operations round, so a sum or a product joins. */
function stepOf(test: Located): readonly [string, Decimal, Decimal] {
  const [x = new Decimal(0), y = new Decimal(0)] = test.operands.map((text) => new Decimal(text));
  const zero = new Decimal(0);
  switch (test.operation) {
    case 'squareroot':
      return ['root', x, zero];
    case 'abs':
      return ['add', zero, x.abs()];
    case 'plus':
      return ['add', zero, x];
    case 'minus':
      return ['subtract', zero, x];
    case 'apply':
    case 'reduce':
    case 'tosci':
    case 'toeng':
      return ['multiply', x, new Decimal(1)];
    case 'quantize':
    case 'tointegral':
    case 'tointegralx':
      return ['round-places', x, zero];
    default:
      return [test.operation, x, y];
  }
}

/** Fraction digits of a quantum such as `0.01` or `1e-3`, which `whyNot` has found to be none below zero. */
function scaleOf(test: Located): number {
  if (test.operation !== 'quantize') return 0;
  const [digits = '', exponent = '0'] = (test.operands[1] ?? '').toLowerCase().split('e');
  return (digits.split('.')[1] ?? '').length - Number(exponent);
}

/** A case as a row; undefined when an operand fits no cell. */
function rowOf(test: Located): Row | undefined {
  const [name, x, y] = stepOf(test);
  const least = Math.ceil((test.precision + 7) / 8);
  const sizes = Array.from({ length: DECIMAL_LIMBS_MAX - least + 1 }, (_, i) => least + i);
  const limbs = sizes.find((size) => decimalCell(x, size) && decimalCell(y, size));
  if (limbs === undefined) return undefined;
  const left = decimalCell(x, limbs);
  const right = decimalCell(y, limbs);
  const mode = ROUNDING_MODES.indexOf(roundingOf(test) ?? 'up');
  const wanted = new Decimal(test.expected);
  const cell = decimalCell(wanted, limbs);
  const label = `${test.file}:${String(test.line)} ${test.id} ${test.operation} ${test.operands.join(' ')}`;
  const describe = (actual: Uint32Array): string =>
    `${label}: ${decimalText(actual)}, expected ${test.expected}`;
  const expected = name === 'compare' ? { answer: wanted.toNumber() } : cell && { cell };
  const { precision } = test;
  const operation = OPERATION_NUMBERS[name] ?? 0;
  const scale = scaleOf(test);
  const policy = { precision, rounding: mode, limbs, scale, mode };
  assert.ok(left !== undefined && right !== undefined);
  return { family: 'decimal', operation, ...policy, left, right, expected, describe };
}

describe('decimal arithmetic on the GPU, against decTest', () => {
  const cases: Located[] = [];
  let gpu: RowGpu;

  before(async function () {
    const folder = requireSharedData(this, 'dectest');
    gpu = await requireGpu(this);
    for (const file of readdirSync(folder).sort()) {
      const text = readFileSync(join(folder, file), 'utf8');
      for (const test of parseDectest(text)) cases.push({ ...test, file });
    }
  });

  it('gives what the cases expect', async () => {
    const selected = cases.filter((test) => whyNot(test) === undefined);
    const rows = selected.map(rowOf).filter((row) => row !== undefined);
    const counts = { run: rows.length, withoutCell: selected.length - rows.length };
    await checkRows(gpu, rows);
    assert.deepEqual(counts, COUNTS);
  });
});
