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
import { at, LIMITS, OVERFLOW } from './programs/limits.js';

const OPEN =
  "tick.open(0, { side: 'long', size: num(1), margin: num(1), leverage: num(1), reason: 'go' });";
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

  it('a result no cell holds: the place that computed it, whatever came of it', async () => {
    const text = strategySource(OVERFLOW);
    const report = await bench.run({ text, numeric: DECIMAL });
    assert.equal(
      outcomeOf(report),
      'the fast lane gives up in tick 2: a number has more digits, or a larger exponent, than a lane holds',
    );
    assert.equal(placeIn(text, report.limit), 's.x.mul(s.x)');
  });
});
