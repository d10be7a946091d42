// Debugger expressions: what they may read, what they compute, and what is said when they cannot.
import assert from 'node:assert/strict';
import { Ema } from '../../../engine/core/indicators/index.js';
import { createNumeric } from '../../../engine/core/numeric/index.js';
import {
  ExpressionError,
  isTrue,
  parseExpression,
} from '../../../engine/core/session/expression.js';
import { picture } from '../../../engine/core/session/picture.js';
import { BINARY64, DECIMAL } from '../../support/session.js';

const num = createNumeric(DECIMAL);

const NAMES: Readonly<Record<string, unknown>> = {
  adx: num('25.5'),
  count: 3,
  text: 'BTC',
  yes: true,
  no: false,
  nothing: null,
  missing: undefined,
  list: [num(10), 20, { deep: 'x' }],
  record: { price: num('1.10'), side: 'long', 'odd name': 7, inner: { on: true } },
  call: () => 'never',
};

function evaluate(text: string, names = NAMES, numeric = num): string {
  try {
    const result = parseExpression(text).evaluate(numeric, (name) =>
      Object.hasOwn(names, name) ? picture(numeric, name, names[name]) : undefined,
    );
    return `${result.type} ${result.value}`;
  } catch (error) {
    assert.ok(error instanceof ExpressionError, String(error));
    return `error: ${error.message}`;
  }
}

describe('expressions', () => {
  const TABLE: readonly (readonly [string, string])[] = [
    ['adx', 'number 25.5'],
    ['count', 'number 3'],
    ['text', 'string BTC'],
    ['yes', 'boolean true'],
    ['nothing', 'nothing null'],
    ['missing', 'nothing null'],
    ['list', 'list list of 3'],
    ['record.price', 'number 1.1'],
    ['record.inner.on', 'boolean true'],
    ['record["odd name"]', 'number 7'],
    ['record["si" + "de"]', 'error: + needs a number on both sides'],
    ['list[0]', 'number 10'],
    ['list[count - 1].deep', 'string x'],
    ['list.length', 'number 3'],
    ['42', 'number 42'],
    ['1e-7', 'number 1e-7'],
    ["'it'", 'string it'],
    ['true', 'boolean true'],
    ['null', 'nothing null'],
    ['adx + 1', 'number 26.5'],
    ['adx - 1 * 2 / 4', 'number 25'],
    ['(adx - 1) * 2', 'number 49'],
    ['-adx', 'number -25.5'],
    ['+adx', 'number 25.5'],
    ['0.1 + 0.2', 'number 0.3'],
    ['1 / 3', 'number 0.33333333333333333333'],
    ['adx > 25 && adx <= 25.5', 'boolean true'],
    ['adx >= 26 || count == 3', 'boolean true'],
    ['adx < 25.5', 'boolean false'],
    ['!yes', 'boolean false'],
    ['!(count != 3)', 'boolean true'],
    ['count === 3', 'boolean true'],
    ['text == "BTC"', 'boolean true'],
    ['text !== "ETH"', 'boolean true'],
    ['record.price == 1.1', 'boolean true'],
    ['nothing == null', 'boolean true'],
    ['text == 3', 'boolean false'],
    ['yes ? adx : text', 'number 25.5'],
    ['no ? adx : text', 'string BTC'],
    ['no && unknown', 'boolean false'],
    ['yes || unknown', 'boolean true'],
    ['unknown', 'error: nothing here is called "unknown"'],
    ['toString', 'error: nothing here is called "toString"'],
    ['record.constructor', 'error: "record" has no field "constructor"'],
    ['record.price.foo', 'error: a plain value has no field "foo"'],
    ['nothing.foo', 'error: a missing value has no field "foo"'],
    ['list[9]', 'error: "list" has no field "9"'],
    ['list[yes]', 'error: an index must be a number or a name in quotes'],
    ['text > 1', 'error: > needs a number on both sides'],
    ['-text', 'error: - needs a number'],
    ['adx && yes', 'error: a condition must be true or false'],
    ['count ? 1 : 2', 'error: a condition must be true or false'],
    ['record == record', 'error: records and lists cannot be compared'],
    ['call()', 'error: calls are not possible here: expressions only read recorded values'],
    [
      'record.price.add(1)',
      'error: calls are not possible here: expressions only read recorded values',
    ],
    ['adx % 2', 'error: % is not possible here; there are < <= > >= == != + - * / && || !'],
    ['~count', 'error: ~ is not possible here'],
    ['[1, 2]', 'error: ArrayExpression is not possible here'],
    ['this', 'error: ThisExpression is not possible here'],
  ];
  for (const [text, expected] of TABLE) {
    it(text, () => {
      assert.equal(evaluate(text), expected);
    });
  }

  for (const text of ['1 +', 'adx >', '(1', '"open', 'adx yes', 'adx; yes', '', ' ']) {
    it(`cannot be read: ${text}`, () => {
      assert.throws(() => parseExpression(text), ExpressionError);
    });
  }

  it('assignments cannot be written', () => {
    for (const text of ['adx = 1', 'count += 1', 'count++'])
      assert.match(evaluate(text), /^error: /);
    assert.equal(NAMES['count'], 3);
  });

  it('computes under the policy of the run', () => {
    const doubles = createNumeric(BINARY64);
    assert.equal(evaluate('0.1 + 0.2', {}, doubles), 'number 0.30000000000000004');
    assert.equal(evaluate('0.1 + 0.2 == 0.3', {}, doubles), 'boolean false');
    assert.equal(evaluate('0.1 + 0.2 == 0.3'), 'boolean true');
  });

  it('reads fields of indicators, private ones too', () => {
    const ema = new Ema(num, { window: 3, seed: 'first-value' });
    ema.update(num(8));
    assert.equal(evaluate('ema.value * 2', { ema }), 'number 16');
    assert.equal(evaluate('ema.window', { ema }), 'number 3');
  });

  it('names what it reads', () => {
    const { roots } = parseExpression('record.price > adx && list[count].x == 1');
    assert.deepEqual([...roots].sort(), ['adx', 'count', 'list', 'record']);
  });

  it('a condition is true or false, nothing else', () => {
    const truth = (text: string) => isTrue(parseExpression(text).evaluate(num, () => undefined));
    assert.equal(truth('1 < 2'), true);
    assert.equal(truth('1 > 2'), false);
    for (const text of ['1', '"true"', 'null']) assert.throws(() => truth(text), ExpressionError);
  });
});
