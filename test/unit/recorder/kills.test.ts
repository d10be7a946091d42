// A bot that is killed at random moments: what was flushed is there, what is lost is the newest and of the last moment
// only, nothing is there twice, and the chain goes on through all of its lives. `npm run bench:kills` does it 200 times.
import assert from 'node:assert/strict';
import { join } from 'node:path';
import { verifyFolder } from '../../../engine/host/integrity/verify-folder.js';
import { startRecorder } from '../../../engine/host/recorder/index.js';
import { withTempDir } from '../../support/captures.js';
import { atDepth } from '../../support/depth.js';
import { accountOf, killOnce, type Round } from '../../support/kill-bot.js';
import { draft, options } from '../../support/recorder.js';
import { seededRandom } from '../../support/seeded-random.js';

const KILLS = atDepth(6, 40);
/** The pause before a write is 5 ms; a machine that is busy lets the writer wait much longer for its turn. */
const LOSS_MS = 2_000;

describe('a bot that is killed', () => {
  it(`loses nothing that was flushed, nothing twice, and little else, ${String(KILLS)} times`, () =>
    withTempDir(async (dir) => {
      const random = seededRandom(5);
      const rounds: Round[] = [];
      for (let kill = 0; kill < KILLS; kill += 1)
        rounds.push(await killOnce(dir, rounds.at(-1)?.next ?? 1, random));
      const last = await startRecorder(join(dir, 'recording'), draft, options());
      await last.close();
      const { counts, restarts, lost, lossMs } = await accountOf(dir, rounds);
      assert.deepEqual(
        counts,
        counts.toSorted((a, b) => a - b),
      );
      assert.equal(new Set(counts).size, counts.length);
      assert.ok(counts.length > 100, String(counts.length));
      assert.ok(restarts >= KILLS - 1);
      for (const [index, round] of rounds.entries()) {
        const missing = lost[index] ?? [];
        assert.ok(missing.every((count) => count > round.flushed));
        // What is lost is the end: nothing behind it is on record.
        assert.deepEqual(
          missing,
          missing.map((_, place) => round.last - missing.length + 1 + place),
        );
      }
      assert.ok(lossMs <= LOSS_MS, String(lossMs));
      assert.deepEqual((await verifyFolder(join(dir, 'recording'))).issues, []);
    })).timeout(240_000);
});
