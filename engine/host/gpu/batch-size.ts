// How many lanes a device takes at once, and what is too large for it. Knows limits, no device.
import type { LaneMemory } from '../../vm/gpu/lane-memory.js';
import { STATUS } from '../../vm/gpu/lane-words.js';
import { WORKGROUP_SIZE } from '../../vm/gpu/interpreter.js';
import { gpuFailure } from './gpu-failure.js';
import type { GpuFailure, GpuLimits } from './gpu-protocol.js';

/** Memory of a batch, so that a device keeps room for others and a read of all of it stays within the pipe's frames. */
const BATCH_BYTES_MAX = 512 * 1024 * 1024;

export interface BatchSizes {
  readonly memory: LaneMemory;
  readonly outputWords: number;
  readonly programBytes: number;
  readonly ticksBytes: number;
}

/** Lanes of one batch; a failure names the limit that even one lane is over. */
export function lanesPerBatch(sizes: BatchSizes, limits: GpuLimits): number | GpuFailure {
  const names = ['maxBufferSize', 'maxStorageBufferBindingSize'] as const;
  const limit = names.reduce((a, b) => (limits[a] <= limits[b] ? a : b));
  const bytes = limits[limit];
  const needed = [
    ['the program', sizes.programBytes],
    ['the window', sizes.ticksBytes],
    ['the memory of one run', sizes.memory.words * 4],
    ['the output of one run', sizes.outputWords * 4],
  ] as const;
  for (const [what, size] of needed) {
    if (size > bytes)
      return gpuFailure(
        'too-large',
        `On this GPU ${what} is too large: ${String(size)} bytes, and ${limit} is ${String(bytes)}.`,
      );
  }
  const room = Math.min(bytes, BATCH_BYTES_MAX);
  return Math.max(
    1,
    Math.min(
      Math.floor(room / (sizes.memory.words * 4)),
      Math.floor(room / (sizes.outputWords * 4)),
      Math.floor(room / (STATUS.length * 4)),
      limits.maxComputeWorkgroupsPerDimension * WORKGROUP_SIZE,
    ),
  );
}
