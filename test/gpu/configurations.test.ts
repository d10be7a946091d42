// Random configurations of the reference strategy in the gpu lane: few and short here, since a software adapter runs tens of
// ticks a second. `npm run bench:configurations` runs 500.
import assert from 'node:assert/strict';
import { atDepth } from '../support/depth.js';
import { requireGpu } from '../support/gpu/adapter.js';
import { checkConfigurations } from '../support/lane-configurations.js';

const COUNT = atDepth(2, 8);
const TICKS = atDepth(8, 40);

describe('random configurations in the gpu lane', function () {
  this.timeout(240_000);

  before(async function () {
    await requireGpu(this);
  });

  it(`${String(COUNT)} configurations of the reference strategy`, async () => {
    const lanes = ['fast', 'gpu'] as const;
    const tally = await checkConfigurations({ count: COUNT, seed: 12, lanes, ticks: TICKS });
    assert.equal(tally.agreed + tally.stopped, COUNT);
  });
});
