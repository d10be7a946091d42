// What people type: numeric policies and places in a window.
import assert from 'node:assert/strict';
import { CommandError } from '../../../cli/command-error.js';
import { numericText, parseNumeric } from '../../../cli/numeric-option.js';
import { wholeNumber } from '../../../cli/replay-flags.js';
import { parsePlace, ticksBefore } from '../../../cli/window-place.js';

/** Every refusal says what would be right. */
function refused(run: () => unknown): string {
  try {
    run();
  } catch (error) {
    assert.ok(error instanceof CommandError, String(error));
    assert.ok(error.remedy.length > 0);
    return error.message;
  }
  assert.fail('it was accepted');
}

describe('cli: --numeric', () => {
  it('reads back what it writes', () => {
    for (const text of [
      'binary64',
      'decimal:20:half-up',
      'decimal:1:floor',
      'decimal:34:half-ceil',
    ]) {
      assert.equal(numericText(parseNumeric(text)), text);
    }
    assert.deepEqual(parseNumeric('decimal'), {
      kind: 'decimal',
      precision: 20,
      rounding: 'half-up',
    });
  });

  it('refuses everything else', () => {
    const wrong = [
      '',
      'float',
      'Decimal',
      'decimal:20',
      'decimal::up',
      'decimal:0:up',
      'decimal:35:up',
    ];
    for (const text of [
      ...wrong,
      'decimal:20:HALF-UP',
      'decimal:20:half_up',
      'binary64 ',
      'decimal:-1:up',
    ]) {
      refused(() => parseNumeric(text));
    }
  });
});

describe('cli: whole numbers', () => {
  it('are digits, at least the least', () => {
    assert.equal(wholeNumber('--limit', 0)('0'), 0);
    assert.equal(wholeNumber('--every')('250'), 250);
    for (const text of ['', '-1', '1.5', '1e3', '0x10', ' 1', '١', '99999999999']) {
      assert.match(
        refused(() => wholeNumber('--limit', 0)(text)),
        /^--limit /,
      );
    }
    refused(() => wholeNumber('--every')('0'));
  });
});

describe('cli: places in a window', () => {
  const opened = { tickTs: [1_700_000_000_000, 1_700_000_060_000, 1_700_000_120_000] };
  const eventTs = (seq: number): number | undefined =>
    new Map([
      [1, 1_700_000_000_000],
      [2, 1_700_000_059_999],
      [3, 1_700_000_179_999],
    ]).get(seq);

  const CASES: readonly (readonly [string, number])[] = [
    ['0', 0],
    ['2', 2],
    // The state at the end.
    ['3', 3],
    ['1700000000000', 0],
    ['1700000000001', 1],
    ['1700000120000', 2],
    ['1000000000000', 0],
    ['2023-11-14T22:14Z', 1],
    ['2023-11-14T22:14:20Z', 1],
    ['2023-11-14T23:15:20+01:00', 2],
    ['2023-11-14T22:15:20.000Z', 2],
    ['seq:1', 0],
    ['seq:2', 0],
    ['seq:3', 2],
  ];
  for (const [text, ticks] of CASES) {
    it(`${text}: ${String(ticks)} ticks are done`, () => {
      assert.equal(ticksBefore(parsePlace(text), opened, eventTs), ticks);
    });
  }

  it('outside the window: refused with the bounds', () => {
    for (const text of ['4', '1700000120001', 'seq:0', 'seq:4', '2030-01-01T00:00Z']) {
      assert.match(
        refused(() => ticksBefore(parsePlace(text), opened, eventTs)),
        /in the window/,
      );
    }
  });

  it('no place at all: refused, a time without a zone too', () => {
    for (const text of [
      '',
      'noon',
      '-1',
      '1.5',
      'seq:',
      'seq:x',
      '2023-11-14',
      '2023-11-14T22:13:20',
      '2023-13-14T22:13Z',
    ]) {
      assert.match(
        refused(() => parsePlace(text)),
        /is no place/,
      );
    }
  });
});
