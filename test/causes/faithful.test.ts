// False alarms: recordings that the replay reproduces have no root, whatever was recorded and wherever they begin.
import assert from 'node:assert/strict';
import type { ReplayClient } from '../../engine/host/replay/replay-client.js';
import { startReplayClient } from '../../engine/host/replay/start.js';
import { faithfulCapture } from '../support/bench-bot.js';
import { explain } from './support.js';

const SEEDS = 6;

describe('faithful recordings', function () {
  this.timeout(120_000);
  let client: ReplayClient;
  before(() => {
    client = startReplayClient();
  });
  after(() => client.dispose());

  for (let seed = 1; seed <= SEEDS; seed += 1) {
    it(`seed ${String(seed)} has no finding`, async () => {
      const { parts, drawn } = await faithfulCapture(client, seed);
      const { report, roots, unexplained, preconditions } = await explain(client, parts);
      const failed = preconditions.filter(({ status }) => status === 'failed');
      const titles = roots.map(({ title }) => title);
      assert.deepEqual(
        [report.verdict, titles, unexplained, failed],
        ['parity', [], [], []],
        drawn,
      );
    });
  }
});
