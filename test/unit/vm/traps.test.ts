// Where a compiled run ends: both lanes in the same tick, or the fast lane alone with the reason and the place, because no
// lane but the reference can go on. Never a state that differs in silence.
import assert from 'node:assert/strict';
import {
  LaneBench,
  outcomeOf,
  strategySource,
  type LaneProgram,
} from '../../support/vm/lane-program.js';

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

/** The reference goes on, with state that no lane holds. */
const OBSTACLES: readonly (readonly [string, LaneProgram, string])[] = [
  [
    'a whole number beyond a list',
    at('s.n = (s.l[3] as number) + 1;'),
    'strategy.n: NaN is no whole number',
  ],
  [
    'a whole number above the largest',
    at('s.n = 9007199254740991;\ns.n += 1;'),
    'strategy.n: 9007199254740992 is no whole number',
  ],
  [
    'a list that grows without bound',
    { ...LIST, body: 'for (let i = 0; i < 6; i += 1) s.l.push(i);' },
    'strategy.l: more than 16 elements',
  ],
  [
    'a number of the policy as a whole one',
    at('s.n = num(5).div(2).toNumber();'),
    'strategy.n: 2.5 is no whole number',
  ],
  [
    'too many values in a record of a list',
    at('s.rows.push({ xs: [1, 2, 3, 4, 5, 6, 7, 8, 9] });', {
      top: 'interface R { readonly xs: readonly number[] }',
      fields: 'rows: R[];',
      initial: '{ rows: [] }',
      body: '',
    }),
    'strategy.rows[0].xs: more than 8 values',
  ],
  [
    'a number with more digits than a cell',
    at("s.x = num('1.2345678901234567890123456789012345678901234567');"),
    'the number 1.2345678901234567890123456789012345678901234567 has more digits than a lane holds',
  ],
];

/** The fast lane alone gives up, at a place. */
const ALONE: readonly (readonly [string, LaneProgram, string, string])[] = [
  ['writing behind the end of a list', at('s.l[1] = 5;'), 'a value was missing', 's.l[1] = 5;'],
  ['lengthening a list', at('s.l.length = 4;'), 'a value was missing', 's.l.length = 4;'],
  [
    'an order of what is no number',
    at('s.n = num(0).div(0).cmp(1) > 0 ? 1 : 0;'),
    'a value was missing',
    'num(0).div(0).cmp(1)',
  ],
  [
    'a fraction for a moment',
    at('s.n = num(5).div(2).toNumber() > 2 ? 1 : 0;'),
    'a number has more digits than a lane holds',
    '',
  ],
  [
    'a list put into state',
    at('s.g.push([1]);', { fields: 'g: number[][];', initial: '{ g: [] }', body: '' }),
    'a list in state is full, or an object was to be put into it',
    's.g.push([1])',
  ],
  [
    'an object put into a list of state',
    at('s.l.push(s.m);', {
      top: 'interface M { at: number }',
      fields: 'l: M[]; m: M;',
      initial: '{ l: [], m: { at: 1 } }',
      body: '',
    }),
    'a list in state is full, or an object was to be put into it',
    's.l.push(s.m)',
  ],
  [
    'objects of state sorted where they are',
    at('s.l.sort(by);', {
      top: 'interface M { at: number }\nconst by = (a: M, b: M): number => a.at - b.at;',
      fields: 'l: M[];',
      initial: '{ l: [{ at: 2 }, { at: 1 }] }',
      body: '',
    }),
    'a list in state is full, or an object was to be put into it',
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

  for (const [title, program, reason, place] of ALONE)
    it(`the fast lane gives the run back: ${title}`, async () => {
      const text = strategySource(program);
      const report = await bench.run({ text });
      assert.equal(outcomeOf(report), `stop differs in tick 2 : went on | stopped: ${reason}`);
      const range = report.divergence?.range;
      const line = text.split('\n')[(range?.line ?? 0) - 1] ?? '';
      assert.equal(line.slice((range?.column ?? 0) - 1, (range?.endColumn ?? 0) - 1), place);
    });
});
