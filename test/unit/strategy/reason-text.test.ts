// Wordings of reasons: templates, details, digits; and the flat table of a catalogue.
import assert from 'node:assert/strict';
import { createNumeric, type NumericPolicy } from '../../../engine/core/numeric/index.js';
import { flatReasons, reasonText } from '../../../engine/core/strategy/reason-text.js';
import { BINARY64, DECIMAL } from '../../support/session.js';

const REASONS = {
  plain: 'Plain',
  value: 'x {0}',
  two: '{1:.2} then {0:.0}{0:.0}',
  late: 'needs {3}',
  group: { text: 'Group {0}', details: { macro: 'Macro {0:.1}' } },
};

const text = (
  reason: string,
  values: readonly string[] = [],
  { detail = null, policy = DECIMAL }: { detail?: string | null; policy?: NumericPolicy } = {},
): string => {
  const num = createNumeric(policy);
  const cause = { reason, detail, values: values.map((value) => num(value)), confidence: null };
  return reasonText(num, REASONS, cause);
};

describe('reasonText', () => {
  const TABLE: readonly (readonly [string, readonly string[], string | null, string])[] = [
    ['plain', [], null, 'Plain'],
    ['plain', ['1'], null, 'Plain'],
    ['value', ['27.5'], null, 'x 27.5'],
    ['value', ['18.0'], null, 'x 18'],
    ['value', ['1e-7'], null, 'x 0.0000001'],
    ['value', ['1e21'], null, 'x 1000000000000000000000'],
    ['value', [], null, 'x {0}'],
    ['two', ['7', '1.005'], null, '1.00 then 77'],
    ['two', ['-0.4', '2'], null, '2.00 then -0-0'],
    ['late', ['1'], null, 'needs {3}'],
    ['group', ['3'], null, 'Group 3'],
    ['group', ['3'], 'macro', 'Macro 3.0'],
    ['group', ['3'], 'unknown', 'Group 3'],
    ['undecided', [], null, 'The strategy made no decision'],
  ];
  for (const [reason, values, detail, expected] of TABLE) {
    it(`${reason}${detail === null ? '' : `.${detail}`} [${values.join(', ')}]: ${expected}`, () => {
      assert.equal(text(reason, values, { detail }), expected);
    });
  }

  it('digits are those of the exact value, ties to even', () => {
    const digits = (value: string, policy = DECIMAL) =>
      text('two', ['0', value], { policy }).split(' ')[0];
    for (const policy of [DECIMAL, BINARY64]) {
      assert.equal(digits('0.125', policy), '0.12');
      assert.equal(digits('0.375', policy), '0.38');
      assert.equal(digits('2.5e-3', policy), '0.00');
    }
    // 1.115 is a tie as a decimal, and lies below it as a double.
    assert.equal(digits('1.115'), '1.12');
    assert.equal(digits('1.115', BINARY64), '1.11');
  });

  it('a catalogue as a flat table', () => {
    assert.deepEqual(flatReasons({ a: 'A', b: { text: 'B', details: { x: 'BX' } } }), {
      a: 'A',
      b: 'B',
      'b.x': 'BX',
    });
  });
});
