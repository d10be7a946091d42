// What the host may call inside the sandbox. Only text goes in and out, so no object of the host is ever reachable
// from strategy code, and nothing of the strategy runs in the host.
import * as strategyModule from '../strategy/index.js';
import { TrialBench } from '../causes/trial-bench.js';
import type { BaseRequest, Trial } from '../causes/trial.js';
import { keepsDecision } from '../parity/index.js';
import type { MarketTick } from '../model/index.js';
import { NotRepresentable } from '../memory/image.js';
import { ConfiguredStarts, startObstacle } from '../memory/configured-starts.js';
import type { PlainPlan } from '../memory/plain-plan.js';
import { ReferenceLane } from '../memory/reference-lane.js';
import type { BarRecord, Coverage, EventRecord, Intervention, Snapshot } from '../schema/index.js';
import type { Breakpoint, Cursor } from '../session/breakpoint.js';
import { Departures, type Departure, type Hit } from '../session/breakpoint-scan.js';
import { toEventRecord } from '../session/event-record.js';
import { Navigator } from '../session/navigator.js';
import { PaperRun } from '../session/paper-run.js';
import { asStrategy, HookRuntime, type Build } from '../session/program.js';
import { describe, Replay } from '../session/replay.js';
import type { RunSettings } from '../session/run-settings.js';
import { compareContinuation } from '../session/continuation.js';
import { link, type ModuleEntry, type ModuleFactory } from './modules.js';
import { PausedMoment } from './stop.js';

export interface RealmOpen {
  readonly entry: string;
  readonly settings: RunSettings;
  readonly bars: readonly BarRecord[];
  readonly snapshot: Snapshot;
  /** All revisions of the bars that have several. */
  readonly revisions: readonly BarRecord[];
  readonly interventions: readonly Intervention[];
}

/** A run that goes on from a snapshot without an end. */
export type RealmPaper = Pick<RealmOpen, 'entry' | 'settings' | 'snapshot'>;

export type RealmMove =
  'statement' | 'statementBack' | 'decision' | 'decisionBack' | 'tick' | 'tickBack' | 'clamp';

type BuildName = 'plain' | 'recording';

/** A file of a build and what its import specifiers resolve to. */
export interface RealmDefine {
  readonly build: BuildName;
  readonly id: string;
  readonly links: Readonly<Record<string, string>>;
  /** Number of the file's first site in the program's table. */
  readonly siteBase: number;
}

/** State of one sandbox: its module table, then one replay. */
export class RealmApi {
  private readonly modules: Record<BuildName, Map<string, ModuleEntry>> = {
    plain: new Map(),
    recording: new Map(),
  };
  private paused: PausedMoment | null = null;
  private opened: {
    replay: Replay;
    navigator: Navigator;
    plain: Build;
    request: RealmOpen;
  } | null = null;
  private bench: TrialBench | null = null;
  private lane: ReferenceLane | null = null;
  private starts: ConfiguredStarts | null = null;
  private paper: PaperRun | null = null;
  private departures = new Departures([]);

  /** Adds a file of a build; the factory is a function of this realm. */
  define(text: string, factory: ModuleFactory): void {
    const { build, id, links, siteBase } = JSON.parse(text) as RealmDefine;
    this.modules[build].set(id, { factory, links, siteBase });
  }

  open(text: string): string {
    const request = JSON.parse(text) as RealmOpen;
    try {
      const plain = this.build('plain', request.entry);
      const recording = () => this.build('recording', request.entry);
      const replay = new Replay({ plain, recording }, request.settings, request);
      this.opened = { replay, navigator: new Navigator(replay), plain, request };
      const { strategy } = plain;
      return JSON.stringify({
        id: strategy.id,
        reasons: replay.reasons,
        gates: strategy.gates,
        params: strategy.params,
        ...timesOf(replay.ticks, request.settings),
        issues: replay.issues,
      });
    } catch (error) {
      return JSON.stringify({ failure: { ...describe(error), tick: -1, site: -1 } });
    }
  }

  /** Adds bars behind the last to the open replay; answers the times of their ticks. */
  grow(text: string): string {
    const { replay, request } = this.current;
    const bars = JSON.parse(text) as readonly BarRecord[];
    const ticks = replay.grow(bars);
    // What trials and lanes run over.
    this.current.request = { ...request, bars: [...request.bars, ...bars] };
    return JSON.stringify(timesOf(ticks, request.settings));
  }

