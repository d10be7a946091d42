// A bench for single rules: one symbol, one crafted bar, and a tick that records what the rules conclude.
import type { Position, Side } from '../../../engine/core/model/index.js';
import { createNumeric, type Num, type NumLike } from '../../../engine/core/numeric/index.js';
import { bindParams } from '../../../engine/core/strategy/bind-params.js';
import type { Why } from '../../../engine/core/strategy/definition.js';
import type { ReasonCode } from '../../../examples/workspace/strategies/openclaw/catalogue.js';
import type { Confidence } from '../../../examples/workspace/strategies/openclaw/confidence.js';
import type { EngineTick } from '../../../examples/workspace/strategies/openclaw/engine-tick.js';
import type { LeaderTrend } from '../../../examples/workspace/strategies/openclaw/market.js';
import type { Moment } from '../../../examples/workspace/strategies/openclaw/moment.js';
import { params, type Params } from '../../../examples/workspace/strategies/openclaw/params.js';
import type { Snapshot } from '../../../examples/workspace/strategies/openclaw/snapshot.js';
import {
  createState,
  deskOf,
  type Desk,
} from '../../../examples/workspace/strategies/openclaw/state.js';

export const num = createNumeric({ kind: 'binary64' });
export const NOW = 1_000_000_000_000;

type Fields<T> = { readonly [K in keyof T]?: T[K] extends Num ? number : T[K] };

export interface OpenPosition {
  readonly side: Side;
  readonly entry: number;
  readonly size?: number;
  readonly leverage?: number;
  readonly margin?: number;
  readonly adds?: number;
  readonly lastAddTs?: number;
}

export interface BenchInput {
  readonly symbols?: readonly string[];
  /** The symbol under test, among them. */
  readonly symbol?: string;
  readonly params?: unknown;
  readonly balance?: number;
  readonly breadth?: number;
  readonly leader?: LeaderTrend;
  readonly snapshot?: Fields<Snapshot>;
  readonly positions?: Readonly<Record<string, OpenPosition>>;
  readonly trade?: {
    readonly confidence?: Confidence;
    readonly atr?: number;
    readonly adx?: number;
  };
}

export interface Bench {
  readonly m: Moment;
  readonly desk: Desk;
  /** What the rules concluded: `close exit_filter.trend_exhaustion 18`. */
  readonly calls: string[];
  /** Recorded conditions: `stop_loss 101 <= 95 false`. */
  readonly gates: string[];
}

// A quiet bar of a rising market, on which no rule does anything to a long from 100 with an ATR of 2.5.
const QUIET = {
  ...{ t: NOW, open: 101, high: 101, low: 101, close: 101, volume: 100, barCount: 500 },
  ...{ emaSlow: 99, emaFast: 100, emaMacro: 98, adx: 30, adxPlus: 20, adxMinus: 10, adxSlope: 0 },
  ...{ bbUpper: 103, bbLower: 97, bbWidth: 0.06, bbWidthAverage: 0.06, bbWidthRatio: 1 },
  ...{ atr: 2.5, atrSlope: 0, averageAtr: 2.5, rsi: 50, stochK: 0.5, stochD: 0.5 },
  ...{ macdHist: 4, macdHist1: 3, macdHist2: 2, macdHist3: 1, volumeAverage: 100 },
  ...{ volumeTrend: false, previousClose: 101, previousEmaFast: 100, previousEmaSlow: 99 },
} satisfies Required<Fields<Snapshot>>;

const INTEGERS: readonly string[] = ['t', 'barCount'];

function craftSnapshot(fields: Fields<Snapshot>): Snapshot {
  const entries = Object.entries({ ...QUIET, ...fields }).map(([name, value]) => [
    name,
    typeof value === 'number' && !INTEGERS.includes(name) ? num(value) : value,
  ]);
  return Object.fromEntries(entries) as Snapshot;
}

function craftPosition(open: OpenPosition | undefined): Position {
  return {
    side: open?.side ?? 'flat',
    size: num(open?.size ?? 1),
    entryPrice: num(open?.entry ?? 0),
    leverage: num(open?.leverage ?? 1),
    margin: num(open?.margin ?? 100),
    adds: open?.adds ?? 0,
    openTs: NOW - 36_000_000,
    lastAddTs: open?.lastAddTs ?? NOW - 36_000_000,
  };
}

