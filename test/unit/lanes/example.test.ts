// The reference strategy's example in both lanes, under policies that round nearly everything and under those that round
// nearly nothing: every event and the whole state, tick by tick.
import assert from 'node:assert/strict';
import { fileURLToPath } from 'node:url';
import type { NumericPolicy } from '../../../engine/core/numeric/index.js';
import { startReplayClient } from '../../../engine/host/replay/start.js';
import { atDepth } from '../../support/depth.js';

const EXAMPLE = fileURLToPath(
  new URL('../../../examples/workspace/captures/openclaw-base', import.meta.url),
);
/** Of a window of 600. */
const TICKS = atDepth(200, 600);

const decimal = (precision: number, rounding: string): NumericPolicy =>
  ({ kind: 'decimal', precision, rounding }) as NumericPolicy;

const POLICIES: readonly (readonly [name: string, policy: NumericPolicy])[] = [
  ['decimal, 5 digits down to minus infinity', decimal(5, 'floor')],
  ['decimal, 34 digits half-even', decimal(34, 'half-even')],
  ['decimal, 57 digits half-ceil: the largest cells', decimal(57, 'half-ceil')],
];

describe('lanes on the example', function () {
  this.timeout(120_000);

  // One for all: a new one loads the compiler anew, which takes longer than a check.
  const client = startReplayClient();
  after(() => client.dispose());

  for (const [name, numeric] of POLICIES) {
    it(`${name}: the same events and state in every tick`, async () => {
      const { replay } = await client.request('open', { capture: EXAMPLE, numeric });
      assert.ok(replay !== null);
      const report = await client.request('lanes', { lanes: ['fast'], ticks: TICKS });
      assert.deepEqual(report.notPortable, []);
      assert.equal(report.obstacle, null);
      assert.equal(report.divergence, null);
      const ran = report.lanes.map(({ lane, ticks }) => [lane, ticks]);
      assert.deepEqual(ran, [
        ['reference', TICKS],
        ['fast', TICKS],
      ]);
    });
  }

  it('more digits than any cell holds: said, and nothing is run', async () => {
    await client.request('open', { capture: EXAMPLE, numeric: decimal(58, 'down') });
    const { lanes, obstacle } = await client.request('lanes', { lanes: ['fast'] });
    assert.deepEqual(lanes, []);
    assert.match(obstacle ?? '', /at most 57/);
  });
});
