// What the venue does to fees, from seven real fills: every part is cut toward zero at six decimals on its own. The
// arithmetic is written out here, so that the search for causes has something to agree with.
import assert from 'node:assert/strict';
import type { Num, RoundingMode } from '../../../engine/core/numeric/index.js';
import {
  EXACT,
  notionalOf,
  ratesOf,
  readFills,
  type Fill,
} from '../../support/hyperliquid-fees.js';
import { requireSharedData } from '../../support/shared-data.js';

const BPS = 10_000;

const rounded = (value: Num, scale: number, rounding: RoundingMode): Num =>
  EXACT.round(value, { method: 'exact', scale, rounding });

interface Parts {
  readonly venue: Num;
  readonly builder: Num;
}
/** Before any rounding. */
function partsOf(fill: Fill): Parts {
  const rates = ratesOf(fill);
  const part = (bps: string): Num => notionalOf(fill).mul(bps).div(BPS);
  return { venue: part(rates.venue), builder: part(rates.builder) };
}

type Rule = (parts: Parts, scale: number, mode: RoundingMode) => Num;
/** Each part rounded, then added. */
const apart: Rule = ({ venue, builder }, scale, mode) =>
  rounded(venue, scale, mode).add(rounded(builder, scale, mode));
/** Added, then rounded. */
const together: Rule = ({ venue, builder }, scale, mode) =>
  rounded(venue.add(builder), scale, mode);

const nameOf = ({ coin, sz }: Fill): string => `${coin} ${sz}`;

describe('hyperliquid: seven fills', () => {
  let fills: readonly Fill[];
  before(function () {
    fills = readFills(requireSharedData(this, 'hyperliquid', 'fills_2024_2026.json'));
  });

  it('have these rates', () => {
    const told = fills.map((fill) => {
      const { venue, builder } = ratesOf(fill);
      return `${nameOf(fill)} ${fill.crossed ? 'taker' : 'maker'} ${venue} + ${builder}`;
    });
    assert.deepEqual(told, [
      'SOL 0.5 taker 3.5 + 0',
      'PURR/USDC 49.0 taker 3.5 + 0',
      'HYPE 1.0 taker 4.32 + 1',
      'HYPE 5.2 taker 4.32 + 0',
      'flx:CRCL 0.14 maker 0.288 + 0',
      'flx:CRCL 0.27 taker 0.7776 + 0',
      'HYPE 0.73 taker 4.32 + 1',
    ]);
  });

  it('have these fees before rounding', () => {
    const exact = fills.map((fill) => {
      const { venue, builder } = partsOf(fill);
      return [EXACT.format(venue), EXACT.format(builder), fill.fee, fill.builderFee ?? '0'];
    });
    assert.deepEqual(exact, [
      ['0.02315425', '0', '0.023154', '0'],
      ['0.016534315', '0', '0.016534', '0'],
      ['0.01105272', '0.0025585', '0.01361', '0.002558'],
      ['0.0475046208', '0', '0.047504', '0'],
      ['0.00028224', '0', '0.000282', '0'],
      ['0.0011731487904', '0', '0.001173', '0'],
      ['0.01047279024', '0.002424257', '0.012896', '0.002424'],
    ]);
  });

  type Row = readonly [name: string, rule: Rule, scale: number, RoundingMode, ...wrong: string[]];
  const HYPE = ['HYPE 1.0', 'HYPE 5.2', 'HYPE 0.73'];
  const ALL = [
    ...['SOL 0.5', 'PURR/USDC 49.0', 'HYPE 1.0', 'HYPE 5.2'],
    ...['flx:CRCL 0.14', 'flx:CRCL 0.27', 'HYPE 0.73'],
  ];
  const RULES: readonly Row[] = [
    ['each part cut at 6', apart, 6, 'down'],
    ['each part half-up at 6', apart, 6, 'half-up', ...HYPE],
    ['each part half-even at 6', apart, 6, 'half-even', ...HYPE],
    ['each part half-down at 6', apart, 6, 'half-down', ...HYPE],
    ['each part up at 6', apart, 6, 'up', ...ALL],
    ['the sum cut at 6', together, 6, 'down', 'HYPE 1.0', 'HYPE 0.73'],
    ['the sum half-up at 6', together, 6, 'half-up', ...HYPE],
    ['the sum half-even at 6', together, 6, 'half-even', ...HYPE],
    ['the sum half-up at 8', together, 8, 'half-up', ...ALL],
    ['each part cut at 8', apart, 8, 'down', ...ALL],
    ['each part cut at 5', apart, 5, 'down', ...ALL],
    ['each part cut at 7', apart, 7, 'down', ...ALL],
  ];
  for (const [name, rule, scale, mode, ...wrong] of RULES) {
    const verdict =
      wrong.length === 0 ? 'explains all' : `does not explain ${String(wrong.length)}`;
    it(`${name} ${verdict}`, () => {
      const unexplained = fills.filter((fill) => !rule(partsOf(fill), scale, mode).eq(fill.fee));
      assert.deepEqual(unexplained.map(nameOf), wrong);
    });
  }

  it('the parts the venue told are cut as well', () => {
    const told = fills.filter(({ builderFee }) => builderFee !== undefined);
    assert.equal(told.length, 2);
    for (const fill of told) {
      const { venue, builder } = partsOf(fill);
      assert.ok(rounded(builder, 6, 'down').eq(fill.builderFee ?? ''));
      assert.ok(rounded(venue, 6, 'down').eq(EXACT(fill.fee).sub(fill.builderFee ?? '')));
    }
  });

  // Without believing any published rate: one rate must have made the three fees that HYPE paid the venue.
  const RANGES = [
    ['cut', 0, 1, '4.3199'],
    ['rounded to the nearest', -0.5, 0.5, null],
  ] as const;
  for (const [name, low, high, least] of RANGES) {
    it(`the venue's parts of HYPE fit ${least === null ? 'no' : 'one'} rate when ${name} at 6`, () => {
      const bounds = fills
        .filter(({ coin }) => coin === 'HYPE')
        .map((fill) => {
          const part = EXACT(fill.fee).sub(fill.builderFee ?? '0');
          const rate = (by: number): Num =>
            part
              .add(EXACT(String(by)).mul('0.000001'))
              .mul(BPS)
              .div(notionalOf(fill));
          return { from: rate(low), to: rate(high) };
        });
      assert.equal(bounds.length, 3);
      const from = bounds.reduce(
        (most, { from: bound }) => (bound.gt(most) ? bound : most),
        EXACT.zero,
      );
      const to = bounds.reduce(
        (most, { to: bound }) => (bound.lt(most) ? bound : most),
        EXACT(BPS),
      );
      // Open or closed ends do not matter: the range is empty or wide.
      assert.equal(from.lt(to), least !== null);
      if (least === null) return;
      assert.ok(from.gt(least) && from.lt('4.32') && to.gt('4.32'));
    });
  }

  it('counting the builder twice, as one library does, is not what was paid', () => {
    const [fill] = fills.filter(({ coin, sz }) => coin === 'HYPE' && sz === '0.73');
    assert.ok(fill?.builderFee !== undefined);
    assert.equal(EXACT.format(EXACT(fill.fee).add(fill.builderFee)), '0.01532');
  });
});
