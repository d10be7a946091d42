// Orders and rejects as steps. The venue says buy or sell; what that did to a position follows from the fills before.
import type {
  HyperliquidOrder,
  HyperliquidOrderStatus,
} from '../../../core/schema/foreign/hyperliquid.js';
import { absolute, compareExact } from '../exact-decimal.js';
import type { Listed } from '../foreign-list.js';
import type { ImportIssues } from '../assemble/import-issues.js';
import { positionAfter, type ListedFill } from './fills.js';
import { NO_CASH, type Step } from './steps.js';

/** Statuses of orders that never came to stand: `rejected`, `iocCancelRejected`, `perpMarginRejected` and the like. */
const isReject = (status: string): boolean => /rejected$/i.test(status);

/** A position by symbol and time. */
export type PositionAt = (coin: string, ts: number) => string;

export function positionsOf(
  fills: readonly ListedFill[],
  start: Readonly<Record<string, string>>,
): PositionAt {
  const byCoin = new Map<string, ListedFill[]>();
  for (const fill of fills) {
    const list = byCoin.get(fill.item.coin) ?? [];
    list.push(fill);
    byCoin.set(fill.item.coin, list);
  }
  return (coin, ts) => {
    const list = byCoin.get(coin) ?? [];
    let low = 0;
    let high = list.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if ((list[middle]?.item.time ?? 0) < ts) low = middle + 1;
      else high = middle;
    }
    const before = list[low - 1];
    if (before) return positionAfter(before.item);
    return list[0]?.item.startPosition ?? start[coin] ?? NO_CASH;
  };
}

/** Orders that stood, and rejects. How an order ended has no event of its own; fills tell it. */
export function orderSteps(
  statuses: readonly Listed<HyperliquidOrderStatus>[],
  positionAt: PositionAt,
  issues: ImportIssues,
): Step[] {
  const latest = new Map<string, Listed<HyperliquidOrderStatus>>();
  const steps: Step[] = [];
  let cancelled: Listed<HyperliquidOrderStatus> | undefined;
  let cancels = 0;
  for (const listed of statuses) {
    const { item, place } = listed;
    if (isReject(item.status)) {
      steps.push(rejectStep(listed, positionAt));
      continue;
    }
    if (/cancel/i.test(item.status)) {
      cancels += 1;
      cancelled ??= listed;
    }
    // An order is listed once for every status it went through.
    if (latest.has(item.order.oid)) continue;
    latest.set(item.order.oid, listed);
    steps.push(standingStep({ item: item.order, place }, positionAt));
  }
  if (cancelled) {
    issues.report(
      'foreign.left-out',
      { ...cancelled.place, path: `${cancelled.place.path ?? ''}.status` },
      {
        message: `${String(cancels)} cancellations are left out: a capture has no event for them.`,
        remedy: 'Nothing to do: orders and fills are there.',
      },
    );
  }
  return steps;
}

export const openOrderSteps = (
  orders: readonly Listed<HyperliquidOrder>[],
  positionAt: PositionAt,
): Step[] => orders.map((order) => standingStep(order, positionAt));

/** What is said once of all orders. */
export function reportOrderActions(first: Listed<unknown> | undefined, issues: ImportIssues): void {
  if (!first) return;
  issues.report(
    'foreign.assumed',
    { ...first.place, path: `${first.place.path ?? ''}.side` },
    {
      message:
        'Orders say buy or sell: whether that opens or closes follows from the position at their time.',
      remedy: 'Nothing to do, if all fills before are among those given.',
    },
  );
}

function standingStep({ item, place }: Listed<HyperliquidOrder>, positionAt: PositionAt): Step {
  const ts = item.timestamp;
  return {
    ...{ ts, rank: 'order', place, cash: NO_CASH },
    event: {
      ...{ ts, kind: 'order', symbol: item.coin, orderId: item.oid },
      ...intentOf(item, positionAt(item.coin, ts)),
      ...{ price: item.limitPx, reason: wordOf(item.orderType ?? 'limit') },
    },
  };
}

function rejectStep({ item, place }: Listed<HyperliquidOrderStatus>, positionAt: PositionAt): Step {
  const { order, status, statusTimestamp: ts } = item;
  return {
    ...{ ts, rank: 'reject', place, cash: NO_CASH },
    event: {
      ...{ ts, kind: 'reject', symbol: order.coin, orderId: order.oid },
      ...intentOf(order, positionAt(order.coin, ts)),
      reason: wordOf(status),
    },
  };
}

function intentOf(order: HyperliquidOrder, position: string) {
  const size = order.origSz ?? order.sz;
  const sign = compareExact(position, NO_CASH);
  const isBuy = order.side === 'B';
  const isAgainst = isBuy ? sign < 0 : sign > 0;
  if (isAgainst || order.reduceOnly === true) {
    const isWhole = sign !== 0 && compareExact(size, absolute(position)) >= 0;
    const side: 'long' | 'short' = isBuy ? 'short' : 'long';
    return { side, action: isWhole ? ('close' as const) : ('reduce' as const), size };
  }
  const side: 'long' | 'short' = isBuy ? 'long' : 'short';
  return { side, action: sign === 0 ? ('open' as const) : ('add' as const), size };
}

/** "Stop Market" as stop_market. */
const wordOf = (text: string): string => {
  const word = text
    .trim()
    .replace(/[^A-Za-z0-9]+/g, '_')
    .replace(/^[^A-Za-z]+/, '')
    .slice(0, 100);
  const lower = /[A-Z].*\s/.test(text) || /^[A-Z]/.test(text) ? word.toLowerCase() : word;
  return lower === '' ? 'order' : lower;
};
