// The configurations of a sweep: what a person writes, what the strategy declares, and what comes of it.
import assert from 'node:assert/strict';
import fc from 'fast-check';
import { param, type ParamTree } from '../../../engine/core/strategy/params.js';
import {
  overridesOf,
  parameterSpace,
  SpaceError,
  valuesOf,
} from '../../../engine/host/sweep/parameter-space.js';

const DECLARED: ParamTree = {
  trade: {
    stop: param.decimal('2'),
    window: param.integer(14),
    filter: param.flag(true),
    mode: param.choice('fast', ['fast', 'slow']),
  },
  margin: param.decimal('0.1'),
};

const listed = (...specs: readonly string[]): readonly string[] => {
  const space = parameterSpace(specs, DECLARED);
  return Array.from({ length: space.count }, (_, index) =>
    valuesOf(space, index)
      .map(([, value]) => JSON.stringify(value))
      .join(' '),
  );
};

const SPACES: readonly (readonly [specs: readonly string[], values: readonly string[]])[] = [
  [['trade.stop=1:2:0.5'], ['"1"', '"1.5"', '"2"']],
  [['trade.stop=1:1.9:0.5'], ['"1"', '"1.5"']],
  [['trade.stop=0.1:0.3:0.1'], ['"0.1"', '"0.2"', '"0.3"']],
  [['trade.stop=2:1:-0.5'], ['"2"', '"1.5"', '"1"']],
  [['trade.stop=3:3:1'], ['"3"']],
  [['trade.stop=2.50, 1e-3'], ['"2.50"', '"1e-3"']],
  [['trade.window=10:30:10'], ['10', '20', '30']],
  [['trade.filter=true,false'], ['true', 'false']],
  [['trade.mode=slow'], ['"slow"']],
  [
    ['trade.window=1,2', 'margin=0.1,0.2,0.3'],
    ['1 "0.1"', '1 "0.2"', '1 "0.3"', '2 "0.1"', '2 "0.2"', '2 "0.3"'],
  ],
];

const REFUSED: readonly (readonly [spec: string, said: RegExp])[] = [
  ['trade.stop', /no parameter with values.*name=from:to:step/],
  ['=1', /no parameter with values/],
  ['trade.stop=', /no parameter with values/],
  ['trade.stp=1', /no parameter trade\.stp\..*did you mean trade\.stop\?/],
  ['other=1', /no parameter other\..*parameters are trade\.stop, trade\.window/],
  ['trade=1', /no parameter trade\./],
  ['trade.stop=x', /cannot be "x".*decimal number/],
  ['trade.stop=1,,2', /cannot be ""/],
  ['trade.stop=NaN', /cannot be "NaN"/],
  ['trade.stop=1,1', /to be 1 twice/],
  ['trade.stop=1:2', /no range/],
  ['trade.stop=1:2:3:4', /no range/],
  ['trade.stop=1:2:0', /never ends/],
  ['trade.stop=1:2:-1', /never ends/],
  ['trade.window=1:2:0.5', /cannot be "0\.5".*whole number/],
  ['trade.window=1.5', /whole number/],
  ['trade.filter=1', /true or false/],
  ['trade.filter=0:1:1', /has no range/],
  ['trade.mode=quick', /one of fast, slow/],
  ['margin=0:1000000000:0.00000001', /more configurations than can be numbered/],
];

describe('configurations of a sweep', () => {
  for (const [specs, values] of SPACES) {
    it(specs.join(' '), () => {
      assert.deepEqual(listed(...specs), values);
    });
  }

  for (const [spec, said] of REFUSED) {
    it(`${spec} is refused`, () => {
      assert.throws(
        () => parameterSpace([spec], DECLARED),
        (error) => error instanceof SpaceError && said.test(`${error.message} ${error.remedy}`),
      );
    });
  }

  it('a parameter given twice is refused', () => {
    assert.throws(
      () => parameterSpace(['margin=1', 'margin=2'], DECLARED),
      /margin is given twice/,
    );
  });

  it('overrides are nested as the manifest has them', () => {
    const space = parameterSpace(['trade.stop=1,2', 'trade.window=5', 'margin=0.3'], DECLARED);
    assert.deepEqual(overridesOf(space, 1), { trade: { stop: '2', window: 5 }, margin: '0.3' });
  });

  it('every number is one combination, and no two are the same', () => {
    const counts = fc.tuple(fc.integer({ min: 1, max: 6 }), fc.integer({ min: 1, max: 6 }));
    fc.assert(
      fc.property(counts, ([a, b]) => {
        const made = listed(`trade.window=1:${String(a)}:1`, `margin=1:${String(b)}:1`);
        assert.equal(made.length, a * b);
        assert.equal(new Set(made).size, a * b);
      }),
    );
  });

  it('ten million configurations are counted, not listed', () => {
    const space = parameterSpace(['margin=0.0000001:1:0.0000001'], DECLARED);
    assert.equal(space.count, 10_000_000);
    assert.deepEqual(valuesOf(space, 9_999_999), [['margin', '1']]);
  });
});
