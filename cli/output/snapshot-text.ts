// A snapshot for people: money and positions in full, the strategy's own state as a summary.
import type { Json, Snapshot } from '../../engine/core/schema/index.js';
import { tableText } from './table.js';
import { timeText } from './time.js';

export function snapshotText(snapshot: Snapshot): string {
  return [
    cursorText(snapshot),
    `\naccount\n  balance  ${snapshot.account.balance}\n`,
    section('positions', positionsText(snapshot)),
    section('orders', ordersText(snapshot)),
    section('last bars', barsText(snapshot)),
    section('strategy state', stateText(snapshot.strategy)),
  ].join('');
}

const section = (title: string, text: string): string =>
  `\n${title}\n${text === '' ? '  none\n' : text}`;

function cursorText({ cursor, counters }: Snapshot): string {
  const { lastTickTs, seq } = cursor;
  const when = lastTickTs === null ? 'before the first tick' : `after ${timeText(lastTickTs)}`;
  return `state ${when}, ${String(counters.ticks)} ticks done, events up to ${String(seq)}\n`;
}

const INDENT = 2;
const left = (...titles: readonly string[]) => titles.map((title) => ({ title }));

function positionsText({ positions }: Snapshot): string {
  const columns = left(
    'symbol',
    'side',
    'size',
    'entry price',
    'leverage',
    'margin',
    'adds',
    'opened',
  );
  const rows = Object.entries(positions).map(([symbol, position]) => [
    symbol,
    position.side,
    position.size,
    position.entryPrice,
    position.leverage,
    position.margin,
    String(position.adds),
    timeText(position.openTs),
  ]);
  return tableText({ columns, indent: INDENT }, rows);
}

function ordersText({ orders }: Snapshot): string {
  const columns = left('order', 'symbol', 'action', 'side', 'size', 'price', 'reason');
  const rows = orders.map((order) => [
    String(order.orderId),
    order.symbol,
    order.action,
    order.side,
    order.size,
    order.price ?? 'at the open',
    order.reason,
  ]);
  return tableText({ columns, indent: INDENT }, rows);
}

function barsText({ cursor, lastClose }: Snapshot): string {
  const rows = Object.entries(cursor.lastBarTs).map(([symbol, ts]) => [
    symbol,
    timeText(ts),
    lastClose[symbol] ?? '-',
  ]);
  return tableText({ columns: left('symbol', 'opened', 'close'), indent: INDENT }, rows);
}

function stateText(state: Json): string {
  if (state === null) return '  as the strategy builds it\n';
  if (typeof state !== 'object' || Array.isArray(state)) return `  ${summary(state)}\n`;
  const rows = Object.entries(state).map(([name, value]) => [name, summary(value)]);
  return tableText({ columns: left('field', 'value'), indent: INDENT }, rows);
}

/** One line for a value of any depth. Marks of the snapshot format are said in words. */
function summary(value: Json): string {
  if (typeof value !== 'object' || value === null) return JSON.stringify(value);
  if (Array.isArray(value)) return listSummary(value as readonly Json[]);
  const record = value as Readonly<Record<string, Json>>;
  const { $num, $float, $class } = record;
  if (typeof $num === 'string') return $num;
  if (typeof $float === 'string') return $float;
  const count = Object.keys(record).length;
  return typeof $class === 'string'
    ? `${$class} of ${counted(count - 1, 'field')}`
    : `record of ${counted(count, 'field')}`;
}

/** Longer lists are counted, not shown. */
const SHOWN_ITEMS_MAX = 4;

function listSummary(list: readonly Json[]): string {
  const items = [...new Set(list.map(summary))];
  if (items.length === 1 && list.length > 1) return `${String(list.length)} x ${items[0] ?? ''}`;
  if (list.length === 0) return 'empty list';
  return list.length <= SHOWN_ITEMS_MAX
    ? list.map(summary).join(', ')
    : `list of ${counted(list.length, 'item')}`;
}

const counted = (count: number, noun: string): string =>
  `${String(count)} ${noun}${count === 1 ? '' : 's'}`;
