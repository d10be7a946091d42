// Puts a snapshot into the trace, under the field names of the reference engine's own indicator snapshots.
import type { SymbolIndex } from 'lockstep/strategy';
import type { EngineTick } from './engine-tick.js';
import type { Snapshot } from './snapshot.js';

/** All fields. There is no funding feed, so the funding rate is always zero. */
export function observeSnapshot(tick: EngineTick, symbol: SymbolIndex, s: Snapshot): void {
  const num = tick.num;
  tick.observe(symbol, 't', num(s.t));
  tick.observe(symbol, 'bar_count', num(s.barCount));
  tick.observe(symbol, 'open', s.open);
  tick.observe(symbol, 'high', s.high);
  tick.observe(symbol, 'low', s.low);
  tick.observe(symbol, 'close', s.close);
  tick.observe(symbol, 'volume', s.volume);
  tick.observe(symbol, 'vol_sma', s.volumeAverage);
  tick.observe(symbol, 'vol_trend', s.volumeTrend);
  tick.observe(symbol, 'ema_fast', s.emaFast);
  tick.observe(symbol, 'ema_slow', s.emaSlow);
  tick.observe(symbol, 'ema_macro', s.emaMacro);
  tick.observe(symbol, 'adx', s.adx);
  tick.observe(symbol, 'adx_pos', s.adxPlus);
  tick.observe(symbol, 'adx_neg', s.adxMinus);
  tick.observe(symbol, 'adx_slope', s.adxSlope);
  tick.observe(symbol, 'atr', s.atr);
  tick.observe(symbol, 'atr_slope', s.atrSlope);
  tick.observe(symbol, 'avg_atr', s.averageAtr);
  tick.observe(symbol, 'rsi', s.rsi);
  tick.observe(symbol, 'stoch_rsi_k', s.stochK);
  tick.observe(symbol, 'stoch_rsi_d', s.stochD);
  observeBandsAndLags(tick, symbol, s);
}

function observeBandsAndLags(tick: EngineTick, symbol: SymbolIndex, s: Snapshot): void {
  tick.observe(symbol, 'bb_upper', s.bbUpper);
  tick.observe(symbol, 'bb_lower', s.bbLower);
  tick.observe(symbol, 'bb_width', s.bbWidth);
  tick.observe(symbol, 'bb_width_avg', s.bbWidthAverage);
  tick.observe(symbol, 'bb_width_ratio', s.bbWidthRatio);
  tick.observe(symbol, 'macd_hist', s.macdHist);
  tick.observe(symbol, 'prev_macd_hist', s.macdHist1);
  tick.observe(symbol, 'prev2_macd_hist', s.macdHist2);
  tick.observe(symbol, 'prev3_macd_hist', s.macdHist3);
  tick.observe(symbol, 'prev_close', s.previousClose);
  tick.observe(symbol, 'prev_ema_fast', s.previousEmaFast);
  tick.observe(symbol, 'prev_ema_slow', s.previousEmaSlow);
  tick.observe(symbol, 'funding_rate', tick.num.zero);
}
