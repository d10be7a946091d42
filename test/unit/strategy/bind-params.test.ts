// Parameters from configuration: what binds, what is an issue and where, and what stands in for a wrong value.
import assert from 'node:assert/strict';
import { createNumeric } from '../../../engine/core/numeric/index.js';
import { bindParams } from '../../../engine/core/strategy/bind-params.js';
import { param } from '../../../engine/core/strategy/params.js';
import { DECIMAL } from '../../support/session.js';

const num = createNumeric(DECIMAL);

const TREE = {
  rate: param.decimal('0.10'),
  window: param.integer(14),
  strict: param.flag(true),
  mode: param.choice('fast', ['fast', 'slow']),
  exit: { stop: param.decimal('2'), inner: { minutes: param.integer(60) } },
};

const DEFAULTS = {
  rate: '0.1',
  window: 14,
  strict: true,
  mode: 'fast',
  exit: { stop: '2', inner: { minutes: 60 } },
};

/** Numbers of the policy as text. */
const plain = (values: unknown): unknown => {
  if (num.is(values)) return num.format(values);
  if (typeof values !== 'object' || values === null) return values;
  return Object.fromEntries(Object.entries(values).map(([name, value]) => [name, plain(value)]));
};

const bind = (configured: unknown) => {
  const { values, issues } = bindParams(num, TREE, configured);
  return {
    values: plain(values),
    issues: issues.map(({ path, message }) => `${path}: ${message}`),
  };
};

describe('bindParams', () => {
  const GOOD: readonly (readonly [string, unknown, object])[] = [
    ['nothing configured', undefined, {}],
    ['null', null, {}],
    ['an empty record', {}, {}],
    ['decimal text', { rate: '0.25' }, { rate: '0.25' }],
    ['an integer for a decimal', { rate: 3 }, { rate: '3' }],
    ['an exponent', { rate: '-1e-3' }, { rate: '-0.001' }],
    ['an integer', { window: -5 }, { window: -5 }],
    ['a flag', { strict: false }, { strict: false }],
    ['a choice', { mode: 'slow' }, { mode: 'slow' }],
    ['null for one value', { window: null }, {}],
    ['part of a group', { exit: { stop: '3' } }, { exit: { stop: '3', inner: { minutes: 60 } } }],
    [
      'deep in a group',
      { exit: { inner: { minutes: 1 } } },
      { exit: { stop: '2', inner: { minutes: 1 } } },
    ],
  ];
  for (const [title, configured, changed] of GOOD) {
    it(title, () => {
      assert.deepEqual(bind(configured), { values: { ...DEFAULTS, ...changed }, issues: [] });
    });
  }

  const BAD: readonly (readonly [unknown, string])[] = [
    [{ rate: 0.1 }, 'rate: value is 0.1'],
    [{ rate: 'ten' }, 'rate: value is "ten"'],
    [{ rate: '' }, 'rate: value is ""'],
    [{ rate: 'NaN' }, 'rate: value is "NaN"'],
    [{ rate: ' 1' }, 'rate: value is " 1"'],
    [{ rate: true }, 'rate: value is true'],
    [{ rate: 2 ** 53 }, `rate: value is ${String(2 ** 53)}`],
    [{ window: 1.5 }, 'window: value is 1.5'],
    [{ window: '14' }, 'window: value is "14"'],
    [{ strict: 1 }, 'strict: value is 1'],
    [{ strict: 'true' }, 'strict: value is "true"'],
    [{ mode: 'medium' }, 'mode: value is "medium"'],
    [{ mode: 0 }, 'mode: value is 0'],
    [{ rat: '1' }, 'rat: the strategy declares no such parameter'],
    [{ toString: '1' }, 'toString: the strategy declares no such parameter'],
    [{ exit: { sotp: '1' } }, 'exit.sotp: the strategy declares no such parameter'],
    [{ exit: { inner: { minutes: 'x' } } }, 'exit.inner.minutes: value is "x"'],
    [{ exit: '2' }, 'exit: parameter group is "2"'],
    [{ exit: [] }, 'exit: parameter group is []'],
    [7, ': parameter group is 7'],
  ];
  for (const [configured, issue] of BAD) {
    it(`${JSON.stringify(configured)} is an issue, and the default stands in`, () => {
      assert.deepEqual(bind(configured), { values: DEFAULTS, issues: [issue] });
    });
  }

  it('every issue is reported, in order of place, each with a remedy', () => {
    const { issues } = bindParams(num, TREE, { rate: 'x', window: 'y', exit: { stop: {} } });
    assert.deepEqual(
      issues.map(({ path }) => path),
      ['rate', 'window', 'exit.stop'],
    );
    for (const { remedy } of issues) assert.notEqual(remedy, '');
  });

  it('a declared parameter may be called like an inherited member', () => {
    const { values } = bindParams(num, { constructor: param.integer(1) }, {});
    assert.deepEqual(values, { constructor: 1 });
  });
});