const COMPARE = {
  '>': (a: Num, b: Num) => a.gt(b),
  '>=': (a: Num, b: Num) => a.gte(b),
  '<': (a: Num, b: Num) => a.lt(b),
  '<=': (a: Num, b: Num) => a.lte(b),
  '==': (a: Num, b: Num) => a.eq(b),
  '!=': (a: Num, b: Num) => !a.eq(b),
} as const;

function describeWhy(why: Why<ReasonCode>): string {
  const detail = why.detail === undefined ? '' : `.${why.detail}`;
  const values = (why.values ?? []).map((value) => ` ${num.format(value)}`).join('');
  return `${why.reason}${detail}${values}`;
}

export function createBench(input: BenchInput): Bench {
  const symbols = input.symbols ?? ['BTC'];
  const symbol = symbols.indexOf(input.symbol ?? symbols[0] ?? '');
  const bound = bindParams(num, params, input.params ?? {});
  if (bound.issues.length > 0) throw new Error(JSON.stringify(bound.issues));
  const state = createState({ num, params: bound.values as Params, symbols });
  const positions = symbols.map((name) => craftPosition(input.positions?.[name]));
  const calls: string[] = [];
  const gates: string[] = [];
  const compare: EngineTick['gate'] = (...[, name, value, comparator, threshold]) => {
    const passed = COMPARE[comparator](value, num(threshold));
    gates.push(
      `${name} ${num.format(value)} ${comparator} ${num.format(num(threshold))} ${String(passed)}`,
    );
    return passed;
  };
  const tick: EngineTick = {
    num,
    index: 0,
    ts: NOW,
    symbols: symbols.map((_, index) => index),
    symbolCount: symbols.length,
    params: bound.values as Params,
    state,
    account: { balance: num(input.balance ?? 10_000) },
    bar: () => {
      throw new Error('the bench has no bars');
    },
    name: (index) => symbols[index] ?? '',
    position: (index) => positions[index] ?? craftPosition(undefined),
    gate: compare,
    trigger: compare,
    verdict: (...[, name, passed, value, threshold]: [number, string, boolean, Num, NumLike]) => {
      gates.push(`${name} ${num.format(value)} ~ ${num.format(num(threshold))} ${String(passed)}`);
      return passed;
    },
    observe: () => undefined,
    hold: (_, reason) => calls.push(`hold ${reason}`),
    block: (...[, side, reason]) => calls.push(`block ${side} ${reason}`),
    open: (index, order) => {
      calls.push(
        `open ${symbols[index] ?? ''} ${order.side} ${num.format(order.size)} margin ${num.format(order.margin)}`,
      );
      positions[index] = craftPosition({
        side: order.side,
        entry: 101,
        margin: order.margin.toNumber(),
      });
    },
    add: (_, order) =>
      calls.push(`add ${order.side} ${num.format(order.size)} ${describeWhy(order)}`),
    reduce: (_, order) => calls.push(`reduce ${num.format(order.fraction)} ${describeWhy(order)}`),
    close: (index, order) => {
      calls.push(`close ${describeWhy(order)}`);
      positions[index] = craftPosition(undefined);
    },
  };
  const desk = deskOf(state, symbol);
  prepareDesks(state.desks, positions, input);
  const market = { leader: input.leader ?? 'unknown', breadth: num(input.breadth ?? 50) };
  return {
    m: { tick, symbol, desk, market, s: craftSnapshot(input.snapshot ?? {}) },
    desk,
    calls,
    gates,
  };
}

function prepareDesks(
  desks: readonly Desk[],
  positions: readonly Position[],
  input: BenchInput,
): void {
  desks.forEach((desk, index) => {
    desk.bank.bars = 500;
    desk.bank.close = num(input.snapshot?.close ?? QUIET.close);
    const side = positions[index]?.side ?? 'flat';
    desk.shadow.isOpen = side !== 'flat';
    if (side !== 'flat') desk.shadow.side = side;
    desk.trade.confidence = input.trade?.confidence ?? 'medium';
    desk.trade.entryAtr = num(input.trade?.atr ?? 2.5);
    desk.trade.entryAdxThreshold = num(input.trade?.adx ?? 0);
  });
}