  /** Starts a run that is given its ticks one by one. */
  paperOpen(text: string): string {
    const { entry, settings, snapshot } = JSON.parse(text) as RealmPaper;
    try {
      const plain = this.build('plain', entry);
      this.paper = new PaperRun(plain, settings, snapshot);
      const { id, params } = plain.strategy;
      return JSON.stringify({ id, params, issues: this.paper.issues });
    } catch (error) {
      return JSON.stringify({ failure: { ...describe(error), tick: -1, site: -1 } });
    }
  }

  private get paperRun(): PaperRun {
    if (this.paper === null) throw new Error('no paper run is open');
    return this.paper;
  }

  paperTick(bars: string): string {
    return JSON.stringify(this.paperRun.tick(JSON.parse(bars) as readonly BarRecord[]));
  }

  paperSnapshot(): string {
    return JSON.stringify(this.paperRun.snapshot());
  }

  private build(name: BuildName, entry: string): Build {
    const runtime = new HookRuntime();
    const exports = link(this.modules[name], entry, {
      hooks: (base) => runtime.hooks(base),
      engineModule: strategyModule,
    });
    return { strategy: asStrategy(exports['default']), runtime };
  }

  private get replay(): Replay {
    return this.current.replay;
  }
  private get navigator(): Navigator {
    return this.current.navigator;
  }
  private get current(): NonNullable<typeof this.opened> {
    if (this.opened === null) throw new Error('no replay is open');
    return this.opened;
  }

  /** Which events the first pass returns: those a recorder with this coverage writes. */
  keep(text: string): void {
    const coverage = JSON.parse(text) as Coverage & { readonly bars: boolean };
    this.replay.keepKinds(coverage.kinds);
    this.replay.keepBars(coverage.bars);
    this.replay.keep((action, reason) => keepsDecision(coverage, action, reason));
  }

  advance(count: number): string {
    return JSON.stringify({ ...this.replay.advance(count), failure: this.replay.failure });
  }

  /** The failure of the first pass with the statement it happened in. */
  locateFailure(): string {
    return JSON.stringify(this.replay.locateFailure());
  }

  snapshot(position: number): string {
    return JSON.stringify(this.replay.stateBefore(position));
  }

  /** Whether going on from the state saved after `position` ticks equals having gone on; see continuation.ts. */
  continuation(position: number): string {
    return JSON.stringify(compareContinuation(this.replay, position));
  }

  /** Decisions of a tick with their sites, whether covered or not. */
  decisions(tick: number): string {
    const found: unknown[] = [];
    this.replay.record(tick, ({ moment }) => {
      if (moment.event === null) return;
      found.push({
        event: toEventRecord(this.replay.context, moment.event),
        site: moment.event.site,
      });
    });
    return JSON.stringify(found);
  }

  /** Gets ready for trials beside these live events, which are the covered ones of the window. */
  prepareTrials(text: string): void {
    const { live, coverage } = JSON.parse(text) as {
      readonly live: readonly EventRecord[];
      readonly coverage: Coverage;
    };
    const { plain, request } = this.current;
    const { settings } = request;
    this.bench = new TrialBench(plain, { settings, data: request, live, coverage });
  }

  private get trialBench(): TrialBench {
    if (this.bench === null) throw new Error('no trials are prepared');
    return this.bench;
  }

  trialBase(request: string): string {
    return JSON.stringify(this.trialBench.setBase(JSON.parse(request) as BaseRequest));
  }

  trialEvents(interventions: string): string {
    const parsed = JSON.parse(interventions) as readonly Intervention[];
    return JSON.stringify(this.trialBench.events(parsed));
  }

  trials(text: string): string {
    const trials = JSON.parse(text) as readonly Trial[];
    return JSON.stringify(trials.map((trial) => this.trialBench.walk(trial)));
  }

  trialScene(ts: number): string {
    return JSON.stringify(this.trialBench.scene(ts));
  }

  /** Starts the reference lane that other lanes are checked against; a run they cannot share says why. */
  laneOpen(plan: string): string {
    const { replay, plain } = this.current;
    const obstacle = replay.laneObstacle;
    if (obstacle !== null) return JSON.stringify({ obstacle });
    const run = {
      ticks: replay.ticks,
      finishes: this.current.request.settings.end === 'finish',
      reset: () => {
        plain.runtime.reset();
      },
    };
    try {
      this.lane = new ReferenceLane(replay.sessionAtStart(), run, JSON.parse(plan) as PlainPlan);
    } catch (error) {
      if (error instanceof NotRepresentable) return JSON.stringify({ obstacle: error.message });
      throw error;
    }
    return JSON.stringify({ start: this.lane.opening() });
  }

