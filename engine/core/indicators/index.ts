// Indicators a strategy may keep in its state: plain fields, explicit seeds, one documented order of operations each.
import { Adx } from './adx.js';
import { Atr } from './atr.js';
import { BollingerBands } from './bollinger-bands.js';
import { Crossing } from './crossing.js';
import { Ema } from './ema.js';
import { Macd } from './macd.js';
import { Ring } from './ring.js';
import { Rma } from './rma.js';
import { Rsi } from './rsi.js';
import { Sma } from './sma.js';
import { StandardDeviation } from './standard-deviation.js';
import { StochRsi } from './stoch-rsi.js';
import { Supertrend } from './supertrend.js';

export * from './adx.js';
export * from './atr.js';
export * from './bollinger-bands.js';
export * from './crossing.js';
export * from './ema.js';
export * from './macd.js';
export * from './ring.js';
export * from './rma.js';
export * from './rsi.js';
export { WINDOW_MAX } from './settings.js';
export * from './sma.js';
export * from './standard-deviation.js';
export * from './stoch-rsi.js';
export * from './supertrend.js';
export * from './true-range.js';

/**
 * Every class whose instances a snapshot may hold. Invariant: an instance has the field `num`, which is rebound, and
 * otherwise only Num, integers, booleans, strings, and arrays or instances of these classes (a unit test walks them).
 */
export const INDICATOR_CLASSES = [
  Ring,
  Ema,
  Sma,
  StandardDeviation,
  Atr,
  Adx,
  Rsi,
  StochRsi,
  BollingerBands,
  Macd,
  Rma,
  Supertrend,
  Crossing,
] as const satisfies readonly (abstract new (...args: never[]) => object)[];
