// Walks inside the sandbox: a base run with the interventions found so far, and trials that add one and stop at the first
// departure. Wrong ideas are cheap, since they end where they started.
import { KEEP_ALL, StrategyFault } from '../kernel/index.js';
import type { KernelEvent, MarketTick } from '../model/index.js';
import { isCovered } from '../parity/index.js';
import type { Coverage, EventRecord, Intervention, Snapshot } from '../schema/index.js';
import { patchSnapshot } from '../session/apply.js';
import { toEventRecord, withBar } from '../session/event-record.js';
import { prepareRun, type PreparedRun, type RunData } from '../session/prepare-run.js';
import type { Build } from '../session/program.js';
import { describe } from '../session/replay.js';
import type { RunSettings } from '../session/run-settings.js';
import { matchTick, type TickDeparture, type TickInput, type TickMatch } from './lockstep-match.js';
import { paramLeaves } from './param-leaves.js';
import { isFullState, stateDifferences } from './state-difference.js';
import type {
  BaseRequest,
  BaseRun,
  Departure,
  Excuse,
  Scene,
  Trial,
  TrialResult,
} from './trial.js';

export interface BenchInput {
  readonly settings: RunSettings;
  readonly data: RunData;
  /** Covered live events of the window, checkpoints included, in sequence order. */
  readonly live: readonly EventRecord[];
  readonly coverage: Coverage;
}

/** Base states are kept this many ticks apart; any other is reached by re-execution. */
const CHECKPOINT_TICKS = 16;
/** Before the first tick. */
const START = -1;

interface Walked {
  readonly result: TrialResult;
  readonly equalStates: number[];
}

interface WalkPlan {
  readonly run: PreparedRun;
  readonly position: number;
  readonly next: number;
  readonly state: Snapshot;
  readonly untilTs: number;
  /** Called before every tick with live's events consumed so far. */
  readonly onTick?: (position: number, next: number) => void;
}

export class TrialBench {
  private readonly coverage: Coverage;
  private readonly echoesBars: boolean;
  private interventions: readonly Intervention[] = [];
  /** The first run: later ones share its numbers and ticks. */
  private readonly known: PreparedRun | undefined;
  private base: PreparedRun;
  private excused = new Map<number, Set<string>>();
  private states = new Map<number, Snapshot>();
  private equalStates: number[] = [];
  /** Live events consumed before each tick of the base. */
  private consumed: number[] = [];

  constructor(
    private readonly build: Build,
    private readonly input: BenchInput,
  ) {
    this.coverage = input.coverage;
    this.echoesBars = input.live.some(
      (event) => event.kind === 'decision' && event.bar !== undefined,
    );
    this.base = this.prepare([]);
    this.known = this.base;
  }

  private prepare(added: readonly Intervention[]): PreparedRun {
    const { settings, data } = this.input;
    const stated = data.interventions ?? [];
    const interventions = [...stated, ...this.interventions, ...added];
    return prepareRun(this.build, settings, { ...data, interventions }, this.known);
  }

