// Numbers of the policy in a strategy: every method over special and ordinary values, in both lanes, under binary64 and
// under decimal of 1, 20 and 34 digits.
import assert from 'node:assert/strict';
import type { NumericPolicy } from '../../../engine/core/numeric/index.js';
import { LaneBench, outcomeOf, strategySource } from '../../support/vm/lane-program.js';

const POLICIES: readonly NumericPolicy[] = [
  { kind: 'binary64' },
  { kind: 'decimal', precision: 1, rounding: 'half-even' },
  { kind: 'decimal', precision: 1, rounding: 'up' },
  { kind: 'decimal', precision: 20, rounding: 'half-up' },
  { kind: 'decimal', precision: 20, rounding: 'floor' },
  { kind: 'decimal', precision: 34, rounding: 'half-down' },
  { kind: 'decimal', precision: 34, rounding: 'ceil' },
];

const VALUES = [
  'num.zero',
  "num('-0')",
  'num(0).div(0)',
  'num(1).div(0)',
  'num(-1).div(0)',
  'num(1)',
  'num(-1)',
  'num(1).div(3)',
  'num(-2).div(3)',
  "num('0.5')",
  "num('-2.5')",
  "num('123456789.987654321')",
  "num('-99999999999999999999')",
  "num('1e-9')",
  "num('7e25')",
];

const BINARY = [
  'a.add(b)',
  'a.sub(b)',
  'a.mul(b)',
  'a.div(b)',
  'max(a, b)',
  'min(a, b)',
  'clamp(a, b, num(2))',
];
const UNARY = [
  'a.neg()',
  'a.abs()',
  'a.sqrt()',
  'a.trunc()',
  "a.add('0.1')",
  'a.mul(-3)',
  "a.div('7')",
  'num(a)',
];
const QUESTIONS = [
  'a.eq(b)',
  'a.lt(b)',
  'a.lte(b)',
  'a.gt(b)',
  'a.gte(b)',
  'a.isZero()',
  'b.isNeg()',
  'a.isNaN()',
  'b.isFinite()',
];

/** One list of results in state for each method, so that a difference names it. */
const program = (): string => {
  const pairs = VALUES.length * VALUES.length;
  const list = (value: string): string =>
    `[${Array.from({ length: pairs }, () => value).join(', ')}]`;
  const numbers = [...BINARY, ...UNARY];
  const fields = [
    'values: Num[];',
    ...numbers.map((_, i) => `n${String(i)}: Num[];`),
    ...QUESTIONS.map((_, i) => `q${String(i)}: boolean[];`),
    'order: number[];',
  ];
  const initial = [
    `values: [${VALUES.join(', ')}]`,
    ...numbers.map((_, i) => `n${String(i)}: ${list('num.zero')}`),
    ...QUESTIONS.map((_, i) => `q${String(i)}: ${list('false')}`),
    `order: ${list('0')}`,
  ];
  const body = `if (tick.index > 0) return;
let i = 0;
for (const a of s.values) {
  for (const b of s.values) {
    ${numbers.map((code, i) => `s.n${String(i)}[i] = ${code};`).join('\n    ')}
    ${QUESTIONS.map((code, i) => `s.q${String(i)}[i] = ${code};`).join('\n    ')}
    s.order[i] = a.isNaN() || b.isNaN() ? 2 : a.cmp(b);
    i += 1;
  }
}`;
  return strategySource({ fields: fields.join(' '), initial: `{ ${initial.join(', ')} }`, body });
};

describe('numbers of the policy', function () {
  this.timeout(60_000);
  let bench: LaneBench;
  before(async () => {
    bench = await LaneBench.start();
  });
  after(() => bench.dispose());
  for (const numeric of POLICIES)
    it(`${String(VALUES.length ** 2)} pairs under ${JSON.stringify(numeric)}`, async () => {
      assert.equal(outcomeOf(await bench.run({ text: program(), numeric })), 'equal over 4');
    });

  it('a number that was text is not rounded before its first operation', async () => {
    const numeric = { kind: 'decimal', precision: 3, rounding: 'half-up' } as const;
    const fields = 'x: Num; y: Num;';
    const initial = '{ x: num.zero, y: num.zero }';
    const body = "s.x = num('123456.789'); s.y = num('123456.789').sub('123456');";
    const text = strategySource({ fields, initial, body });
    assert.equal(outcomeOf(await bench.run({ text, numeric })), 'equal over 4');
  });
});
