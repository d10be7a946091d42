// Serves the requests of one replay worker: owns the open replay, its run, and the debugger's place in it.
import type { FlatPicture } from '../../core/sandbox/stop.js';
import type { Snapshot } from '../../core/schema/index.js';
import type {
  ExplainOptions,
  Grown,
  GrowRequest,
  LanesRequest,
  OpenOptions,
  OpenResult,
  PaperResult,
  PaperTicked,
  ReplayReport,
  ReplayRequests,
} from '../replay/protocol.js';
import { DebugNavigation } from './debug-navigation.js';
import { makeStop } from './debug-stop.js';
import { departuresOf } from './departures.js';
import { continuationCheck } from './continuation.js';
import { tickOf } from './live-tick.js';
import { pairsByTick } from './live-view.js';
import type { InspectOptions, Inspection } from '../lanes/inspection.js';
import type { ConfigurationReport } from '../lanes/configuration-report.js';
import type { LaneReport } from '../lanes/lane-report.js';
import type { Explanation } from '../replay/explanation.js';
import { explainRun, trialServer } from './explain.js';
import type { TrialServer } from './trial-server.js';
import { inspect } from './inspect.js';
import { runConfigurations } from './configurations.js';
import { checkLanes } from './lane-check.js';
import { openReplay, type OpenReplay } from './open-replay.js';
import { PaperHost } from './paper-host.js';
import { ReplayGrowth } from './replay-growth.js';
import { SidesHost } from './sides-host.js';
import type { RequestContext } from './request-context.js';
import { noteOnRoots, rootStopsOf } from './root-stops.js';
import { runReplay, type Run } from './run-replay.js';
import { ValueTable } from './value-table.js';

/** By then an editor has its diagnostics and a debugger its first stop; typing on starts the time anew. */
const KEEP_AFTER_MS = 2_000;

/** Who debugs has changed the strategy on purpose, or is about to; and waits for the answer. */
const DEBUGGING: ExplainOptions = {
  waive: ['strategy', 'config', 'numeric'],
  tickBudget: 60_000,
};

type Handlers = {
  readonly [K in keyof ReplayRequests]: (
    request: ReplayRequests[K]['request'],
    context: RequestContext,
  ) => Promise<ReplayRequests[K]['answer']> | ReplayRequests[K]['answer'];
};

/** A snapshot's sequence number is live's: the last event live had recorded by then. */
function atLiveCursor(open: OpenReplay, snapshot: Snapshot, ticks: number): Snapshot {
  const done = open.capture.events.filter((event) => tickOf(open.eventTs, event.ts) < ticks);
  const seq = done.at(-1)?.seq ?? open.capture.snapshot.cursor.seq;
  return { ...snapshot, cursor: { ...snapshot.cursor, seq } };
}

export class ReplayHost implements Handlers {
  private keeping: NodeJS.Timeout | undefined;
  private replay: OpenReplay | null = null;
  private running: Run | null = null;
  private navigation: DebugNavigation | null = null;
  private explanation: Explanation | null = null;
  private opening: OpenOptions = { capture: '' };
  private server: TrialServer | null = null;
  private growth: ReplayGrowth | null = null;
  private table = new ValueTable(() => []);

  private readonly paper: PaperHost;
  private readonly comparisons: SidesHost;

  constructor(private readonly beat: Int32Array) {
    this.paper = new PaperHost(beat);
    this.comparisons = new SidesHost(() => new ReplayHost(beat));
  }

  async open(
    request: ReplayRequests['open']['request'],
    context: RequestContext,
  ): Promise<OpenResult> {
    clearTimeout(this.keeping);
    this.replay = null;
    this.running = null;
    this.navigation = null;
    this.explanation = null;
    this.server = null;
    this.growth = null;
    this.opening = request;
    const { result, replay } = await openReplay(request, this.beat, context);
    this.replay = replay;
    this.keepWhenIdle(replay);
    return result;
  }

  async run(
    { lane }: ReplayRequests['run']['request'],
    context: RequestContext,
  ): Promise<ReplayReport> {
    return (await this.ensureRun(context, lane)).report;
  }

  async grow(request: GrowRequest, context: RequestContext): Promise<Grown | null> {
    const before = await this.ensureRun(context);
    if (before.report.failure !== null) return null;
    this.growth ??= new ReplayGrowth();
    const open = this.growth.grow(this.opened, request);
    if (open === null) return null;
    this.replay = open;
    this.running = null;
    this.explanation = null;
    this.server = null;
    const run = await runReplay(open, context, { before });
    this.running = run;
    const isInPlace = this.navigation?.grow(open, departuresOf(open, run)) ?? false;
    if (!isInPlace) this.navigation = null;
    return { opened: open.opened, report: run.report, isInPlace };
  }

  async explain(
    options: ReplayRequests['explain']['request'],
    context: RequestContext,
  ): Promise<Explanation> {
    const run = await this.ensureRun(context);
    const { opening } = this;
    // Helpers open the recording as it is on the disk, which knows nothing of what came since.
    const alone = this.growth === null ? {} : { helpers: 0 };
    const how = { ...options, ...alone, context, opening };
    this.explanation = await explainRun(this.opened, run, how);
    return this.explanation;
  }

  lanes(request: LanesRequest, context: RequestContext): Promise<LaneReport> {
    return checkLanes(this.opened, request, context);
  }

  configurations(
    request: ReplayRequests['configurations']['request'],
    context: RequestContext,
  ): Promise<ConfigurationReport> {
    return runConfigurations(this.opened, request, context);
  }

