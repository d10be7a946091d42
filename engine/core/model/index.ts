// Readonly types of the trading domain; no behaviour.
export type * from './account.js';
export type * from './market.js';
export type * from './trace.js';
