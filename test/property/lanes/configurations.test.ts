// Random configurations of the reference strategy in all lanes: the same events and state in every tick, whatever the
// parameters. LOCKSTEP_SEED is another choice of them; `npm run bench:configurations` runs 500.
import assert from 'node:assert/strict';
import { atDepth } from '../../support/depth.js';
import { checkConfigurations } from '../../support/lane-configurations.js';

const COUNT = Number(process.env['LOCKSTEP_CONFIGURATIONS'] ?? atDepth(2, 40));
const SEED = Number(process.env['LOCKSTEP_SEED'] ?? 4711);
const SECONDS_EACH = 10;

describe('random configurations in all lanes', function () {
  this.timeout(60_000 + COUNT * SECONDS_EACH * 1000);

  it(`${String(COUNT)} configurations of the reference strategy, seed ${String(SEED)}`, async () => {
    const tally = await checkConfigurations({ count: COUNT, seed: SEED, lanes: ['fast'] });
    assert.equal(tally.agreed + tally.stopped, COUNT);
    // Configurations that break the strategy at once would prove nothing.
    assert.ok(tally.agreed >= COUNT / 2, `${String(tally.agreed)} ran to the end`);
  });
});
