// The `binary64` policy: IEEE-754 doubles, one rounding an operation, in the order the source states.
import { doubleText, roundDoubleExactly } from './decimal.js';
import {
  DECIMAL_TEXT,
  type Num,
  type NumLike,
  type Numeric,
  type RoundingMode,
  type RoundingStep,
  withOneZero,
} from './numeric.js';

/** A double behind the numeric interface, so that one strategy source serves both policies. */
export class Double implements Num {
  constructor(readonly value: number) {}
  add(y: NumLike): Num {
    return new Double(this.value + raw(y));
  }
  sub(y: NumLike): Num {
    return new Double(this.value - raw(y));
  }
  mul(y: NumLike): Num {
    return new Double(this.value * raw(y));
  }
  div(y: NumLike): Num {
    return new Double(this.value / raw(y));
  }
  neg(): Num {
    return new Double(-this.value);
  }
  abs(): Num {
    return new Double(Math.abs(this.value));
  }
  sqrt(): Num {
    return new Double(Math.sqrt(this.value));
  }
  cmp(y: NumLike): number {
    const other = raw(y);
    return this.value < other ? -1 : this.value > other ? 1 : this.value === other ? 0 : NaN;
  }
  eq(y: NumLike): boolean {
    return this.value === raw(y);
  }
  lt(y: NumLike): boolean {
    return this.value < raw(y);
  }
  lte(y: NumLike): boolean {
    return this.value <= raw(y);
  }
  gt(y: NumLike): boolean {
    return this.value > raw(y);
  }
  gte(y: NumLike): boolean {
    return this.value >= raw(y);
  }
  isZero(): boolean {
    return this.value === 0;
  }
  isNeg(): boolean {
    return this.value < 0 || Object.is(this.value, -0);
  }
  isNaN(): boolean {
    return Number.isNaN(this.value);
  }
  isFinite(): boolean {
    return this.value - this.value === 0;
  }
  trunc(): Num {
    return new Double(Math.trunc(this.value));
  }
  toNumber(): number {
    return this.value;
  }
  toString(): string {
    return formatDouble(this.value);
  }
}

/** A value of the `binary64` policy, in every bit the double: `num` would drop the sign of its zero. */
export const doubleOf = (value: number): Num => new Double(value);

function raw(value: NumLike): number {
  if (typeof value === 'number') return withOneZero(value);
  if (typeof value === 'string') return Number(value);
  return (value as Double).value;
}

/** Shortest round-trip text, with the sign of a negative zero kept. */
export const formatDouble = (value: number): string =>
  Object.is(value, -0) ? '-0' : String(value);

/** Rounds a double to an integer; halves as the mode says, the sign of zero kept. */
export function roundDoubleToInteger(value: number, rounding: RoundingMode): number {
  const magnitude = Math.abs(value);
  const negative = value < 0 || Object.is(value, -0);
  const whole = Math.floor(magnitude);
  const rounded = roundsAway(magnitude - whole, whole, negative, rounding) ? whole + 1 : whole;
  return negative ? -rounded : rounded;
}

/** Whether a magnitude with this fraction moves away from zero. The subtraction that made the fraction is exact. */
// eslint-disable-next-line max-params -- four plain numbers of one rounding; a record would only rename them
function roundsAway(
  fraction: number,
  whole: number,
  negative: boolean,
  rounding: RoundingMode,
): boolean {
  if (fraction === 0) return false;
  switch (rounding) {
    case 'up':
      return true;
    case 'down':
      return false;
    case 'ceil':
      return !negative;
    case 'floor':
      return negative;
    default:
      if (fraction !== 0.5) return fraction > 0.5;
  }
  switch (rounding) {
    case 'half-up':
      return true;
    case 'half-down':
      return false;
    case 'half-even':
      return whole % 2 === 1;
    case 'half-ceil':
      return !negative;
    case 'half-floor':
      return negative;
  }
}

function roundDouble(value: Num, step: RoundingStep): Num {
  if (step.method === 'none') return value;
  const x = (value as Double).value;
  if (!Number.isFinite(x)) return value;
  if (step.method === 'exact') return new Double(roundDoubleExactly(x, step.scale, step.rounding));
  const unit = Number(`1e${String(step.scale)}`);
  return new Double(roundDoubleToInteger(x * unit, step.rounding) / unit);
}

/** Binds the numeric interface to doubles. */
export function createBinary64(): Numeric {
  const make = (value: NumLike): Num => (value instanceof Double ? value : new Double(raw(value)));
  const context = {
    policy: { kind: 'binary64' } as const,
    zero: new Double(0),
    parse: (text: string) => {
      if (!DECIMAL_TEXT.test(text)) return undefined;
      const value = Number(text);
      return Number.isFinite(value) ? new Double(value) : undefined;
    },
    format: (value: Num) => formatDouble((value as Double).value),
    is: (value: unknown): value is Num => value instanceof Double,
    same: (a: Num, b: Num) => Object.is((a as Double).value, (b as Double).value),
    round: roundDouble,
    text: (value: Num, digits?: number) => doubleText((value as Double).value, digits),
  };
  return Object.freeze(Object.assign(make, context));
}
