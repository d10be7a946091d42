// Engine state to snapshot and back. restore(save(state)) then continue equals never having stopped.
import { flatPosition, initialState, type EngineSetup, type EngineState } from '../kernel/index.js';
import type { PendingOrder, Position } from '../model/index.js';
import type { Numeric } from '../numeric/index.js';
import type { PendingOrderRecord, PositionRecord, Snapshot } from '../schema/index.js';
import { SCHEMA_VERSION } from '../schema/version.js';
import type { Codec } from './codec.js';

export function saveState(setup: EngineSetup, state: EngineState, codec: Codec): Snapshot {
  const { num, symbols } = setup;
  const positions: Record<string, PositionRecord> = {};
  const lastBarTs: Record<string, number> = {};
  const lastClose: Record<string, string> = {};
  symbols.forEach((symbol, index) => {
    const record = savePosition(num, state.positions[index]);
    if (record !== null) positions[symbol] = record;
    const ts = state.lastBarTs[index] ?? -1;
    if (ts < 0) return;
    lastBarTs[symbol] = ts;
    lastClose[symbol] = num.format(state.lastClose[index] ?? num.zero);
  });
  return {
    schemaVersion: SCHEMA_VERSION,
    cursor: { seq: state.nextSeq - 1, lastTickTs: state.lastTickTs, lastBarTs },
    account: { balance: num.format(state.account.balance) },
    positions,
    orders: state.orders.map((order) => saveOrder(num, symbols, order)),
    counters: { nextOrderId: state.nextOrderId, ticks: state.ticks },
    lastClose,
    strategy: codec.encode(state.strategy),
  };
}

function savePosition(num: Numeric, position: Position | undefined): PositionRecord | null {
  if (position === undefined || position.side === 'flat') return null;
  const { side, adds, openTs, lastAddTs } = position;
  return {
    side,
    size: num.format(position.size),
    entryPrice: num.format(position.entryPrice),
    leverage: num.format(position.leverage),
    margin: num.format(position.margin),
    adds,
    openTs,
    lastAddTs,
  };
}

function saveOrder(
  num: Numeric,
  symbols: readonly string[],
  order: PendingOrder,
): PendingOrderRecord {
  const { cause } = order;
  return {
    orderId: order.orderId,
    symbol: symbols[order.symbol] ?? '',
    action: order.action,
    side: order.side,
    size: num.format(order.size),
    fraction: order.fraction === null ? null : num.format(order.fraction),
    notional: order.notional === null ? null : num.format(order.notional),
    price: order.price === null ? null : num.format(order.price),
    margin: num.format(order.margin),
    leverage: num.format(order.leverage),
    reason: cause.reason,
    ...(cause.detail === null ? {} : { detail: cause.detail }),
    values: cause.values.map((value) => num.format(value)),
    ...(cause.confidence === null ? {} : { confidence: cause.confidence }),
  };
}

/** The state a snapshot describes. A null strategy part means: as the strategy's `state` function builds it. */
export function restoreState(setup: EngineSetup, snapshot: Snapshot, codec: Codec): EngineState {
  const { num, symbols } = setup;
  const fresh = snapshot.strategy === null;
  const balance = num(snapshot.account.balance);
  const base = fresh ? initialState(setup, balance) : null;
  return {
    ticks: snapshot.counters.ticks,
    nextSeq: snapshot.cursor.seq + 1,
    nextOrderId: snapshot.counters.nextOrderId,
    lastTickTs: snapshot.cursor.lastTickTs,
    account: { balance },
    positions: symbols.map((symbol) => restorePosition(num, snapshot.positions[symbol])),
    orders: snapshot.orders.map((order) => restoreOrder(num, symbols, order)),
    lastClose: symbols.map((symbol) => num(snapshot.lastClose[symbol] ?? '0')),
    lastBarTs: symbols.map((symbol) => snapshot.cursor.lastBarTs[symbol] ?? -1),
    strategy: base === null ? codec.decode(snapshot.strategy) : base.strategy,
  };
}

function restorePosition(num: Numeric, record: PositionRecord | undefined): Position {
  if (record === undefined) return flatPosition(num);
  return {
    side: record.side,
    size: num(record.size),
    entryPrice: num(record.entryPrice),
    leverage: num(record.leverage),
    margin: num(record.margin),
    adds: record.adds,
    openTs: record.openTs,
    lastAddTs: record.lastAddTs,
  };
}

function restoreOrder(
  num: Numeric,
  symbols: readonly string[],
  record: PendingOrderRecord,
): PendingOrder {
  const optional = (text: string | null) => (text === null ? null : num(text));
  return {
    orderId: record.orderId,
    symbol: symbols.indexOf(record.symbol),
    action: record.action,
    side: record.side,
    size: num(record.size),
    fraction: optional(record.fraction),
    notional: optional(record.notional),
    price: optional(record.price),
    margin: num(record.margin),
    leverage: num(record.leverage),
    cause: {
      reason: record.reason,
      detail: record.detail ?? null,
      values: record.values.map((value) => num(value)),
      confidence: record.confidence ?? null,
    },
  };
}
