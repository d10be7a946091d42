// The first pass over the window and its comparison with live: verdict, counts, mismatches with their places.
import { createNumeric } from '../../core/numeric/index.js';
import {
  compareFurther,
  compareRuns,
  isComparable,
  isCovered,
  isMatch,
  type ComparedPair,
  type Comparison,
} from '../../core/parity/index.js';
import type { EventRecord } from '../../core/schema/index.js';
import type { Advanced, Failure, SitedEvent } from '../../core/session/replay.js';
import type {
  Mismatch,
  ReplayReport,
  SourceRange,
  StrategyFailure,
  Verdict,
} from '../replay/protocol.js';
import type { Capture } from '../capture/index.js';
import { fastPass, isWorthwhile } from './fast-pass.js';
import { tickOf } from './live-tick.js';
import type { OpenReplay } from './open-replay.js';
import type { RequestContext } from './request-context.js';

export interface Run {
  readonly report: ReplayReport;
  readonly comparison: Comparison;
  /** Covered replay events with their places, in sequence order. */
  readonly events: readonly SitedEvent[];
}

/** Ticks a call into the sandbox runs at once: enough to make the call cheap, few enough to stay cancellable. */
const CHUNK_MAX = 32;
const CHUNKS_MIN = 1_000;
/** For decisions missing in the replay the decision made instead is looked up; beyond this many the place is left out. */
const LOOKUPS_MAX = 40;

export interface RunOptions {
  /** The lane that is to answer where it can; the reference lane answers otherwise. */
  readonly lane?: 'fast' | undefined;
  /** The run of the same recording when it was shorter. */
  readonly before?: Run;
}

export async function runReplay(
  open: OpenReplay,
  context: RequestContext,
  { lane, before }: RunOptions = {},
): Promise<Run> {
  const started = performance.now();
  const fast = lane === 'fast' && isWorthwhile(open) ? await fastPass(open, context) : null;
  const { events, failure } =
    fast === null ? await firstPass(open, context) : { ...fast, failure: null };
  const { capture, opened } = open;
  const coverage = capture.manifest.coverage;
  const isCompared = (event: EventRecord): boolean =>
    isCovered(coverage, event) && isComparable(event);
  const live = capture.events.filter(
    (event) => isCompared(event) && event.seq > capture.snapshot.cursor.seq,
  );
  const covered = events.filter(({ event }) => isCompared(event));
  await context.breathe({ phase: 'compare', done: 0, total: live.length });
  const replayed = covered.map(({ event }) => event);
  const num = createNumeric(opened.numeric);
  const further =
    before === undefined
      ? null
      : compareFurther(num, before.comparison, { live, replay: replayed });
  const comparison = further ?? compareRuns(num, live, replayed);
  // A run that broke off says why itself; what it did not come to is no second reason.
  const reasons = failure === null ? invalidReasons(open, live.length, replayed.length) : [];
  const report: ReplayReport = {
    verdict: verdictOf(reasons, comparison, failure),
    reasons,
    events: comparison.total,
    byKind: comparison.byKind,
    mismatches: mismatchesOf(open, comparison, {
      events: covered,
      failure,
      insteadOf: fast?.decidedAt ?? ((tick, symbol) => insteadOf(open, tick, symbol)),
    }),
    failure: failure === null ? null : strategyFailure(open, failure),
    ticks: opened.tickTs.length,
    bars: capture.bars.length,
    lane: fast === null ? 'reference' : 'fast',
    elapsedMs: Math.round(performance.now() - started),
  };
  return { report, comparison, events: covered };
}

async function firstPass(
  open: OpenReplay,
  context: RequestContext,
): Promise<{ events: readonly SitedEvent[]; failure: Failure | null }> {
  const { program, capture, opened, passed: events } = open;
  const total = opened.tickTs.length;
  const chunk = Math.min(CHUNK_MAX, Math.max(1, Math.floor(total / CHUNKS_MIN)));
  program.call(-1, (realm) => {
    const bars = echoesBars(capture);
    realm.keep(JSON.stringify({ ...capture.manifest.coverage, bars }));
  });
  for (let done = 0; ;) {
    const at = done;
    const answer = JSON.parse(program.call(at, (realm) => realm.advance(chunk))) as Advanced & {
      failure: Failure | null;
    };
    for (const event of answer.events) events.push(event);
    done = answer.done;
    if (answer.finished) {
      if (answer.failure === null) return { events, failure: null };
      const failure = program.look(answer.failure.tick, (realm) => realm.locateFailure());
      return { events, failure: failure as Failure };
    }
    await context.breathe({ phase: 'replay', done, total });
  }
}

/** Whether live's decisions carry the bar they were made on; the replay's then do as well. */
export const echoesBars = ({ events }: Pick<Capture, 'events'>): boolean =>
  events.some((event) => event.kind === 'decision' && event.bar !== undefined);

