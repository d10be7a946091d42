// Random configurations of the reference strategy in all lanes: the same events and state in every tick, whatever the
// parameters. LOCKSTEP_CONFIGURATIONS=500 runs as many, LOCKSTEP_SEED another choice of them.
import assert from 'node:assert/strict';
import { fileURLToPath } from 'node:url';
import fc from 'fast-check';
import type { NumericPolicy } from '../../../engine/core/numeric/index.js';
import type { Json } from '../../../engine/core/schema/index.js';
import type { ReplayClient } from '../../../engine/host/replay/replay-client.js';
import { startReplayClient } from '../../../engine/host/replay/start.js';
import { randomParams } from '../../support/random-params.js';

const EXAMPLE = fileURLToPath(
  new URL('../../../examples/workspace/captures/openclaw-base', import.meta.url),
);
const COUNT = Number(process.env['LOCKSTEP_CONFIGURATIONS'] ?? 4);
const SEED = Number(process.env['LOCKSTEP_SEED'] ?? 4711);
const SECONDS_EACH = 10;

const POLICIES: readonly NumericPolicy[] = [
  { kind: 'binary64' },
  { kind: 'decimal', precision: 20, rounding: 'half-up' },
  { kind: 'binary64' },
  { kind: 'decimal', precision: 34, rounding: 'half-even' },
];

interface Tally {
  agreed: number;
  stopped: number;
}

async function check(
  client: ReplayClient,
  run: { readonly params: Json; readonly numeric: NumericPolicy },
  tally: Tally,
): Promise<void> {
  const told = JSON.stringify(run);
  const { replay, issues } = await client.request('open', { capture: EXAMPLE, ...run });
  assert.ok(replay !== null, `${told}: ${JSON.stringify(issues)}`);
  const report = await client.request('lanes', { lanes: ['fast'] });
  assert.equal(report.divergence, null, told);
  assert.deepEqual([report.obstacle, report.notPortable], [null, []], told);
  const [reference, fast] = report.lanes;
  assert.ok(reference !== undefined && reference.ticks > 0, told);
  assert.equal(fast?.ticks, reference.ticks, told);
  if (reference.ticks === replay.tickTs.length) tally.agreed += 1;
  else tally.stopped += 1;
}

describe('random configurations in all lanes', function () {
  this.timeout(60_000 + COUNT * SECONDS_EACH * 1000);

  it(`${String(COUNT)} configurations of the reference strategy, seed ${String(SEED)}`, async () => {
    const client = startReplayClient();
    const tally: Tally = { agreed: 0, stopped: 0 };
    try {
      const { replay } = await client.request('open', { capture: EXAMPLE });
      assert.ok(replay !== null);
      const drawn = fc.sample(randomParams(replay.declaredParams), { numRuns: COUNT, seed: SEED });
      for (const [index, params] of drawn.entries()) {
        const numeric = POLICIES[index % POLICIES.length] ?? { kind: 'binary64' };
        await check(client, { params, numeric }, tally);
      }
    } finally {
      await client.dispose();
    }
    // Configurations that break the strategy at once would prove nothing.
    assert.ok(tally.agreed >= COUNT / 2, `${String(tally.agreed)} ran to the end`);
  });
});
