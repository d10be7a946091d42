import assert from 'node:assert/strict';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { AdapterError } from '../../../debug-adapter/errors.js';
import { tickAt, tickOf } from '../../../debug-adapter/seek.js';
import type { Opened } from '../../../engine/host/replay/protocol.js';
import { fakeOpened } from '../../support/fake-replay-client.js';

const refusal = (id: number) => (error: unknown) =>
  error instanceof AdapterError && error.id === id;

describe('seek', () => {
  const opened = fakeOpened();

  it('takes a tick of the window', async () => {
    assert.equal(await tickOf({ tick: 4 }, opened), 4);
    await assert.rejects(tickOf({ tick: 5 }, opened), refusal(3002));
  });

  it('takes a time for the tick that is open then', async () => {
    const second = opened.tickTs[1] ?? 0;
    assert.equal(await tickOf({ ts: second }, opened), 1);
    assert.equal(await tickOf({ ts: second - 1 }, opened), 0);
    assert.equal(await tickOf({ ts: second + 10 ** 9 }, opened), 4);
    await assert.rejects(tickOf({ ts: 0 }, opened), refusal(3004));
  });

  it('finds the last tick that has opened, whatever the spacing', () => {
    const times = fc
      .uniqueArray(fc.integer({ min: 0, max: 1_000 }), { minLength: 1 })
      .map((list) => list.sort((a, b) => a - b));
    fc.assert(
      fc.property(times, fc.integer({ min: 0, max: 1_000 }), (tickTs, ts) => {
        fc.pre((tickTs[0] ?? 0) <= ts);
        assert.equal(
          tickAt(ts, tickTs),
          tickTs.findLastIndex((opens) => opens <= ts),
        );
      }),
    );
  });

  describe('by sequence number', () => {
    let folder = '';
    const at = (eventTime: string): Opened => ({
      ...opened,
      capture: folder,
      manifest: { venue: { eventTime } } as unknown as Opened['manifest'],
    });

    before(async () => {
      folder = await mkdtemp(join(tmpdir(), 'lockstep-seek-'));
      const [, , third = 0] = opened.tickTs;
      const lines = [
        { seq: 1, ts: third },
        { seq: 2, ts: third - 1 },
      ];
      await writeFile(
        join(folder, 'events.jsonl'),
        lines.map((line) => `${JSON.stringify(line)}\n`).join(''),
      );
    });
    after(() => rm(folder, { recursive: true }));

    it('takes an open time as the tick that opens then', async () => {
      assert.equal(await tickOf({ seq: 1 }, at('bar-open')), 2);
    });

    it('takes either way to write a close time as the tick that closes then', async () => {
      assert.equal(await tickOf({ seq: 1 }, at('bar-close')), 1);
      assert.equal(await tickOf({ seq: 2 }, at('bar-close')), 1);
    });

    it('refuses a number live never used', async () => {
      await assert.rejects(tickOf({ seq: 3 }, at('bar-open')), refusal(3003));
    });
  });
});
