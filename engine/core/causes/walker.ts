// Walks a run beside live's events, tick by tick, up to the first departure.
import { StrategyFault } from '../kernel/index.js';
import type { KernelEvent, MarketTick } from '../model/index.js';
import { isCovered } from '../parity/index.js';
import type { Coverage, EventRecord, Snapshot } from '../schema/index.js';
import { toEventRecord, withBar } from '../session/event-record.js';
import type { PreparedRun, RunData } from '../session/prepare-run.js';
import type { Build } from '../session/program.js';
import { describe } from '../session/replay.js';
import type { RunSettings } from '../session/run-settings.js';
import { matchTick, type TickDeparture, type TickInput, type TickMatch } from './lockstep-match.js';
import { isFullState, stateDifferences } from './state-difference.js';
import type { ExcuseTable } from './excuses.js';
import type { Departure, TrialResult } from './trial.js';

export interface BenchInput {
  readonly settings: RunSettings;
  readonly data: RunData;
  /** Covered live events of the window, checkpoints included, in sequence order. */
  readonly live: readonly EventRecord[];
  readonly coverage: Coverage;
}

/** Before the first tick. */
const START = -1;

export interface Walked {
  readonly result: TrialResult;
  readonly equalStates: number[];
}

export interface WalkPlan {
  readonly run: PreparedRun;
  readonly position: number;
  readonly next: number;
  readonly state: Snapshot;
  readonly untilTs: number;
  readonly excused: ExcuseTable;
  /** Called before every tick with live's events consumed so far. */
  readonly onTick?: (position: number, next: number) => void;
}

export class Walker {
  private readonly echoesBars: boolean;

  constructor(
    private readonly build: Build,
    private readonly input: BenchInput,
  ) {
    this.echoesBars = input.live.some(
      (event) => event.kind === 'decision' && event.bar !== undefined,
    );
  }

  walk(plan: WalkPlan): Walked {
    const { run, untilTs, excused } = plan;
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
      const found = this.matchStates({ run, excused, equalStates }, position, next);
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
        const departure = this.matchEvents({ run, excused }, position, { next, events });
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
    { run, excused }: Pick<WalkPlan, 'run' | 'excused'>,
    position: number,
    at: { readonly next: number; readonly events: readonly KernelEvent[] },
  ): { next: number; departure: Departure | null } {
    const tick = run.ticks[position] as MarketTick;
    const sites: number[] = [];
    const replay: EventRecord[] = [];
    for (const event of at.events) {
      const record = this.recordOf(run, tick, event);
      if (!isCovered(this.input.coverage, record)) continue;
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
      forgiven: excused.fields,
    };
    const { next, departure } = matchUnexcused(excused.symbols.get(tick.ts), input);
    if (departure === null) return { next, departure };
    const site = sites[departure.replayIndex] ?? -1;
    const matchedInTick = next - at.next;
    return { next, departure: placed(departure, { position, tick, site, matchedInTick }) };
  }

  recordOf(run: PreparedRun, tick: MarketTick, event: KernelEvent): EventRecord {
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
  private matchStates(
    at: Pick<WalkPlan, 'run' | 'excused'> & { readonly equalStates: number[] },
    position: number,
    from: number,
  ): { next: number; departure: Departure | null } {
    const { run, excused, equalStates } = at;
    let next = from;
    for (;;) {
      const recorded = this.input.live[next];
      if (recorded?.kind !== 'checkpoint' || !isAfter(run, position, recorded))
        return { next, departure: null };
      const tick = run.ticks[position];
      if (excused.symbols.get(tick?.ts ?? START)?.has('') === true) {
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
}

/** Leaves out the events of excused symbols, on both sides. */
function matchUnexcused(symbols: ReadonlySet<string> | undefined, input: TickInput): TickMatch {
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

const isOfThisTick = (input: TickInput, index: number): boolean => {
  const event = input.live[index];
  return event !== undefined && event.kind !== 'checkpoint' && input.isOfTick(event);
};

/** Whether a recorded state is the one after this tick (START: before the first). */
function isAfter(
  run: PreparedRun,
  position: number,
  recorded: Extract<EventRecord, { kind: 'checkpoint' }>,
): boolean {
  const { lastTickTs, ts } = recorded;
  if (lastTickTs === undefined) return ts < stampAfter(run, position);
  const following = run.ticks[position + 1];
  return following === undefined || lastTickTs === null || lastTickTs < following.ts;
}

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
export function positionOf(ticks: readonly MarketTick[], ts: number): number {
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
