// The GPU processes of a program, one for each choice of adapter: the next check finds its interpreter compiled. They end
// with the program, and keep it from nothing.
import { type GpuOpening, openGpu } from './gpu-client.js';
import type { AdapterChoice } from './gpu-protocol.js';

const openings = new Map<AdapterChoice, Promise<GpuOpening>>();

export async function sharedGpu(adapter: AdapterChoice): Promise<GpuOpening> {
  const opening = openings.get(adapter) ?? openGpu({ adapter });
  openings.set(adapter, opening);
  const opened = await opening;
  // What is missing now may be there the next time.
  if (opened.state === 'failed') openings.delete(adapter);
  return opened;
}

/** After a failure that the device does not survive. */
export async function forgetGpu(adapter: AdapterChoice): Promise<void> {
  const opening = await openings.get(adapter);
  openings.delete(adapter);
  if (opening?.state === 'ready') await opening.client.close();
}
