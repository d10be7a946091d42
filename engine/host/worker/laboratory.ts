// Trials in the worker's own sandbox, in batches small enough to stay cancellable.
import type { Laboratory } from '../../core/causes/laboratory.js';
import type { SweepAnswer, SweepRequest } from '../../core/causes/sweep.js';
import type { BaseRequest, BaseRun, Scene, Trial, TrialResult } from '../../core/causes/trial.js';
import type { EventRecord, Intervention } from '../../core/schema/index.js';
import type { OpenReplay } from './open-replay.js';
import type { TrialPool } from './trial-pool.js';
import type { RequestContext } from './request-context.js';
import type { AdapterChoice } from '../gpu/gpu-protocol.js';
import { SweepRuns } from './sweep-runs.js';

/** One call into the sandbox may take a second at most on a slow machine; whole windows are walked one a call. */
const BATCH_SHORT = 16;
/** Trials up to this many ticks are short. */
const SHORT_TICKS = 64;

/** Fewer trials are walked sooner than they are handed out. */
const SHARED_MIN = 300;

export class WorkerLaboratory implements Laboratory {
  private readonly sweeps: SweepRuns;

  constructor(
    private readonly open: OpenReplay,
    live: readonly EventRecord[],
    private readonly means: {
      readonly context: RequestContext;
      /** Workers that take a share; null: walk everything here. */
      readonly pool: TrialPool | null;
      readonly adapter?: AdapterChoice;
    },
  ) {
    this.sweeps = new SweepRuns(open, means);
    const { coverage } = open.capture.manifest;
    open.program.call(-1, (realm) => {
      realm.prepareTrials(JSON.stringify({ live, coverage }));
    });
  }

  setBase(request: BaseRequest): Promise<BaseRun> {
    this.means.pool?.setBase(request);
    const text = JSON.stringify(request);
    return Promise.resolve(this.read((realm) => realm.trialBase(text)) as BaseRun);
  }

  async walk(trials: readonly Trial[]): Promise<readonly TrialResult[]> {
    const { pool } = this.means;
    if (pool === null || pool.size === 0 || trials.length < SHARED_MIN) return this.walkOwn(trials);
    const length = Math.ceil(trials.length / (pool.size + 1));
    const shares = Array.from({ length: pool.size }, (_, index) =>
      trials.slice((index + 1) * length, (index + 2) * length),
    );
    const others = pool.walk(shares);
    // A failure of the own share must not leave theirs unheard.
    others.catch(() => undefined);
    const own = await this.walkOwn(trials.slice(0, length));
    return [...own, ...(await others).flat()];
  }

  private async walkOwn(trials: readonly Trial[]): Promise<readonly TrialResult[]> {
    const results: TrialResult[] = [];
    let from = 0;
    while (from < trials.length) {
      const batch = trials.slice(from, from + this.batchSize(trials[from]));
      const text = JSON.stringify(batch);
      results.push(...(this.read((realm) => realm.trials(text)) as readonly TrialResult[]));
      from += batch.length;
      await this.means.context.breathe({ phase: 'explain', done: from, total: trials.length });
    }
    return results;
  }

  private batchSize(trial: Trial | undefined): number {
    const { fromTs = null, untilTs } = trial ?? {};
    if (fromTs === null || untilTs === undefined) return 1;
    const interval = this.open.capture.manifest.intervalMs;
    return untilTs - fromTs <= interval * SHORT_TICKS ? BATCH_SHORT : 1;
  }

  async events(interventions: readonly Intervention[]): Promise<readonly EventRecord[]> {
    const text = JSON.stringify(interventions);
    await this.means.context.breathe({ phase: 'explain', done: 0, total: 1 });
    return this.read((realm) => realm.trialEvents(text)) as readonly EventRecord[];
  }

  scene(ts: number): Promise<Scene> {
    return Promise.resolve(this.read((realm) => realm.trialScene(ts)) as Scene);
  }

  sweep(request: SweepRequest): Promise<SweepAnswer> {
    return this.sweeps.run(request);
  }

  private read(call: Parameters<OpenReplay['program']['call']>[1]): unknown {
    return JSON.parse(this.open.program.call(-1, call) as string);
  }
}
