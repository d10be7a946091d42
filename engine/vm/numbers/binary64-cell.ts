// Doubles and the two words of their cell. Every NaN becomes one pattern: which bits a machine's NaN has is not defined.

const NAN_HIGH = 0x7ff8_0000;

const BITS = new DataView(new ArrayBuffer(8));

export interface Binary64Cell {
  readonly words: Uint32Array;
  /** Index of the low word. */
  readonly at: number;
}

export function writeDouble({ words, at }: Binary64Cell, value: number): void {
  BITS.setFloat64(0, value);
  const isNaN = Number.isNaN(value);
  words[at] = isNaN ? 0 : BITS.getUint32(4);
  words[at + 1] = isNaN ? NAN_HIGH : BITS.getUint32(0);
}

export function readDouble({ words, at }: Binary64Cell): number {
  BITS.setUint32(4, words[at] ?? 0);
  BITS.setUint32(0, words[at + 1] ?? 0);
  return BITS.getFloat64(0);
}

const TEXT = /^-?(?:NaN|Infinity|\d+(?:\.\d+)?(?:e[+-]?\d+)?)$/;

/**
 * From text as `Numeric.format` gives it; false, and nothing written, when it is no number or a finite one beyond the
 * largest double.
 */
export function writeDoubleText(cell: Binary64Cell, text: string): boolean {
  if (!TEXT.test(text)) return false;
  const value = Number(text);
  if (Math.abs(value) === Infinity && !text.endsWith('Infinity')) return false;
  writeDouble(cell, value);
  return true;
}

/** The shortest text that reads back to the same double, the sign of zero kept. */
export function readDoubleText(cell: Binary64Cell): string {
  const value = readDouble(cell);
  return Object.is(value, -0) ? '-0' : String(value);
}
