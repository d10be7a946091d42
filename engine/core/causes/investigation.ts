// Everything a family of candidates may look at: both sides around a departure, the market, the rules in force.
import type { Numeric } from '../numeric/index.js';
import { createNumeric } from '../numeric/index.js';
import { applyToSettings } from '../session/apply.js';
import type { RunSettings } from '../session/run-settings.js';
import type {
  BarRecord,
  Coverage,
  DecisionEvent,
  EventRecord,
  Intervention,
  Manifest,
  Snapshot,
} from '../schema/index.js';
import type { BaseRun, Departure, Excuse, Scene } from './trial.js';

/** What does not change from root to root. */
export interface CaseFile {
  readonly manifest: Manifest;
  readonly settings: RunSettings;
  readonly snapshot: Snapshot;
  /** Ascending by time, then symbol. */
  readonly bars: readonly BarRecord[];
  readonly revisions: readonly BarRecord[];
  /** Covered live events of the window, checkpoints included. */
  readonly live: readonly EventRecord[];
  readonly coverage: Coverage;
  /** Reason codes of the strategy's catalogue. */
  readonly reasons: ReadonlySet<string>;
}

export interface Investigation {
  readonly file: CaseFile;
  readonly num: Numeric;
  /** Rules in force with what was found so far. */
  readonly settings: RunSettings;
  readonly interventions: readonly Intervention[];
  readonly base: BaseRun;
  readonly departure: Departure;
  readonly scene: Scene;
  /** Symbol of the departing event; empty when it has none. */
  readonly symbol: string;
  /** Live's events of the departing tick. */
  readonly liveTick: readonly EventRecord[];
  readonly consumed: ReadonlySet<number>;
  /** Ticks and symbols that were not healed but bridged: what follows may be their doing. */
  readonly excused: readonly Excuse[];
  /** How roots without a remedy show: a difference of that kind is theirs wherever it is. */
  readonly signatures: ReadonlySet<string>;
  readonly market: Market;
}

/** Bars by symbol and time. */
export class Market {
  private readonly series = new Map<string, BarRecord[]>();
  private readonly places = new Map<string, number>();
  readonly times: readonly number[];

  constructor(bars: readonly BarRecord[]) {
    const times = new Set<number>();
    for (const bar of bars) {
      const series = this.series.get(bar.symbol) ?? [];
      this.series.set(bar.symbol, series);
      this.places.set(`${bar.symbol}|${String(bar.openTs)}`, series.length);
      series.push(bar);
      times.add(bar.openTs);
    }
    this.times = [...times].sort((a, b) => a - b);
  }

  bar(symbol: string, openTs: number, bars = 0): BarRecord | undefined {
    const place = this.places.get(`${symbol}|${String(openTs)}`);
    return place === undefined ? undefined : this.series.get(symbol)?.[place + bars];
  }

  of(symbol: string): readonly BarRecord[] {
    return this.series.get(symbol) ?? [];
  }

  /** Open times of ticks up to and with `ts`, the latest first, at most `count`. */
  timesBack(ts: number, count: number): readonly number[] {
    const upTo = this.times.filter((time) => time <= ts);
    return upTo.slice(-count).reverse();
  }
}

export function investigationOf(
  file: CaseFile,
  market: Market,
  found: {
    readonly interventions: readonly Intervention[];
    readonly base: BaseRun;
    readonly departure: Departure;
    readonly scene: Scene;
    readonly consumed: ReadonlySet<number>;
    readonly excused: readonly Excuse[];
    readonly signatures: ReadonlySet<string>;
  },
): Investigation {
  const { departure } = found;
  const settings = applyToSettings(file.settings, found.interventions);
  const event = departure.live?.kind === 'checkpoint' ? null : (departure.live ?? departure.replay);
  return {
    file,
    market,
    ...found,
    settings,
    num: createNumeric(settings.numeric),
    symbol: event !== null && 'symbol' in event ? event.symbol : '',
    liveTick: liveEventsOf(file, market, departure),
  };
}

/** From the first event of the tick on; the departure's own index counts from the window's start. */
function liveEventsOf(file: CaseFile, market: Market, departure: Departure): EventRecord[] {
  const from = departure.liveIndex - departure.matchedInTick;
  const following = market.times.find((time) => time > departure.ts) ?? Infinity;
  const isAtClose = file.settings.venue.eventTime === 'bar-close';
  const until = isAtClose ? following + file.manifest.intervalMs : following;
  const events: EventRecord[] = [];
  for (let index = from; index < file.live.length; index += 1) {
    const event = file.live[index] as EventRecord;
    if (event.ts >= until - (isAtClose ? 1 : 0)) break;
    events.push(event);
  }
  return events;
}

export const liveDecision = (
  investigation: Investigation,
  symbol: string,
): DecisionEvent | undefined =>
  investigation.liveTick.find(
    (event): event is DecisionEvent => event.kind === 'decision' && event.symbol === symbol,
  );

export const replayDecision = (
  investigation: Investigation,
  symbol: string,
): DecisionEvent | undefined =>
  investigation.scene.events
    .map(({ event }) => event)
    .find((event): event is DecisionEvent => event.kind === 'decision' && event.symbol === symbol);

/** The numbers in force with these interventions. */
export const numericOf = (file: CaseFile, interventions: readonly Intervention[]): Numeric =>
  createNumeric(applyToSettings(file.settings, interventions).numeric);
