// What the GPU process does for each request: pipelines from WGSL text, buffers, writes, dispatches, reads. It knows
// nothing of lanes or numbers. Requests are served one after the other.
import { DawnOwner } from './dawn-owner.js';
import { GpuError, gpuFailure } from './gpu-failure.js';
import type { GpuDispatch, GpuRequestHeader, GpuRequests } from './gpu-protocol.js';

export interface Served {
  readonly answer: unknown;
  readonly payload?: Uint8Array;
}

/** Who has the device, as far as a service sees it. */
export type DeviceOwner = Pick<DawnOwner, 'device' | 'lost' | 'open'>;

export class GpuService {
  private readonly pipelines = new Map<number, GPUComputePipeline>();
  private readonly buffers = new Map<number, GPUBuffer>();

  constructor(private readonly owner: DeviceOwner = new DawnOwner()) {}

  /** Rejects with a GpuError where the device or the request is at fault. */
  async serve(header: GpuRequestHeader, payload: Uint8Array): Promise<Served> {
    this.refuseIfLost();
    try {
      return await this.answer(header, payload);
    } catch (error) {
      // What fails because the device is lost may fail before the loss is announced.
      await new Promise(setImmediate);
      this.refuseIfLost();
      throw error;
    }
  }

  private refuseIfLost(): void {
    if (this.owner.lost !== null) throw new GpuError(this.owner.lost);
  }

  private async answer(header: GpuRequestHeader, payload: Uint8Array): Promise<Served> {
    switch (header.method) {
      case 'open':
        return { answer: await this.owner.open(header.request) };
      case 'pipeline':
        return { answer: await this.createPipeline(header.request) };
      case 'buffer':
        await this.createBuffer(header.request);
        return { answer: null };
      case 'write':
        await this.checked('write', () => {
          const { id, offset } = header.request;
          this.owner.device.queue.writeBuffer(this.buffer(id), offset, payload);
        });
        return { answer: null };
      case 'dispatch':
        return { answer: await this.dispatch(header.request) };
      case 'read':
        return { answer: null, payload: await this.read(header.request) };
      case 'destroy':
        this.buffer(header.request.id).destroy();
        this.buffers.delete(header.request.id);
        return { answer: null };
    }
  }

  private buffer(id: number): GPUBuffer {
    const buffer = this.buffers.get(id);
    if (buffer === undefined)
      throw new GpuError(gpuFailure('rejected', `No buffer ${String(id)}.`));
    return buffer;
  }

  private async createPipeline(
    request: GpuRequests['pipeline']['request'],
  ): Promise<GpuRequests['pipeline']['answer']> {
    const startedAt = performance.now();
    const { device } = this.owner;
    await this.checked('pipeline', async () => {
      const module = device.createShaderModule({ code: request.wgsl });
      const { messages } = await module.getCompilationInfo();
      const errors = messages.filter((message) => message.type === 'error');
      if (errors.length > 0) {
        const lines = errors.map((error) => `line ${String(error.lineNum)}: ${error.message}`);
        throw new GpuError(gpuFailure('rejected', `The shader is wrong: ${lines.join('; ')}`));
      }
      const compute = { module, entryPoint: request.entryPoint };
      // At once, since nothing else is served meanwhile: Dawn waits for a promise by polling, which takes a core of its own.
      this.pipelines.set(request.id, device.createComputePipeline({ layout: 'auto', compute }));
    });
    return { elapsedMs: performance.now() - startedAt };
  }

  private async createBuffer({ id, bytes }: GpuRequests['buffer']['request']): Promise<void> {
    await this.checked('buffer', () => {
      const usage = GPUBufferUsage.STORAGE | GPUBufferUsage.COPY_SRC | GPUBufferUsage.COPY_DST;
      this.buffers.set(id, this.owner.device.createBuffer({ size: bytes, usage }));
    });
  }

  private async dispatch(request: GpuDispatch): Promise<GpuRequests['dispatch']['answer']> {
    const startedAt = performance.now();
    const pipeline = this.pipelines.get(request.pipeline);
    if (pipeline === undefined) throw new GpuError(gpuFailure('rejected', 'No such pipeline.'));
    const { device } = this.owner;
    await this.checked('dispatch', async () => {
      const entries = request.buffers.map((id, binding) => ({
        binding,
        resource: { buffer: this.buffer(id) },
      }));
      const group = device.createBindGroup({ layout: pipeline.getBindGroupLayout(0), entries });
      const encoder = device.createCommandEncoder();
      const pass = encoder.beginComputePass();
      pass.setPipeline(pipeline);
      pass.setBindGroup(0, group);
      pass.dispatchWorkgroups(...request.workgroups);
      pass.end();
      device.queue.submit([encoder.finish()]);
      await device.queue.onSubmittedWorkDone();
    });
    return { elapsedMs: performance.now() - startedAt };
  }

  private async read(request: GpuRequests['read']['request']): Promise<Uint8Array> {
    const { device } = this.owner;
    const { id, offset, bytes } = request;
    let copy = new Uint8Array(0);
    await this.checked('read', async () => {
      const usage = GPUBufferUsage.MAP_READ | GPUBufferUsage.COPY_DST;
      const staging = device.createBuffer({ size: bytes, usage });
      const encoder = device.createCommandEncoder();
      encoder.copyBufferToBuffer(this.buffer(id), offset, staging, 0, bytes);
      device.queue.submit([encoder.finish()]);
      await staging.mapAsync(GPUMapMode.READ);
      copy = new Uint8Array(staging.getMappedRange().slice(0));
      staging.destroy();
    });
    return copy;
  }

  /** Runs a step inside error scopes: WebGPU itself reports what is wrong later, and to nobody in particular. */
  private async checked(step: string, act: () => void | Promise<void>): Promise<void> {
    const { device } = this.owner;
    device.pushErrorScope('internal');
    device.pushErrorScope('validation');
    device.pushErrorScope('out-of-memory');
    let thrown: unknown;
    try {
      await act();
    } catch (error) {
      thrown = error;
    }
    const memory = await device.popErrorScope();
    const validation = await device.popErrorScope();
    const internal = await device.popErrorScope();
    if (memory !== null) throw new GpuError(gpuFailure('out-of-memory', memory.message));
    if (thrown instanceof GpuError) throw thrown;
    const wrong = validation ?? internal;
    if (wrong !== null || thrown !== undefined) {
      const text = wrong?.message ?? String(thrown);
      throw new GpuError(gpuFailure('rejected', `${step}: ${text}`));
    }
  }
}
