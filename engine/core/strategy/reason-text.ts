// Renders the wording of a reason for people. Text follows from code and values, never the other way round.
import type { Cause } from '../model/index.js';
import type { Numeric } from '../numeric/index.js';
import type { ReasonCatalogue } from './definition.js';

const PLACEHOLDER = /\{(\d+)(?::\.(\d+))?\}/g;

/** `{0}` is the first value in shortest decimals, `{1:.2}` the second with two fraction digits, ties to even. */
export function reasonText(num: Numeric, catalogue: ReasonCatalogue, cause: Cause): string {
  return templateOf(catalogue, cause).replace(
    PLACEHOLDER,
    (whole, index: string, digits: string | undefined) => {
      const value = cause.values[Number(index)];
      if (value === undefined) return whole;
      return digits === undefined ? num.text(value) : num.text(value, Number(digits));
    },
  );
}

function templateOf(catalogue: ReasonCatalogue, cause: Cause): string {
  const entry = catalogue[cause.reason];
  if (entry === undefined) return 'The strategy made no decision';
  if (typeof entry === 'string') return entry;
  return cause.detail === null ? entry.text : (entry.details[cause.detail] ?? entry.text);
}

/** The catalogue as a flat table: `exit_filter` and `exit_filter.macro` with their wording. */
export function flatReasons(catalogue: ReasonCatalogue): Record<string, string> {
  const table: Record<string, string> = {};
  for (const [code, entry] of Object.entries(catalogue)) {
    table[code] = typeof entry === 'string' ? entry : entry.text;
    if (typeof entry === 'string') continue;
    for (const [detail, text] of Object.entries(entry.details)) table[`${code}.${detail}`] = text;
  }
  return table;
}
