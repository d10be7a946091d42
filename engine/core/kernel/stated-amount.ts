// Amounts as a report states them, where the account goes on with more digits. Portable, and in the run's own arithmetic:
// under binary64 every step is exact or rounds as the report's program does.
import type { Num, Numeric, RoundingStep } from '../numeric/index.js';
import type { AmountRule } from './venue-rules.js';

/** Fraction digits a rounding step may have (schema/primitives.ts). */
const SCALE_MAX = 30;
/** A 32-bit float has 24 significant bits: as a whole number of its last bit it lies between these. */
const BINARY32_LEAST = 8_388_608;
const BINARY32_BEYOND = 16_777_216;
/** So many decimal digits tell every two of them apart. */
const BINARY32_DIGITS = 9;

const WHOLE_EVEN: RoundingStep = { method: 'scaled', scale: 0, rounding: 'half-even' };

/** What a ledger row says an amount is. A report writes zero without a sign. */
export function statedAmount(num: Numeric, amount: Num, rule: AmountRule | null): Num {
  if (rule === null || !amount.isFinite()) return amount;
  if (amount.isZero()) return num.zero;
  const figure = rule.precision === 'binary32' ? binary32Text(num, amount) : amount;
  let scale = rule.scale;
  let stated = num.round(figure, { method: 'scaled', scale, rounding: rule.rounding });
  while (rule.small === 'first-digit' && stated.isZero() && scale < SCALE_MAX) {
    scale += 1;
    stated = num.round(figure, { method: 'scaled', scale, rounding: rule.rounding });
  }
  return stated.isZero() ? num.zero : stated;
}

/**
 * The shortest decimal number whose nearest 32-bit float is that of `x`, which is finite and not zero; of two, the even one.
 * The float's exponent has no limits here: 24 significant bits are what counts.
 */
export function binary32Text(num: Numeric, x: Num): Num {
  const nearest = toBinary32(num, x);
  const digitPlace = firstDigitPlace(num, nearest.abs());
  for (let digits = 1; digits <= BINARY32_DIGITS; digits += 1) {
    const text = roundAt(num, nearest, digits - 1 - digitPlace);
    if (toBinary32(num, text).eq(nearest)) return text;
  }
  return nearest;
}

/** Rounded to 24 significant bits, halves to even. */
function toBinary32(num: Numeric, x: Num): Num {
  const size = x.abs();
  let unit = num(1);
  while (size.div(unit).gte(BINARY32_BEYOND)) unit = unit.mul(2);
  while (size.div(unit).lt(BINARY32_LEAST)) unit = unit.div(2);
  return num.round(x.div(unit), WHOLE_EVEN).mul(unit);
}

/** Power of ten of the first digit: 0 for 1 to 9, -1 for 0.1 to 0.9. */
function firstDigitPlace(num: Numeric, size: Num): number {
  let place = 0;
  let power = num(1);
  while (size.gte(power.mul(10))) {
    power = power.mul(10);
    place += 1;
  }
  let above = num(1);
  while (size.mul(above).lt(1)) {
    above = above.mul(10);
    place -= 1;
  }
  return place;
}

/** Rounded to `scale` fraction digits; below zero to tens, hundreds and so on. */
function roundAt(num: Numeric, x: Num, scale: number): Num {
  if (scale > SCALE_MAX) return x;
  if (scale >= 0) return num.round(x, { method: 'exact', scale, rounding: 'half-even' });
  let unit = num(1);
  for (let place = scale; place < 0; place += 1) unit = unit.mul(10);
  return num.round(x.div(unit), WHOLE_EVEN).mul(unit);
}
