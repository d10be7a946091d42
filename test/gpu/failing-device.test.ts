// A device that fails at any request: what is called finished has all its events, and what does not fit is cut smaller.
import assert from 'node:assert/strict';
import type { RunImage } from '../../engine/core/memory/run-image.js';
import type { GpuClient } from '../../engine/host/gpu/gpu-client.js';
import { GpuError, gpuFailure } from '../../engine/host/gpu/gpu-failure.js';
import type { GpuFailureCode, GpuLimits } from '../../engine/host/gpu/gpu-protocol.js';
import { requireGpu } from '../support/gpu/adapter.js';
import { type GpuAnswer, openSmall, type OpenedLane, runOnGpu } from '../support/gpu/lane-runs.js';
import { LOOPING } from '../support/gpu/lane-strategies.js';

type Requests = 'createBuffer' | 'write' | 'dispatch' | 'read' | 'destroy';

type Before = (name: Requests, bytes: number) => void;

/** The same device, for which something may happen before its requests. One, since each has an interpreter compiled. */
class Disturbed {
  private before: Before = () => undefined;
  readonly client: GpuClient;

  constructor(client: GpuClient) {
    const wrapped = (name: Requests) => ({
      value: async (...args: unknown[]): Promise<unknown> => {
        this.before(name, Number(args[0]));
        return (client[name] as (...args: unknown[]) => Promise<unknown>).apply(client, args);
      },
    });
    this.client = Object.create(client, {
      createBuffer: wrapped('createBuffer'),
      write: wrapped('write'),
      dispatch: wrapped('dispatch'),
      read: wrapped('read'),
      destroy: wrapped('destroy'),
    }) as GpuClient;
  }

  by(before: Before): GpuClient {
    this.before = before;
    return this.client;
  }
}

const failure = (code: GpuFailureCode): GpuError => new GpuError(gpuFailure(code, 'failed here'));

describe('a device that fails', function () {
  this.timeout(240_000);
  let device: Disturbed;
  let lane: OpenedLane;
  let images: readonly RunImage[] = [];
  let whole: GpuAnswer;

  before(async function () {
    device = new Disturbed((await requireGpu(this)).client);
    const lanes = await Promise.all(
      [0, 30, 150, 0, 300].map((last) => openSmall(LOOPING, { params: { last } })),
    );
    [lane] = lanes as [OpenedLane];
    images = lanes.map(({ image }) => image);
    whole = await runOnGpu(device.client, lane, { images });
  });

  const limitsFor = (count: number): GpuLimits => {
    const maxStorageBufferBindingSize = whole.report.wordsPerLane * 4 * count;
    return { ...device.client.adapter.limits, maxStorageBufferBindingSize };
  };

  /** The first request that fails, with all that come after it, and how many runs were finished by then. */
  const FAILING = [
    ['createBuffer', 1, 0],
    ['createBuffer', 5, 0],
    ['write', 4, 0],
    ['dispatch', 1, 0],
    ['read', 1, 0],
    // The shortest run of the first batch is over by now, and its output is still on the device.
    ['dispatch', 2, 0],
    ['read', 2, 0],
    ['createBuffer', 7, 3],
  ] as const;
  for (const [name, count, kept] of FAILING)
    it(`at ${name} ${String(count)}: what it has finished has all its events`, async () => {
      let left = count;
      const failing = device.by((asked) => {
        if (asked === name) left -= 1;
        if (left <= 0) throw failure('process-ended');
      });
      const options = { images, limits: limitsFor(3) };
      const { report, events } = await runOnGpu(failing, lane, options);
      assert.equal(report.failure?.state, 'process-ended');
      const finished = report.outcomes.filter(({ state }) => state === 'finished').length;
      assert.equal(finished, kept);
      assert.deepEqual(events.slice(0, kept), whole.events.slice(0, kept));
    });

  it('takes fewer runs at once where its memory does not hold more', async () => {
    const room = whole.report.wordsPerLane * 4 * 2;
    const small = device.by((name, bytes) => {
      if (name === 'createBuffer' && bytes > room) throw failure('out-of-memory');
    });
    const { report, events, digests } = await runOnGpu(small, lane, { images });
    assert.equal(report.failure, null);
    assert.equal(report.lanesPerBatch, 2);
    assert.deepEqual([events, digests], [whole.events, whole.digests]);
  });

  it('says that it has no memory for a single run', async () => {
    const none = device.by((name, bytes) => {
      const isLarge = bytes >= whole.report.wordsPerLane * 4;
      if (name === 'createBuffer' && isLarge) throw failure('out-of-memory');
    });
    const { report, events } = await runOnGpu(none, lane, { images });
    assert.equal(report.failure?.state, 'out-of-memory');
    assert.ok(report.outcomes.every(({ state }) => state === 'not-finished'));
    assert.deepEqual(events.flat(), []);
  });
});
