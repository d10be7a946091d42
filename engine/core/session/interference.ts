// Interventions as the kernel wants them: bound to symbols and numbers, and found by tick.
import type { Interference, Outcome, VenueAct } from '../kernel/index.js';
import type { Numeric } from '../numeric/index.js';
import type { EventRecord, Intervention, OrderOutcome, VenueEvent } from '../schema/index.js';

type Binding = { readonly num: Numeric; readonly symbols: readonly string[] };

/** Null when no intervention concerns the kernel. */
export function bindInterference(
  num: Numeric,
  symbols: readonly string[],
  interventions: readonly Intervention[],
): Interference | null {
  const binding = { num, symbols };
  const tables = createTables();
  for (const intervention of interventions) enter(binding, tables, intervention);
  return tables.isUsed ? interferenceOf(tables) : null;
}

interface Tables {
  isUsed: boolean;
  readonly outcomes: Map<string, Outcome>;
  readonly late: Outcome[];
  readonly acts: Map<string, VenueAct[]>;
  readonly verdicts: Map<string, boolean>;
  unitMs: number;
  offsetMs: number;
  stampMs: number;
  isBalanceFrozen: boolean;
}

const createTables = (): Tables => ({
  isUsed: false,
  outcomes: new Map(),
  late: [],
  acts: new Map(),
  verdicts: new Map(),
  unitMs: 1,
  offsetMs: 0,
  stampMs: 0,
  isBalanceFrozen: false,
});

const orderKey = (
  ts: number,
  order: { readonly symbol: number; readonly action: string; readonly side: string },
): string => `${String(ts)}|${String(order.symbol)}|${order.action}|${order.side}`;

function enter(binding: Binding, tables: Tables, intervention: Intervention): void {
  switch (intervention.kind) {
    case 'order-outcome': {
      const outcome = outcomeOf(binding, intervention);
      tables.outcomes.set(orderKey(outcome.placedTs, outcome), outcome);
      if (outcome.fills.some((fill) => fill.tickTs > outcome.placedTs)) tables.late.push(outcome);
      break;
    }
    case 'venue-event': {
      const key = `${String(intervention.tickTs)}|${intervention.at}`;
      tables.acts.set(key, [...(tables.acts.get(key) ?? []), ...actsOf(binding, intervention)]);
      break;
    }
    case 'gate-verdict': {
      const symbol = binding.symbols.indexOf(intervention.symbol);
      tables.verdicts.set(
        `${String(intervention.tickTs)}|${String(symbol)}|${intervention.gate}`,
        intervention.passed,
      );
      break;
    }
    case 'market-clock':
      tables.unitMs = intervention.unitMs;
      tables.offsetMs += intervention.offsetMs;
      break;
    case 'event-stamp':
      tables.stampMs += intervention.offsetMs;
      break;
    case 'state-frozen-balance':
      tables.isBalanceFrozen = true;
      break;
    default:
      return;
  }
  tables.isUsed = true;
}

function interferenceOf(tables: Tables): Interference {
  const { outcomes, late, acts, verdicts, unitMs, offsetMs } = tables;
  return {
    outcomeOf: (placedTs, order) => outcomes.get(orderKey(placedTs, order)),
    outcomeOfPending: (tickTs, order) =>
      late.find(
        (outcome) =>
          outcome.symbol === order.symbol &&
          outcome.action === order.action &&
          outcome.side === order.side &&
          outcome.placedTs < tickTs &&
          outcome.fills.some((fill) => fill.tickTs >= tickTs),
      ),
    venueActs: (tickTs, at) => acts.get(`${String(tickTs)}|${at}`) ?? [],
    verdict: (tickTs, symbol, gate) =>
      verdicts.size === 0 ? undefined : verdicts.get(`${String(tickTs)}|${String(symbol)}|${gate}`),
    clock: (ts) => Math.trunc((ts + offsetMs) / unitMs),
    stampMs: tables.stampMs,
    isBalanceFrozen: tables.isBalanceFrozen,
  };
}

function outcomeOf({ num, symbols }: Binding, recorded: OrderOutcome): Outcome {
  const { placedTs, action, side, reject } = recorded;
  return {
    symbol: symbols.indexOf(recorded.symbol),
    placedTs,
    action,
    side,
    reject,
    fills: recorded.fills.map((fill) => ({
      tickTs: fill.tickTs,
      ts: fill.ts,
      price: num(fill.price),
      size: num(fill.size),
      fee: num(fill.fee),
      feeParts: Object.entries(fill.feeParts ?? {}).map(([name, amount]) => ({
        name,
        amount: num(amount),
      })),
    })),
  };
}

type Trade = Extract<VenueAct, { kind: 'trade' }>;
const TRADE_ACTION: Readonly<Record<string, Trade['action']>> = {
  OPEN: 'open',
  ADD: 'add',
  REDUCE: 'reduce',
  CLOSE: 'close',
};

/** Where live recorded a trade or payment as two events, the ledger row moves the account and the other is only told. */
function actsOf(binding: Binding, { records }: VenueEvent): VenueAct[] {
  const hasLedger = records.some((record) => record.kind === 'ledger');
  return records.flatMap((record) => actOf(binding, record, !hasLedger));
}

function actOf({ num, symbols }: Binding, record: EventRecord, moves: boolean): VenueAct[] {
  const { ts } = record;
  if (record.kind === 'balance')
    return [{ kind: 'balance', ts, balance: num(record.balance), reason: record.reason ?? null }];
  if (record.kind !== 'ledger' && record.kind !== 'fill' && record.kind !== 'funding') return [];
  const symbol = symbols.indexOf(record.symbol);
  if (record.kind === 'funding') {
    const { rate, amount } = record;
    return [{ kind: 'funding', moves, symbol, ts, rate: num(rate), amount: num(amount) }];
  }
  const common = {
    symbol,
    ts,
    side: record.side,
    price: num(record.price),
    size: num(record.size),
    fee: num(record.fee),
    reason: record.reason,
  };
  if (record.kind === 'fill') {
    const cause = { detail: null, confidence: null };
    return [{ kind: 'trade', as: 'fill', moves, action: record.action, ...common, ...cause }];
  }
  const cause = { detail: record.detail ?? null, confidence: record.confidence ?? null };
  const action = TRADE_ACTION[record.action];
  if (action !== undefined)
    return [{ kind: 'trade', as: 'ledger', moves: true, action, ...common, ...cause }];
  return [
    {
      kind: 'booking',
      action: record.action as Extract<VenueAct, { kind: 'booking' }>['action'],
      pnl: num(record.pnl),
      ...common,
      ...cause,
    },
  ];
}
