// A negative zero of JavaScript wherever a strategy can put it: state, lists, values of the policy, events, conditions.
import type { LaneProgram } from '../../../support/vm/lane-program.js';

/** Whole numbers that are -0 in JavaScript, where `s.n` is 0. */
export const ZEROS: readonly (readonly [string, string])[] = [
  ['a product', 's.n * -1'],
  ['a product with a literal', '3 * -0'],
  ['a remainder', '(s.n - 4) % 2'],
  ['a negation', '-s.n'],
  ['the smaller of two', 'Math.min(0, -s.n)'],
  ['the larger of two', 'Math.max(-s.n, 0 * -1)'],
  ['a rounded fraction', 'Math.round(-0.2)'],
  ['a fraction cut off', 'Math.trunc(-0.9)'],
  ['a fraction raised', 'Math.ceil(-0.5)'],
  ['a value of the policy', "num('-0').toNumber()"],
  ['a choice', '(s.n === 0 ? -s.n : 1)'],
  ['a sum of two', '-s.n + -s.n'],
  ['a difference', '-s.n - 0'],
];
const SEEN = (zero: string): string => `const z = ${zero};
s.r = z;
s.l.push(z);
s.l[z] = 5;
s.m = z;
s.x = num(z);
s.y = num(1).div(z).add(num('-0').mul(z));
s.w = num(7).mul(z).add('-0').sub(z);
tick.observe(0, 'zero', num(z));
tick.gate(0, 'low', num(z), '<', z);
tick.open(z, { side: 'long', size: num(1), margin: num(1), leverage: num(1), reason: 'go', values: [num(z)] });
tick.close(z, { reason: 'stop' });
if (z === 0 && z >= 0 && z <= -0 && -z < 1) s.hits += 1;`;

export const zeroProgram = (zero: string): LaneProgram => ({
  fields:
    'n: number; r: number; l: number[]; m: number | null; x: Num; y: Num; w: Num; hits: number;',
  initial: '{ n: 0, r: 0, l: [1], m: null, x: num.zero, y: num.zero, w: num.zero, hits: 0 }',
  body: `if (tick.index < 2) {\n${SEEN(zero)}\n}`,
});
