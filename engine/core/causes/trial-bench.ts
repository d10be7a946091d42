// Walks inside the sandbox: a base run with the interventions found so far, and trials that add one and stop at the first
// departure. Wrong ideas are cheap, since they end where they started.
import { KEEP_ALL, type KeepDecision } from '../kernel/index.js';
import { isCovered } from '../parity/index.js';
import type { Coverage, EventRecord, Intervention, Snapshot } from '../schema/index.js';
import { patchSnapshot } from '../session/apply.js';
import { prepareRun, type PreparedRun } from '../session/prepare-run.js';
import type { Build } from '../session/program.js';
import { describe } from '../session/replay.js';
import { paramLeaves } from './param-leaves.js';
import { tableOf, type ExcuseTable } from './excuses.js';
import type { BaseRequest, BaseRun, Excuse, Scene, Trial, TrialResult } from './trial.js';
import { positionOf, Walker, type BenchInput } from './walker.js';

/** Base states are kept this many ticks apart; any other is reached by re-execution. */
const CHECKPOINT_TICKS = 16;

export class TrialBench {
  private readonly walker: Walker;
  /** Decisions nobody compares are not put together; they still take their number. */
  private readonly keep: KeepDecision;
  private interventions: readonly Intervention[] = [];
  /** The first run: later ones share its numbers and ticks. */
  private readonly known: PreparedRun | undefined;
  private base: PreparedRun;
  private excuses: readonly Excuse[] = [];
  private excused: ExcuseTable = tableOf([]);
  private states = new Map<number, Snapshot>();
  private equalStates: number[] = [];
  /** The same until the start of the base changes. */
  private atStart: Pick<Scene, 'stateAtStart' | 'freshState'> | null = null;
  /** Live events consumed before each tick of the base. */
  private consumed: number[] = [];

  constructor(
    private readonly build: Build,
    private readonly input: BenchInput,
  ) {
    this.walker = new Walker(build, input);
    this.keep = coveredDecisions(input.coverage);
    this.base = this.prepare([]);
    this.known = this.base;
  }

  private prepare(added: readonly Intervention[], untilTs = Infinity): PreparedRun {
    const { settings, data } = this.input;
    const stated = data.interventions ?? [];
    const interventions = [...stated, ...this.interventions, ...added];
    const wanted = { ...data, interventions, untilTs };
    return this.keeping(prepareRun(this.build, settings, wanted, this.known));
  }

  private keeping(run: PreparedRun): PreparedRun {
    run.session.keep(this.keep);
    return run;
  }

  /** A run, or why there is none: a refused parameter, state the strategy cannot be built with. */
  private tryPrepare({ interventions, untilTs }: Trial): PreparedRun | string {
    try {
      const run = this.prepare(interventions, untilTs);
      const [issue] = run.parts.issues;
      return issue === undefined ? run : issue.message;
    } catch (error) {
      return describe(error).message;
    }
  }

  /** Makes these interventions the base of all trials, and walks with them to the first departure. */
  setBase(request: BaseRequest): BaseRun {
    const { interventions, excused, fromTs } = request;
    const start = fromTs === null ? null : this.keepBefore(fromTs);
    this.interventions = interventions;
    this.excuses = excused;
    this.excused = tableOf(excused);
    this.base = this.prepare([]);
    if (start === null) {
      this.states = new Map([[0, this.base.start]]);
      this.consumed = [];
      this.equalStates = [];
      this.atStart = null;
    }
    const { session } = this.base;
    const { position, next, state } = start ?? { position: 0, next: 0, state: this.base.start };
    const walked = this.walker.walk({
      run: this.base,
      position,
      next,
      state,
      untilTs: Infinity,
      excused: this.excused,
      onTick: (at, consumed) => {
        this.consumed[at] = consumed;
        if (at > 0 && at % CHECKPOINT_TICKS === 0) this.states.set(at, session.save());
      },
    });
    this.equalStates.push(...walked.equalStates);
    const seen = this.input.live.slice(0, walked.result.matched);
    const decisions = seen.filter((event) => event.kind === 'decision');
    const withBars = decisions.filter((event) => event.bar !== undefined);
    return {
      ...walked.result,
      equalStates: this.equalStates,
      equalBars: withBars.length,
      unprovenBars: decisions.length - withBars.length,
    };
  }

