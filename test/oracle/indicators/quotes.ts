// The reference quotes and the values published for them, row by row.
import { readFileSync } from 'node:fs';
import type { Num, Numeric } from '../../../engine/core/numeric/index.js';
import { requireSharedData } from '../../support/shared-data.js';

export interface Quote {
  readonly high: Num;
  readonly low: Num;
  readonly close: Num;
}

/** Prices as text, so that the decimal policy sees what was quoted and not a double near it. */
export type QuoteText = Readonly<Record<keyof Quote, string>>;

export function loadQuotes(context: Mocha.Context): readonly QuoteText[] {
  const path = requireSharedData(context, 'indicators', 'quotes.csv');
  const [, ...lines] = readFileSync(path, 'utf8').trim().split('\n');
  return lines.map((line) => {
    const [, , high = '', low = '', close = ''] = line.split(',');
    return { high, low, close };
  });
}

export const bindQuotes = (num: Numeric, quotes: readonly QuoteText[]): readonly Quote[] =>
  quotes.map(({ high, low, close }) => ({ high: num(high), low: num(low), close: num(close) }));

/** Published rows of one indicator; null where it is not defined yet. */
export type PublishedRow = Readonly<Record<string, number | string | null>>;

export function loadPublished(context: Mocha.Context, name: string): readonly PublishedRow[] {
  const path = requireSharedData(context, 'indicators', `${name}.json`);
  return JSON.parse(readFileSync(path, 'utf8')) as readonly PublishedRow[];
}
