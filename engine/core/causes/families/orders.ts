// Order outcomes: what the venue did with an order that both sides placed alike. An excuse needs the order itself on
// record and equal (symbol, action, side, size, price), and every reply of the venue is used up once.
import type { EventRecord, Intervention, OrderOutcome } from '../../schema/index.js';
import type { Candidate, Family } from '../candidate.js';
import type { Investigation } from '../investigation.js';
import { counted, utcText } from '../utc-text.js';
import { seenBar } from './seen-bars.js';

const CLASS = 'non-simulatable-oms-effect';
type Order = Extract<EventRecord, { kind: 'order' }>;
type Reply = Extract<EventRecord, { kind: 'fill' | 'reject' }>;
type Fill = Extract<EventRecord, { kind: 'fill' }>;
type Ledger = Extract<EventRecord, { kind: 'ledger' }>;

/** Ticks before the departure in which an order may have been placed that the venue answers now. */
const ORDER_BACK_MAX = 48;

export const outcomeFamily: Family = (investigation) => {
  const { file } = investigation;
  if (!file.coverage.kinds.includes('order') || !file.coverage.kinds.includes('fill')) return [];
  return concernedOrders(investigation).flatMap((order, index) =>
    outcomeCandidate(investigation, order, index),
  );
};

/** Live orders of this tick and of those before it that the departing event can belong to. */
function concernedOrders(investigation: Investigation): readonly Order[] {
  const { file, departure, liveTick, symbol, market } = investigation;
  const earliest = market.timesBack(departure.ts, ORDER_BACK_MAX).at(-1) ?? 0;
  const from = departure.liveIndex - departure.matchedInTick;
  const before = file.live.slice(Math.max(0, from - ORDER_BACK_MAX * 20), from);
  const orders = [...liveTick, ...before.reverse()].filter(
    (event): event is Order =>
      event.kind === 'order' && event.ts >= earliest && (symbol === '' || event.symbol === symbol),
  );
  return orders.slice(0, 8);
}

function outcomeCandidate(investigation: Investigation, order: Order, index: number): Candidate[] {
  const { consumed, file, departure } = investigation;
  const replies = file.live.filter(
    (event): event is Reply =>
      (event.kind === 'fill' || event.kind === 'reject') &&
      event.orderId === order.orderId &&
      event.symbol === order.symbol &&
      event.seq > order.seq,
  );
  if (replies.some(({ seq }) => consumed.has(seq)) || consumed.has(order.seq)) return [];
  // Replies that were matched already are the replay's own.
  const next = file.live[departure.liveIndex]?.seq ?? Infinity;
  if (replies.length > 0 && replies.every(({ seq }) => seq < next)) return [];
  if (replies.some((reply) => reply.side !== order.side || reply.action !== order.action))
    return [];
  if (!isPlacedAlike(investigation, order)) return [];
  const outcome = outcomeOf(investigation, order, replies);
  if (outcome === null) return [];
  return [
    {
      class: CLASS,
      title: titleOf(investigation, order, replies),
      interventions: [outcome],
      isRecorded: true,
      freedom: 0,
      fromTs: outcome.placedTs,
      order: index,
      isCertain: isUnusual(replies),
      ...(isPriceOfUnknownBar(investigation, replies) ? { unproven: UNKNOWN_BAR } : {}),
      consumes: [order.seq, ...replies.map(({ seq }) => seq)],
      facts: [
        `order ${order.orderId} is the same on both sides: ${order.action} ${order.side} ${order.size} ${order.symbol}`,
        ...replies.map(replyText),
      ],
    },
  ];
}

/** Nothing but the venue rejects or splits; another price, size or time may also be a rule of the venue. */
const isUnusual = (replies: readonly Reply[]): boolean =>
  replies.length !== 1 || replies.some(({ kind }) => kind === 'reject');

/** A whole fill in time differs by its price only, which is the bar's: who does not know that bar cannot blame the venue. */
function isPriceOfUnknownBar(investigation: Investigation, replies: readonly Reply[]): boolean {
  const { departure, settings, symbol } = investigation;
  if (isUnusual(replies) || departure.live?.kind !== 'fill') return false;
  if (!departure.fields.some(({ path }) => path === 'price')) return false;
  const field = settings.venue.fill.at === 'bar-close' ? 'close' : 'open';
  return seenBar(investigation, symbol)[field] === undefined;
}

const UNKNOWN_BAR =
  'fits, but a bar with another price would give the same fill, and the bar live saw is not on record';

const replyText = (reply: Reply): string =>
  reply.kind === 'fill'
    ? `live recorded a fill of ${reply.size} at ${reply.price}, fee ${reply.fee} (seq ${String(reply.seq)})`
    : `live recorded a reject: ${reply.reason} (seq ${String(reply.seq)})`;

