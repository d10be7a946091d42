// A disk that fills up under a paper run: it stops and says where, what is there is whole, and the next start goes on.
import assert from 'node:assert/strict';
import { join } from 'node:path';
import { isIntact } from '../../../engine/host/integrity/verification.js';
import { verifyFolder } from '../../../engine/host/integrity/verify-folder.js';
import { PaperError } from '../../../engine/host/paper/paper-error.js';
import type { PaperOutcome } from '../../../engine/host/paper/paper-outcome.js';
import type { ReplayClient } from '../../../engine/host/replay/replay-client.js';
import { startReplayClient } from '../../../engine/host/replay/start.js';
import { withTempDir } from '../../support/captures.js';
import { paperCase, startOnDisk, type PaperCase } from '../../support/paper.js';
import { heldDisk, type HeldDisk } from '../../support/recorder.js';
import { recordingRows, type RecordingRows } from '../../support/recording-rows.js';

const CAPTURE = 'examples/workspace/captures/openclaw-base';
const TICKS = 300;
const STRATEGY = 'examples/workspace/strategies/openclaw/index.ts';

describe('a paper run without room', function () {
  this.timeout(120_000);
  let parts: PaperCase;
  let whole: RecordingRows;
  let client: ReplayClient;

  /** One start, fed from the beginning; `onTick` is told of every tick that ran. */
  const start = (dir: string, disk: HeldDisk, onTick?: () => void): Promise<PaperOutcome> =>
    startOnDisk(parts, { dir, disk, client, ...(onTick && { listener: { tick: onTick } }) });

  before(async () => {
    client = startReplayClient();
    const all = await paperCase(CAPTURE, STRATEGY);
    parts = { ...all, bars: all.bars.slice(0, 3 * TICKS) };
    await withTempDir(async (temp) => {
      const { end } = await start(join(temp, 'whole'), heldDisk());
      assert.equal(end.kind, 'feed-ended');
      whole = recordingRows(join(temp, 'whole'));
    });
    assert.ok(whole.events.length > 100 && whole.bars.length === 3 * TICKS);
  });

  after(() => client.dispose());

  for (const room of [0, 10_000, 100_000, 300_000])
    it(`of ${String(room)} bytes stops, and goes on once there is room`, () =>
      withTempDir(async (temp) => {
        const dir = join(temp, 'recording');
        const full = heldDisk();
        full.room = room;
        let ticks = 0;
        const count = (): void => {
          ticks += 1;
        };
        await assert.rejects(start(dir, full, count), (error: unknown) => {
          assert.ok(error instanceof PaperError);
          assert.equal(error.code, 'paper.record');
          assert.match(
            error.message,
            /recording\W(market-000001|events-000001|anchors)\.jsonl cannot be written \(ENOSPC\)/,
          );
          assert.match(error.remedy, /make room on the disk.*start paper again/);
          return true;
        });
        assert.ok(ticks < TICKS, `${String(ticks)} ticks ran on a full disk`);
        const verified = await verifyFolder(dir);
        assert.ok(isIntact(verified), JSON.stringify(verified.issues));
        const { end } = await start(dir, heldDisk());
        assert.equal(end.kind, 'feed-ended');
        assert.deepEqual(recordingRows(dir), whole);
        assert.deepEqual((await verifyFolder(dir)).issues, []);
      }));

  it('for a moment goes on when there is room again', () =>
    withTempDir(async (temp) => {
      const dir = join(temp, 'recording');
      const disk = heldDisk();
      disk.room = 100_000;
      let ticks = 0;
      const { end } = await start(dir, disk, () => {
        ticks += 1;
        // The writer has not met the limit, or has just told of it.
        if (disk.room < 60_000) disk.room = Infinity;
      });
      assert.equal(end.kind, 'feed-ended');
      assert.equal(ticks, TICKS);
      assert.deepEqual(recordingRows(dir), whole);
    }));
});
