// An open replay compiled for the fast lane: its program, its ticks in that lane's words, and the memory a run starts from.
// Compiled once while the replay is open.
import type { ConfiguredStart } from '../../core/memory/configured-starts.js';
import { currentOf } from '../../core/memory/current-tick.js';
import type { PlainImage } from '../../core/memory/plain-plan.js';
import { SymbolTable } from '../../core/memory/symbol-table.js';
import type { KeepDecision } from '../../core/kernel/index.js';
import type { Bar, KernelEvent, MarketTick } from '../../core/model/index.js';
import { createNumeric, type Num, type Numeric } from '../../core/numeric/index.js';
import { keepsDecision } from '../../core/parity/index.js';
import type { EventRecord, Intervention, Json } from '../../core/schema/index.js';
import { toEventRecord, withBar } from '../../core/session/event-record.js';
import { marketTicks, orderSymbols } from '../../core/session/market-ticks.js';
import type { ReasonCatalogue } from '../../core/strategy/definition.js';
import type { TraceLevel } from '../../vm/compile/program-compiler.js';
import { encodeTicks, FEED_HEADER_BYTES } from '../../vm/fast/tick-feed.js';
import type { LaneTickWords } from '../../vm/gpu/lane-memory.js';
import type { Program } from '../../vm/ir/program.js';
import { optimised } from '../../vm/optimise/index.js';
import { FastRun, type FastOutcome, type FastRunOptions, type Window } from '../lanes/fast-run.js';
import { planOf } from './lane-plan.js';
import { compileLanes, isRefused, refusal, type LaneRefusal } from './lane-start.js';
import type { OpenReplay } from './open-replay.js';

type Compiled = CompiledWindow | LaneRefusal;

const known = new WeakMap<OpenReplay, Map<TraceLevel, Promise<Compiled>>>();

/** Decisions are compared with their gates where live recorded them, and nowhere else. */
const traceOf = ({ capture }: OpenReplay): TraceLevel =>
  capture.manifest.coverage.kinds.includes('decision') ? 'full' : 'events';

export function compiledWindow(open: OpenReplay, trace = traceOf(open)): Promise<Compiled> {
  const levels = known.get(open) ?? new Map<TraceLevel, Promise<Compiled>>();
  known.set(open, levels);
  const made = levels.get(trace) ?? compileWindow(open, trace);
  levels.set(trace, made);
  return made;
}

async function compileWindow(open: OpenReplay, trace: TraceLevel): Promise<Compiled> {
  const compiled = await compileLanes(open, trace);
  if (isRefused(compiled)) return compiled;
  const program = optimised(compiled);
  const plan = JSON.stringify(planOf(program));
  const { obstacle, reasons } = JSON.parse(
    open.program.call(-1, (realm) => realm.prepareStarts(plan)),
  ) as { readonly obstacle: string | null; readonly reasons: ReasonCatalogue };
  return obstacle === null ? new CompiledWindow(open, program, reasons) : refusal(obstacle);
}

export interface Prepared {
  readonly run: FastRun;
  readonly window: Window;
}

export class CompiledWindow {
  readonly num: Numeric;
  /** In the order of their indices. */
  readonly symbols: readonly string[];
  private readonly ticks: readonly MarketTick[];
  private readonly echoesBars: boolean;
  private run: FastRun | null = null;
  /** By where the current tick lies, which the size of an image decides. */
  private readonly windows = new Map<number, Window>();
  private readonly calls = new Map<number, readonly LaneTickWords[]>();

  constructor(
    private readonly open: OpenReplay,
    readonly program: Program,
    private readonly reasons: ReasonCatalogue,
  ) {
    const { manifest, events, bars } = open.capture;
    this.num = createNumeric(open.opened.numeric);
    this.symbols = orderSymbols(manifest.symbols);
    this.ticks = marketTicks(this.num, this.symbols, bars);
    this.echoesBars = events.some((event) => event.kind === 'decision' && event.bar !== undefined);
  }

  /** Memory for these parameters, which are whole and not merged with anything, and interventions on the start. */
  start(params: Json, interventions: readonly Intervention[] = []): ConfiguredStart {
    const texts = [JSON.stringify(params), JSON.stringify(interventions)] as const;
    return JSON.parse(
      this.open.program.call(-1, (realm) => realm.configuredStart(...texts)),
    ) as ConfiguredStart;
  }

  /** @throws NotRepresentable when a bar has more digits than a lane's numbers hold */
  prepare(start: PlainImage): Prepared {
    const { manifest } = this.open.capture;
    if (this.run?.adopt(start) !== true)
      this.run = new FastRun({
        program: this.program,
        numeric: this.open.opened.numeric,
        start,
        finishes: manifest.window.end === 'finish',
        symbolCount: this.symbols.length,
      });
    const { run } = this;
    const window = this.windows.get(run.currentAt) ?? run.encode(this.ticks);
    this.windows.set(run.currentAt, window);
    return { run, window };
  }

  /** A whole run. Decisions that the recording's coverage leaves out are no events. */
  runFrom(start: PlainImage, options: Omit<FastRunOptions, 'keep'>): Promise<FastOutcome> {
    const { run, window } = this.prepare(start);
    const { keep } = this;
    return run.run(window, keep === undefined ? options : { ...options, keep });
  }

  /** Which decisions the recording's coverage has, where it leaves some out. */
  get keep(): KeepDecision | undefined {
    const { coverage } = this.open.capture.manifest;
    return coverage.decisions === undefined
      ? undefined
      : (action, reason) => keepsDecision(coverage, action, reason);
  }

  get tickCount(): number {
    return this.ticks.length;
  }

  /** Every tick in the words of a lane that keeps the current tick there, then the end-of-run rules if they follow. */
  callsFor(currentAt: number, texts: readonly string[]): readonly LaneTickWords[] {
    const known = this.calls.get(currentAt);
    if (known !== undefined) return known;
    const { program, num, symbols, ticks } = this;
    const plan = { program, num, symbols: new SymbolTable(texts), currentAt };
    const wordsOf = (tick: MarketTick, finishing: boolean): Uint32Array => {
      const current = currentOf(tick, symbols.length, finishing);
      // A feed begins with the length of its tick.
      return new Uint32Array(encodeTicks(plan, [current]).bytes.slice(FEED_HEADER_BYTES).buffer);
    };
    const last = ticks.at(-1);
    const made: LaneTickWords[] = ticks.map((tick) => ({
      entry: 'step',
      words: wordsOf(tick, false),
    }));
    if (last !== undefined && this.open.capture.manifest.window.end === 'finish')
      made.push({ entry: 'finish', words: wordsOf(last, true) });
    this.calls.set(currentAt, made);
    return made;
  }

  /** An event as the capture would hold it. */
  recordOf(event: KernelEvent, tick: number): EventRecord {
    const { num, symbols, reasons } = this;
    const record = toEventRecord({ num, symbols, reasons }, event);
    return this.echoesBars ? withBar(num, record, this.barOf(event, tick)) : record;
  }

  private barOf(event: KernelEvent, tick: number): Bar | undefined {
    if (event.kind === 'balance') return undefined;
    return this.ticks[tick]?.bars.find(({ symbol }) => symbol === event.symbol);
  }

  format(value: Num): string {
    return this.num.format(value);
  }
}
