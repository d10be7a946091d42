// What is used of a machine where nothing else is said.
import type { GpuChoice, WebgpuPlaces } from './gpu-protocol.js';

/** Only the package that Lockstep has itself. */
export const OWN_PACKAGE: WebgpuPlaces = { named: null, folders: [] };

/** The machine's own adapter, else the software one. */
export const gpuChoice = ({ adapter, webgpu }: Partial<GpuChoice>): GpuChoice => ({
  adapter: adapter ?? 'any',
  webgpu: webgpu ?? OWN_PACKAGE,
});
