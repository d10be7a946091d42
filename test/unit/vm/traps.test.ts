// Where a compiled run ends: both lanes in the same tick, or the fast lane alone with the reason and the place, because no
// lane but the reference can go on. Never a state that differs in silence, and never a difference where there is none.
import assert from 'node:assert/strict';
import {
  LaneBench,
  outcomeOf,
  placeIn,
  strategySource,
  type LaneProgram,
} from '../../support/vm/lane-program.js';
import { DECIMAL } from '../../support/session.js';

const OPEN =
  "tick.open(0, { side: 'long', size: num(1), margin: num(1), leverage: num(1), reason: 'go' });";
const LIST: LaneProgram = {
  fields: 'l: number[]; x: Num; n: number; ys: Num[];',
  initial: '{ l: [1], x: num.zero, n: 0, ys: [] }',
  body: '',
};
const at = (body: string, program: LaneProgram = LIST): LaneProgram => ({
  ...program,
  body: `if (tick.index === 2) {\n${body}\n}`,
});

/** Both stop in tick 2, which is agreement. */
const BOTH: readonly (readonly [string, LaneProgram])[] = [
  ['throw', at("throw new Error('mine');")],
  [
    'a call of a function that throws',
    at('stop();', { top: "function stop(): never {\n  throw new Error('mine');\n}", body: '' }),
  ],
  ['a number beyond a list', at('s.x = (s.ys[3] as Num).add(1);')],
  [
    'a field of what is missing',
    at('s.n = s.r!.at;', {
      top: 'interface R { readonly at: number }',
      fields: 'r: R | null; n: number;',
      initial: '{ r: null, n: 0 }',
      body: '',
    }),
  ],
  ['an endless while', at('while (s.n === 0) s.x = s.x;')],
  ['an endless for', at('for (;;) {\n}')],
  ['endless loops in each other', at('for (;;) for (let i = 0; i < 10; i += 1) s.n = i;')],
  ['a list made without end', at('const all: number[] = [];\nwhile (true) all.push(1);')],
  ['a symbol that is not there', at("tick.hold(7, 'go');")],
  ['a symbol below zero', at("tick.hold(0 - 1, 'go');")],
  ['a bar that is not there', at('s.x = tick.bar(2).close;')],
  ['an order of no size', at(OPEN.replace('num(1)', 'num(0)'))],
  ['an order of negative size', at(OPEN.replace('num(1)', 'num(-1)'))],
  ['an order of no number', at(OPEN.replace('num(1)', 'num(0).div(0)'))],
  ['an order without end', at(OPEN.replace('num(1)', 'num(1).div(0)'))],
  ['two orders for one position', at(`${OPEN}\n${OPEN}`)],
  ['an add to nothing', at(OPEN.replace('open', 'add'))],
  ['an exit of nothing', at("tick.close(0, { reason: 'stop' });")],
  ['a part above all', at(`${OPEN}\ntick.reduce(0, { fraction: num('1.5'), reason: 'stop' });`)],
  ['a part of nothing', at(`${OPEN}\ntick.reduce(0, { fraction: num.zero, reason: 'stop' });`)],
  ['a gate on no number', at("tick.gate(0, 'low', num(0).div(0), '>', 1);")],
  ['a threshold without end', at("tick.gate(0, 'low', num(1), '>', num(1).div(0));")],
  ['an observation of no number', at("tick.observe(0, 'x', num(0).div(0));")],
  ['a detail that is not declared', at(OPEN.replace("'go'", "'go', detail: 'other'"))],
];

/** The reference goes on, with state that no lane holds, before any lane has run. */
const OBSTACLES: readonly (readonly [string, LaneProgram, string])[] = [
  [
    'a number with more digits than a cell',
    at("s.x = num('1.2345678901234567890123456789012345678901234567');"),
    'the number 1.2345678901234567890123456789012345678901234567 has more digits than a lane holds',
  ],
];

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

/** The reference goes on, and the lane gives the run back: at a place, and never as a difference. */
const LIMITS: readonly (readonly [string, LaneProgram, string, string])[] = [
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

describe('where a compiled run ends', function () {
  this.timeout(60_000);
  let bench: LaneBench;
  before(async () => {
    bench = await LaneBench.start();
  });
  after(() => bench.dispose());
  const outcome = async (program: LaneProgram): Promise<string> =>
    outcomeOf(await bench.run({ text: strategySource(program) }));

  for (const [title, program] of BOTH)
    it(`both lanes stop: ${title}`, async () => {
      assert.equal(await outcome(program), 'equal over 3');
    });

  for (const [title, program, problem] of OBSTACLES)
    it(`no lane holds it: ${title}`, async () => {
      const found = await outcome(program);
      assert.ok(found.startsWith('obstacle: ') && found.endsWith(problem), found);
    });

  for (const [title, program, reason, place] of LIMITS)
    for (const numeric of [{ kind: 'binary64' }, DECIMAL] as const)
      it(`the fast lane gives the run back: ${title}, ${numeric.kind}`, async () => {
        const text = strategySource(program);
        const report = await bench.run({ text, numeric });
        assert.equal(outcomeOf(report), `the fast lane gives up in tick 2: ${reason}`);
        assert.equal(report.divergence, null);
        assert.equal(placeIn(text, report.limit), place);
        assert.notEqual(report.limit?.remedy, '');
      });
});
