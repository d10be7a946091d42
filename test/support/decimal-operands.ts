// Random operands for decimal arithmetic, as text: each kind aims at a place where an implementation may go wrong.
import type { SeededRandom } from './seeded-random.js';

export interface OperandLimits {
  readonly random: SeededRandom;
  /** Digits of the policy. */
  readonly precision: number;
  /** Digits a cell surely holds. */
  readonly digits: number;
}

export type Pair = readonly [string, string];

/** Any two operands; the second is often made from the first. */
export function randomPair(limits: OperandLimits): Pair {
  const { random } = limits;
  const a = randomOperand(limits);
  const b = random.chance(0.35) ? relative(limits, a) : randomOperand(limits);
  return random.chance(0.5) ? [a, b] : [b, a];
}

type Kind = (limits: OperandLimits) => string;

/** Most numbers are like those of a market; the rest are the hard ones. */
const KINDS: readonly Kind[] = [price, price, full, full, long, tie, tie, nines, power, far, root];

export function randomOperand(limits: OperandLimits): string {
  const { random } = limits;
  if (random.chance(0.04)) return random.pick(SPECIAL);
  const sign = random.chance(0.4) ? '-' : '';
  return sign + random.pick(KINDS)(limits);
}

const SPECIAL = ['0', '-0', 'NaN', 'Infinity', '-Infinity', '1', '-1', '10', '0.5', '-2'];

/** Digits with runs of zeros and nines, where carries go far; the first is no zero. */
function randomDigits(random: SeededRandom, count: number): string {
  const runs = random.chance(0.25);
  let digits = String(random.int(1, 9));
  while (digits.length < count) {
    if (runs && random.chance(0.3)) digits += random.pick(['0', '9']).repeat(random.int(1, 10));
    else digits += String(random.int(0, 9));
  }
  return digits.slice(0, count);
}

const scaled = (digits: string, exponent: number): string => `${digits}e${exponent}`;

function price({ random, digits }: OperandLimits): string {
  const count = Math.min(digits, random.int(1, 12));
  return scaled(randomDigits(random, count), random.int(-count - 3, 2));
}

function full({ random, precision }: OperandLimits): string {
  return scaled(randomDigits(random, precision), random.int(-precision - 9, 9));
}

/** Mostly more digits than the policy keeps. */
function long({ random, digits }: OperandLimits): string {
  return scaled(randomDigits(random, random.int(1, digits)), random.int(-digits - 9, 9));
}

/** Half a unit behind the last digit kept, sometimes with something more behind it. */
function tie({ random, precision, digits }: OperandLimits): string {
  const half = randomDigits(random, precision) + '5';
  const more = random.chance(0.3) ? '0'.repeat(random.int(0, 6)) + '1' : '';
  return scaled((half + more).slice(0, digits), random.int(-precision - 9, 9));
}

function nines({ random, precision, digits }: OperandLimits): string {
  const count = Math.min(digits, Math.max(1, precision + random.int(-1, 1)));
  return scaled('9'.repeat(count), random.int(-precision - 9, 9));
}

function power({ random }: OperandLimits): string {
  return scaled(random.pick(['1', '1', '2', '5']), random.int(-40, 40));
}

function far({ random, digits }: OperandLimits): string {
  const reach = random.pick([60, 400, 30_000, 262_150]);
  return scaled(randomDigits(random, random.int(1, digits)), random.int(-reach, reach));
}

/** A square, or a number beside one. */
function root({ random, precision, digits }: OperandLimits): string {
  const count = Math.min(precision + 1, Math.floor(digits / 2));
  const half = BigInt(randomDigits(random, Math.max(1, count)).replace(/.$/, '5'));
  const beside = random.pick([0n, 0n, 1n, -1n]);
  return scaled(String(half * half + beside), random.int(-20, 20));
}

/** Something near `a`: what cancels, what ends a tie, what divides exactly. */
function relative({ random, precision, digits }: OperandLimits, a: string): string {
  const match = /^(-?)(\d+)e(-?\d+)$/.exec(a);
  if (match === null) return a;
  const [, sign = '', size = '0', exponent = '0'] = match;
  const flipped = random.chance(0.5) ? sign : sign === '-' ? '' : '-';
  const at = Number(exponent);
  switch (random.int(0, 5)) {
    case 0:
      return a;
    case 5: {
      // A multiple, or a hair beside one: quotients whose limbs are estimated right at a whole number.
      const factor = BigInt(randomDigits(random, random.int(1, Math.max(1, digits - size.length))));
      const beside = BigInt(size) * factor + BigInt(random.int(-1, 1));
      return `${flipped}${String(beside)}e${random.int(-digits, 9)}`;
    }
    case 1: {
      // The last digits changed.
      const changed = BigInt(size) + BigInt(random.int(-9, 9));
      return changed < 0n ? a : `${flipped}${String(changed)}e${at}`;
    }
    case 2:
      // Half a unit of the last digit that `a` keeps, or a unit near it.
      return `${flipped}${random.pick(['5', '1', '9', '49'])}e${at + size.length - precision + random.int(-3, 1)}`;
    case 3:
      // Somewhere beside or behind its digits.
      return `${flipped}${randomDigits(random, random.int(1, digits))}e${at + random.int(-2, 1) * digits}`;
    default:
      // A divisor or factor that leaves few digits.
      return `${flipped}${random.pick(['2', '4', '5', '8', '125', '3', '25'])}e${random.int(-9, 9)}`;
  }
}
