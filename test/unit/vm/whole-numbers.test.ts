// Whole numbers at their limits: every operator over pairs of values, both computed at run time and written as literals.
// Where JavaScript leaves the whole numbers that every lane holds, the run is given back and says so. Zero has one sign
// wherever it can be seen: in state, as a number of the policy, in events.
import assert from 'node:assert/strict';
import { LaneBench, outcomeOf, placeIn, strategySource } from '../../support/vm/lane-program.js';
import { DECIMAL } from '../../support/session.js';
import { zeroProgram, ZEROS } from './programs/zeros.js';

const MAX = Number.MAX_SAFE_INTEGER;
const VALUES = [0, 1, -1, 2, 3, -3, 7, -7, 10, 4_294_967_296, -2_147_483_649, MAX - 1, MAX, -MAX];
const PAIRS = VALUES.flatMap((a) => VALUES.map((b) => [a, b] as const));

interface Operator {
  readonly name: string;
  readonly code: (a: string, b: string) => string;
  readonly value: (a: number, b: number) => number;
}

const flag = (holds: boolean): number => (holds ? 1 : 0);
const OPERATORS: readonly Operator[] = [
  { name: '+', code: (a, b) => `${a} + ${b}`, value: (a, b) => a + b },
  { name: '-', code: (a, b) => `${a} - ${b}`, value: (a, b) => a - b },
  { name: '*', code: (a, b) => `${a} * ${b}`, value: (a, b) => a * b },
  { name: '%', code: (a, b) => `${a} % ${b}`, value: (a, b) => a % b },
  { name: '<', code: (a, b) => `${a} < ${b} ? 1 : 0`, value: (a, b) => flag(a < b) },
  { name: '<=', code: (a, b) => `${a} <= ${b} ? 1 : 0`, value: (a, b) => flag(a <= b) },
  { name: '>', code: (a, b) => `${a} > ${b} ? 1 : 0`, value: (a, b) => flag(a > b) },
  { name: '>=', code: (a, b) => `${a} >= ${b} ? 1 : 0`, value: (a, b) => flag(a >= b) },
  { name: '===', code: (a, b) => `${a} === ${b} ? 1 : 0`, value: (a, b) => flag(a === b) },
  { name: '!==', code: (a, b) => `${a} !== ${b} ? 1 : 0`, value: (a, b) => flag(a !== b) },
  { name: 'Math.min', code: (a, b) => `Math.min(${a}, ${b})`, value: Math.min },
  { name: 'Math.max', code: (a, b) => `Math.max(${a}, ${b})`, value: Math.max },
  { name: 'Math.abs', code: (a, b) => `Math.abs(${a}) + 0 * Math.abs(${b})`, value: Math.abs },
  { name: 'Math.floor', code: (a) => `Math.floor(${a})`, value: Math.floor },
];

const list = (values: readonly number[]): string => `[${values.join(', ')}]`;

describe('whole numbers', function () {
  this.timeout(60_000);
  let bench: LaneBench;
  before(async () => {
    bench = await LaneBench.start();
  });
  after(() => bench.dispose());

  for (const { name, code, value } of OPERATORS) {
    const pairs = PAIRS.filter(([a, b]) => Number.isSafeInteger(value(a, b)));
    it(`${name}: ${String(pairs.length)} pairs at run time and as literals`, async () => {
      const literals = pairs.map(
        ([a, b], i) => `s.m[${String(i)}] = ${code(`(${String(a)})`, `(${String(b)})`)};`,
      );
      const text = strategySource({
        fields: 'a: number[]; b: number[]; r: number[]; m: number[]; wrong: number;',
        initial: `{ a: ${list(pairs.map(([a]) => a))}, b: ${list(pairs.map(([, b]) => b))}, r: ${list(pairs.map(() => 0))}, m: ${list(pairs.map(() => 0))}, wrong: 0 }`,
        body: `const WANTED = ${list(pairs.map(([a, b]) => value(a, b)))};
for (let i = 0; i < s.a.length; i += 1) {
  const a = s.a[i] as number;
  const b = s.b[i] as number;
  s.r[i] = ${code('a', 'b')};
}
${literals.join('\n')}
for (let i = 0; i < WANTED.length; i += 1) if (s.r[i] !== WANTED[i] || s.m[i] !== WANTED[i]) s.wrong += 1;
tick.observe(0, 'right', s.wrong === 0);
if (s.wrong > 0) tick.open(0, { side: 'long', size: num(0), margin: num(0), leverage: num(1), reason: 'go' });`,
      });
      assert.equal(outcomeOf(await bench.run({ text })), 'equal over 4');
    });
  }

  const BEYOND: readonly (readonly [string, string])[] = [
    ['MAX + 1', 's.a + 1'],
    ['-MAX - 1', '0 - s.a - 1'],
    ['MAX * 2', 's.a * 2'],
    ['MAX * MAX', 's.a * s.a'],
    ['1 % 0, which is no number', '1 % s.n'],
  ];
  for (const [title, code] of BEYOND) {
    it(`${title} is no whole number of a lane: the run is given back at its place`, async () => {
      const fields = 'a: number; n: number; r: number;';
      const initial = `{ a: ${String(MAX)}, n: 0, r: 0 }`;
      const body = `if (tick.index === 2) s.r = ${code};`;
      const text = strategySource({ fields, initial, body });
      const report = await bench.run({ text });
      assert.match(outcomeOf(report), /^the fast lane gives up in tick 2: /);
      assert.equal(placeIn(text, report.limit), code);
    });
  }

  it('a whole number that left them for a moment ends the run, though JavaScript goes on', async () => {
    const body = `const x = (s.count + ${String(MAX)}) * 2; s.count = x > 0 ? 1 : 0;`;
    const text = strategySource({ body });
    const report = await bench.run({ text });
    assert.match(
      outcomeOf(report),
      /^the fast lane gives up in tick 0: a whole number leaves what/,
    );
    assert.equal(placeIn(text, report.limit), `(s.count + ${String(MAX)}) * 2`);
  });

  for (const [title, zero] of ZEROS) {
    for (const numeric of [{ kind: 'binary64' }, DECIMAL] as const) {
      it(`a negative zero of JavaScript is a zero: ${title}, ${numeric.kind}`, async () => {
        const text = strategySource(zeroProgram(zero));
        assert.equal(outcomeOf(await bench.run({ text, numeric })), 'equal over 4');
      });
    }
  }
});
