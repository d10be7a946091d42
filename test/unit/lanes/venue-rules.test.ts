// Rules of a venue that only some venues have, in both lanes: positions turned round, sizes rounded, profits stated with fewer
// digits than are booked, positions closed at the end.
import assert from 'node:assert/strict';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { NumericPolicy } from '../../../engine/core/numeric/index.js';
import type { BarRecord, StatedAmount, VenuePolicy } from '../../../engine/core/schema/index.js';
import { writeCapture, type CaptureParts } from '../../../engine/host/capture/index.js';
import { startReplayClient } from '../../../engine/host/replay/start.js';
import { HOUR_MS, smallParts, tickTs, withTempDir } from '../../support/captures.js';

/** The last order has a bar left to fill at. */
const TICKS = 41;

/** Turns round on every third tick, with a size that nothing divides. */
const STRATEGY = `import { defineStrategy } from 'lockstep/strategy';
export default defineStrategy({
  id: 'turning', params: {}, gates: {}, reasons: { long: 'L', short: 'S', wait: 'W' },
  state: () => ({}),
  onTick(tick) {
    const { num } = tick;
    for (const symbol of tick.symbols) {
      const { close } = tick.bar(symbol);
      const { side } = tick.position(symbol);
      const size = tick.account.balance.div(close).div(7);
      const order = { size, margin: close, leverage: num(1) };
      if (tick.index % 3 !== 0) tick.hold(symbol, 'wait');
      else if (side === 'long') tick.open(symbol, { ...order, side: 'short', reason: 'short' });
      else tick.open(symbol, { ...order, side: 'long', reason: 'long' });
    }
  },
});
`;

const bar = (symbol: string, index: number): BarRecord => {
  const open = `${String(100 + ((index * 37) % 11))}.${String((index * 7919) % 1000).padStart(3, '0')}`;
  const prices = { open, high: '200', low: '50', close: `1${String(index % 10)}0.12345` };
  const [openTs, closeTs] = [tickTs(index), tickTs(index) + HOUR_MS - 1];
  return { kind: 'bar', symbol, openTs, closeTs, ...prices, volume: '1' };
};

function capture(numeric: NumericPolicy, changes: Partial<VenuePolicy>): CaptureParts {
  const parts = smallParts();
  const { manifest } = parts;
  const window = { fromTs: tickTs(0), toTs: tickTs(TICKS - 1), end: 'finish' } as const;
  const indices = Array.from({ length: TICKS }, (_, index) => index);
  return {
    ...parts,
    manifest: { ...manifest, numeric, window, venue: { ...manifest.venue, ...changes } },
    bars: indices.flatMap((index) => [bar('BTC', index), bar('ETH', index)]),
  };
}

const { rounding, fill } = smallParts().manifest.venue;
const LISTED: StatedAmount = {
  ...{ precision: 'binary32', scale: 2, rounding: 'half-ceil', small: 'first-digit' },
};
const ALL: Partial<VenuePolicy> = {
  reversal: 'close-then-open',
  rounding: { ...rounding, size: { method: 'scaled', scale: 3, rounding: 'down' } },
  report: { pnl: LISTED },
  end: { reason: 'end_of_run' },
};

const NEXT: Partial<VenuePolicy> = { ...ALL, fill: { ...fill, at: 'next-bar-open' } };
const FULL: StatedAmount = { ...LISTED, precision: 'full', small: 'zero' };

const CASES: readonly (readonly [string, NumericPolicy, Partial<VenuePolicy>])[] = [
  ['doubles, fills at the next open', { kind: 'binary64' }, NEXT],
  ['5 digits', { kind: 'decimal', precision: 5, rounding: 'floor' }, ALL],
  [
    '20 digits, profits not as floats',
    { kind: 'decimal', precision: 20, rounding: 'half-up' },
    { ...ALL, report: { pnl: FULL } },
  ],
];

describe('lanes: rules that some venues have', function () {
  this.timeout(60_000);

  // One for all: a new one loads the compiler anew, which takes longer than a check.
  const client = startReplayClient();
  after(() => client.dispose());

  for (const [name, numeric, changes] of CASES) {
    it(`${name}: the same events and state in every tick`, () =>
      withTempDir(async (dir) => {
        const folder = join(dir, 'capture');
        const strategy = join(dir, 'strategy.ts');
        await writeFile(strategy, STRATEGY);
        await writeCapture(folder, capture(numeric, changes));
        const { replay, issues } = await client.request('open', { capture: folder, strategy });
        assert.ok(replay !== null, JSON.stringify(issues));
        const { failure, byKind } = await client.request('run', {});
        assert.equal(failure, null);
        const orders = Math.ceil(TICKS / 3) * 2 * 2;
        assert.equal(byKind['ledger']?.replay, orders, 'each order, its close, both symbols');
        const report = await client.request('lanes', { lanes: ['fast'] });
        assert.deepEqual(report.notPortable, []);
        assert.deepEqual([report.obstacle, report.divergence], [null, null]);
        assert.deepEqual(
          report.lanes.map(({ ticks }) => ticks),
          [TICKS, TICKS],
        );
      }));
  }
});
