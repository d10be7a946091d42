// An open replay compiled for the fast lane: its program, its ticks in that lane's words, and the memory a run starts from.
// Compiled once while the replay is open.
import type { ConfiguredStart } from '../../core/memory/configured-starts.js';
import { numWordsFor } from '../../core/memory/number-cells.js';
import type { Bar, KernelEvent } from '../../core/model/index.js';
import { createNumeric, type Num } from '../../core/numeric/index.js';
import { keepsDecision } from '../../core/parity/index.js';
import type { EventRecord, Json } from '../../core/schema/index.js';
import { toEventRecord, withBar } from '../../core/session/event-record.js';
import { marketTicks, orderSymbols } from '../../core/session/market-ticks.js';
import type { ReasonCatalogue } from '../../core/strategy/definition.js';
import type { Program } from '../../vm/ir/program.js';
import { FastRuns } from '../lanes/fast-runs.js';
import type { PortabilityFinding } from '../lanes/lane-report.js';
import { findingOf, planOf } from './lane-plan.js';
import type { OpenReplay } from './open-replay.js';

export interface CompiledWindow {
  readonly kind: 'window';
  readonly program: Program;
  readonly runs: FastRuns;
  /** In the order of their indices. */
  readonly symbols: readonly string[];
  /** Memory for these parameters, which are whole and not merged with anything. */
  readonly start: (params: Json) => ConfiguredStart;
  /** An event as the capture would hold it. */
  readonly recordOf: (event: KernelEvent, tick: number) => EventRecord;
  /** Text of a balance. */
  readonly format: (value: Num) => string;
}

/** What keeps a replay out of the fast lane. */
export interface LaneRefusal {
  readonly kind: 'refusal';
  readonly notPortable: readonly PortabilityFinding[];
  readonly obstacle: string | null;
}

const known = new WeakMap<OpenReplay, Promise<CompiledWindow | LaneRefusal>>();

export function compiledWindow(open: OpenReplay): Promise<CompiledWindow | LaneRefusal> {
  const made = known.get(open) ?? compileWindow(open);
  known.set(open, made);
  return made;
}

async function compileWindow(open: OpenReplay): Promise<CompiledWindow | LaneRefusal> {
  const numWords = numWordsFor(open.opened.numeric);
  if (numWords === undefined)
    return refused('no compiled lane holds numbers of so many digits; at most 57');
  // The compiler takes longer to load than a short replay takes to run, so it is loaded only here.
  const { compilePortable } = await import('../lanes/portable-strategy.js');
  const { kinds } = open.capture.manifest.coverage;
  const trace = kinds.includes('decision') ? 'full' : 'events';
  const { program, issues } = compilePortable(open.program.files, { numWords, trace });
  if (program === null) {
    const notPortable = issues.map((issue) => findingOf(open, issue));
    return { kind: 'refusal', notPortable, obstacle: null };
  }
  const plan = JSON.stringify(planOf(program));
  const { obstacle, reasons } = JSON.parse(
    open.program.call(-1, (realm) => realm.prepareStarts(plan)),
  ) as { readonly obstacle: string | null; readonly reasons: ReasonCatalogue };
  return obstacle === null ? windowOf(open, program, reasons) : refused(obstacle);
}

const refused = (obstacle: string): LaneRefusal => ({ kind: 'refusal', notPortable: [], obstacle });

function windowOf(open: OpenReplay, program: Program, reasons: ReasonCatalogue): CompiledWindow {
  const { manifest, events, bars } = open.capture;
  const num = createNumeric(open.opened.numeric);
  const symbols = orderSymbols(manifest.symbols);
  const ticks = marketTicks(num, symbols, bars);
  const context = { num, symbols, reasons };
  const echoesBars = events.some((event) => event.kind === 'decision' && event.bar !== undefined);
  const barOf = (event: KernelEvent, tick: number): Bar | undefined =>
    event.kind === 'balance'
      ? undefined
      : ticks[tick]?.bars.find(({ symbol }) => symbol === event.symbol);
  return {
    kind: 'window',
    program,
    symbols,
    runs: new FastRuns({
      program,
      num,
      ticks,
      finishes: manifest.window.end === 'finish',
      symbolCount: symbols.length,
      keep: (action, reason) => keepsDecision(manifest.coverage, action, reason),
    }),
    start: (params) =>
      JSON.parse(
        open.program.call(-1, (realm) => realm.configuredStart(JSON.stringify(params))),
      ) as ConfiguredStart,
    recordOf: (event, tick) => {
      const record = toEventRecord(context, event);
      return echoesBars ? withBar(num, record, barOf(event, tick)) : record;
    },
    format: (value) => num.format(value),
  };
}
