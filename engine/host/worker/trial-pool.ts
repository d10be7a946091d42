// Further workers that walk a part of the trials. They change how long a search takes and nothing else: results come back
// in the order of the trials, whoever walked them.
import type { BaseRequest, Trial, TrialResult } from '../../core/causes/trial.js';
import type { OpenOptions } from '../replay/protocol.js';
import type { ReplayClient } from '../replay/replay-client.js';
import { startReplayClient } from '../replay/start.js';

/** More workers than this compete for memory bandwidth and win little. */
export const HELPERS_MAX = 8;

export class TrialPool {
  private helpers: Promise<readonly ReplayClient[]> | null = null;
  private baseNumber = 0;
  private base: BaseRequest = { interventions: [], excused: [], fromTs: null };

  constructor(
    private readonly options: OpenOptions,
    readonly size: number,
    private readonly signal: AbortSignal,
  ) {}

  setBase(base: BaseRequest): void {
    this.baseNumber += 1;
    // A helper has no earlier base to go on from.
    this.base = { ...base, fromTs: null };
  }

  /** Walks shares of the trials in the helpers, one share each. */
  async walk(shares: readonly (readonly Trial[])[]): Promise<readonly (readonly TrialResult[])[]> {
    const helpers = await this.started();
    const { baseNumber, base } = this;
    return Promise.all(
      shares.map((trials, index) => {
        const helper = helpers[index];
        if (helper === undefined) throw new Error('more shares than helpers');
        return helper.request('trials', { baseNumber, base, trials }, { signal: this.signal });
      }),
    );
  }

  private started(): Promise<readonly ReplayClient[]> {
    this.helpers ??= Promise.all(
      Array.from({ length: this.size }, async () => {
        const client = startReplayClient();
        await client.request('open', this.options, { signal: this.signal });
        return client;
      }),
    );
    return this.helpers;
  }

  async dispose(): Promise<void> {
    const helpers = await this.helpers?.catch(() => []);
    await Promise.all((helpers ?? []).map((helper) => helper.dispose()));
  }
}
