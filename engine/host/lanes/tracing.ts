// Puts what a compiled lane recorded into the engine's own trace, which makes events of it as it does in the reference lane.
import type { DecisionDraft, KeepDecision, TickTrace } from '../../core/kernel/index.js';
import type { SinkTable } from '../../vm/fast/stream.js';

type Call = (...args: readonly never[]) => void;

/** What a decision is made with. */
const OF_A_DECISION: readonly string[] = ['gate', 'observeNumber', 'observeFlag'];

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

/** The same for a recording that leaves most decisions out: what they were made with is not even read. */
export function tracingKept(trace: TickTrace, tick: () => void, keeps: KeepDecision): SinkTable {
  const all = tracing(trace, tick);
  let waiting: (() => void)[] = [];
  const decide = (draft: DecisionDraft): void => {
    if (!keeps(draft.action, draft.cause.reason)) {
      waiting.push(() => {
        trace.decide(draft);
      });
      return;
    }
    for (const make of waiting) make();
    waiting = [];
    trace.decide(draft);
  };
  return {
    tick: () => {
      waiting = [];
      tick();
    },
    call: (name) => (name === 'decide' ? decide : all.call(name)),
    defer: (name) =>
      OF_A_DECISION.includes(name)
        ? (make) => {
            waiting.push(make);
          }
        : undefined,
  };
}
