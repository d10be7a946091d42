// Records the execution of one tick as a list of moments, and pictures one of them on a second pass.
// Re-running a tick is exact, so nothing but the list has to be kept: the picture is taken when it is asked for.
import type { TraceListener } from '../kernel/index.js';
import type { Gate, KernelEvent, SymbolIndex } from '../model/index.js';
import type { MomentKind } from './breakpoint.js';

/** One point of a tick's execution. `site` is where in the source, `symbol` which symbol the strategy was at. */
export interface Moment {
  readonly kind: MomentKind;
  readonly site: number;
  readonly depth: number;
  readonly symbol: number;
  /** Gate or event at this moment. */
  readonly gate: Gate | null;
  readonly event: KernelEvent | null;
}

/** A strategy function being executed. */
export interface CallFrame {
  readonly name: string;
  /** Statement the function is at. */
  site: number;
  /** Reads the local variables of that statement. */
  locals: () => Readonly<Record<string, unknown>>;
}

/** Called at every moment while a tick is recorded; `frames` is live, outermost first. */
export type MomentVisitor = (moment: Moment, index: number, frames: readonly CallFrame[]) => void;

/** More moments than this in one tick are not recorded: nobody can step through them. */
export const MOMENTS_MAX = 200_000;

const NO_LOCALS = () => ({});

/** Receives the hooks of instrumented code and the trace of the kernel, and numbers the moments. */
export class TickRecorder implements TraceListener {
  private frames: CallFrame[] = [];
  private count = 0;
  private visitor: MomentVisitor = () => undefined;

  constructor(private readonly probe: { site: number; symbol: number }) {}

  begin(visitor: MomentVisitor): void {
    this.frames = [];
    this.count = 0;
    this.visitor = visitor;
    this.probe.site = -1;
    this.probe.symbol = -1;
    this.visit('tick', { site: -1 });
  }

  end(): void {
    this.visit('end', { site: this.probe.site });
  }

  enter(name: string): void {
    this.frames.push({ name, site: -1, locals: NO_LOCALS });
  }

  leave(): void {
    this.frames.pop();
  }

  statement(site: number, locals: () => Readonly<Record<string, unknown>>): void {
    this.probe.site = site;
    const frame = this.frames.at(-1);
    if (frame !== undefined) {
      frame.site = site;
      frame.locals = locals;
    }
    this.visit('statement', { site });
  }

  onGate(symbol: SymbolIndex, gate: Gate): void {
    this.probe.symbol = symbol;
    this.visit('gate', { site: gate.site, gate });
  }

  onEvent(event: KernelEvent): void {
    this.visit(event.kind === 'decision' ? 'decision' : 'event', { site: event.site, event });
  }

  private visit(kind: MomentKind, what: { site: number; gate?: Gate; event?: KernelEvent }): void {
    const index = this.count;
    if (index >= MOMENTS_MAX && kind !== 'end') return;
    this.count += 1;
    const moment: Moment = {
      kind,
      site: what.site,
      depth: this.frames.length,
      symbol: what.event?.symbol ?? this.probe.symbol,
      gate: what.gate ?? null,
      event: what.event ?? null,
    };
    this.visitor(moment, index, this.frames);
  }
}
