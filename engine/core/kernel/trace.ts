// The trace of the tick in progress: gates and observations per symbol, decisions and events in order.
import type {
  Cause,
  Decision,
  DecisionAction,
  Gate,
  KernelEvent,
  Observation,
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

export interface DecisionDraft {
  readonly symbol: SymbolIndex;
  readonly action: DecisionAction;
  readonly side: Side | null;
  readonly cause: Cause;
  readonly site: number;
}

type Unsequenced<T> = T extends unknown ? Omit<T, 'seq' | 'ts'> : never;
export type KernelEventDraft = Unsequenced<KernelEvent>;

/** Collects one tick at a time; `begin` forgets the last one. */
export class TickTrace {
  readonly events: KernelEvent[] = [];
  private readonly gates: Gate[][];
  private readonly observations: Map<string, Observation>[];
  private readonly decided: boolean[];
  listener: TraceListener | null = null;

  constructor(
    symbolCount: number,
    private keep: KeepDecision,
  ) {
    this.gates = Array.from({ length: symbolCount }, () => []);
    this.observations = Array.from({ length: symbolCount }, () => new Map<string, Observation>());
    this.decided = Array.from({ length: symbolCount }, () => false);
  }

  setKeep(keep: KeepDecision): void {
    this.keep = keep;
  }

  begin(): void {
    this.events.length = 0;
    for (let symbol = 0; symbol < this.gates.length; symbol += 1) {
      this.gates[symbol] = [];
      this.observations[symbol]?.clear();
      this.decided[symbol] = false;
    }
  }

  gate(symbol: SymbolIndex, gate: Gate): void {
    this.gates[symbol]?.push(gate);
    this.listener?.onGate(symbol, gate);
  }

  observe(symbol: SymbolIndex, name: string, value: Observation): void {
    this.observations[symbol]?.set(name, value);
  }

  hasDecision(symbol: SymbolIndex): boolean {
    return this.decided[symbol] === true;
  }

  /** Gates of the symbol since its last decision. */
  openGates(symbol: SymbolIndex): readonly Gate[] {
    return this.gates[symbol] ?? [];
  }

  observed(symbol: SymbolIndex): ReadonlyMap<string, Observation> {
    return this.observations[symbol] ?? new Map<string, Observation>();
  }

  /** Concludes: the decision takes the symbol's gates; null when nobody wants this kind of decision. */
  decide(draft: DecisionDraft): Omit<Decision, 'seq' | 'ts'> | null {
    this.decided[draft.symbol] = true;
    const gates = this.gates[draft.symbol] ?? [];
    this.gates[draft.symbol] = [];
    if (!this.keep(draft.action, draft.cause.reason)) return null;
    const indicators = [...this.observed(draft.symbol)].map(([name, value]) => ({ name, value }));
    return { kind: 'decision', gates, indicators, ...draft };
  }

  emit(event: KernelEvent): void {
    this.events.push(event);
    this.listener?.onEvent(event);
  }
}
