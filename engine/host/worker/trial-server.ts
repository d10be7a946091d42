// The helping side of a shared search: keeps the base it was told last, and walks.
import type { TrialResult } from '../../core/causes/trial.js';
import type { TrialBatch } from '../replay/protocol.js';
import type { WorkerLaboratory } from './laboratory.js';

export class TrialServer {
  private baseNumber = -1;

  constructor(private readonly lab: WorkerLaboratory) {}

  async walk({ baseNumber, base, trials }: TrialBatch): Promise<readonly TrialResult[]> {
    if (baseNumber !== this.baseNumber) await this.lab.setBase(base);
    this.baseNumber = baseNumber;
    return this.lab.walk(trials);
  }
}
