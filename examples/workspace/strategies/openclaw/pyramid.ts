// Adds to a position whose side is signalled again. Adds come before any entry of the tick, are not limited by its
// budget, and are neither scaled nor cut to the margin left: they are refused as a whole.
import type { Num, Position } from 'lockstep/strategy';
import type { ReasonCode } from './catalogue.js';
import { rankOf } from './confidence.js';
import { isEntryRested } from './cooldowns.js';
import { flooredAtr, type Moment } from './moment.js';
import { totalMargin } from './portfolio.js';
import { stepShadow } from './shadow.js';
import type { Signal } from './signals.js';

const MINUTE_MS = 60_000;
/** Stands in for a missing ATR: this part of the entry price. */
const FALLBACK_ATR_PART = '0.005';

type OpenPosition = Readonly<Position>;

interface AddSize {
  readonly size: Num;
  readonly notional: Num;
  readonly margin: Num;
  readonly equity: Num;
}

/** Concludes the symbol's bar: with an add, or with the first reason against one. */
export function tryAdd(m: Moment, signal: Signal): void {
  const { tick, symbol } = m;
  const position = tick.position(symbol);
  if (position.side === 'flat') return;
  const early = findRefusal(m, position, signal);
  if (early !== 'none') {
    tick.block(symbol, position.side, early);
    return;
  }
  const add = sizeAdd(m, position);
  const late = findSizeRefusal(m, position, add);
  if (late === 'none') addToPosition(m, add, signal);
  else tick.block(symbol, position.side, late);
}

function findRefusal(m: Moment, position: OpenPosition, signal: Signal): ReasonCode | 'none' {
  const { tick, symbol } = m;
  const trade = tick.params.trade;
  if (!tick.gate(symbol, 'add_limit', tick.num(position.adds), '<', trade.max_adds_per_symbol))
    return 'add_limit';
  const rank = tick.num(rankOf(signal.confidence));
  if (!tick.gate(symbol, 'add_confidence', rank, '>=', rankOf(trade.add_min_confidence)))
    return 'add_confidence';
  const minutes = tick.num(tick.ts - position.lastAddTs).div(MINUTE_MS);
  if (!tick.gate(symbol, 'add_cooldown', minutes, '>=', trade.add_cooldown_minutes))
    return 'add_cooldown';
  const unit = profitUnit(m, position);
  if (unit.lte(0)) return 'add_profit';
  const gain =
    position.side === 'long'
      ? m.s.close.sub(position.entryPrice)
      : position.entryPrice.sub(m.s.close);
  if (!tick.gate(symbol, 'add_profit', gain.div(unit), '>=', neededProfit(m, position)))
    return 'add_profit';
  if (!isEntryRested(tick, symbol)) return 'blocked_entry_cooldown';
  return m.s.close.lte(0) ? 'blocked_price' : 'none';
}

/** Half as much while the trend gains strength without more movement, unless RSI is stretched already. */
function neededProfit(m: Moment, position: OpenPosition): Num {
  const s = m.s;
  const needed = m.tick.params.trade.add_min_profit_atr;
  const isBuilding = s.adxSlope.gt('0.75') && s.atrSlope.lte(0);
  const isStretched = position.side === 'long' ? s.rsi.gt(65) : s.rsi.lt(35);
  return isBuilding && !isStretched ? needed.mul('0.5') : needed;
}

/** ATR of the bar, else of the entry, else a part of the entry price. */
function profitUnit(m: Moment, position: OpenPosition): Num {
  const atr = flooredAtr(m);
  if (atr.gt(0)) return atr;
  const entryAtr = m.desk.trade.entryAtr;
  return entryAtr.gt(0) ? entryAtr : position.entryPrice.mul(FALLBACK_ATR_PART);
}

/** From the balance alone, without unrealised profit. A raise to the minimum notional leaves the margin. */
function sizeAdd(m: Moment, position: OpenPosition): AddSize {
  const trade = m.tick.params.trade;
  const equity = m.tick.account.balance;
  const margin = equity.mul(trade.allocation_pct).mul(trade.add_fraction_of_base_margin);
  const wanted = margin.mul(position.leverage);
  const isBumped = wanted.lt(trade.min_notional_usd) && trade.bump_to_min_notional;
  const notional = isBumped ? trade.min_notional_usd : wanted;
  return { size: notional.div(m.s.close), notional, margin, equity };
}

function findSizeRefusal(m: Moment, position: OpenPosition, add: AddSize): ReasonCode | 'none' {
  const { tick, symbol } = m;
  const trade = tick.params.trade;
  if (!tick.gate(symbol, 'min_notional', add.notional, '>=', trade.min_notional_usd))
    return 'blocked_min_notional';
  const left = add.equity.mul(trade.max_total_margin_pct).sub(totalMargin(tick).add(add.margin));
  if (!tick.gate(symbol, 'add_margin', left, '>=', 0)) return 'blocked_margin';
  if (position.side === 'flat') return 'order_not_applied';
  const order = { symbol, side: position.side, price: m.s.close };
  if (stepShadow(tick, order, add.notional) !== 'add') return 'order_not_applied';
  return add.size.lte(0) || add.margin.lte(0) ? 'order_not_applied' : 'none';
}

/** Confidence, stops and thresholds of the position stay the opening ones. */
function addToPosition(m: Moment, add: AddSize, signal: Signal): void {
  const { tick, symbol, desk } = m;
  const position = tick.position(symbol);
  if (position.side === 'flat') return;
  desk.times.lastEntry = tick.ts;
  tick.add(symbol, {
    side: position.side,
    size: add.size,
    notional: add.notional,
    margin: add.margin,
    leverage: position.leverage,
    reason: 'entry_pyramid',
    detail: 'numbered',
    values: [tick.num(position.adds + 1)],
    confidence: signal.confidence,
  });
}