  /** A run, or why there is none: a refused parameter, state the strategy cannot be built with. */
  private tryPrepare(added: readonly Intervention[]): PreparedRun | string {
    try {
      const run = this.prepare(added);
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
    this.excused = tableOf(excused);
    this.base = this.prepare([]);
    if (start === null) {
      this.states = new Map([[0, this.base.start]]);
      this.consumed = [];
      this.equalStates = [];
    }
    const { session } = this.base;
    const { position, next, state } = start ?? { position: 0, next: 0, state: this.base.start };
    const walked = this.walkPlan({
      run: this.base,
      position,
      next,
      state,
      untilTs: Infinity,
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
    const run = prepareRun(this.build, settings, { ...data, interventions: all }, this.known);
    const found: EventRecord[] = [];
    run.session.restore(run.start, 0);
    for (const tick of run.ticks) {
      this.build.runtime.reset();
      try {
        for (const event of run.session.step()) found.push(this.recordOf(run, tick, event));
      } catch (error) {
        if (error instanceof Error) break;
        throw error;
      }
    }
    return found.filter((event) => isCovered(this.coverage, event));
  }

  walk(trial: Trial): TrialResult {
    const { fromTs, patches = [] } = trial;
    const run = trial.interventions.length === 0 ? this.base : this.tryPrepare(trial.interventions);
    if (typeof run === 'string')
      return { matched: 0, ticks: 0, isClean: false, departure: null, failure: run };
    const position = fromTs === null ? 0 : positionOf(run.ticks, fromTs);
    const basePosition = fromTs === null ? 0 : positionOf(this.base.ticks, fromTs);
    const state = fromTs === null ? run.start : this.stateBefore(basePosition);
    const base = this.excused;
    if (trial.excused !== undefined) this.excused = tableOf([...excusesOf(base), ...trial.excused]);
    try {
      return this.walkPlan({
        run,
        position,
        next: fromTs === null ? 0 : (this.consumed[basePosition] ?? 0),
        state: patches.length === 0 ? state : patchSnapshot(state, patches),
        untilTs: trial.untilTs ?? Infinity,
      }).result;
    } finally {
      this.excused = base;
    }
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

  private walkPlan(plan: WalkPlan): Walked {
    const { run, untilTs } = plan;
    const { session, ticks } = run;
    const equalStates: number[] = [];
    let { next } = plan;
    let count = 0;
    const ended = (departure: Departure | null, failure: string | null = null): Walked => ({
      result: {
        matched: next,
        ticks: count,
        isClean: departure === null && failure === null,
        departure,
        failure,
      },
      equalStates,
    });
    const checkState = (position: number): Departure | null => {
      const found = this.matchStates(run, position, next, equalStates);
      next = found.next;
      return found.departure;
    };
    try {
      session.restore(plan.state, plan.position);
      if (plan.position === 0) {
        const departure = checkState(START);
        if (departure !== null) return ended(departure);
      }
      for (let position = plan.position; position < ticks.length; position += 1) {
        const tick = ticks[position] as MarketTick;
        if (tick.ts > untilTs) return ended(null);
        plan.onTick?.(position, next);
        this.build.runtime.reset();
        const events = session.step();
        count += 1;
        const departure = this.matchEvents(run, position, { next, events });
        next = departure.next;
        if (departure.departure !== null) return ended(departure.departure);
        const stateDeparture = checkState(position);
        if (stateDeparture !== null) return ended(stateDeparture);
      }
      plan.onTick?.(ticks.length, next);
    } catch (error) {
      if (error instanceof StrategyFault || error instanceof Error)
        return ended(null, describe(error).message);
      throw error;
    }
    const left = this.input.live[next];
    return ended(left === undefined ? null : this.leftOver(run, left, next));
  }

  private matchEvents(
    run: PreparedRun,
    position: number,
    at: { readonly next: number; readonly events: readonly KernelEvent[] },
  ): { next: number; departure: Departure | null } {
    const tick = run.ticks[position] as MarketTick;
    const sites: number[] = [];
    const replay: EventRecord[] = [];
    for (const event of at.events) {
      const record = this.recordOf(run, tick, event);
      if (!isCovered(this.coverage, record)) continue;
      replay.push(record);
      sites.push(event.site);
    }
    const before = stampAfter(run, position);
    const input = {
      num: run.parts.num,
      live: this.input.live,
      next: at.next,
      replay,
      isOfTick: (event: EventRecord) => event.ts < before,
    };
    const { next, departure } = this.matchUnexcused(tick.ts, input);
    if (departure === null) return { next, departure };
    const site = sites[departure.replayIndex] ?? -1;
    const matchedInTick = next - at.next;
    return { next, departure: placed(departure, { position, tick, site, matchedInTick }) };
  }

  /** Leaves out the events of excused symbols, on both sides. */
  private matchUnexcused(ts: number, input: TickInput): TickMatch {
    const symbols = this.excused.get(ts);
    if (symbols === undefined) return matchTick(input);
    const isExcused = (event: EventRecord) => symbols.has('symbol' in event ? event.symbol : '');
    let end = input.next;
    while (end < input.live.length && isOfThisTick(input, end)) end += 1;
    const kept: number[] = [];
    for (let index = input.next; index < end; index += 1) {
      if (!isExcused(input.live[index] as EventRecord)) kept.push(index);
    }
    const live = kept.map((index) => input.live[index] as EventRecord);
    const replay = input.replay.filter((event) => !isExcused(event));
    const match = matchTick({ ...input, live, next: 0, replay });
    if (match.departure === null) return { next: end, departure: null };
    const liveIndex = kept[match.departure.liveIndex] ?? end;
    return { next: liveIndex, departure: { ...match.departure, liveIndex, replayIndex: -1 } };
  }

  private recordOf(run: PreparedRun, tick: MarketTick, event: KernelEvent): EventRecord {
    const { num } = run.parts;
    const { symbols } = run.settings;
    const context = { num, symbols, reasons: this.build.strategy.reasons };
    const record = toEventRecord(context, event);
    if (!this.echoesBars) return record;
    return withBar(
      num,
      record,
      tick.bars.find((bar) => bar.symbol === event.symbol),
    );
  }

  /** Recorded states that stand behind the tick just done. */
  // eslint-disable-next-line max-params -- position and count are the walk's own cursor
  private matchStates(
    run: PreparedRun,
    position: number,
    from: number,
    equalStates: number[],
  ): { next: number; departure: Departure | null } {
    let next = from;
    for (;;) {
      const recorded = this.input.live[next];
      if (recorded?.kind !== 'checkpoint' || recorded.ts >= stampAfter(run, position))
        return { next, departure: null };
      const tick = run.ticks[position];
      if (this.excused.get(tick?.ts ?? START)?.has('') === true) {
        next += 1;
        continue;
      }
      const fields = stateDifferences(run.parts.num, recorded.state, run.session.save());
      if (fields.length > 0) {
        const departure: TickDeparture = {
          kind: 'state',
          live: recorded,
          replay: null,
          fields,
          replayIndex: -1,
          liveIndex: next,
        };
        const ts = tick?.ts ?? run.ticks[0]?.ts ?? 0;
        const at = { position: Math.max(0, position), tick: { ts }, site: -1, matchedInTick: 0 };
        return { next, departure: placed(departure, at) };
      }
      if (isFullState(recorded.state)) equalStates.push(tick?.ts ?? START);
      next += 1;
    }
  }

  /** A live event behind the last tick. */
  private leftOver(run: PreparedRun, live: EventRecord, liveIndex: number): Departure {
    const position = run.ticks.length - 1;
    return {
      kind: 'missing-in-replay',
      tick: Math.max(0, position),
      ts: run.ticks[position]?.ts ?? 0,
      liveIndex,
      matchedInTick: 0,
      live,
      replay: null,
      fields: [],
      site: -1,
    };
  }

  /** What a search looks at around a tick of the base. */
  scene(ts: number): Scene {
    const position = positionOf(this.base.ticks, ts);
    const { session, parts } = this.base;
    const stateBefore = this.stateBefore(position);
    session.restore(this.base.start, 0);
    const stateAtStart = session.save();
    const { num, setup, codec } = parts;
    const fresh = setup.strategy.state({ num, symbols: setup.symbols, params: setup.params });
    session.restore(stateBefore, position);
    session.keep(KEEP_ALL);
    this.build.runtime.reset();
    const tick = this.base.ticks[position];
    let events: Scene['events'] = [];
    try {
      events = session.step().map((event) => ({
        event: this.recordOf(this.base, tick ?? { ts, bars: [] }, event),
        site: event.site,
      }));
    } catch (error) {
      if (!(error instanceof Error)) throw error;
    }
    return {
      stateBefore,
      stateAtStart,
      freshState: codec.encode(fresh),
      events,
      params: paramLeaves(setup.strategy.params, this.base.settings.params),
    };
  }
}

const isOfThisTick = (input: TickInput, index: number): boolean => {
  const event = input.live[index];
  return event !== undefined && event.kind !== 'checkpoint' && input.isOfTick(event);
};

function tableOf(excused: readonly Excuse[]): Map<number, Set<string>> {
  const table = new Map<number, Set<string>>();
  for (const { ts, symbol } of excused)
    table.set(ts, (table.get(ts) ?? new Set<string>()).add(symbol));
  return table;
}

const excusesOf = (table: ReadonlyMap<number, ReadonlySet<string>>): readonly Excuse[] =>
  [...table].flatMap(([ts, symbols]) => [...symbols].map((symbol) => ({ ts, symbol })));

/** Time before which an event belongs to tick `position` or an earlier one. */
function stampAfter(run: PreparedRun, position: number): number {
  const following = run.ticks[position + 1];
  if (following === undefined) return Infinity;
  const { settings, parts } = run;
  const stampMs = parts.setup.interference?.stampMs ?? 0;
  const isAtClose = settings.venue.eventTime === 'bar-close';
  return stampMs + (isAtClose ? (following.bars[0]?.closeTs ?? following.ts) : following.ts);
}

/** Index of the first tick at or after a time. */
function positionOf(ticks: readonly MarketTick[], ts: number): number {
  let low = 0;
  let high = ticks.length;
  while (low < high) {
    const middle = Math.floor((low + high) / 2);
    if ((ticks[middle]?.ts ?? Infinity) < ts) low = middle + 1;
    else high = middle;
  }
  return low;
}

function placed(
  departure: TickDeparture,
  at: {
    readonly position: number;
    readonly tick: { readonly ts: number };
    readonly site: number;
    readonly matchedInTick: number;
  },
): Departure {
  const { kind, live, replay, fields, liveIndex } = departure;
  const { position, tick, site, matchedInTick } = at;
  return {
    kind,
    tick: position,
    ts: tick.ts,
    liveIndex,
    matchedInTick,
    live,
    replay,
    fields,
    site,
  };
}
