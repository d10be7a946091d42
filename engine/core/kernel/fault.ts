// A strategy broke a rule of the engine. Thrown in the reference lane, so that nothing after it counts; the session
// turns it into a StrategyFailure with tick and source line.

/** Stable code, what is wrong, and what would be right. */
export class StrategyFault extends Error {
  override readonly name = 'StrategyFault';
  constructor(
    readonly code: string,
    message: string,
    readonly remedy: string,
  ) {
    super(message);
  }
}

/** A programmer's error in Lockstep itself, never a user's. */
export function invariant(condition: boolean, message: string): asserts condition {
  if (!condition) throw new Error(`Lockstep invariant broken: ${message}`);
}

/** As `invariant`, where the condition is the code that leads here. */
export function impossible(message: string): never {
  throw new Error(`Lockstep invariant broken: ${message}`);
}
