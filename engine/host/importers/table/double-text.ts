// Numbers that were binary in a file, as text: the shortest that reads back to the same bits.
import { formatDouble } from '../../../core/numeric/index.js';

/** Text of a double; NaN and infinities keep their names, which no importer takes for a number. */
export const doubleText = (value: number): string =>
  Number.isFinite(value) ? formatDouble(value) : String(value);

const FLOAT_DIGITS_MAX = 9;

/** Text of a 32-bit float: shortest that reads back to the same float. Nine digits tell all floats apart. */
export function floatText(value: number): string {
  for (let digits = 1; digits < FLOAT_DIGITS_MAX; digits += 1) {
    const text = Number(value.toPrecision(digits));
    if (Math.fround(text) === value) return doubleText(text);
  }
  return doubleText(Number(value.toPrecision(FLOAT_DIGITS_MAX)));
}

/** An unscaled integer and its scale as decimal text, every digit kept: 6000068 and 2 are "60000.68". */
export function scaledText(unscaled: bigint, scale: number): string {
  const sign = unscaled < 0n ? '-' : '';
  const digits = (unscaled < 0n ? -unscaled : unscaled).toString();
  if (scale <= 0) return `${sign}${digits}${'0'.repeat(-scale)}`;
  const padded = digits.padStart(scale + 1, '0');
  return `${sign}${padded.slice(0, -scale)}.${padded.slice(-scale)}`;
}

/** Big-endian two's complement, as Parquet stores large decimals. */
export function signedBigEndian(bytes: Uint8Array): bigint {
  if (bytes.length === 0) return 0n;
  return BigInt.asIntN(bytes.length * 8, BigInt(`0x${Buffer.from(bytes).toString('hex')}`));
}

const PER_SECOND = { MILLIS: 3, MICROS: 6, NANOS: 9, SECONDS: 0 } as const;
export type TimeUnit = keyof typeof PER_SECOND;

/** ISO 8601 with every digit of the unit; `Z` where the file says that its times are UTC. */
export function timeText(count: bigint, unit: TimeUnit, isUtc: boolean): string | null {
  const digits = PER_SECOND[unit];
  const perSecond = 10n ** BigInt(digits);
  const fraction = ((count % perSecond) + perSecond) % perSecond;
  const date = new Date(Number((count - fraction) / perSecond) * 1000);
  if (Number.isNaN(date.getTime())) return null;
  const seconds = date.toISOString().slice(0, 19);
  const tail = digits === 0 ? '' : `.${fraction.toString().padStart(digits, '0')}`;
  return `${seconds}${tail}${isUtc ? 'Z' : ''}`;
}
