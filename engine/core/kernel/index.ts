// The deterministic engine: start reading at step.ts.
export * from './engine.js';
export * from './fault.js';
export { statedAmount } from './stated-amount.js';
export type { AmountRule } from './venue-rules.js';
export { flatPosition } from './position.js';
export type * from './interference.js';
export { enterTick } from './enter-tick.js';
export { step, finish } from './step.js';
export { TickContext } from './tick-context.js';
export * from './trace.js';
export { bindVenue, type Venue } from './venue.js';
