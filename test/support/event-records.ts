// Event records for tests of the comparison: complete, with whatever a test changes.
import type { DecisionEvent, GateRecord, LedgerEvent } from '../../engine/core/schema/index.js';

export const ledgerRecord = (changes: Partial<LedgerEvent> = {}): LedgerEvent => ({
  seq: 1,
  ts: 1_000,
  prev: null,
  kind: 'ledger',
  symbol: 'BTC',
  action: 'OPEN',
  side: 'long',
  reason: 'entry_signal',
  price: '100',
  size: '1.5',
  fee: '0.05',
  pnl: '0',
  balance: '9999.95',
  ...changes,
});

export const gateRecord = (changes: Partial<GateRecord> = {}): GateRecord => ({
  name: 'adx_min',
  value: '25.5',
  comparator: '>=',
  threshold: '20',
  passed: true,
  ...changes,
});

export const decisionRecord = (changes: Partial<DecisionEvent> = {}): DecisionEvent => ({
  seq: 1,
  ts: 1_000,
  prev: null,
  kind: 'decision',
  symbol: 'BTC',
  action: 'enter',
  side: 'long',
  reason: 'entry_signal',
  gates: [gateRecord()],
  indicators: { adx: '25.5', is_rising: true },
  ...changes,
});
