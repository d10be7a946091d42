// Reports the execution of one tick as numbered moments, and can pause it at one of them for good.
// Re-running a tick is exact, so a moment is looked at by running to it again and leaving everything as it stands.
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

/** Thrown to leave a tick at the moment it is paused at; strategy code cannot go on past it. */
export class PausedTick extends Error {
  override readonly name = 'PausedTick';
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
  private pauseAt = -1;
  private paused = false;

  constructor(private readonly probe: { site: number; symbol: number }) {}

  /** `pauseAt`: the moment at which the tick is left for good; -1 for none. */
  begin(visitor: MomentVisitor, pauseAt: number): void {
    this.pauseAt = pauseAt;
    this.paused = false;
    this.frames = [];
    this.count = 0;
    this.visitor = visitor;
    this.probe.site = -1;
    this.probe.symbol = -1;
    this.visit('tick', { site: -1 });
  }

  end(): void {
    if (this.paused) return;
    this.visit('end', { site: this.probe.site });
  }

  enter(name: string): void {
    this.frames.push({ name, site: -1, locals: NO_LOCALS });
  }

  leave(): void {
    if (!this.paused) this.frames.pop();
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
    if (this.paused) throw new PausedTick();
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
    if (index !== this.pauseAt || kind === 'end') return;
    this.paused = true;
    throw new PausedTick();
  }
}
