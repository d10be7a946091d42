// What the process that owns the GPU can be asked, and every answer's shape. Types only: frames.ts carries them.

/** Which adapter is wanted: the machine's own, the packaged software driver, or the first of these that works. */
export type AdapterChoice = 'hardware' | 'software' | 'any';

/** Where the package webgpu may lie. */
export interface WebgpuPlaces {
  /** Absolute path of the package, or of a folder that has it installed; it alone counts. null: nobody named one. */
  readonly named: string | null;
  /** Trusted folders whose own `node_modules` are looked into when Lockstep has no package itself. */
  readonly folders: readonly string[];
}

/** What of a machine is used: an adapter, and Dawn from one of some places. */
export interface GpuChoice {
  readonly adapter: AdapterChoice;
  readonly webgpu: WebgpuPlaces;
}

export interface GpuLimits {
  readonly maxBufferSize: number;
  readonly maxStorageBufferBindingSize: number;
  readonly maxComputeWorkgroupSizeX: number;
  readonly maxComputeInvocationsPerWorkgroup: number;
  readonly maxComputeWorkgroupsPerDimension: number;
  readonly maxComputeWorkgroupStorageSize: number;
}

/** The adapter a device runs on; a run that used a GPU says which. */
export interface GpuAdapterDescription {
  readonly name: string;
  readonly vendor: string;
  readonly architecture: string;
  /** Software adapters are for correctness; their timings say nothing. */
  readonly isSoftware: boolean;
  readonly limits: GpuLimits;
}

/**
 * Why there is no GPU, or no longer one. `rejected` is a mistake of the caller, such as a shader that does not compile;
 * `too-large` is what no part of can be run on this device.
 */
export type GpuFailureCode =
  | 'no-adapter'
  | 'device-lost'
  | 'out-of-memory'
  | 'package-missing'
  | 'node-missing'
  | 'process-ended'
  | 'too-large'
  | 'rejected';

export interface GpuFailure {
  readonly state: GpuFailureCode;
  readonly text: string;
  readonly remedy: string;
}

export type GpuStatus =
  { readonly state: 'ready'; readonly adapter: GpuAdapterDescription } | GpuFailure;

/** Buffers and pipelines are numbered by the client, so that nothing waits for a number. */
export interface GpuRequests {
  readonly open: {
    readonly request: GpuChoice;
    readonly answer: GpuStatus;
  };
  readonly pipeline: {
    readonly request: { readonly id: number; readonly wgsl: string; readonly entryPoint: string };
    readonly answer: { readonly elapsedMs: number };
  };
  readonly buffer: {
    readonly request: { readonly id: number; readonly bytes: number };
    readonly answer: null;
  };
  /** The bytes are the frame's payload. */
  readonly write: {
    readonly request: { readonly id: number; readonly offset: number };
    readonly answer: null;
  };
  /** Binds the buffers to group 0 in their order; the answer comes when the device has finished. */
  readonly dispatch: {
    readonly request: GpuDispatch;
    readonly answer: { readonly elapsedMs: number };
  };
  /** The bytes come as the answer's payload. */
  readonly read: {
    readonly request: { readonly id: number; readonly offset: number; readonly bytes: number };
    readonly answer: null;
  };
  readonly destroy: { readonly request: { readonly id: number }; readonly answer: null };
}

export interface GpuDispatch {
  readonly pipeline: number;
  readonly buffers: readonly number[];
  readonly workgroups: readonly [number, number, number];
}

export type GpuMethod = keyof GpuRequests;

export type GpuRequestHeader = {
  readonly [K in GpuMethod]: {
    readonly id: number;
    readonly method: K;
    readonly request: GpuRequests[K]['request'];
  };
}[GpuMethod];

export type GpuAnswerHeader =
  | { readonly id: number; readonly answer: unknown }
  | { readonly id: number; readonly failure: GpuFailure };
