// How the GPU process names what a device does to it: the device here is a stand-in that only fails.
import assert from 'node:assert/strict';
import { GpuError, gpuFailure } from '../../../engine/host/gpu/gpu-failure.js';
import type { GpuFailureCode, GpuFailure } from '../../../engine/host/gpu/gpu-protocol.js';
import { GpuService, type DeviceOwner } from '../../../engine/host/gpu/gpu-service.js';

/** What the device does while a buffer is made. */
interface Misfortune {
  readonly memory?: string;
  readonly validation?: string;
  readonly internal?: string;
  readonly throws?: string;
  readonly isLost?: boolean;
}

function ownerOf({
  memory,
  validation,
  internal,
  throws,
  isLost = false,
}: Misfortune): DeviceOwner {
  const scopes = [memory, validation, internal];
  const owner: { lost: GpuFailure | null } & Omit<DeviceOwner, 'lost'> = {
    lost: null,
    device: {
      pushErrorScope: () => undefined,
      popErrorScope: () => {
        const message = scopes.shift();
        return Promise.resolve(message === undefined ? null : { message });
      },
      createBuffer: () => {
        // A loss is announced on its own, after the call that suffers from it.
        const lose = (): void => {
          owner.lost = gpuFailure('device-lost', 'gone');
        };
        if (isLost) setImmediate(lose);
        if (throws !== undefined) throw new Error(throws);
        return {};
      },
    } as unknown as DeviceOwner['device'],
    open: () => Promise.reject(new Error('not asked')),
  };
  return owner;
}

const CASES: readonly (readonly [string, Misfortune, GpuFailureCode])[] = [
  ['no memory', { memory: 'too large' }, 'out-of-memory'],
  ['a wrong size', { validation: 'not a multiple' }, 'rejected'],
  ['a fault of its own', { internal: 'too many variables' }, 'rejected'],
  ['a call that throws', { throws: 'no such thing' }, 'rejected'],
  ['no memory and a call that throws', { memory: 'too large', throws: 'x' }, 'out-of-memory'],
  ['a device that is lost meanwhile', { validation: 'x', isLost: true }, 'device-lost'],
];

describe('the GPU service', () => {
  before(() => {
    Object.assign(globalThis, { GPUBufferUsage: { STORAGE: 1, COPY_SRC: 2, COPY_DST: 4 } });
  });
  after(() => {
    Reflect.deleteProperty(globalThis, 'GPUBufferUsage');
  });

  const request = { id: 1, method: 'buffer', request: { id: 1, bytes: 4 } } as const;

  for (const [about, misfortune, code] of CASES) {
    it(`calls ${about} ${code}`, async () => {
      const service = new GpuService(ownerOf(misfortune));
      await assert.rejects(service.serve(request, new Uint8Array(0)), (error: unknown) => {
        assert.ok(error instanceof GpuError);
        assert.notEqual(error.failure.remedy, '');
        return error.code === code;
      });
    });
  }

  it('answers nothing more once the device is lost', async () => {
    const service = new GpuService({ ...ownerOf({}), lost: gpuFailure('device-lost', 'gone') });
    await assert.rejects(service.serve(request, new Uint8Array(0)), /gone/);
  });

  it('makes a buffer where nothing goes wrong', async () => {
    const service = new GpuService(ownerOf({}));
    assert.deepEqual(await service.serve(request, new Uint8Array(0)), { answer: null });
  });
});
