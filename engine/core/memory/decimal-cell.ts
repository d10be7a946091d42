// Decimal text to a number cell and back, in characters and whole numbers only. It does not round: a value that needs more
// limbs or a larger exponent than a cell has does not fit, and whoever asked decides what then.
import {
  EXPONENT_BIAS,
  EXPONENT_BITS,
  EXPONENT_MAX,
  EXPONENT_MIN,
  KIND,
  KIND_BITS,
  LIMB_DIGITS,
  SIGN_BIT,
  decimalWords,
  type CellLimbs,
} from './cell-format.js';

/** Where a cell lies: the memory, the byte address of its header, its size. */
export interface DecimalCell {
  readonly memory: DataView;
  readonly address: number;
  readonly limbs: CellLimbs;
}

const word = ({ memory, address }: DecimalCell, i: number): number =>
  memory.getUint32(address + i * 4, true);

function setWord({ memory, address }: DecimalCell, i: number, value: number): void {
  memory.setUint32(address + i * 4, value, true);
}

/** Digits without zeros at either end, and the decimal exponent of a point in front of the first. */
interface Significand {
  readonly digits: string;
  readonly point: number;
}

const TEXT = /^(-?)(?:(NaN)|(Infinity)|(\d+)(?:\.(\d+))?(?:e([+-]?\d+))?)$/;

/** Exponents of text beyond this are no exact numbers any more; they are far outside of every cell. */
const EXPONENT_DIGITS_MAX = 15;

/**
 * Writes a value given as `Numeric.format` gives it: `-1.25e-7`, `NaN`, `-Infinity`, `-0`. False when the value does not
 * fit, or the text is no number; nothing is written then.
 */
export function writeCell(cell: DecimalCell, text: string): boolean {
  const match = TEXT.exec(text);
  if (match === null) return false;
  const [, minus, nan, infinity, whole = '', fraction = '', exponent = '0'] = match;
  const sign = minus === '-' ? SIGN_BIT : 0;
  if (nan !== undefined) return writeHeader(cell, KIND.nan);
  if (infinity !== undefined) return writeHeader(cell, KIND.infinite + sign);
  const found = significand(whole, fraction);
  if (found.digits === '') return writeHeader(cell, KIND.zero + sign);
  if (exponent.length > EXPONENT_DIGITS_MAX) return false;
  return writeFinite(cell, sign, { ...found, point: found.point + Number(exponent) });
}

function significand(whole: string, fraction: string): Significand {
  const all = whole + fraction;
  const digits = all.replace(/^0+/, '');
  return {
    digits: digits.replace(/0+$/, ''),
    point: whole.length - (all.length - digits.length),
  };
}

function writeHeader(cell: DecimalCell, header: number): true {
  setWord(cell, 0, header);
  for (let i = 1; i < decimalWords(cell.limbs); i += 1) setWord(cell, i, 0);
  return true;
}

function writeFinite(cell: DecimalCell, sign: number, { digits, point }: Significand): boolean {
  const exponent = Math.ceil(point / LIMB_DIGITS) - 1;
  // The first limb has the digits in front of the next limb's place, 1 to 8 of them.
  const lead = point - exponent * LIMB_DIGITS;
  const count = 1 + Math.max(0, Math.ceil((digits.length - lead) / LIMB_DIGITS));
  if (count > cell.limbs || exponent < EXPONENT_MIN || exponent > EXPONENT_MAX) return false;
  writeHeader(cell, KIND.finite + sign + exponent + EXPONENT_BIAS);
  const padded = digits.padStart(digits.length + LIMB_DIGITS - lead, '0');
  for (let i = 0; i < count; i += 1) {
    const limb = padded.slice(i * LIMB_DIGITS, (i + 1) * LIMB_DIGITS).padEnd(LIMB_DIGITS, '0');
    setWord(cell, 1 + i, Number(limb));
  }
  return true;
}

/** The value in the form of `Numeric.format`: the shortest digits, an exponent below 1e-6 and from 1e21 on. */
export function readCell(cell: DecimalCell): string {
  const { limbs } = cell;
  const header = word(cell, 0);
  const kind = header & KIND_BITS;
  if (kind === KIND.nan) return 'NaN';
  const sign = header >= SIGN_BIT ? '-' : '';
  if (kind === KIND.infinite) return `${sign}Infinity`;
  if (kind === KIND.zero) return `${sign}0`;
  let all = '';
  for (let i = 1; i <= limbs; i += 1) all += String(word(cell, i)).padStart(LIMB_DIGITS, '0');
  const exponent = (header & EXPONENT_BITS) - EXPONENT_BIAS;
  const { digits, point } = significand(all, '');
  return sign + format(digits, point - (limbs - 1 - exponent) * LIMB_DIGITS);
}

/** Where decimal.js, and JavaScript, begin to write exponents. */
const SMALLEST_PLAIN = -6;
const LARGEST_PLAIN = 20;

function format(digits: string, point: number): string {
  const exponent = point - 1;
  if (exponent < SMALLEST_PLAIN || exponent > LARGEST_PLAIN) {
    const mantissa = digits.length === 1 ? digits : `${digits.slice(0, 1)}.${digits.slice(1)}`;
    return `${mantissa}e${exponent < 0 ? '' : '+'}${exponent}`;
  }
  if (point <= 0) return `0.${'0'.repeat(-point)}${digits}`;
  if (point >= digits.length) return digits.padEnd(point, '0');
  return `${digits.slice(0, point)}.${digits.slice(point)}`;
}
