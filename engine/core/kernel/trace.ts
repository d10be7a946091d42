// The trace of the tick in progress: gates and observations per symbol, decisions and events in order. What portable code
// calls here says everything by its arguments: compiled lanes write the calls down, and the host makes them again.
import type { Num } from '../numeric/index.js';
import type {
  Cause,
  DecisionAction,
  Fill,
  Gate,
  KernelEvent,
  LedgerRow,
  Observation,
  OrderStep,
  Side,
  SymbolIndex,
} from '../model/index.js';

/** Told of everything the moment it is recorded; a debugger's recording listens here. */
export interface TraceListener {
  onGate(symbol: SymbolIndex, gate: Gate): void;
  onEvent(event: KernelEvent): void;
}

/** Whether a decision is wanted; its gates and indicators are copied only then. */
export type KeepDecision = (action: DecisionAction, reason: string) => boolean;

export const KEEP_ALL: KeepDecision = () => true;

/** When something happened, and as which event of the run. */
export interface Stamp {
  readonly seq: number;
  readonly ts: number;
}

/** A decision before the trace adds its gates and indicators. */
export interface DecisionDraft extends Stamp {
  readonly symbol: SymbolIndex;
  readonly action: DecisionAction;
  readonly side: Side | null;
  readonly cause: Cause;
  readonly site: number;
}

export interface StampedStep extends OrderStep, Stamp {}
export interface StampedFill extends Fill, Stamp {}
export interface StampedRow extends LedgerRow, Stamp {}

type Unsequenced<T> = T extends unknown ? Omit<T, 'seq' | 'ts'> : never;
export type KernelEventDraft = Unsequenced<KernelEvent>;

/** Collects one tick at a time; `begin` forgets the last one. */
export class TickTrace {
  readonly events: KernelEvent[] = [];
  private readonly gates: Gate[][];
  private readonly observations: Map<string, Observation>[];
  listener: TraceListener | null = null;

  constructor(
    symbolCount: number,
    private keep: KeepDecision,
  ) {
    this.gates = Array.from({ length: symbolCount }, () => []);
    this.observations = Array.from({ length: symbolCount }, () => new Map<string, Observation>());
  }

  setKeep(keep: KeepDecision): void {
    this.keep = keep;
  }

  begin(): void {
    this.events.length = 0;
    for (let symbol = 0; symbol < this.gates.length; symbol += 1) {
      this.gates[symbol] = [];
      this.observations[symbol]?.clear();
    }
  }

  gate(symbol: SymbolIndex, gate: Gate): void {
    this.gates[symbol]?.push(gate);
    this.listener?.onGate(symbol, gate);
  }

  observeNumber(symbol: SymbolIndex, name: string, value: Num): void {
    this.observations[symbol]?.set(name, value);
  }

  observeFlag(symbol: SymbolIndex, name: string, value: boolean): void {
    this.observations[symbol]?.set(name, value);
  }

  /** Gates of the symbol since its last decision. */
  openGates(symbol: SymbolIndex): readonly Gate[] {
    return this.gates[symbol] ?? [];
  }

  observed(symbol: SymbolIndex): ReadonlyMap<string, Observation> {
    return this.observations[symbol] ?? new Map<string, Observation>();
  }

  /** Concludes: the decision takes the symbol's gates. It is no event when nobody wants this kind of decision. */
  decide(draft: DecisionDraft): void {
    const gates = this.gates[draft.symbol] ?? [];
    this.gates[draft.symbol] = [];
    if (!this.keep(draft.action, draft.cause.reason)) return;
    const indicators = [...this.observed(draft.symbol)].map(([name, value]) => ({ name, value }));
    this.emit({ kind: 'decision', gates, indicators, ...draft });
  }

  /** An intent, an order or a reject. */
  step(event: StampedStep): void {
    this.emit(event);
  }

  fill(event: StampedFill): void {
    this.emit(event);
  }

  ledger(event: StampedRow): void {
    this.emit(event);
  }

  emit(event: KernelEvent): void {
    this.events.push(event);
    this.listener?.onEvent(event);
  }
}
