// Numbers of a policy as words of memory. A value has exactly one cell, so equal words are equal values.
// - binary64: the double's low word, then its high word; a NaN always as 0x7ff80000 00000000.
// - decimal: a header (bit 31 sign, bits 29 and 30 kind, bits 0 to 15 limb exponent + 32768 for finite numbers), then limbs in
//   base 1e8, most significant first, the first one not zero. Value = sign * sum(limb[i] * 1e8^(exponent - i)).
import { invariant } from '../kernel/fault.js';
import type { Num, Numeric, NumericPolicy } from '../numeric/index.js';

const LIMB_DIGITS = 8;
const LIMB_BASE = 100_000_000;
const EXPONENT_BIAS = 32_768;
const EXPONENT_MAX = 32_767;
const KIND = { zero: 0, finite: 1, infinite: 2, nan: 3 } as const;
const SIGN_BIT = 0x80000000;

export interface NumberCells {
  /** Of one cell. */
  readonly words: number;
  /** False when the value does not fit; nothing is written then. */
  write(to: DataView, address: number, value: Num): boolean;
  read(from: DataView, address: number): Num;
}

/** Limbs that hold `digits` significant digits wherever they begin within a limb. */
const limbsFor = (digits: number): number => Math.ceil((digits + LIMB_DIGITS - 1) / LIMB_DIGITS);

/** Limbs of the cells that lanes are built for: up to 25 digits wherever they begin, and up to 41. */
const CELL_LIMBS = [4, 6] as const;

/** Words of a number cell: enough for every result under the policy. */
export function numWordsFor(policy: NumericPolicy): number {
  if (policy.kind === 'binary64') return 2;
  const needed = limbsFor(policy.precision);
  return 1 + (CELL_LIMBS.find((limbs) => limbs >= needed) ?? needed);
}

export function numberCells(num: Numeric): NumberCells {
  const words = numWordsFor(num.policy);
  if (num.policy.kind === 'binary64') {
    return {
      words,
      write: (to, address, value) => {
        const double = value.toNumber();
        to.setFloat64(address, Number.isNaN(double) ? NaN : double, true);
        return true;
      },
      read: (from, address) => num(from.getFloat64(address, true)),
    };
  }
  return {
    words,
    write: (to, address, value) =>
      writeDecimal(to, { address, limbs: words - 1 }, num.format(value)),
    read: (from, address) => num(readDecimal(from, { address, limbs: words - 1 })),
  };
}

interface Cell {
  readonly address: number;
  readonly limbs: number;
}

/** Text as `Numeric.format` gives it: `-1.25e-7`, `NaN`, `-Infinity`, `-0`. */
export function writeDecimal(to: DataView, cell: Cell, text: string): boolean {
  const isNegative = text.startsWith('-');
  const magnitude = isNegative ? text.slice(1) : text;
  const sign = isNegative ? SIGN_BIT : 0;
  if (magnitude === 'NaN') return writeHeader(to, cell, kindBits(KIND.nan));
  if (magnitude === 'Infinity') return writeHeader(to, cell, kindBits(KIND.infinite) + sign);
  const [mantissa = '', exponent = '0'] = magnitude.split('e');
  const [whole = '', fraction = ''] = mantissa.split('.');
  const digits = (whole + fraction).replace(/^0+/, '');
  if (/^0*$/.test(digits)) return writeHeader(to, cell, sign);
  const significant = digits.replace(/0+$/, '');
  // Position of the point, counted in digits from the start of the significant ones.
  const point = whole.length + Number(exponent) - (whole.length + fraction.length - digits.length);
  return writeFinite(to, cell, { sign, digits: significant, point });
}

function writeFinite(
  to: DataView,
  cell: Cell,
  value: { readonly sign: number; readonly digits: string; readonly point: number },
): boolean {
  const { sign, digits, point } = value;
  const exponent = Math.ceil(point / LIMB_DIGITS) - 1;
  const lead = point - exponent * LIMB_DIGITS;
  const limbs = Math.ceil((digits.length - lead) / LIMB_DIGITS) + 1;
  if (limbs > cell.limbs || Math.abs(exponent) > EXPONENT_MAX) return false;
  const padded = digits.padEnd(lead + (limbs - 1) * LIMB_DIGITS, '0');
  writeHeader(to, cell, kindBits(KIND.finite) + sign + exponent + EXPONENT_BIAS);
  to.setUint32(cell.address + 4, Number(padded.slice(0, lead)), true);
  for (let i = 1; i < limbs; i += 1) {
    const start = lead + (i - 1) * LIMB_DIGITS;
    to.setUint32(cell.address + 4 + i * 4, Number(padded.slice(start, start + LIMB_DIGITS)), true);
  }
  return true;
}

const kindBits = (kind: number): number => kind * 0x20000000;

function writeHeader(to: DataView, { address, limbs }: Cell, header: number): boolean {
  to.setUint32(address, header, true);
  for (let i = 1; i <= limbs; i += 1) to.setUint32(address + i * 4, 0, true);
  return true;
}

/** Text that reads back to the same value; not in the shortest form. */
export function readDecimal(from: DataView, { address, limbs }: Cell): string {
  const header = from.getUint32(address, true);
  const sign = header >= SIGN_BIT ? '-' : '';
  const kind = (header >>> 29) & 3;
  if (kind === KIND.nan) return 'NaN';
  if (kind === KIND.infinite) return `${sign}Infinity`;
  if (kind === KIND.zero) return `${sign}0`;
  let digits = '';
  for (let i = 0; i < limbs; i += 1) {
    const limb = from.getUint32(address + 4 + i * 4, true);
    invariant(limb < LIMB_BASE, 'a limb is below its base');
    digits += String(limb).padStart(LIMB_DIGITS, '0');
  }
  const exponent = ((header & 0xffff) - EXPONENT_BIAS - limbs + 1) * LIMB_DIGITS;
  return `${sign}${digits}e${String(exponent)}`;
}
