// Puts what a compiled lane recorded into the engine's own trace, which makes events of it as it does in the reference lane.
import type { TickTrace } from '../../core/kernel/index.js';
import type { SinkTable } from '../../vm/fast/stream.js';

type Call = (...args: readonly never[]) => void;

/** @param tick called before the records of each tick; it finds the events of the tick before in the trace */
export function tracing(trace: TickTrace, tick: () => void): SinkTable {
  const calls: Readonly<Record<string, Call>> = {
    gate: trace.gate.bind(trace),
    observeNumber: trace.observeNumber.bind(trace),
    observeFlag: trace.observeFlag.bind(trace),
    decide: trace.decide.bind(trace),
    step: trace.step.bind(trace),
    fill: trace.fill.bind(trace),
    ledger: trace.ledger.bind(trace),
  };
  return { tick, call: (name) => calls[name] };
}