/** Nothing may pass because there was nothing to compare, and nothing is judged on inputs that do not belong together. */
function invalidReasons(open: OpenReplay, live: number, replay: number): readonly string[] {
  const reasons = open.capture.issues
    .filter((issue) => issue.kind === 'invalid-comparison' && issue.severity === 'error')
    .map((issue) => `${issue.message} ${issue.remedy}`);
  if (live === 0)
    reasons.push(
      'live recorded no event in this window: nothing can be compared. Record events, or widen the window.',
    );
  else if (replay === 0)
    reasons.push(
      'the replay produced no event in this window: nothing can be compared. Check strategy, params and snapshot.',
    );
  return reasons;
}

function verdictOf(
  reasons: readonly string[],
  comparison: Comparison,
  failure: Failure | null,
): Verdict {
  if (reasons.length > 0) return 'invalid-comparison';
  return failure === null && comparison.pairs.every(isMatch) ? 'parity' : 'mismatch';
}

export function strategyFailure(open: OpenReplay, failure: Failure): StrategyFailure {
  return {
    code: failure.code,
    message: failure.message,
    remedy: failure.remedy,
    tick: failure.tick < 0 ? null : failure.tick,
    ts: open.opened.tickTs[failure.tick] ?? null,
    site: open.program.ranges.rangeOf(failure.site),
  };
}

interface Made {
  readonly events: readonly SitedEvent[];
  readonly failure: Failure | null;
  /** Where the strategy concluded something else for the symbol of a live event the replay lacks. */
  readonly insteadOf: (tick: number, symbol: string) => SourceRange | null;
}

function mismatchesOf(
  open: OpenReplay,
  comparison: Comparison,
  { events, failure, insteadOf: decidedAt }: Made,
): readonly Mismatch[] {
  // The ticks from the failing one on cannot be run again to look at.
  const firstUnreached = failure?.tick ?? Infinity;
  const sites = new Map(events.map(({ event, site }) => [event.seq, site]));
  let lookups = 0;
  return comparison.pairs.flatMap((pair) => {
    if (isMatch(pair)) return [];
    const event = pair.replay ?? pair.live;
    if (event === null) return [];
    const tick = tickOf(open.eventTs, event.ts);
    if (pair.replay === null) lookups += 1;
    const site =
      pair.replay === null
        ? lookups > LOOKUPS_MAX || tick >= firstUnreached
          ? null
          : decidedAt(tick, symbolOf(event))
        : open.program.ranges.rangeOf(sites.get(pair.replay.seq) ?? -1);
    return [describeMismatch(open, pair, { tick, site })];
  });
}

const symbolOf = (event: EventRecord): string => ('symbol' in event ? event.symbol : '');

/** The last decision for a symbol in a tick, which is run again to see it. */
function insteadOf(open: OpenReplay, tick: number, symbol: string): SourceRange | null {
  const decided = open.program.look(tick, (realm) =>
    realm.decisions(tick),
  ) as readonly SitedEvent[];
  const last = decided.findLast(
    (entry) => entry.event.kind === 'decision' && entry.event.symbol === symbol,
  );
  return last === undefined ? null : open.program.ranges.rangeOf(last.site);
}

function describeMismatch(
  open: OpenReplay,
  pair: ComparedPair,
  at: { tick: number; site: SourceRange | null },
): Mismatch {
  const event = (pair.replay ?? pair.live) as EventRecord;
  const kind =
    pair.live === null ? 'missing-in-live' : pair.replay === null ? 'missing-in-replay' : 'field';
  return {
    kind,
    tick: at.tick,
    ts: event.ts,
    symbol: 'symbol' in event ? event.symbol : '',
    live:
      pair.live === null
        ? null
        : {
            seq: pair.live.seq,
            line: open.capture.eventLine(pair.live.seq) ?? 1,
            event: pair.live,
          },
    replay: pair.replay === null ? null : { seq: pair.replay.seq, event: pair.replay },
    fields: pair.differences,
    site: at.site,
    message: messageOf(kind, event, pair),
  };
}

/** `OPEN short BTC (entry_signal)`. */
export function eventTitle(event: EventRecord): string {
  const fields = event as unknown as Readonly<Record<string, unknown>>;
  const part = (name: string): string => (typeof fields[name] === 'string' ? fields[name] : '');
  const what = [
    part('action') === '' ? event.kind : part('action'),
    part('side'),
    part('symbol'),
  ].filter((text) => text !== '');
  return `${event.kind === 'decision' ? 'decision ' : ''}${what.join(' ')}${part('reason') === '' ? '' : ` (${part('reason')})`}`;
}

/** Fields named in a one-line message; the rest is in the details. */
const FIELDS_SHOWN = 3;

function messageOf(kind: Mismatch['kind'], event: EventRecord, pair: ComparedPair): string {
  const title = eventTitle(event);
  if (kind === 'missing-in-replay') return `live did ${title}; the replay did not`;
  if (kind === 'missing-in-live') return `the replay did ${title}; live did not`;
  const shown = pair.differences
    .slice(0, FIELDS_SHOWN)
    .map(
      (field) => `${field.path} is ${field.replay ?? 'missing'}, live had ${field.live ?? 'none'}`,
    );
  const left = pair.differences.length - FIELDS_SHOWN;
  const more =
    left > 0 ? `; ${String(left)} more ${left === 1 ? 'field differs' : 'fields differ'}` : '';
  return `${title} departs: ${shown.join('; ')}${more}`;
}
