// Profits as a ledger states them while the account keeps all digits.
import assert from 'node:assert/strict';
import { statedAmount, type AmountRule } from '../../../engine/core/kernel/index.js';
import { createNumeric } from '../../../engine/core/numeric/index.js';
import { BINARY64, DECIMAL, open, play } from '../../support/session.js';

const CENTS: AmountRule = { precision: 'full', scale: 2, rounding: 'half-ceil', small: 'zero' };
const LISTED: AmountRule = { ...CENTS, precision: 'binary32', small: 'first-digit' };

describe('kernel: stated amounts', () => {
  // The last five are figures of real lists; without 32-bit floats each is another.
  const ROWS: readonly (readonly [amount: string, rule: AmountRule | null, stated: string])[] = [
    ['-291.55016', null, '-291.55016'],
    ['-291.55016', CENTS, '-291.55'],
    ['0.005', CENTS, '0.01'],
    ['-0.005', CENTS, '0'],
    ['-0.005', { ...CENTS, rounding: 'half-up' }, '-0.01'],
    ['0.00032', CENTS, '0'],
    ['0.00032', { ...CENTS, small: 'first-digit' }, '0.0003'],
    ['-0.00077', { ...CENTS, small: 'first-digit' }, '-0.001'],
    ['0.000000000012', { ...CENTS, small: 'first-digit' }, '0.00000000001'],
    ['0', LISTED, '0'],
    ['-0', LISTED, '0'],
    ['-0', null, '-0'],
    ['100', LISTED, '100'],
    ['123456789.126', LISTED, '123456790'],
    ['-16986.524524999928', LISTED, '-16986.53'],
    ['-18086.945417999934', LISTED, '-18086.94'],
    ['-0.0001500000000000945', LISTED, '-0.0001'],
    ['0.0004999999999999449', LISTED, '0.001'],
    ['0.024999999999999023', LISTED, '0.03'],
  ];
  for (const [amount, rule, stated] of ROWS) {
    it(`${amount} is ${stated} (${rule === null ? 'as it is' : Object.values(rule).join(' ')})`, () => {
      const num = createNumeric(BINARY64);
      assert.equal(num.format(statedAmount(num, num(amount), rule)), num.format(num(stated)));
    });
  }

  it('infinities and NaN stay what they are', () => {
    const num = createNumeric(BINARY64);
    for (const amount of [num(1).div(0), num(-1).div(0), num(0).div(0)])
      assert.ok(num.same(statedAmount(num, amount, LISTED), amount));
  });

  for (const numeric of [BINARY64, DECIMAL]) {
    it(`stand in the ledger only: the balance keeps every digit (${numeric.kind})`, () => {
      const { ledger } = play({
        numeric,
        venue: { statedPnl: LISTED, reversal: 'close-then-open' },
        ticks: [{ BTC: '1.5' }, { BTC: '1.75390625' }, { BTC: '1.75390625' }],
        script: {
          0: open({ size: '1' }),
          1: open({ side: 'short', size: '1' }),
          2: open({ size: '1' }),
        },
      });
      assert.deepEqual(
        ledger.filter((text) => text.includes('CLOSE')),
        [
          'BTC CLOSE long 1 @ 1.75390625 fee 0 pnl 0.25 -> 10000.25390625',
          'BTC CLOSE short 1 @ 1.75390625 fee 0 pnl 0 -> 10000.25390625',
        ],
      );
    });
  }
});
