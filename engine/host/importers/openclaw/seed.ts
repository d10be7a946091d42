// An init state as the start of a capture: account and positions as the kernel holds them, and the fields of the
// strategy's own state that the file states.
import { createNumeric, doubleOf, formatDouble } from '../../../core/numeric/index.js';
import { SCHEMA_VERSION, type Patch, type Snapshot } from '../../../core/schema/index.js';
import type {
  OpenclawInitPosition,
  OpenclawInitState,
} from '../../../core/schema/foreign/openclaw-init-state.js';

/** The earliest time a capture can state. Any pause that began then is over. */
const EARLIEST_MS = 100_000_000_000;

/** A snapshot before the first candle; a null strategy part means: as its `state` function builds it. */
export function startSnapshot(balance: number, state?: OpenclawInitState): Snapshot {
  const positions = (state?.positions ?? []).map(
    (position) => [position.symbol, positionRecord(position)] as const,
  );
  return {
    schemaVersion: SCHEMA_VERSION,
    cursor: { seq: 0, lastTickTs: null, lastBarTs: {} },
    account: { balance: formatDouble(balance) },
    positions: Object.fromEntries(positions),
    orders: [],
    counters: { nextOrderId: 1, ticks: 0 },
    lastClose: {},
    strategy: null,
  };
}

const positionRecord = (position: OpenclawInitPosition): Snapshot['positions'][string] => ({
  side: position.side,
  size: formatDouble(position.size),
  entryPrice: formatDouble(position.entry_price),
  leverage: formatDouble(position.leverage),
  margin: formatDouble(position.margin_used),
  adds: position.adds_count,
  openTs: position.open_time_ms,
  lastAddTs: Math.max(position.last_add_time_ms, EARLIEST_MS),
});

/** Fields of the strategy's own state, by their paths in the snapshot. `symbols` ascend, as everywhere. */
export function strategyFields(state: OpenclawInitState, symbols: readonly string[]): Patch[] {
  const desk = (symbol: string): string => `strategy.desks[${String(symbols.indexOf(symbol))}]`;
  const { entry_attempt_ms_by_symbol: entries, exit_attempt_ms_by_symbol: exits } =
    state.runtime ?? {};
  const times = (attempts: typeof entries, field: string): Patch[] =>
    Object.entries(attempts ?? {})
      .filter(([symbol]) => symbols.includes(symbol))
      .map(([symbol, ts]) => ({ path: `${desk(symbol)}.times.${field}`, value: ts }));
  return [
    ...state.positions.flatMap((position) => [
      ...tradeFields(position, desk(position.symbol)),
      ...shadowFields(position, desk(position.symbol)),
    ]),
    ...times(entries, 'lastEntry'),
    ...times(exits, 'lastExit'),
  ];
}

function tradeFields(position: OpenclawInitPosition, desk: string): Patch[] {
  const { trailing_sl: stop } = position;
  return [
    { path: `${desk}.trade.confidence`, value: position.confidence },
    { path: `${desk}.trade.entryAtr`, value: formatDouble(position.entry_atr) },
    {
      path: `${desk}.trade.entryAdxThreshold`,
      value: formatDouble(position.entry_adx_threshold),
    },
    { path: `${desk}.trade.isTrailing`, value: stop !== null },
    { path: `${desk}.trade.trailingStop`, value: formatDouble(stop ?? 0) },
    { path: `${desk}.trade.hasTakenPartial`, value: position.tp1_taken },
  ];
}

/** The engine's shadow account holds what the account holds, quantised. */
function shadowFields(position: OpenclawInitPosition, desk: string): Patch[] {
  const num = createNumeric({ kind: 'binary64' });
  const quantised = (value: number): string =>
    num.format(num.round(doubleOf(value), { method: 'scaled', scale: 12, rounding: 'half-up' }));
  return [
    { path: `${desk}.shadow.isOpen`, value: true },
    { path: `${desk}.shadow.side`, value: position.side },
    { path: `${desk}.shadow.quantity`, value: quantised(position.size) },
    { path: `${desk}.shadow.average`, value: quantised(position.entry_price) },
    { path: `${desk}.shadow.notional`, value: quantised(position.entry_price * position.size) },
    { path: `${desk}.shadow.margin`, value: quantised(position.margin_used) },
  ];
}
