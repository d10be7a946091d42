// The GPU processes of a program, one for each choice: the next check finds its interpreter compiled. They end with the
// program, and keep it from nothing.
import { type GpuOpening, openGpu } from './gpu-client.js';
import type { GpuChoice } from './gpu-protocol.js';

const openings = new Map<string, Promise<GpuOpening>>();

const keyOf = ({ adapter, webgpu: { named, folders } }: GpuChoice): string =>
  JSON.stringify([adapter, named, folders]);

export async function sharedGpu(choice: GpuChoice): Promise<GpuOpening> {
  const key = keyOf(choice);
  const opening = openings.get(key) ?? openGpu(choice);
  openings.set(key, opening);
  const opened = await opening;
  // What is missing now may be there the next time.
  if (opened.state === 'failed') openings.delete(key);
  return opened;
}

/** After a failure that the device does not survive. */
export async function forgetGpu(choice: GpuChoice): Promise<void> {
  const key = keyOf(choice);
  const opening = await openings.get(key);
  openings.delete(key);
  if (opening?.state === 'ready') await opening.client.close();
}