  /** What the base proved and saved before a tick stays true when only later things change. */
  private keepBefore(ts: number): { position: number; next: number; state: Snapshot } {
    const position = positionOf(this.base.ticks, ts);
    const state = this.stateBefore(position);
    for (const known of [...this.states.keys()]) if (known > position) this.states.delete(known);
    this.equalStates = this.equalStates.filter((equal) => equal < ts);
    return { position, next: this.consumed[position] ?? 0, state };
  }

  /** All covered events of the replay with interventions, whatever live did. */
  events(interventions: readonly Intervention[]): readonly EventRecord[] {
    const { settings, data } = this.input;
    const all = [...(data.interventions ?? []), ...interventions];
    const run = this.keeping(
      prepareRun(this.build, settings, { ...data, interventions: all }, this.known),
    );
    const found: EventRecord[] = [];
    run.session.restore(run.start, 0);
    for (const tick of run.ticks) {
      this.build.runtime.reset();
      try {
        for (const event of run.session.step()) found.push(this.walker.recordOf(run, tick, event));
      } catch (error) {
        if (error instanceof Error) break;
        throw error;
      }
    }
    return found.filter((event) => isCovered(this.input.coverage, event));
  }

  walk(trial: Trial): TrialResult {
    const { fromTs, patches = [] } = trial;
    const run = trial.interventions.length === 0 ? this.base : this.tryPrepare(trial);
    if (typeof run === 'string')
      return { matched: 0, ticks: 0, isClean: false, departure: null, failure: run };
    const position = fromTs === null ? 0 : positionOf(run.ticks, fromTs);
    const basePosition = fromTs === null ? 0 : positionOf(this.base.ticks, fromTs);
    const state = fromTs === null ? run.start : this.stateBefore(basePosition);
    const excused =
      trial.excused === undefined ? this.excused : tableOf([...this.excuses, ...trial.excused]);
    return this.walker.walk({
      run,
      position,
      next: fromTs === null ? 0 : (this.consumed[basePosition] ?? 0),
      state: patches.length === 0 ? state : patchSnapshot(state, patches),
      untilTs: trial.untilTs ?? Infinity,
      excused,
    }).result;
  }

  /** State of the base before tick `position`. */
  private stateBefore(position: number): Snapshot {
    const kept = this.states.get(position);
    if (kept !== undefined) return kept;
    let from = position;
    while (!this.states.has(from)) from -= 1;
    const { session } = this.base;
    session.restore(this.states.get(from) as Snapshot, from);
    while (session.position < position) {
      this.build.runtime.reset();
      session.step();
    }
    const state = session.save();
    this.states.set(position, state);
    return state;
  }

  private startStates(): Pick<Scene, 'stateAtStart' | 'freshState'> {
    const { session, parts, start } = this.base;
    const { num, setup, codec } = parts;
    session.restore(start, 0);
    const fresh = setup.strategy.state({ num, symbols: setup.symbols, params: setup.params });
    return { stateAtStart: session.save(), freshState: codec.encode(fresh) };
  }

  /** What a search looks at around a tick of the base. */
  scene(ts: number): Scene {
    const position = positionOf(this.base.ticks, ts);
    const { session, parts } = this.base;
    const stateBefore = this.stateBefore(position);
    const { setup } = parts;
    this.atStart ??= this.startStates();
    session.restore(stateBefore, position);
    session.keep(KEEP_ALL);
    this.build.runtime.reset();
    const tick = this.base.ticks[position];
    let events: Scene['events'] = [];
    try {
      events = session.step().map((event) => ({
        event: this.walker.recordOf(this.base, tick ?? { ts, bars: [] }, event),
        site: event.site,
        gateSites:
          event.kind === 'decision'
            ? Object.fromEntries(event.gates.map((gate) => [gate.name, gate.site]))
            : {},
      }));
    } catch (error) {
      if (!(error instanceof Error)) throw error;
    } finally {
      session.keep(this.keep);
    }
    return {
      stateBefore,
      ...this.atStart,
      events,
      params: paramLeaves(setup.strategy.params, this.base.settings.params),
    };
  }
}

function coveredDecisions({ kinds, decisions }: Coverage): KeepDecision {
  if (!kinds.includes('decision')) return () => false;
  if (decisions === undefined) return KEEP_ALL;
  return (action, reason) =>
    decisions.some(
      (entry) => entry.action === action && (entry.reason === undefined || entry.reason === reason),
    );
}
