// The exported lists as this test reads them, on its own: no quotes are in them, times have offsets, numbers are doubles.
import { readFileSync } from 'node:fs';

export interface ListedRow {
  readonly ts: number;
  readonly isEntry: boolean;
  readonly side: string;
  readonly signal: string;
  readonly price: string;
  readonly quantity: string;
  readonly profit: string;
  readonly cumulative: string;
}

export function listedRows(file: string): readonly ListedRow[] {
  const [, ...lines] = readFileSync(file, 'utf8').trimEnd().split('\n');
  return lines.map((line) => {
    const cells = line.split(',');
    const [, type = '', time = '', signal = '', price = '', quantity = ''] = cells;
    const [kind, side = ''] = type.split(' ');
    const ts = Date.parse(time.replace(/(\d\d)$/, ':$1'));
    const [profit = '', cumulative = ''] = [cells[7], cells[13]];
    return { ts, isEntry: kind === 'Entry', side, signal, price, quantity, profit, cumulative };
  });
}

/** What a list shows of an amount: the shortest text of its 32-bit float, rounded as Math.round does it. */
export function shown(amount: number): number {
  const float = shortFloat(amount);
  for (let unit = 100; unit <= 1e12; unit *= 10) {
    const rounded = Math.round(float * unit) / unit;
    if (rounded !== 0 || float === 0) return rounded;
  }
  return 0;
}

function shortFloat(amount: number): number {
  const float = Math.fround(amount);
  for (let digits = 1; digits <= 9; digits += 1) {
    const text = Number(float.toPrecision(digits));
    if (Math.fround(text) === float) return text;
  }
  return float;
}