  /** Gets ready for runs with other parameters in another lane; a run that cannot be shared says why. */
  prepareStarts(plan: string): string {
    const { replay, plain, request } = this.current;
    const { settings, interventions } = request;
    const obstacle = replay.laneObstacle ?? startObstacle(interventions);
    const parsed = JSON.parse(plan) as PlainPlan;
    if (obstacle === null)
      this.starts = new ConfiguredStarts(plain, { settings, data: request }, parsed);
    return JSON.stringify({ obstacle, reasons: plain.strategy.reasons });
  }

  configuredStart(params: string, interventions: string): string {
    if (this.starts === null) throw new Error('no starts are prepared');
    const added = JSON.parse(interventions) as readonly Intervention[];
    return JSON.stringify(this.starts.start(JSON.parse(params), added));
  }

  private get openLane(): ReferenceLane {
    if (this.lane === null) throw new Error('no lane is open');
    return this.lane;
  }

  laneTicks(count: number): string {
    return JSON.stringify(this.openLane.next(count));
  }

  laneState(): string {
    return JSON.stringify(this.openLane.state());
  }

  breakpoints(text: string): string {
    const request = JSON.parse(text) as {
      breakpoints: readonly Breakpoint[];
      lines: Readonly<Record<string, readonly number[]>>;
      departures: readonly Departure[];
    };
    this.departures = new Departures(request.departures);
    const errors = this.navigator.setBreakpoints(request.breakpoints, {
      sitesOf: (file, line) => request.lines[`${file}:${String(line)}`] ?? [],
      departures: this.departures,
    });
    return JSON.stringify(errors);
  }

  /** Departures in ticks that were added; breakpoints stay as they are. */
  departed(departures: string): void {
    this.departures.add(JSON.parse(departures) as readonly Departure[]);
  }

  scan(ticks: number, from: string): string {
    return JSON.stringify(this.navigator.scan(ticks, JSON.parse(from) as Cursor | null));
  }

  /** Nearest hit from a cursor in the given direction, with all hits at its place; null when there is none. */
  hit(from: string, forward: boolean): string {
    const cursor = JSON.parse(from) as Cursor;
    const hit = forward ? this.navigator.nextHit(cursor) : this.navigator.previousHit(cursor);
    return JSON.stringify(hit === undefined ? null : this.navigator.hitsAt(hit));
  }

  logs(from: string, to: string): string {
    const hits: readonly Hit[] = this.navigator.logsBetween(
      JSON.parse(from) as Cursor,
      JSON.parse(to) as Cursor,
    );
    return JSON.stringify(hits);
  }

  move(kind: RealmMove, from: string): string {
    return JSON.stringify(this.navigator[kind](JSON.parse(from) as Cursor));
  }

  ends(): string {
    return JSON.stringify({ start: this.navigator.start, end: this.navigator.end });
  }

  departureMoment(text: string): string {
    return JSON.stringify(this.navigator.departureMoment(JSON.parse(text) as Departure));
  }

  /** Leaves the run standing at a moment; parts and expressions refer to it until the next stop. */
  stop(cursor: string): string {
    this.paused = PausedMoment.at(this.replay, this.navigator, JSON.parse(cursor) as Cursor);
    return JSON.stringify(this.paused.stop(this.navigator));
  }

  parts(ref: number, start: number, count: number): string {
    return JSON.stringify(this.paused?.parts(ref, { start, count }) ?? []);
  }

  evaluate(expression: string, frame: number): string {
    return JSON.stringify(
      this.paused?.evaluate(expression, frame) ?? { error: 'the replay is not stopped' },
    );
  }
}

/** When ticks open, and the time their events are stamped with. */
const timesOf = (
  ticks: readonly MarketTick[],
  { venue }: RunSettings,
): { readonly tickTs: readonly number[]; readonly eventTs: readonly number[] } => ({
  tickTs: ticks.map(({ ts }) => ts),
  eventTs: ticks.map(({ ts, bars }) =>
    venue.eventTime === 'bar-close' ? (bars[0]?.closeTs ?? ts) : ts,
  ),
});
