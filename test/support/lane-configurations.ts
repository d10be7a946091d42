// Random configurations of the reference strategy in several lanes: the same events and state in every tick.
import assert from 'node:assert/strict';
import { fileURLToPath } from 'node:url';
import fc from 'fast-check';
import type { NumericPolicy } from '../../engine/core/numeric/index.js';
import type { LaneName } from '../../engine/host/lanes/lane-report.js';
import { startReplayClient } from '../../engine/host/replay/start.js';
import { randomParams } from './random-params.js';

const EXAMPLE = fileURLToPath(
  new URL('../../examples/workspace/captures/openclaw-base', import.meta.url),
);

const POLICIES: readonly NumericPolicy[] = [
  { kind: 'binary64' },
  { kind: 'decimal', precision: 20, rounding: 'half-up' },
  { kind: 'binary64' },
  { kind: 'decimal', precision: 34, rounding: 'half-even' },
];

/** A machine with other work on it is no strategy that is stuck. */
const STUCK_MS = 600_000;

export interface Tally {
  /** Ran to the end of the window in all lanes. */
  readonly agreed: number;
  /** Broke off, in all lanes at the same place. */
  readonly stopped: number;
}

export interface ConfigurationDraw {
  readonly count: number;
  readonly seed: number;
  readonly lanes: readonly LaneName[];
  /** Ticks of the window; absent: all. */
  readonly ticks?: number;
  readonly onDone?: (count: number) => void;
}

/** Fails with the first configuration in which a lane differs. */
export async function checkConfigurations(draw: ConfigurationDraw): Promise<Tally> {
  const { count, seed, lanes, ticks } = draw;
  const client = startReplayClient({ stuckMs: STUCK_MS });
  const tally = { agreed: 0, stopped: 0 };
  try {
    const { replay: declared } = await client.request('open', { capture: EXAMPLE });
    assert.ok(declared !== null);
    const drawn = fc.sample(randomParams(declared.declaredParams), { numRuns: count, seed });
    for (const [index, params] of drawn.entries()) {
      const numeric = POLICIES[index % POLICIES.length] ?? { kind: 'binary64' };
      const told = JSON.stringify({ params, numeric });
      const opened = await client.request('open', {
        capture: EXAMPLE,
        params: params,
        numeric,
      });
      assert.ok(opened.replay !== null, `${told}: ${JSON.stringify(opened.issues)}`);
      const request = { lanes, ...(ticks !== undefined && { ticks }) };
      const report = await client.request('lanes', request);
      assert.equal(report.divergence, null, told);
      assert.deepEqual([report.obstacle, report.notPortable], [null, []], told);
      const [reference] = report.lanes;
      assert.ok(reference !== undefined && reference.ticks > 0, told);
      assert.deepEqual(
        report.lanes.map((lane) => [lane.lane, lane.ticks]),
        ['reference', ...lanes].map((lane) => [lane, reference.ticks]),
        told,
      );
      const wanted = Math.min(ticks ?? Infinity, opened.replay.tickTs.length);
      if (reference.ticks === wanted) tally.agreed += 1;
      else tally.stopped += 1;
      draw.onDone?.(index + 1);
    }
    return tally;
  } finally {
    await client.dispose();
  }
}
