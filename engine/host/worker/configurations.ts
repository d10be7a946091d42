// Runs an open replay with other parameters in the fast lane, and says of each how closely it reproduces live.
import type { PlainImage } from '../../core/memory/plain-plan.js';
import { compareRuns, isComparable, isCovered, isMatch } from '../../core/parity/index.js';
import type { EventRecord, Json } from '../../core/schema/index.js';
import type {
  ConfigurationOutcome,
  ConfigurationReport,
  ConfigurationRun,
} from '../lanes/configuration-report.js';
import { STOP_TEXTS } from '../lanes/stop-texts.js';
import { compiledWindow, type CompiledWindow } from './compiled-window.js';
import { isRefused } from './lane-start.js';
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
  if (isRefused(window)) return { runs: [], ...window };
  const live = open.capture.events.filter(
    (event) => isCompared(open, event) && event.seq > open.capture.snapshot.cursor.seq,
  );
  const runs: ConfigurationRun[] = [];
  for (const override of params) {
    await context.breathe({ phase: 'replay', done: runs.length, total: params.length });
    const start = window.start(mergeParams(open.params, override));
    if ('image' in start)
      runs.push({ outcome: await outcomeOf(open, window, { image: start.image, live }) });
    else runs.push('issues' in start ? { issues: start.issues } : { failure: start.failure });
  }
  return { runs, notPortable: [], obstacle: null };
}

const isCompared = ({ capture }: OpenReplay, event: EventRecord): boolean =>
  isCovered(capture.manifest.coverage, event) && isComparable(event);

async function outcomeOf(
  open: OpenReplay,
  window: CompiledWindow,
  { image, live }: { readonly image: PlainImage; readonly live: readonly EventRecord[] },
): Promise<ConfigurationOutcome> {
  const replayed: EventRecord[] = [];
  let { balance } = open.capture.snapshot.account;
  const { stop, ticks: done } = await window.runFrom(image, {
    onTick: (tick, events) => {
      for (const event of events) {
        if (event.kind === 'ledger') balance = window.format(event.balance);
        const record = window.recordOf(event, tick);
        if (isCompared(open, record)) replayed.push(record);
      }
    },
  });
  const { pairs, total } = compareRuns(window.num, live, replayed);
  const different = pairs.filter((pair) => !isMatch(pair));
  const ticks = different.map((pair) => tickOf(open.eventTs, (pair.replay ?? pair.live)?.ts ?? 0));
  return {
    events: total,
    mismatches: different.length,
    firstDivergence: ticks.length === 0 ? null : Math.min(...ticks),
    balance,
    stopped: stop === null ? null : { tick: done, message: STOP_TEXTS[stop.trap] },
  };
}
