// Judges an open position rule by rule until one fires, and applies the exit. Order: guard, stops, targets, the rest.
import type { Num, SymbolIndex } from 'lockstep/strategy';
import { isExitRested } from './cooldowns.js';
import type { EngineTick } from './engine-tick.js';
import { viewExit, type ExitView } from './exit-view.js';
import type { Moment } from './moment.js';
import { quantise, reduceShadow, releaseShadow, synchroniseShadow } from './shadow.js';
import {
  exhaustionThreshold,
  findSmartExit,
  overextensionLimit,
  stagnationLevel,
  type SmartRule,
} from './smart-exits.js';
import { deskOf } from './state.js';
import { hitsStopLoss, hitsTrailingStop, isGlitch } from './stops.js';
import { findTarget, partialFraction, type TargetRule } from './targets.js';

type ExitRule = 'glitch' | 'stop_loss' | 'trailing_stop' | TargetRule | SmartRule;

/** What became of the position, and so why an idle symbol is idle. */
export type ExitOutcome = 'flat' | 'kept' | 'paused' | 'guarded';

/** A symbol without a shadow position is left alone: its exits have nothing to be judged by. */
export function checkExit(m: Moment): ExitOutcome {
  const { tick, symbol, desk } = m;
  const position = tick.position(symbol);
  if (position.side === 'flat') return 'flat';
  if (!isExitRested(tick, symbol)) return 'paused';
  if (!desk.shadow.isOpen) return 'kept';
  synchroniseShadow(tick, desk, position);
  const view = viewExit(m, position);
  const rule = findExit(view);
  if (rule === 'none') return 'kept';
  if (rule === 'glitch') return 'guarded';
  if (rule === 'take_profit_partial') {
    takePartial(m, view);
    return 'kept';
  }
  bookExit(tick, symbol, view.s.close);
  if (rule === 'stop_loss' || rule === 'trailing_stop' || rule === 'take_profit')
    closeAtPrice(view, rule);
  else closeByFilter(view, rule);
  return 'flat';
}

function findExit(view: ExitView): ExitRule {
  if (isGlitch(view)) return 'glitch';
  if (hitsStopLoss(view)) return 'stop_loss';
  if (hitsTrailingStop(view)) return 'trailing_stop';
  const target = findTarget(view);
  return target === 'none' ? findSmartExit(view) : target;
}

/** What every full exit entails: the shadow account pays out, the pauses start. Call it before the order. */
export function bookExit(tick: EngineTick, symbol: SymbolIndex, price: Num): void {
  const desk = deskOf(tick.state, symbol);
  const position = tick.position(symbol);
  if (position.side === 'flat') return;
  releaseShadow(tick, desk, { position, price, closed: position.size });
  noteExit(tick, symbol);
}

function noteExit(tick: EngineTick, symbol: SymbolIndex): void {
  const times = deskOf(tick.state, symbol).times;
  const side = tick.position(symbol).side;
  if (side === 'flat') return;
  times.lastExit = tick.ts;
  times.lastClose = tick.ts;
  times.lastCloseSide = side;
  times.lastCloseWasFlip = false;
}

/** Trailing stop and entry price stay as they are. */
function takePartial(m: Moment, view: ExitView): void {
  const { tick, symbol, desk } = m;
  const position = tick.position(symbol);
  const fraction = partialFraction(view);
  const closed = quantise(tick.num, position.size.mul(fraction));
  reduceShadow(tick, desk, { position, price: view.s.close, closed });
  noteExit(tick, symbol);
  view.trade.hasTakenPartial = true;
  const confidence = view.trade.confidence;
  tick.reduce(symbol, { reason: 'exit_take_profit', detail: 'partial', fraction, confidence });
}

function closeAtPrice(view: ExitView, rule: 'stop_loss' | 'trailing_stop' | 'take_profit'): void {
  const { tick, symbol } = view;
  const confidence = view.trade.confidence;
  switch (rule) {
    case 'stop_loss':
      tick.close(symbol, { reason: 'exit_stop_loss', confidence });
      break;
    case 'trailing_stop':
      tick.close(symbol, { reason: 'exit_trailing_stop', confidence });
      break;
    case 'take_profit':
      tick.close(symbol, { reason: 'exit_take_profit', confidence });
      break;
  }
}

function closeByFilter(view: ExitView, rule: Exclude<SmartRule, 'none'>): void {
  const { s, tick, symbol } = view;
  const reason = 'exit_filter';
  const confidence = view.trade.confidence;
  switch (rule) {
    case 'trend_breakdown':
      tick.close(symbol, { reason, detail: 'trend_breakdown', confidence });
      break;
    case 'trend_exhaustion':
      tick.close(symbol, {
        reason,
        detail: 'trend_exhaustion',
        values: [exhaustionThreshold(view)],
        confidence,
      });
      break;
    case 'macro_trend':
      tick.close(symbol, {
        reason,
        detail: view.isLong ? 'macro_breakdown' : 'macro_breakout',
        confidence,
      });
      break;
    case 'stagnation':
      tick.close(symbol, {
        reason,
        detail: 'stagnation',
        values: [s.atr, stagnationLevel(view)],
        confidence,
      });
      break;
    case 'trend_saturation':
      tick.close(symbol, {
        reason,
        detail: 'trend_saturation',
        values: [s.adx, s.adxSlope],
        confidence,
      });
      break;
    case 'macd_divergence':
      tick.close(symbol, { reason, detail: 'macd_divergence', values: [view.profit], confidence });
      break;
    case 'rsi_overextension':
      closeOverextended(view);
      break;
  }
}

function closeOverextended(view: ExitView): void {
  const { s, tick, symbol } = view;
  const detail = view.isLong ? 'rsi_overbought' : 'rsi_oversold';
  const values = [s.rsi, overextensionLimit(view)];
  tick.close(symbol, { reason: 'exit_filter', detail, values, confidence: view.trade.confidence });
}
