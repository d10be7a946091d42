// Every way the GPU fails, with what can be done about it. Failures are values up to the caller's last step, which may
// throw them as a GpuError.
import type { GpuFailure, GpuFailureCode } from './gpu-protocol.js';

const REMEDIES: Readonly<Record<GpuFailureCode, string>> = {
  'no-adapter':
    'Install a Vulkan, Metal or Direct3D 12 driver, or run on a CPU lane; the software adapter needs the package @sparticuz/chromium on x64 Linux.',
  'device-lost': 'Start the GPU again; if it is lost again, update the driver or use fewer lanes.',
  'out-of-memory':
    'Run fewer lanes at once (lockstep sweep --gpu-batch), or shorter windows, or end what else uses the GPU.',
  'package-missing':
    'Run "npm install webgpu" in the folder of the workspace or where Lockstep is installed; the setting lockstep.gpu.modulePath names another place.',
  'node-missing':
    "Install Node.js 20 or later, or name one in the setting lockstep.nodePath: the editor's own Electron cannot run a GPU.",
  'process-ended':
    'Start the GPU again; if it ends again, update the driver or the package webgpu.',
  'too-large': 'Run it on a CPU lane, over a shorter window, or on a GPU with a higher limit.',
  rejected: 'This is a defect of Lockstep: report it with the text.',
};

export function gpuFailure(state: GpuFailureCode, text: string): GpuFailure {
  return { state, text, remedy: REMEDIES[state] };
}

/** A failure as an error, for callers that cannot go on. */
export class GpuError extends Error {
  constructor(readonly failure: GpuFailure) {
    super(`${failure.text} ${failure.remedy}`);
    this.name = 'GpuError';
  }

  get code(): GpuFailureCode {
    return this.failure.state;
  }
}
