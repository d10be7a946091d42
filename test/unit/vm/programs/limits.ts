// Programs whose third tick no compiled lane can follow, though JavaScript goes on: why, and at which words.
import type { LaneProgram } from '../../../support/vm/lane-program.js';

const LIST: LaneProgram = {
  fields: 'l: number[]; x: Num; n: number; ys: Num[];',
  initial: '{ l: [1], x: num.zero, n: 0, ys: [] }',
  body: '',
};
/** In the third tick, which is tick 2. */
export const at = (body: string, program: LaneProgram = LIST): LaneProgram => ({
  ...program,
  body: `if (tick.index === 2) {\n${body}\n}`,
});

const MUTABLE = 'interface M { at: number }';
const MOVED =
  'an object, or a record that may be missing, is put into a list of state or moved in one';

const ROW = 'interface R { readonly xs: readonly number[] } interface O { readonly r: R | null }';
const KEEPING: LaneProgram = {
  top: ROW,
  fields: 'rows: R[]; outer: O[]; own: number[];',
  initial: '{ rows: [{ xs: [7] }], outer: [{ r: null }], own: [4] }',
  body: '',
};
/** Some 256 bytes. */
const LONG = `[${Array.from({ length: 30 }, () => 'i').join(', ')}]`;
const SHARED =
  'a list that state keeps within a record is shared: it is changed after that, or is a list of state itself';

/** Under decimals: a result beyond the exponents of a cell, and what is computed with it. */
export const OVERFLOW: LaneProgram = {
  fields: 'x: Num; n: number;',
  initial: "{ x: num('1e200000'), n: 0 }",
  body: `if (tick.index === 2) {
const y = s.x.mul(s.x);
if (!y.add(1).gt(2)) throw new Error('a lane went on with it');
s.n = y.gt(1) ? 1 : 2;
}`,
};

/** Title, program, what the lane says, and the words at its place. */
export const LIMITS: readonly (readonly [string, LaneProgram, string, string])[] = [
  [
    'a whole number beyond a list',
    at('s.n = (s.l[3] as number) + 1;'),
    'a value is missing where the code says that it is there',
    's.l[3]',
  ],
  [
    'a whole number above the largest',
    at('s.n = 9007199254740991;\ns.n += 1;'),
    'a whole number leaves what every lane counts exactly, +-(2^53 - 1)',
    's.n += 1;',
  ],
  [
    'a list that grows without bound',
    { ...LIST, body: 'for (let i = 0; i < 6; i += 1) s.l.push(i);' },
    'a list in state is full',
    's.l.push(i)',
  ],
  [
    'a fraction as a whole number',
    at('s.n = num(5).div(2).toNumber();'),
    'a number becomes a whole one here, and is none below 2^53',
    'num(5).div(2).toNumber()',
  ],
  [
    'a fraction for a moment',
    at('s.n = num(5).div(2).toNumber() > 2 ? 1 : 0;'),
    'a number becomes a whole one here, and is none below 2^53',
    'num(5).div(2).toNumber()',
  ],
  [
    'no number as a whole number',
    at('s.n = num(0).div(0).toNumber() > 2 ? 1 : 0;'),
    'a number becomes a whole one here, and is none below 2^53',
    'num(0).div(0).toNumber()',
  ],
  [
    'a whole number beyond 2^53',
    at("s.n = num('9007199254740992').toNumber() > 2 ? 1 : 0;"),
    'a number becomes a whole one here, and is none below 2^53',
    "num('9007199254740992').toNumber()",
  ],
  [
    'too many values in a record of a list',
    at('s.rows.push({ xs: [1, 2, 3, 4, 5, 6, 7, 8, 9] });', {
      top: 'interface R { readonly xs: readonly number[] }',
      fields: 'rows: R[];',
      initial: '{ rows: [] }',
      body: '',
    }),
    'a list in state is full',
    's.rows.push({ xs: [1, 2, 3, 4, 5, 6, 7, 8, 9] })',
  ],
  [
    'writing behind the end of a list',
    at('s.l[2] = 5;'),
    'a list is written behind its end, or lengthened',
    's.l[2] = 5;',
  ],
  [
    'writing before the start of a list',
    at('s.l[s.n - 1] = 5;'),
    'a list is written behind its end, or lengthened',
    's.l[s.n - 1] = 5;',
  ],
  [
    'lengthening a list',
    at('s.l.length = 4;'),
    'a list is written behind its end, or lengthened',
    's.l.length = 4;',
  ],
  [
    'an order of what is no number',
    at('const c = num(0).div(0).cmp(1);\ns.n = c > 0 ? 1 : 0;'),
    'an order is asked for, and one side is no number',
    'num(0).div(0).cmp(1)',
  ],
  [
    'a list put into state',
    at('s.g.push([1]);', { fields: 'g: number[][];', initial: '{ g: [] }', body: '' }),
    MOVED,
    's.g.push([1])',
  ],
  [
    'an object put into a list of state',
    at('s.l.push(s.m);', {
      top: MUTABLE,
      fields: 'l: M[]; m: M;',
      initial: '{ l: [], m: { at: 1 } }',
      body: '',
    }),
    MOVED,
    's.l.push(s.m)',
  ],
  [
    'a record that may be missing put into a list of state',
    at('s.l.push(null);', {
      top: ROW,
      fields: 'l: (R | null)[];',
      initial: '{ l: [null, { xs: [] }] }',
      body: '',
    }),
    MOVED,
    's.l.push(null)',
  ],
  [
    'nothing written into a list of records',
    at('const l: (R | null)[] = s.rows;\nl[0] = null;', KEEPING),
    MOVED,
    'l[0] = null;',
  ],
  ...(
    [
      ['pushed to', 'xs.push(2);', 'xs.push(2)'],
      ['written', 'xs[0] = 2;', 'xs[0] = 2;'],
      ['lengthened by an index', 'xs[xs.length] = 2;', 'xs[xs.length] = 2;'],
      ['shortened', 'xs.length = 0;', 'xs.length = 0;'],
    ] as const
  ).map(
    ([how, change, place]) =>
      [
        `a list that is ${how} after a record with it is in state`,
        at(`const xs = [1];\ns.rows.push({ xs });\n${change}`, KEEPING),
        SHARED,
        place,
      ] as const,
  ),
  [
    'a list that is changed after it is in state, in a record within a record',
    at('const xs = [1];\nconst r: R = { xs };\ns.outer[0] = { r };\nxs.push(2);', KEEPING),
    SHARED,
    'xs.push(2)',
  ],
  [
    'a list of state that becomes part of a record in state',
    at('s.rows.push({ xs: s.own });', KEEPING),
    SHARED,
    's.rows.push({ xs: s.own })',
  ],
  [
    'more in a tick than the fast lane grows to',
    at(`for (let i = 0; i < 1200000; i += 1) { const l = ${LONG}; s.n = l.length; }`),
    'a tick makes more than a lane has room for, 256 MiB in the fast lane and at most 8 MiB on a GPU',
    LONG,
  ],
  [
    'objects of state sorted where they are',
    at('s.l.sort(by);', {
      top: `${MUTABLE}\nconst by = (a: M, b: M): number => a.at - b.at;`,
      fields: 'l: M[];',
      initial: '{ l: [{ at: 2 }, { at: 1 }] }',
      body: '',
    }),
    MOVED,
    's.l.sort(by)',
  ],
];
