// Every indicator on 502 daily quotes against published values at full double precision, under binary64 and under
// decimal with 34 digits. Nothing here is "close enough": a worst distance is either zero or the number in the table.
import assert from 'node:assert/strict';
import { createNumeric, type Numeric } from '../../../engine/core/numeric/index.js';
import { exactText, ulpOf } from '../../support/doubles.js';
import { PUBLISHED_ORDER } from './published-order.js';
import {
  bindQuotes,
  loadPublished,
  loadQuotes,
  type PublishedRow,
  type QuoteText,
} from './quotes.js';
import { SUBJECTS } from './subjects.js';

const BINARY64 = createNumeric({ kind: 'binary64' });
const DECIMAL34 = createNumeric({ kind: 'decimal', precision: 34, rounding: 'half-even' });

/**
 * Worst distances in units in the last place, over all rows where the value is defined.
 * - unit: whose last place. `value`: of the compared value. `price`: of the bar's close, for differences of prices,
 *   which cancel. `percent`: of 100, for ratios of such differences.
 * - published: binary64 against the published value. 0 is bit equality. Otherwise only the order of operations
 *   differs, which is shown below by computing in the published order.
 * - exact: binary64 against decimal 34 on the same doubles, so what the roundings of its operations cost.
 * - judge: the published value against the same decimal 34, to compare the two orders with.
 * - quoted: the published value against decimal 34 on the quotes as written. Most of it is the error of the doubles
 *   nearest to the quotes, which a quotient of small differences (dx, stochRsi) magnifies.
 */
const TABLE = `
file       column      rows  unit     published  exact      judge        quoted
sma        sma         483   value    0          4          4            3
ema        ema         483   value    3          3          2            2
stdev      mean        489   value    0          3          3            3
stdev      stdDev      489   price    0          0.0625     0.0625       0.28125
tr         tr          501   price    0          0          0            1.28125
atr        tr          501   price    0          0          0            1.28125
atr        atr         488   price    0          0.0625     0.0625       0.3203125
adx        pdi         488   percent  0.5        1.5        1.5          36
adx        mdi         488   percent  0.5        1.5        1.25         18.25
adx        dx          488   percent  1.5        2.25       2.25         67
adx        adx         475   percent  1.5        2.5        2.5          24
rsi        rsi         488   percent  0          1.75       1.75         20
stoch-rsi  stochRsi    475   percent  0          18         18           264
stoch-rsi  signal      473   percent  0          12.5       12.5         147
bb         sma         483   value    0          4          4            3
bb         upperBand   483   value    0          3          3            3
bb         lowerBand   483   value    0          4          4            4
macd       macd        477   price    4          4.046875   3.359375     3.453125
macd       signal      469   price    2.7421875  2.6484375  3.078125     3.1875
macd       histogram   469   price    2.8359375  2.625      2.267578125  2.2802734375
`;

type Unit = 'value' | 'price' | 'percent';

interface Expectation {
  readonly file: string;
  readonly column: string;
  readonly unit: Unit;
  readonly line: string;
}

function parseTable(text: string): readonly Expectation[] {
  const [, ...lines] = text.trim().split('\n');
  return lines.map((line) => {
    const [file = '', column = '', , unit = ''] = line.split(/ +/);
    return { file, column, unit: unit as Unit, line: line.replace(/ +/g, ' ') };
  });
}

/** One column as doubles, null where not ready. Decimal results are rounded once, by their text. */
function column(
  num: Numeric,
  quotes: readonly QuoteText[],
  wanted: Expectation,
): readonly (number | null)[] {
  const feed = SUBJECTS[wanted.file]?.(num);
  assert.ok(feed, `no indicator for ${wanted.file}`);
  return bindQuotes(num, quotes).map((bar) => {
    const value = feed(bar)[wanted.column];
    assert.ok(value !== undefined, `no column ${wanted.column} in ${wanted.file}`);
    return value === null ? null : Number(num.format(value));
  });
}

/** The exact expansions of the doubles nearest to a quote. */
const asDoubles = ({ high, low, close }: QuoteText): QuoteText => ({
  high: exactText(Number(high)),
  low: exactText(Number(low)),
  close: exactText(Number(close)),
});

function publishedColumn(rows: readonly PublishedRow[], name: string): readonly (number | null)[] {
  return rows.map((row) => {
    const value = row[name];
    assert.ok(value === null || typeof value === 'number', `no column ${name}`);
    return value;
  });
}

const REFERENCE: Readonly<Record<Unit, (value: number, close: number) => number>> = {
  value: (value) => value,
  price: (_value, close) => close,
  percent: () => 100,
};

interface Judged {
  readonly unit: Unit;
  readonly closes: readonly number[];
}

/** Worst distance of two columns in whole or half units; they must be defined on the same rows. */
function worst(a: readonly (number | null)[], b: readonly (number | null)[], by: Judged): number {
  let distance = 0;
  a.forEach((x, row) => {
    const y = b[row];
    if (x === null || y === null || y === undefined) {
      assert.equal(x, y, `row ${row}: defined on one side only`);
      return;
    }
    if (Object.is(x, y)) return;
    const larger = Math.max(Math.abs(x), Math.abs(y));
    const reference = REFERENCE[by.unit](larger, by.closes[row] ?? 0);
    distance = Math.max(distance, Math.abs(x - y) / ulpOf(reference));
  });
  return distance;
}

describe('indicators against published values', () => {
  let quotes: readonly QuoteText[] = [];

  before(function () {
    quotes = loadQuotes(this);
  });

  for (const wanted of parseTable(TABLE)) {
    it(`${wanted.file} ${wanted.column}`, function () {
      const published = publishedColumn(loadPublished(this, wanted.file), wanted.column);
      const doubles = quotes.map(asDoubles);
      const ours = column(BINARY64, quotes, wanted);
      const exact = column(DECIMAL34, doubles, wanted);
      const quoted = column(DECIMAL34, quotes, wanted);
      const by = { unit: wanted.unit, closes: quotes.map((quote) => Number(quote.close)) };
      const { file, column: name, unit } = wanted;
      const rows = ours.filter((value) => value !== null).length;
      const distances = [
        worst(ours, published, by),
        worst(ours, exact, by),
        worst(published, exact, by),
        worst(published, quoted, by),
      ];
      assert.equal([file, name, rows, unit, ...distances].join(' '), wanted.line);
    });
  }
});

describe('published order of operations', () => {
  for (const [file, create] of Object.entries(PUBLISHED_ORDER)) {
    it(`${file}: reproduces the published bits`, function () {
      const feed = create();
      const rows = loadPublished(this, file);
      loadQuotes(this).forEach((quote, row) => {
        const bar = {
          high: Number(quote.high),
          low: Number(quote.low),
          close: Number(quote.close),
        };
        for (const [name, value] of Object.entries(feed(bar))) {
          assert.ok(Object.is(value, rows[row]?.[name]), `row ${row} ${name}: ${String(value)}`);
        }
      });
    });
  }
});