/** The replay places the same order on the same tick: an order it does not place is no matter of the venue. */
function isPlacedAlike(investigation: Investigation, order: Order): boolean {
  const { departure, scene, num } = investigation;
  const placedTs = tickTsOf(investigation, order.ts);
  // Everything before the departing tick matched, orders included.
  const { excused } = investigation;
  const isUncompared = excused.some(({ ts, symbol, event }) =>
    event === undefined ? ts === placedTs && symbol === order.symbol : event.seq === order.seq,
  );
  if (isUncompared) return false;
  if (placedTs !== departure.ts) return placedTs < departure.ts;
  return scene.events.some(({ event }) => {
    if (event.kind !== 'order') return false;
    const isSame =
      event.symbol === order.symbol && event.action === order.action && event.side === order.side;
    return isSame && num.same(num(event.size), num(order.size)) && event.price === order.price;
  });
}

function outcomeOf(
  investigation: Investigation,
  order: Order,
  replies: readonly Reply[],
): OrderOutcome | null {
  const { symbol, action, side } = order;
  const fills = replies.filter((reply): reply is Fill => reply.kind === 'fill');
  const [reject] = replies.filter((reply) => reply.kind === 'reject');
  // A rejected order that filled is one whose answer came too late, and says so.
  if (
    reject !== undefined &&
    fills.length > 0 &&
    !/time.?out/i.test(`${reject.reason} ${reject.text ?? ''}`)
  )
    return null;
  if (isOnlyFee(investigation, fills)) return null;
  return {
    kind: 'order-outcome',
    symbol,
    placedTs: tickTsOf(investigation, order.ts),
    action,
    side,
    fills: fills.map(({ ts, price, size, fee, feeParts }) => ({
      tickTs: tickTsOf(investigation, ts),
      ts,
      price,
      size,
      fee,
      ...(feeParts === undefined ? {} : { feeParts }),
    })),
    reject:
      reject === undefined
        ? null
        : { reason: reject.reason, ...(reject.text === undefined ? {} : { text: reject.text }) },
  };
}

/** Price, size and time are as simulated: what a venue charges for that is a rule and no accident. */
function isOnlyFee({ departure }: Investigation, fills: readonly Fill[]): boolean {
  const { live, replay, fields } = departure;
  if (fills.length !== 1 || live?.kind !== 'fill' || replay?.kind !== 'fill') return false;
  return fields.every(({ path }) => path === 'fee' || path.startsWith('feeParts'));
}

/** Open time of the tick a live event belongs to. */
export function tickTsOf({ file, market }: Investigation, ts: number): number {
  const { intervalMs } = file.manifest;
  const isAtClose = file.settings.venue.eventTime === 'bar-close';
  const open = isAtClose ? ts - intervalMs + 1 : ts;
  return market.times.findLast((time) => time <= open) ?? market.times[0] ?? ts;
}

function titleOf(investigation: Investigation, order: Order, replies: readonly Reply[]): string {
  const { num } = investigation;
  const what = `${order.action} ${order.side} ${order.symbol} of ${utcText(tickTsOf(investigation, order.ts))}`;
  const fills = replies.filter((reply): reply is Fill => reply.kind === 'fill');
  const reject = replies.find((reply) => reply.kind === 'reject');
  if (reject !== undefined && fills.length > 0)
    return `the venue timed out on ${what} and filled it all the same`;
  if (reject !== undefined) return `the venue rejected ${what} (${reject.reason})`;
  if (fills.length === 0) return `${what} was never filled`;
  const total = fills.reduce((sum, fill) => sum.add(fill.size), num.zero);
  const whole = wholeSize(investigation, order);
  const isPart = total.lt(whole);
  const due = dueTs(investigation, order);
  const isLate = fills.some((fill) => tickTsOf(investigation, fill.ts) > due);
  const parts = [
    isPart ? `filled in part only (${num.format(total)} of ${whole})` : 'filled',
    ...(isLate ? ['late'] : []),
    ...(fills.length > 1 ? [`in ${counted(fills.length, 'part')}`] : []),
    ...(isPart || isLate || fills.length > 1 ? [] : [`at ${fills[0]?.price ?? ''}`]),
  ];
  return `${what} ${parts.join(' ')}`;
}

/** Open time of the tick an order fills on by the venue's rule. */
function dueTs(investigation: Investigation, order: Order): number {
  const { market, settings } = investigation;
  const placedTs = tickTsOf(investigation, order.ts);
  if (settings.venue.fill.at === 'bar-close') return placedTs;
  return market.times.find((ts) => ts > placedTs) ?? placedTs;
}

