// False alarms: random faithful recordings, in which nothing may be found. `tsx test/causes/faithful-many.ts` checks 200.
import assert from 'node:assert/strict';
import type { ReplayClient } from '../../engine/host/replay/replay-client.js';
import { startReplayClient } from '../../engine/host/replay/start.js';
import { atDepth } from '../support/depth.js';
import { checkFaithful } from '../support/faithful-check.js';

const CAPTURE_MS = 60_000;
const SEEDS = Array.from({ length: atDepth(6, 48) }, (_, index) => index + 1);

describe('faithful recordings', function () {
  this.timeout(CAPTURE_MS);
  let client: ReplayClient;
  let compared = 0;
  let states = 0;
  before(() => {
    client = startReplayClient();
  });
  after(() => client.dispose());

  for (const seed of SEEDS)
    it(`finds nothing in seed ${String(seed)}`, async () => {
      const check = await checkFaithful(client, seed);
      assert.deepEqual(check.alarms, [], check.drawn);
      assert.ok(check.compared > 0, check.drawn);
      compared += check.compared;
      states += check.states;
    });

  it('had events and recorded states to find something in', () => {
    assert.ok(compared > 500, String(compared));
    assert.ok(states > 0, String(states));
  });
});
