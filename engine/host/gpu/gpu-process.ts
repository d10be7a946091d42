// Entry of the process that owns the GPU: serves frames on its fourth pipe and ends when its parent does.
// It is a process of its own because Dawn needs a real Node, and because a driver that crashes takes its process along.
import { Socket } from 'node:net';
import { readFrames, writeFrame } from './frames.js';
import { GpuError, gpuFailure } from './gpu-failure.js';
import type { GpuAnswerHeader, GpuRequestHeader } from './gpu-protocol.js';
import { GpuService, type Served } from './gpu-service.js';

/** Beside the three standard pipes, because drivers print on those. */
const PIPE = 3;

async function main(): Promise<void> {
  // Standard input carries nothing: its end is the parent's, and is noticed while a request is being served.
  process.stdin.on('end', () => process.exit(0)).resume();
  const pipe = new Socket({ fd: PIPE, readable: true, writable: true });
  pipe.on('error', () => process.exit(0));
  const service = new GpuService();
  for await (const { header, payload } of readFrames(pipe)) {
    const request = header as GpuRequestHeader;
    const served = await serve(service, request, payload);
    await writeFrame(pipe, served.header, served.payload);
  }
  process.exit(0);
}

async function serve(
  service: GpuService,
  request: GpuRequestHeader,
  payload: Uint8Array,
): Promise<{ readonly header: GpuAnswerHeader; readonly payload?: Uint8Array }> {
  try {
    const { answer, payload: bytes }: Served = await service.serve(request, payload);
    const header = { id: request.id, answer };
    return bytes === undefined ? { header } : { header, payload: bytes };
  } catch (error) {
    const failure =
      error instanceof GpuError ? error.failure : gpuFailure('rejected', String(error));
    return { header: { id: request.id, failure } };
  }
}

void main();
