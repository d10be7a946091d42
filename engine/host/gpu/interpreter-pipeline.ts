// The interpreter on a device: compiled once for each kind of policy, whatever strategies it runs.
import { interpreterWgsl } from '../../vm/gpu/interpreter.js';
import type { GpuClient } from './gpu-client.js';

export type PolicyKind = 'decimal' | 'binary64';

export interface InterpreterPipeline {
  readonly id: number;
  /** Wall time of its creation, for people only. */
  readonly elapsedMs: number;
}

const created = new WeakMap<GpuClient, Map<PolicyKind, Promise<InterpreterPipeline>>>();

/** Rejects with a GpuError. */
export function interpreterPipeline(
  client: GpuClient,
  kind: PolicyKind,
): Promise<InterpreterPipeline> {
  const known = created.get(client) ?? new Map<PolicyKind, Promise<InterpreterPipeline>>();
  created.set(client, known);
  const pipeline = known.get(kind) ?? client.createPipeline(interpreterWgsl(kind));
  known.set(kind, pipeline);
  return pipeline;
}
