// Kernel events as event records, the form captures and comparisons use. Replay records carry no chain hash.
import type { Bar, Cause, KernelEvent } from '../model/index.js';
import type { Num, Numeric } from '../numeric/index.js';
import type { EventRecord, GateRecord } from '../schema/index.js';
import { reasonText } from '../strategy/reason-text.js';
import type { ReasonCatalogue } from '../strategy/definition.js';
import type { Decision, Gate } from '../model/index.js';

export interface RecordContext {
  readonly num: Numeric;
  readonly symbols: readonly string[];
  readonly reasons: ReasonCatalogue;
}

export function toEventRecord(context: RecordContext, event: KernelEvent): EventRecord {
  const { num } = context;
  const place = { seq: event.seq, ts: event.ts, prev: null };
  if (event.kind === 'balance') {
    const reason = event.reason === null ? {} : { reason: event.reason };
    return { ...place, kind: 'balance', balance: num.format(event.balance), ...reason };
  }
  const head = { ...place, symbol: context.symbols[event.symbol] ?? '' };
  if (event.kind === 'funding') {
    const { rate, amount } = event;
    return { ...head, kind: 'funding', rate: num.format(rate), amount: num.format(amount) };
  }
  const cause = causeFields(context, event.cause);
  switch (event.kind) {
    case 'decision':
      return {
        ...head,
        kind: 'decision',
        action: event.action,
        side: event.side,
        ...cause,
        ...decisionFields(num, event),
      };
    case 'ledger':
      return {
        ...head,
        kind: 'ledger',
        action: event.action,
        side: event.side,
        ...cause,
        price: num.format(event.price),
        size: num.format(event.size),
        fee: num.format(event.fee),
        pnl: num.format(event.pnl),
        balance: num.format(event.balance),
      };
    default:
      return orderRecord(context, event, head);
  }
}

/** A decision with the bar it was made on, for recordings that hold it; other events as they are. */
export function withBar(num: Numeric, record: EventRecord, bar: Bar | undefined): EventRecord {
  if (record.kind !== 'decision' || bar === undefined) return record;
  const seen = {
    openTs: bar.openTs,
    open: num.format(bar.open),
    high: num.format(bar.high),
    low: num.format(bar.low),
    close: num.format(bar.close),
    volume: num.format(bar.volume),
  };
  return { ...record, bar: seen };
}

type OrderEvent = Extract<KernelEvent, { kind: 'intent' | 'order' | 'reject' | 'fill' }>;
interface Head {
  readonly seq: number;
  readonly ts: number;
  readonly prev: null;
  readonly symbol: string;
}

function orderRecord(context: RecordContext, event: OrderEvent, head: Head): EventRecord {
  const { num } = context;
  const order = {
    orderId: String(event.orderId),
    side: event.side,
    action: event.action,
    size: num.format(event.size),
  };
  const { reason } = event.cause;
  switch (event.kind) {
    case 'intent':
      return { ...head, kind: 'intent', ...order, ...causeFields(context, event.cause) };
    case 'order':
      return {
        ...head,
        kind: 'order',
        ...order,
        price: event.price === null ? null : num.format(event.price),
        reason,
      };
    case 'reject':
      return {
        ...head,
        kind: 'reject',
        ...order,
        reason,
        text: 'below the venue minimum size or notional',
      };
    case 'fill':
      return {
        ...head,
        kind: 'fill',
        ...order,
        price: num.format(event.price),
        fee: num.format(event.fee),
        ...(event.feeParts.length === 0 ? {} : { feeParts: feePartsOf(num, event.feeParts) }),
        reason,
      };
  }
}

const feePartsOf = (
  num: Numeric,
  parts: readonly { readonly name: string; readonly amount: Num }[],
): Record<string, string> =>
  Object.fromEntries(parts.map(({ name, amount }) => [name, num.format(amount)]));

function causeFields(
  context: RecordContext,
  cause: Cause,
): { reason: string; text: string; detail?: string; confidence?: string } {
  return {
    reason: cause.reason,
    text: reasonText(context.num, context.reasons, cause),
    ...(cause.detail === null ? {} : { detail: cause.detail }),
    ...(cause.confidence === null ? {} : { confidence: cause.confidence }),
  };
}

function decisionFields(
  num: Numeric,
  decision: Pick<Decision, 'gates' | 'indicators'>,
): {
  gates: GateRecord[];
  indicators: Record<string, string | boolean>;
} {
  const indicators: Record<string, string | boolean> = {};
  for (const { name, value } of decision.indicators) {
    indicators[name] = typeof value === 'boolean' ? value : num.format(value);
  }
  return { gates: decision.gates.map((gate) => toGateRecord(num, gate)), indicators };
}

export const toGateRecord = (num: Numeric, gate: Gate): GateRecord => ({
  name: gate.name,
  value: num.format(gate.value),
  comparator: gate.comparator,
  threshold: num.format(gate.threshold),
  passed: gate.passed,
  ...(gate.trigger ? { trigger: true } : {}),
});
