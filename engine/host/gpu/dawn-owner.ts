// The one owner of Dawn's objects in the GPU process. Dawn crashes at random when its instance is collected while a
// device lives, so instance, adapter and device stay in this object for the life of the process.
import { gpuFailure } from './gpu-failure.js';
import { nodeFailure } from './gpu-node.js';
import type {
  GpuAdapterDescription,
  GpuChoice,
  GpuFailure,
  GpuLimits,
  GpuStatus,
} from './gpu-protocol.js';
import { loadDawn } from './webgpu-package.js';

const SOFTWARE_NAMES = /swiftshader|llvmpipe|lavapipe|basic render|warp/i;

const LIMITS: readonly (keyof GpuLimits)[] = [
  'maxBufferSize',
  'maxStorageBufferBindingSize',
  'maxComputeWorkgroupSizeX',
  'maxComputeInvocationsPerWorkgroup',
  'maxComputeWorkgroupsPerDimension',
  'maxComputeWorkgroupStorageSize',
];

export class DawnOwner {
  private gpu: GPU | null = null;
  private adapter: GPUAdapter | null = null;
  private current: GPUDevice | null = null;
  /** Set once the device is gone; nothing works after it. */
  lost: GpuFailure | null = null;

  /** The device; `open` has been answered with `ready` before anything else is asked. */
  get device(): GPUDevice {
    if (this.current === null) throw new Error('no device: open it first');
    return this.current;
  }

  async open({ adapter: choice, webgpu }: GpuChoice): Promise<GpuStatus> {
    const unfit = nodeFailure(process.versions, process.execPath);
    if (unfit !== null) return unfit;
    const dawn = await loadDawn(webgpu);
    if ('state' in dawn) return dawn;
    // Constants such as GPUBufferUsage live among the globals.
    Object.assign(globalThis, dawn.globals);
    this.gpu = dawn.create([]);
    this.adapter = await this.gpu.requestAdapter({ powerPreference: 'high-performance' });
    if (this.adapter === null) return gpuFailure('no-adapter', 'No GPU adapter was found.');
    const adapter = describe(this.adapter);
    if (choice === 'hardware' && adapter.isSoftware) {
      return gpuFailure('no-adapter', `The only adapter is software (${adapter.name}).`);
    }
    this.current = await this.adapter.requestDevice({ requiredLimits: { ...adapter.limits } });
    void this.current.lost.then((event) => {
      this.lost = gpuFailure('device-lost', `The GPU device was lost: ${event.message}`);
    });
    return { state: 'ready', adapter };
  }
}

function describe(adapter: GPUAdapter): GpuAdapterDescription {
  const { vendor, architecture, device, description, isFallbackAdapter } = adapter.info;
  const name = description === '' ? device : description;
  return {
    name,
    vendor,
    architecture,
    isSoftware: isFallbackAdapter || SOFTWARE_NAMES.test(`${name} ${architecture}`),
    limits: Object.fromEntries(
      LIMITS.map((limit) => [limit, adapter.limits[limit]]),
    ) as unknown as GpuLimits,
  };
}
