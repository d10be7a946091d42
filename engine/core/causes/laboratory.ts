// What a search for causes can do: walk trials, set the base, look around. The worker implements it over the sandbox;
// nothing here knows of threads.
import type { SweepAnswer, SweepRequest } from './sweep.js';
import type { BaseRequest, BaseRun, Scene, Trial, TrialResult } from './trial.js';
import type { EventRecord, Intervention } from '../schema/index.js';

export interface Laboratory {
  setBase(request: BaseRequest): Promise<BaseRun>;
  /** Results in the order of the trials. */
  walk(trials: readonly Trial[]): Promise<readonly TrialResult[]>;
  /** All covered events of the replay with interventions. */
  events(interventions: readonly Intervention[]): Promise<readonly EventRecord[]>;
  scene(ts: number): Promise<Scene>;
  /** Runs of the whole window in a compiled lane, to see which are worth a trial. */
  sweep(request: SweepRequest): Promise<SweepAnswer>;
}
