// True range of a bar (rule I2 of the reference strategy; J. W. Wilder, New Concepts in Technical Trading Systems).
import { max, type Num } from '../numeric/index.js';

/** `max(h-l, |h-prevClose|, |l-prevClose|)`, in price units. */
export function trueRange(high: Num, low: Num, previousClose: Num): Num {
  const gapUp = high.sub(previousClose).abs();
  const gapDown = low.sub(previousClose).abs();
  return max(max(high.sub(low), gapUp), gapDown);
}
