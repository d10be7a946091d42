// Decimal texts moved, multiplied and added without any rounding: a price never passes through a double here.
import { DECIMAL_TEXT } from '../../core/numeric/index.js';
import { scaledText } from './table/double-text.js';

/** Digits and places of a number beyond any policy; longer texts are no quantities. */
const DIGITS_MAX = 400;

interface Scaled {
  readonly unscaled: bigint;
  readonly scale: number;
}

/** Whether a text is a decimal number that every policy can hold: finite, and of bounded length. */
export function isDecimal(text: string): boolean {
  if (!DECIMAL_TEXT.test(text) || text.length > DIGITS_MAX) return false;
  return Number.isFinite(Number(text)) && Math.abs(exponentOf(text)) <= DIGITS_MAX;
}

const exponentOf = (text: string): number => Number(/[eE](.*)$/.exec(text)?.[1] ?? 0);

/** The text must be a decimal. */
function scaled(text: string): Scaled {
  const [mantissa = ''] = text.split(/[eE]/, 1);
  const [whole = '', fraction = ''] = mantissa.replace('-', '').split('.');
  const digits = BigInt(`${whole}${fraction}` || '0');
  const scale = fraction.length - exponentOf(text);
  return { unscaled: text.startsWith('-') ? -digits : digits, scale };
}

const plain = ({ unscaled, scale }: Scaled): string => {
  const text = scaledText(unscaled, scale);
  return text.includes('.') ? text.replace(/\.?0+$/, '') : text;
};

const aligned = (a: Scaled, b: Scaled): readonly [bigint, bigint, number] => {
  const scale = Math.max(a.scale, b.scale);
  const lifted = (x: Scaled): bigint => x.unscaled * 10n ** BigInt(scale - x.scale);
  return [lifted(a), lifted(b), scale];
};

export function addDecimals(a: string, b: string): string {
  const [x, y, scale] = aligned(scaled(a), scaled(b));
  return plain({ unscaled: x + y, scale });
}

export const subtractDecimals = (a: string, b: string): string => addDecimals(a, negated(b));

export function multiplyDecimals(a: string, b: string): string {
  const [x, y] = [scaled(a), scaled(b)];
  return plain({ unscaled: x.unscaled * y.unscaled, scale: x.scale + y.scale });
}

/** -1, 0 or 1. */
export function compareExact(a: string, b: string): number {
  const [x, y] = aligned(scaled(a), scaled(b));
  return x < y ? -1 : x > y ? 1 : 0;
}

/** The other sign; every other character stays. Zero keeps its sign only when it is written. */
export const negated = (text: string): string =>
  text.startsWith('-') ? text.slice(1) : `-${text}`;

export const absolute = (text: string): string => (text.startsWith('-') ? text.slice(1) : text);