/** What the replay fills: the order's size cut to the venue's lot. */
function wholeSize({ scene, num }: Investigation, order: Order): string {
  const own = scene.events.find(
    ({ event }) =>
      event.kind === 'fill' && event.symbol === order.symbol && event.action === order.action,
  )?.event;
  return own?.kind === 'fill' ? own.size : num.format(num(order.size));
}

/** What a venue does by itself: liquidation, deleveraging, funding, stated balances. */
export const venueFamily: Family = (investigation) => {
  const groups = venueGroups(investigation);
  return groups.flatMap((records, index) =>
    (['before', 'after'] as const).map((at, side): Candidate => {
      const intervention: Intervention = {
        kind: 'venue-event',
        tickTs: investigation.departure.ts,
        at,
        records: records.map((record) => ({ ...record, prev: null })),
      };
      return {
        class: CLASS,
        title: venueTitle(records),
        interventions: [intervention],
        isRecorded: true,
        freedom: 0,
        fromTs: investigation.departure.ts,
        order: index * 2 + side,
        consumes: records.map(({ seq }) => seq),
        facts: records.map(
          (record) =>
            `live recorded ${record.kind} with seq ${String(record.seq)}, which no order of the strategy asked for`,
        ),
      };
    }),
  );
};

/** Consecutive events of the tick from the departing one on that are the venue's own. */
function venueGroups(investigation: Investigation): readonly (readonly EventRecord[])[] {
  const { departure, liveTick, consumed } = investigation;
  const from = liveTick.slice(departure.matchedInTick);
  const run: EventRecord[] = [];
  for (const event of from) {
    if (!isVenues(investigation, event) || consumed.has(event.seq)) break;
    run.push(event);
  }
  const [first] = run;
  if (first === undefined || !run.every((event) => isConsistent(investigation, run, event)))
    return [];
  const symbolOf = (event: EventRecord) => ('symbol' in event ? event.symbol : '');
  const own = run.filter((event) => symbolOf(event) === symbolOf(first));
  const contiguous = own.every((event, index) => event === run[index]);
  return contiguous && own.length < run.length ? [own, run] : [run];
}

function isVenues({ file }: Investigation, event: EventRecord): boolean {
  if (event.kind === 'funding') return true;
  if (event.kind === 'balance') return event.reason !== undefined;
  if (event.kind === 'ledger' && ['FUNDING', 'FEE', 'ADJUST'].includes(event.action)) return true;
  return (event.kind === 'ledger' || event.kind === 'fill') && !file.reasons.has(event.reason);
}

/** A payment must be what rate, size and price make of it; otherwise it is no excuse but a finding. */
function isConsistent(
  investigation: Investigation,
  run: readonly EventRecord[],
  event: EventRecord,
): boolean {
  if (event.kind !== 'funding') return true;
  const { num, scene, market, departure } = investigation;
  const position = paidOn(run, event) ?? scene.stateBefore.positions[event.symbol];
  const amount = num(event.amount);
  if (position === undefined) return amount.isZero();
  const bar = market.bar(event.symbol, departure.ts);
  if (bar === undefined || num(event.rate).isZero())
    return num(event.rate).isZero() === amount.isZero();
  const mark = amount.div(num(event.rate)).div(num(position.size)).abs();
  const isPaid = (position.side === 'long') === num(event.rate).gt(0);
  return amount.isNeg() === isPaid && mark.gte(bar.low) && mark.lte(bar.high);
}

/** The position as live's own row of the payment says it: the replay's may be another behind an earlier root. */
function paidOn(
  run: readonly EventRecord[],
  { symbol }: Extract<EventRecord, { kind: 'funding' }>,
): Pick<Ledger, 'side' | 'size'> | undefined {
  return run.find(
    (event): event is Ledger =>
      event.kind === 'ledger' && event.action === 'FUNDING' && event.symbol === symbol,
  );
}

function venueTitle(records: readonly EventRecord[]): string {
  const [first] = records;
  if (first === undefined) return '';
  if (first.kind === 'funding' || (first.kind === 'ledger' && first.action === 'FUNDING'))
    return `funding of ${first.symbol} at ${utcText(first.ts)}`;
  if (first.kind === 'balance')
    return `the venue set the balance to ${first.balance} (${first.reason ?? ''}) at ${utcText(first.ts)}`;
  if (first.kind === 'ledger' || first.kind === 'fill')
    return `${first.reason} of ${first.side} ${first.symbol} by the venue at ${utcText(first.ts)}`;
  return 'the venue acted by itself';
}
