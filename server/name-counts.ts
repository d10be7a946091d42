// Counts reasons and gates over a run's events, for hovers.
import type { EventRecord } from '../engine/core/schema/index.js';
import type { GateCount, NameCounts } from './outcome.js';

export function countNames(events: readonly EventRecord[]): NameCounts {
  const reasons = new Map<string, number>();
  const gates = new Map<string, GateCount>();
  for (const event of events) {
    if (event.kind !== 'decision') continue;
    const { reason, detail } = event;
    reasons.set(reason, (reasons.get(reason) ?? 0) + 1);
    if (detail !== undefined) {
      const name = `${reason}.${detail}`;
      reasons.set(name, (reasons.get(name) ?? 0) + 1);
    }
    for (const gate of event.gates) {
      const { passed = 0, failed = 0 } = gates.get(gate.name) ?? {};
      gates.set(gate.name, {
        passed: passed + Number(gate.passed),
        failed: failed + Number(!gate.passed),
        trigger: gate.trigger === true,
      });
    }
  }
  return { reasons, gates };
}
