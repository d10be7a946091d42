// How lanes are laid out over a device's memory, and how many of them fit: both without a device.
import assert from 'node:assert/strict';
import fc from 'fast-check';
import { lanesPerBatch } from '../../../engine/host/gpu/batch-size.js';
import type { GpuLimits } from '../../../engine/host/gpu/gpu-protocol.js';
import { gather, spread } from '../../../engine/host/gpu/interleaved.js';
import { WORKGROUP_SIZE } from '../../../engine/vm/gpu/interpreter.js';

const LIMITS: GpuLimits = {
  maxBufferSize: 1 << 28,
  maxStorageBufferBindingSize: 1 << 27,
  maxComputeWorkgroupSizeX: 256,
  maxComputeInvocationsPerWorkgroup: 256,
  maxComputeWorkgroupsPerDimension: 65_535,
  maxComputeWorkgroupStorageSize: 16_384,
};

const sizes = (words: number, outputWords = 1024): Parameters<typeof lanesPerBatch>[0] => ({
  memory: { currentByte: 0, arenaByte: 0, arenaEndByte: words * 4, words },
  outputWords,
  programBytes: 100_000,
  ticksBytes: 100_000,
});

describe('lanes on a device', () => {
  it('come back from side by side as they were', () => {
    const lanes = fc.array(fc.uint32Array({ minLength: 0, maxLength: 20 }), {
      minLength: 1,
      maxLength: 9,
    });
    fc.assert(
      fc.property(lanes, fc.integer({ min: 1, max: 7 }), (given, step) => {
        const words = Math.max(...given.map(({ length }) => length));
        const back = given.map(({ length }) => new Uint32Array(length));
        for (let at = 0; at < words; at += step) {
          const count = Math.min(step, words - at);
          const stretch = gather(given, { at, count });
          assert.equal(stretch.length, count * given.length);
          spread(stretch, back, at);
        }
        assert.deepEqual(back, given);
      }),
    );
  });

  const FITTING: readonly (readonly [string, Parameters<typeof lanesPerBatch>[0], number])[] = [
    ['as many as memory allows', sizes(1 << 15), (1 << 27) / (4 << 15)],
    ['as many as the output allows', sizes(1, 1 << 20), (1 << 27) / (4 << 20)],
    ['one that fills the limit', sizes((1 << 27) / 4), 1],
  ];
  for (const [name, asked, lanes] of FITTING) {
    it(name, () => {
      assert.equal(lanesPerBatch(asked, LIMITS), lanes);
    });
  }

  it('no more than a dispatch has', () => {
    const limits = { ...LIMITS, maxComputeWorkgroupsPerDimension: 3 };
    assert.equal(lanesPerBatch(sizes(1), limits), 3 * WORKGROUP_SIZE);
  });

  it('names the smaller limit where not even one fits', () => {
    for (const limit of ['maxBufferSize', 'maxStorageBufferBindingSize'] as const) {
      const found = lanesPerBatch(sizes(30_000), { ...LIMITS, [limit]: 110_000 });
      assert.ok(typeof found !== 'number');
      assert.equal(found.state, 'too-large');
      assert.match(
        found.text,
        new RegExp(`memory of one run .* 120000 bytes, and ${limit} is 110000`),
      );
    }
  });
});
