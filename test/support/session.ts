// Small runs for tests of the kernel and of sessions: a venue from a few words, bars from a table, a strategy from a
// script of what it does on which tick, and events as lines of text.
import type { KernelEvent } from '../../engine/core/model/index.js';
import { DEFAULT_DECIMAL, type Num, type NumericPolicy } from '../../engine/core/numeric/index.js';
import type { RoundingStep } from '../../engine/core/numeric/index.js';
import type {
  BarRecord,
  Snapshot,
  StatedAmount,
  VenuePolicy,
} from '../../engine/core/schema/index.js';
import { marketTicks } from '../../engine/core/session/market-ticks.js';
import { prepareSession, ReplaySession } from '../../engine/core/session/replay-session.js';
import type { RunSettings } from '../../engine/core/session/run-settings.js';
import type { StrategyDefinition } from '../../engine/core/strategy/definition.js';

export const BINARY64: NumericPolicy = { kind: 'binary64' };
export const DECIMAL: NumericPolicy = DEFAULT_DECIMAL;

export const HOUR_MS = 3_600_000;

/** What a test changes of a venue that charges nothing and rounds nothing. */
export interface VenueChanges {
  readonly eventTime?: VenuePolicy['eventTime'];
  readonly fillAt?: VenuePolicy['fill']['at'];
  /** Basis points: entry, exit. */
  readonly slippage?: readonly [string, string];
  readonly feeBps?: string;
  readonly extraFees?: NonNullable<VenuePolicy['fee']['extra']>;
  readonly feeSchedule?: NonNullable<VenuePolicy['fee']['schedule']>;
  /** Fee base: entry, exit. */
  readonly feeBase?: readonly [FeeBase, FeeBase];
  readonly rounding?: Partial<VenuePolicy['rounding']>;
  readonly onExit?: VenuePolicy['balance']['onExit'];
  readonly remainder?: VenuePolicy['reduce']['remainder'];
  readonly minSize?: string;
  /** Symbol to tick, lot and minimum notional. */
  readonly instruments?: Readonly<Record<string, readonly [string, string, string]>>;
  readonly reversal?: NonNullable<VenuePolicy['reversal']>;
  readonly statedPnl?: StatedAmount;
  /** Reason for which positions are closed at the end. */
  readonly endReason?: string;
}
type FeeBase = VenuePolicy['fee']['base']['entry'];

const NONE: RoundingStep = { method: 'none' };

export function venue(changes: VenueChanges = {}): VenuePolicy {
  const [entry, exit] = changes.slippage ?? ['0', '0'];
  const [entryBase, exitBase] = changes.feeBase ?? ['fill-notional', 'fill-notional'];
  const instruments = Object.entries(changes.instruments ?? {}).map(
    ([symbol, [tickSize, lotSize, minNotional]]) =>
      [symbol, { tickSize, lotSize, minNotional }] as const,
  );
  return {
    name: 'test',
    eventTime: changes.eventTime ?? 'bar-open',
    fill: { at: changes.fillAt ?? 'bar-close', slippageBps: { entry, exit } },
    fee: {
      rateBps: changes.feeBps ?? '0',
      base: { entry: entryBase, exit: exitBase },
      ...(changes.extraFees && { extra: changes.extraFees }),
      ...(changes.feeSchedule && { schedule: changes.feeSchedule }),
    },
    rounding: {
      price: NONE,
      notional: NONE,
      fee: NONE,
      pnl: NONE,
      basis: NONE,
      reducedSize: NONE,
      balance: NONE,
      ...changes.rounding,
    },
    balance: { onExit: changes.onExit ?? 'net-then-add' },
    reduce: { remainder: changes.remainder ?? 'subtract' },
    basis: { minSize: changes.minSize ?? '0' },
    instruments: Object.fromEntries(instruments),
    ...(changes.reversal && { reversal: changes.reversal }),
    ...(changes.statedPnl && { report: { pnl: changes.statedPnl } }),
    ...(changes.endReason !== undefined && { end: { reason: changes.endReason } }),
  };
}

export const scaled = (
  scale: number,
  rounding: 'half-up' | 'down' | 'up' = 'half-up',
): RoundingStep => ({ method: 'scaled', scale, rounding });

export const exact = (
  scale: number,
  rounding: 'half-up' | 'down' | 'up' = 'half-up',
): RoundingStep => ({ method: 'exact', scale, rounding });

/** Bars of one tick: symbol to `open close`, or to one price for both. */
export type BarsOfTick = Readonly<Record<string, string>>;

/** Hourly bars that open at 0; a symbol that a tick does not name has no bar there. */
export function barRecords(ticks: readonly BarsOfTick[]): readonly BarRecord[] {
  return ticks.flatMap((tick, index) =>
    Object.entries(tick).map(([symbol, prices]): BarRecord => {
      const [open = '', close = open] = prices.split(' ');
      const openTs = index * HOUR_MS;
      const closeTs = openTs + HOUR_MS - 1;
      return {
        kind: 'bar',
        symbol,
        openTs,
        closeTs,
        open,
        high: open,
        low: open,
        close,
        volume: '1',
      };
    }),
  );
}

export type ScriptTick = Parameters<StrategyDefinition['onTick']>[0];
/** What the strategy does by ordinal of the tick. */
export type Script = Readonly<Record<number, (tick: ScriptTick) => void>>;

export const EMPTY_SNAPSHOT: Snapshot = {
  schemaVersion: 1,
  cursor: { seq: 0, lastTickTs: null, lastBarTs: {} },
  account: { balance: '10000' },
  positions: {},
  orders: [],
  counters: { nextOrderId: 1, ticks: 0 },
  lastClose: {},
  strategy: null,
};

