// Parity: alignment and exact comparison of two event sequences.
export * from './alignment.js';
export * from './compare-events.js';
export * from './compare-runs.js';
export * from './event-identity.js';
