// What became of live's orders: a fill of one that was rejected, or of one that filled as another order before.
import {
  makeIssue,
  type EventRecord,
  type FillEvent,
  type Issue,
} from '../../core/schema/index.js';
import { EVENTS } from './capture-files.js';

export interface OrderHistory {
  next(event: EventRecord, line: number): readonly Issue[];
  forget(): void;
}

/** Orders remembered at a time. What contradicts follows within few orders; a recording may have millions of them. */
const ORDERS_MAX = 50_000;
/** Trades that no order asked for share this number. */
const NO_ORDER = '0';
/** A reject of this kind says that nobody knew what became of the order: it may have filled. */
const UNDECIDED = /time[\s_-]*d?[\s_-]*out|unknown/i;

interface Order {
  readonly rejectedLine?: number;
  readonly fill?: Pick<FillEvent, 'symbol' | 'side'> & { readonly line: number };
}

export function createOrderHistory(): OrderHistory {
  const orders = new Map<string, Order>();
  const remember = (id: string, order: Order): void => {
    orders.delete(id);
    orders.set(id, order);
    const oldest = orders.keys().next();
    if (orders.size > ORDERS_MAX && oldest.done !== true) orders.delete(oldest.value);
  };
  return {
    next: (event, line) => {
      if (!('orderId' in event) || event.orderId === NO_ORDER) return [];
      const order = orders.get(event.orderId) ?? {};
      switch (event.kind) {
        case 'reject':
          if (!UNDECIDED.test(`${event.reason} ${event.text ?? ''}`))
            remember(event.orderId, { ...order, rejectedLine: line });
          return [];
        case 'fill': {
          const { symbol, side } = event;
          // The reject is named once, however many parts the fill has.
          remember(event.orderId, { fill: order.fill ?? { symbol, side, line } });
          return fillIssues(event, order, line);
        }
        case 'acknowledgement':
          return [];
        default:
          // The same number is submitted again: a new attempt.
          if (order.rejectedLine !== undefined) orders.delete(event.orderId);
          return [];
      }
    },
    forget: () => {
      orders.clear();
    },
  };
}

function fillIssues(fill: FillEvent, order: Order, line: number): Issue[] {
  const issues: Issue[] = [];
  const { orderId, symbol, side } = fill;
  if (order.rejectedLine !== undefined)
    issues.push(
      makeIssue(
        'events.fill.rejected',
        { file: EVENTS, line, path: 'orderId', relatedLine: order.rejectedLine },
        {
          message: `Order ${orderId} fills here, but was rejected on line ${String(order.rejectedLine)}.`,
          remedy:
            'Record the reject of an order that may still fill with "timeout" in its reason; give every order its own number.',
        },
      ),
    );
  const first = order.fill;
  if (first !== undefined && (first.symbol !== symbol || first.side !== side))
    issues.push(
      makeIssue(
        'events.fill.order',
        { file: EVENTS, line, path: 'orderId', relatedLine: first.line },
        {
          message: `Order ${orderId} fills as ${side} ${symbol} here and as ${first.side} ${first.symbol} on line ${String(first.line)}.`,
          remedy: 'Give every order its own number, across symbols and restarts.',
        },
      ),
    );
  return issues;
}