  inspect(options: InspectOptions): Promise<Inspection> {
    return inspect(this.opened, options);
  }

  trials(
    batch: ReplayRequests['trials']['request'],
    context: RequestContext,
  ): Promise<ReplayRequests['trials']['answer']> {
    this.server ??= trialServer(this.opened, context);
    return this.server.walk(batch);
  }

  paperOpen(request: ReplayRequests['paperOpen']['request']): Promise<PaperResult> {
    return this.paper.open(request);
  }

  paperTick({ bars }: ReplayRequests['paperTick']['request']): PaperTicked {
    return this.paper.tick(bars);
  }

  paperSnapshot(): Snapshot {
    return this.paper.snapshot();
  }

  sides(
    request: ReplayRequests['sides']['request'],
    context: RequestContext,
  ): Promise<ReplayRequests['sides']['answer']> {
    return this.comparisons.compare(request, context);
  }

  sideRows(request: ReplayRequests['sideRows']['request']): ReplayRequests['sideRows']['answer'] {
    return this.comparisons.rows(request);
  }

  async events(
    { from, count }: ReplayRequests['events']['request'],
    context: RequestContext,
  ): Promise<ReplayRequests['events']['answer']> {
    const { events } = await this.ensureRun(context);
    return events.slice(from, from + count).map(({ event }) => event);
  }

  async snapshot(
    { ticks }: ReplayRequests['snapshot']['request'],
    context: RequestContext,
  ): Promise<string> {
    await this.ensureRun(context);
    const open = this.opened;
    const text = open.program.call(ticks, (realm) => realm.snapshot(ticks));
    const snapshot = atLiveCursor(open, JSON.parse(text) as Snapshot, ticks);
    return `${JSON.stringify(snapshot, null, 2)}\n`;
  }

  async check(
    { ticks }: ReplayRequests['check']['request'],
    context: RequestContext,
  ): Promise<ReplayRequests['check']['answer']> {
    await this.ensureRun(context);
    return continuationCheck(this.opened, ticks);
  }

  async breakpoints(
    { breakpoints }: ReplayRequests['breakpoints']['request'],
    context: RequestContext,
  ): Promise<ReplayRequests['breakpoints']['answer']> {
    const { open, navigation } = await this.debugging(context);
    const errors = new Map(
      navigation.setBreakpoints(breakpoints).map(({ id, error }) => [id, error]),
    );
    return breakpoints.map((breakpoint) => {
      const message = errors.get(breakpoint.id);
      if (message !== undefined) return { id: breakpoint.id, verified: false, message };
      if (breakpoint.kind !== 'line') return { id: breakpoint.id, verified: true };
      const found = open.program.ranges.statementsAt(breakpoint.file, breakpoint.line);
      if (found === null)
        return {
          id: breakpoint.id,
          verified: false,
          message: 'no statement of the strategy at or below this line',
        };
      return { id: breakpoint.id, verified: true, line: found.line };
    });
  }

  async move(
    move: ReplayRequests['move']['request'],
    context: RequestContext,
  ): Promise<ReplayRequests['move']['answer']> {
    const { open, run, navigation } = await this.debugging(context);
    if (move.kind === 'root' || move.kind === 'root-back') {
      this.explanation ??= await this.explain(DEBUGGING, context);
      const { roots } = this.explanation;
      navigation.setRoots(rootStopsOf({ open, run, roots }), noteOnRoots(this.explanation));
    }
    const from = navigation.at;
    const landing = await navigation.move(move, context);
    const pairs = pairsByTick(open, run.comparison.pairs).get(landing.cursor.tick) ?? [];
    const { stop, table } = makeStop({ open, landing, pairs, failure: run.report.failure });
    this.table = table;
    return { stop, logs: move.kind === 'entry' ? [] : navigation.logs(from, landing.cursor) };
  }

  children({
    handle,
    start,
    count,
  }: ReplayRequests['children']['request']): ReplayRequests['children']['answer'] {
    return this.table.children(handle, start, count);
  }

  async evaluate(
    { expression, frame = 0 }: ReplayRequests['evaluate']['request'],
    context: RequestContext,
  ): Promise<ReplayRequests['evaluate']['answer']> {
    const { open, navigation } = await this.debugging(context);
    const cursor = navigation.at;
    const text = open.program.call(cursor.tick, (realm) => realm.evaluate(expression, frame));
    const answer = JSON.parse(text) as FlatPicture | { readonly error: string };
    return 'error' in answer ? answer : this.table.node(answer, expression);
  }

  /** After the first answers are out: compiling the second build would delay them. */
  private keepWhenIdle(replay: OpenReplay | null): void {
    if (replay?.keep === null || replay === null) return;
    const { keep } = replay;
    this.keeping = setTimeout(() => void keep(), KEEP_AFTER_MS);
    this.keeping.unref();
  }

  private get opened(): OpenReplay {
    if (this.replay === null) throw new Error('no replay is open');
    return this.replay;
  }

  private async ensureRun(context: RequestContext, lane?: 'fast'): Promise<Run> {
    this.running ??= await runReplay(this.opened, context, { lane });
    return this.running;
  }

  private async debugging(
    context: RequestContext,
  ): Promise<{ open: OpenReplay; run: Run; navigation: DebugNavigation }> {
    const run = await this.ensureRun(context);
    this.navigation ??= new DebugNavigation(this.opened, departuresOf(this.opened, run));
    return { open: this.opened, run, navigation: this.navigation };
  }
}
