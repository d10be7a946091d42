// The `decimal` policy: decimal.js with the precision and rounding of the capture.
// This folder is the only one that imports decimal.js.
import { Decimal } from 'decimal.js';
import {
  DECIMAL_TEXT,
  type Num,
  type Numeric,
  type NumericPolicy,
  type RoundingMode,
  type RoundingStep,
  withOneZero,
} from './numeric.js';

const MODE: Readonly<Record<RoundingMode, Decimal.Rounding>> = {
  up: 0,
  down: 1,
  ceil: 2,
  floor: 3,
  'half-up': 4,
  'half-down': 5,
  'half-even': 6,
  'half-ceil': 7,
  'half-floor': 8,
};

type DecimalPolicy = Extract<NumericPolicy, { kind: 'decimal' }>;

const asDecimal = (value: Num): Decimal => value as unknown as Decimal;
const asNum = (value: Decimal): Num => value as unknown as Num;

function roundDecimal(D: typeof Decimal, value: Num, step: RoundingStep): Num {
  if (step.method === 'none') return value;
  const x = asDecimal(value);
  if (step.method === 'exact')
    return asNum(new D(x).toDecimalPlaces(step.scale, MODE[step.rounding]));
  const unit = new D(10).pow(step.scale);
  return asNum(new D(x).mul(unit).toDecimalPlaces(0, MODE[step.rounding]).div(unit));
}

const OWN: Decimal = Decimal.prototype;

/** A whole number of -0 as the 0 it is here; values and texts as they are. */
const operand = (y: Decimal.Value): Decimal.Value => (y === 0 ? 0 : y);

/** What values inherit: decimal.js's own methods, but for those that would show the sign of a `number`'s zero. */
const METHODS: Decimal = Object.assign(Object.create(OWN) as Decimal, {
  add(this: Decimal, y: Decimal.Value): Decimal {
    return OWN.add.call(this, operand(y));
  },
  sub(this: Decimal, y: Decimal.Value): Decimal {
    return OWN.sub.call(this, operand(y));
  },
  mul(this: Decimal, y: Decimal.Value): Decimal {
    return OWN.mul.call(this, operand(y));
  },
  div(this: Decimal, y: Decimal.Value): Decimal {
    return OWN.div.call(this, operand(y));
  },
});

/** Binds decimal.js to one policy. Constructors are cloned, so two policies never share settings. */
export function createDecimal(policy: DecimalPolicy): Numeric {
  const D = Decimal.clone({
    precision: policy.precision,
    rounding: MODE[policy.rounding],
    defaults: true,
  });
  D.prototype = METHODS;
  // Every value leads to its constructor, whose settings are the policy.
  Object.freeze(D);
  const make = (value: Num | number | string): Num =>
    asNum(new D(typeof value === 'number' ? withOneZero(value) : (value as Decimal.Value)));
  const context = {
    policy,
    zero: make(0),
    parse: (text: string) => (DECIMAL_TEXT.test(text) ? finite(make(text)) : undefined),
    format: (value: Num) => asDecimal(value).valueOf(),
    is: (value: unknown): value is Num => Decimal.isDecimal(value),
    same: (a: Num, b: Num) => asDecimal(a).valueOf() === asDecimal(b).valueOf(),
    round: (value: Num, step: RoundingStep) => roundDecimal(D, value, step),
    text: (value: Num, digits?: number) => plainText(asDecimal(value), digits),
  };
  return Object.freeze(Object.assign(make, context));
}

const plainText = (value: Decimal, digits?: number): string =>
  digits === undefined ? value.toFixed() : value.toFixed(digits, MODE['half-even']);

/** As `Numeric.text`, for a double: the digits are those of its exact expansion. */
export function doubleText(value: number, digits?: number): string {
  if (!Number.isFinite(value)) return String(value);
  return digits === undefined ? new Exact(value).toFixed() : plainText(expandDouble(value), digits);
}

const finite = (value: Num): Num | undefined => (value.isFinite() ? value : undefined);

// A double has at most 767 significant decimal digits, so this precision never rounds one.
const EXACT_PRECISION = 800;
const Exact = Decimal.clone({ precision: EXACT_PRECISION, defaults: true });

/** Rounds the exact expansion of a double to `scale` fraction digits and returns the nearest double. */
export function roundDoubleExactly(value: number, scale: number, rounding: RoundingMode): number {
  return Number(expandDouble(value).toDecimalPlaces(scale, MODE[rounding]).valueOf());
}

/** The exact decimal expansion of a finite double: mantissa * 2^exponent, read from its bits. */
function expandDouble(double: number): Decimal {
  if (!Number.isFinite(double) || double === 0) return new Exact(double);
  let mantissa = Math.abs(double);
  let exponent = 0;
  while (!Number.isInteger(mantissa)) {
    mantissa *= 2;
    exponent -= 1;
  }
  // Multiplying by two is exact unless it overflows, and a fraction is far from the largest double.
  const scale = new Exact(2).pow(-exponent);
  const magnitude = new Exact(BigInt(mantissa).toString()).div(scale);
  return double < 0 ? magnitude.neg() : magnitude;
}
