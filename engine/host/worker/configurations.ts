// Runs an open replay with other parameters in the fast lane, and says of each how closely it reproduces live.
import type { ConfiguredStart } from '../../core/memory/configured-starts.js';
import { numWordsFor } from '../../core/memory/number-cells.js';
import type { PlainImage } from '../../core/memory/plain-plan.js';
import type { KernelEvent } from '../../core/model/index.js';
import { createNumeric, type Numeric } from '../../core/numeric/index.js';
import {
  compareRuns,
  isComparable,
  isCovered,
  isMatch,
  keepsDecision,
} from '../../core/parity/index.js';
import type { EventRecord, Json } from '../../core/schema/index.js';
import { toEventRecord, withBar, type RecordContext } from '../../core/session/event-record.js';
import { marketTicks, orderSymbols } from '../../core/session/market-ticks.js';
import type { ReasonCatalogue } from '../../core/strategy/definition.js';
import type { Program } from '../../vm/ir/program.js';
import { FastRuns, type FastStop } from '../lanes/fast-runs.js';
import type {
  ConfigurationOutcome,
  ConfigurationReport,
  ConfigurationRun,
} from '../lanes/configuration-report.js';
import { STOP_TEXTS } from '../lanes/stop-texts.js';
import { findingOf, planOf } from './lane-plan.js';
import { tickOf } from './live-tick.js';
import { mergeParams } from './merge-params.js';
import type { OpenReplay } from './open-replay.js';
import type { RequestContext } from './request-context.js';

interface Window {
  readonly kind: 'window';
  readonly runs: FastRuns;
  readonly context: RecordContext;
  readonly live: readonly EventRecord[];
  readonly echoesBars: boolean;
  readonly ticks: ReturnType<typeof marketTicks>;
}

/** Kept while the same replay is open: compiled once, encoded once. */
export class Configurations {
  private prepared: Window | ConfigurationReport | null = null;

  constructor(private readonly open: OpenReplay) {}

  /** @param params merged over those in force, one entry a configuration */
  async run(params: readonly Json[], context: RequestContext): Promise<ConfigurationReport> {
    const prepared = (this.prepared ??= await prepare(this.open));
    if (!('kind' in prepared)) return prepared;
    const runs: ConfigurationRun[] = [];
    for (const override of params) {
      await context.breathe({ phase: 'replay', done: runs.length, total: params.length });
      runs.push(this.runOne(prepared, override));
    }
    return { runs, notPortable: [], obstacle: null };
  }

  private runOne(window: Window, override: Json): ConfigurationRun {
    const { program } = this.open;
    const merged = JSON.stringify(mergeParams(this.open.params, override));
    const start = JSON.parse(
      program.call(-1, (realm) => realm.configuredStart(merged)),
    ) as ConfiguredStart;
    if ('issues' in start) return { issues: start.issues };
    if ('failure' in start) return { failure: start.failure };
    return { outcome: this.outcomeOf(window, start.image) };
  }

  private outcomeOf(window: Window, image: PlainImage): ConfigurationOutcome {
    const { runs, context } = window;
    const { coverage } = this.open.capture.manifest;
    const replayed: EventRecord[] = [];
    let { balance } = this.open.capture.snapshot.account;
    const stop = runs.run(image, (events, tick) => {
      for (const event of events) {
        if (event.kind === 'ledger') balance = context.num.format(event.balance);
        const record = recordOf(window, event, tick);
        if (isCovered(coverage, record) && isComparable(record)) replayed.push(record);
      }
    });
    const { pairs, total } = compareRuns(context.num, window.live, replayed);
    const different = pairs.filter((pair) => !isMatch(pair));
    const ticks = different.map((pair) =>
      tickOf(this.open.eventTs, (pair.replay ?? pair.live)?.ts ?? 0),
    );
    return {
      events: total,
      mismatches: different.length,
      firstDivergence: ticks.length === 0 ? null : Math.min(...ticks),
      balance,
      stopped: stop === null ? null : describeStop(stop),
    };
  }
}

function describeStop({ trap, tick }: FastStop): NonNullable<ConfigurationOutcome['stopped']> {
  return { tick, message: STOP_TEXTS[trap] };
}

function recordOf(window: Window, event: KernelEvent, tick: number): EventRecord {
  const record = toEventRecord(window.context, event);
  if (!window.echoesBars || event.kind === 'balance') return record;
  const bars = window.ticks[tick]?.bars ?? [];
  const bar = bars.find(({ symbol }) => symbol === event.symbol);
  return withBar(window.context.num, record, bar);
}

async function prepare(open: OpenReplay): Promise<Window | ConfigurationReport> {
  const { numeric } = open.opened;
  const { coverage } = open.capture.manifest;
  const refused = (obstacle: string): ConfigurationReport => ({
    runs: [],
    notPortable: [],
    obstacle,
  });
  const numWords = numWordsFor(numeric);
  if (numWords === undefined)
    return refused('no compiled lane holds numbers of so many digits; at most 57');
  const { compilePortable } = await import('../lanes/portable-strategy.js');
  const trace = coverage.kinds.includes('decision') ? 'full' : 'events';
  const { program, issues } = compilePortable(open.program.files, { numWords, trace });
  if (program === null)
    return { runs: [], notPortable: issues.map((issue) => findingOf(open, issue)), obstacle: null };
  const answer = JSON.parse(
    open.program.call(-1, (realm) => realm.prepareStarts(JSON.stringify(planOf(program)))),
  ) as { readonly obstacle: string | null; readonly reasons: ReasonCatalogue };
  if (answer.obstacle !== null) return refused(answer.obstacle);
  return windowOf(open, { program, num: createNumeric(numeric), reasons: answer.reasons });
}

function windowOf(
  { capture }: OpenReplay,
  run: { readonly program: Program; readonly num: Numeric; readonly reasons: ReasonCatalogue },
): Window {
  const { program, num, reasons } = run;
  const { manifest, events, snapshot, bars } = capture;
  const { coverage } = manifest;
  const symbols = orderSymbols(manifest.symbols);
  const ticks = marketTicks(num, symbols, bars);
  return {
    kind: 'window',
    runs: new FastRuns({
      program,
      num,
      ticks,
      finishes: manifest.window.end === 'finish',
      symbolCount: symbols.length,
      keep: (action, reason) => keepsDecision(coverage, action, reason),
    }),
    context: { num, symbols, reasons },
    live: events.filter(
      (event) =>
        isCovered(coverage, event) && isComparable(event) && event.seq > snapshot.cursor.seq,
    ),
    echoesBars: events.some((event) => event.kind === 'decision' && event.bar !== undefined),
    ticks,
  };
}