export interface Play {
  readonly numeric?: NumericPolicy;
  readonly venue?: VenueChanges;
  readonly balance?: string;
  readonly ticks: readonly BarsOfTick[];
  readonly script: Script;
  /** Present: the window ends with `finish`. */
  readonly onEnd?: (tick: ScriptTick) => void;
  readonly end?: 'cut' | 'finish';
}

export const SYMBOLS = ['BTC', 'ETH', 'SOL'];

/** A strategy with the codes `go`, `leave` (detail `late`) and the gates `low`, `high`. */
export const scripted = (
  script: Script,
  onEnd: ((tick: ScriptTick) => void) | undefined,
): StrategyDefinition => ({
  id: 'scripted',
  params: {},
  reasons: { go: 'Go', leave: { text: 'Leave', details: { late: 'Leave after {0}' } } },
  gates: { low: 'Low', high: 'High' },
  state: () => ({}),
  onTick: (tick) => {
    script[tick.index]?.(tick);
  },
  ...(onEnd === undefined ? {} : { onEnd }),
});

/** A session before its first tick. */
export function openPlay(input: Play): ReplaySession {
  const settings: RunSettings = {
    numeric: input.numeric ?? DECIMAL,
    venue: venue(input.venue),
    symbols: SYMBOLS,
    params: {},
    end: input.end ?? (input.onEnd === undefined ? 'cut' : 'finish'),
  };
  const probe = { site: -1, symbol: -1 };
  const parts = prepareSession(scripted(input.script, input.onEnd), settings, probe);
  const ticks = marketTicks(parts.num, SYMBOLS, barRecords(input.ticks));
  const session = new ReplaySession(parts, ticks, settings.end);
  const balance = input.balance ?? EMPTY_SNAPSHOT.account.balance;
  session.restore({ ...EMPTY_SNAPSHOT, account: { balance } }, 0);
  return session;
}

/** Events of the next `count` ticks. */
export function steps(session: ReplaySession, count: number): readonly KernelEvent[] {
  const events: KernelEvent[] = [];
  for (let tick = 0; tick < count; tick += 1) events.push(...session.step());
  return events;
}

export interface Played {
  readonly session: ReplaySession;
  readonly events: readonly KernelEvent[];
  /** `BTC OPEN long 2 @ 100.1 fee 0.07007 pnl 0 -> 9999.92993`, ledger rows only. */
  readonly ledger: readonly string[];
}

export function play(input: Play): Played {
  const session = openPlay(input);
  const events = steps(session, input.ticks.length);
  const ledger = events
    .filter(({ kind }) => kind === 'ledger')
    .map((event) => line(session, event));
  return { session, events, ledger };
}

/** An event in one line, without sequence number and time. */
export function line(session: ReplaySession, event: KernelEvent): string {
  const { num, setup } = session.parts;
  const text = (value: Num): string => num.format(value);
  const symbol = setup.symbols[event.symbol] ?? '';
  switch (event.kind) {
    case 'decision': {
      const gates = event.gates.map((gate) => `${gate.name}${gate.passed ? '+' : '-'}`).join(' ');
      return `${symbol} ${event.action} ${event.side ?? ''} (${event.cause.reason}) [${gates}]`;
    }
    case 'ledger':
      return `${symbol} ${event.action} ${event.side} ${text(event.size)} @ ${text(event.price)} fee ${text(event.fee)} pnl ${text(event.pnl)} -> ${text(event.balance)}`;
    case 'fill':
      return `${symbol} fill #${event.orderId} ${event.action} ${text(event.size)} @ ${text(event.price)}`;
    case 'funding':
      return `${symbol} funding ${text(event.rate)} ${text(event.amount)}`;
    case 'balance':
      return `balance ${text(event.balance)} (${String(event.reason)})`;
    default:
      return `${symbol} ${event.kind} #${event.orderId} ${event.action} ${text(event.size)}`;
  }
}

/** `long 2 @ 100 margin 50 x3 adds 1` of the first symbol, or `flat`. */
export function positionText(session: ReplaySession): string {
  const { num } = session.parts;
  const position = session.current.state.positions[0];
  if (position === undefined || position.side === 'flat') return 'flat';
  const { side, size, entryPrice, margin, leverage, adds } = position;
  return `${side} ${num.format(size)} @ ${num.format(entryPrice)} margin ${num.format(margin)} x${num.format(leverage)} adds ${String(adds)}`;
}

interface Entry {
  readonly side?: 'long' | 'short';
  readonly size: string;
  readonly margin?: string;
  readonly leverage?: string;
  readonly notional?: string;
  readonly price?: string;
}

/** Calls of a script on the first symbol, in text. */
export const open =
  (entry: Entry) =>
  (tick: ScriptTick): void => {
    tick.open(0, entryOrder(tick, entry));
  };
export const add =
  (entry: Entry) =>
  (tick: ScriptTick): void => {
    tick.add(0, entryOrder(tick, entry));
  };
export const reduce =
  (fraction: string) =>
  (tick: ScriptTick): void => {
    tick.reduce(0, { fraction: tick.num(fraction), reason: 'leave' });
  };
export const close =
  (price?: string) =>
  (tick: ScriptTick): void => {
    tick.close(0, { reason: 'leave', ...(price === undefined ? {} : { price: tick.num(price) }) });
  };

/** An entry order with everything a test leaves out. */
export function entryOrder(tick: ScriptTick, entry: Entry) {
  const { num } = tick;
  const { side = 'long', size, margin = '50', leverage = '1', notional, price } = entry;
  return {
    side,
    size: num(size),
    margin: num(margin),
    leverage: num(leverage),
    reason: 'go',
    ...(notional === undefined ? {} : { notional: num(notional) }),
    ...(price === undefined ? {} : { price: num(price) }),
  };
}
