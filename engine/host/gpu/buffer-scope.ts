// Buffers that are let go together, however what needed them ended.
import type { GpuClient } from './gpu-client.js';
import { GpuError } from './gpu-failure.js';

export class BufferScope {
  private readonly ids: number[] = [];

  constructor(private readonly client: GpuClient) {}

  /** Rejects with a GpuError. */
  async create(bytes: number): Promise<number> {
    const id = await this.client.createBuffer(bytes);
    this.ids.push(id);
    return id;
  }

  async filled(words: Uint32Array): Promise<number> {
    // No buffer may be empty.
    const id = await this.create(Math.max(words.byteLength, 4));
    await this.client.write(id, new Uint8Array(words.buffer, words.byteOffset, words.byteLength));
    return id;
  }

  /** A device that is gone holds nothing any more, so that its failure is none here. */
  async release(): Promise<void> {
    const ids = this.ids.splice(0);
    await Promise.all(
      ids.map((id) =>
        this.client.destroy(id).catch((error: unknown) => {
          if (!(error instanceof GpuError)) throw error;
        }),
      ),
    );
  }
}
