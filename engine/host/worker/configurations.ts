// Runs an open replay with other parameters in the fast lane, and says of each how closely it reproduces live.
import type { PlainImage } from '../../core/memory/plain-plan.js';
import { createNumeric } from '../../core/numeric/index.js';
import { compareRuns, isComparable, isCovered, isMatch } from '../../core/parity/index.js';
import type { EventRecord, Json } from '../../core/schema/index.js';
import type {
  ConfigurationOutcome,
  ConfigurationReport,
  ConfigurationRun,
} from '../lanes/configuration-report.js';
import { STOP_TEXTS } from '../lanes/stop-texts.js';
import { compiledWindow, type CompiledWindow } from './compiled-window.js';
import { tickOf } from './live-tick.js';
import { mergeParams } from './merge-params.js';
import type { OpenReplay } from './open-replay.js';
import type { RequestContext } from './request-context.js';

/** @param params merged over those in force, one entry a configuration */
export async function runConfigurations(
  open: OpenReplay,
  params: readonly Json[],
  context: RequestContext,
): Promise<ConfigurationReport> {
  const window = await compiledWindow(open);
  if (window.kind === 'refusal') {
    const { notPortable, obstacle } = window;
    return { runs: [], notPortable, obstacle };
  }
  const live = open.capture.events.filter(
    (event) => isCompared(open, event) && event.seq > open.capture.snapshot.cursor.seq,
  );
  const runs: ConfigurationRun[] = [];
  for (const override of params) {
    await context.breathe({ phase: 'replay', done: runs.length, total: params.length });
    const start = window.start(mergeParams(open.params, override));
    if ('image' in start)
      runs.push({ outcome: outcomeOf(open, window, { image: start.image, live }) });
    else runs.push('issues' in start ? { issues: start.issues } : { failure: start.failure });
  }
  return { runs, notPortable: [], obstacle: null };
}

const isCompared = ({ capture }: OpenReplay, event: EventRecord): boolean =>
  isCovered(capture.manifest.coverage, event) && isComparable(event);

function outcomeOf(
  open: OpenReplay,
  { runs, recordOf, format }: CompiledWindow,
  { image, live }: { readonly image: PlainImage; readonly live: readonly EventRecord[] },
): ConfigurationOutcome {
  const replayed: EventRecord[] = [];
  let { balance } = open.capture.snapshot.account;
  const run = runs.begin(image, (events, tick) => {
    for (const event of events) {
      if (event.kind === 'ledger') balance = format(event.balance);
      const record = recordOf(event, tick);
      if (isCompared(open, record)) replayed.push(record);
    }
  });
  run.advance(Infinity);
  const { pairs, total } = compareRuns(createNumeric(open.opened.numeric), live, replayed);
  const different = pairs.filter((pair) => !isMatch(pair));
  const ticks = different.map((pair) => tickOf(open.eventTs, (pair.replay ?? pair.live)?.ts ?? 0));
  const { stop } = run;
  return {
    events: total,
    mismatches: different.length,
    firstDivergence: ticks.length === 0 ? null : Math.min(...ticks),
    balance,
    stopped: stop === null ? null : { tick: stop.tick, message: STOP_TEXTS[stop.trap] },
  };
}
