// What a compiled lane recorded, as the calls of the trace that the engine itself would have made.
import type { TickTrace } from '../../core/kernel/index.js';
import type { SinkCall } from '../../vm/fast/stream.js';

type Sinks = Readonly<Record<string, (...args: readonly unknown[]) => void>>;

/** The sinks of a program are methods of the trace; the compiler takes their names from its type. */
export const recordInto =
  (trace: TickTrace): SinkCall =>
  (name, args) => {
    (trace as unknown as Sinks)[name]?.(...args);
  };
