// Damaged captures and what is said about them: one row a damage. A mark behind the code: `?` is a warning, `!` an
// invalid comparison, none is bad input. `(<- n)` names the other line.
import assert from 'node:assert/strict';
import { tickTs } from '../../support/captures.js';
import {
  checkRows,
  type Damage,
  type Row,
  inMarket,
  inManifest,
  both,
  ts,
} from '../../support/damaged-captures.js';

/** A line of market.jsonl with a revision; undefined: as it is. */
function withRevision(line: string | undefined, revision: number | undefined): string {
  assert.ok(line);
  return revision === undefined ? line : line.replace(/}$/, `,"revision":${String(revision)}}`);
}

/** The bar on line 2 once for each of these revisions. */
const revised =
  (...revisions: readonly (number | undefined)[]): Damage =>
  (text) => {
    const line = text.market[1];
    text.market.splice(1, 1, ...revisions.map((revision) => withRevision(line, revision)));
  };

// The files fit together again after each of these damages.
const ROWS: readonly Row[] = [
  [
    'bars out of order',
    (text) => {
      text.market.splice(0, 2, text.market[1] ?? '', text.market[0] ?? '');
    },
    'market.jsonl:2 market.order (<- 1)',
  ],
  [
    'a late bar',
    (text) => {
      text.market.push(...text.market.splice(2, 1));
    },
    'market.jsonl:4 market.gap? openTs (<- 1)',
    'market.jsonl:8 market.order (<- 7)',
  ],
  [
    'a bar twice',
    (text) => {
      text.market.splice(2, 0, text.market[1] ?? '');
    },
    'market.jsonl:3 market.duplicate openTs (<- 2)',
  ],
  ['revisions of a bar, from old to new', revised(1, 2)],
  ['revisions from new to old', revised(2, 1), 'market.jsonl:3 market.revision revision (<- 2)'],
  ['one revision twice', revised(1, 1), 'market.jsonl:3 market.revision revision (<- 2)'],
  [
    'a revision beside a bar without one',
    revised(undefined, 1),
    'market.jsonl:3 market.revision revision (<- 2)',
  ],
  [
    'three revisions, the last out of order',
    revised(1, 3, 2),
    'market.jsonl:4 market.revision revision (<- 3)',
  ],
  [
    'a revision behind the bar of another symbol',
    (text) => {
      const [line] = text.market;
      text.market[0] = withRevision(line, 1);
      text.market.splice(2, 0, withRevision(line, 2));
    },
    'market.jsonl:3 market.revision revision (<- 1)',
  ],
  [
    'an unreadable line between two revisions is no second fault',
    (text) => {
      revised(1, 2)(text);
      text.market.splice(2, 0, '{"kind":"bar"');
    },
    'market.jsonl:3 json.syntax',
  ],
  [
    'prices of an older revision are checked as well',
    (text) => {
      revised(1, 2)(text);
      inMarket(2, '"90"', '"0"')(text);
    },
    'market.jsonl:2 market.price.not-positive low',
  ],
  [
    'a missing bar',
    (text) => void text.market.splice(3, 1),
    'market.jsonl:5 market.gap? openTs (<- 2)',
  ],
  [
    'a missing bar, refused',
    both(
      (text) => void text.market.splice(3, 1),
      inManifest('"flags": {}', '"flags": {"market.gaps":"refuse"}'),
    ),
    'market.jsonl:5 market.gap openTs (<- 2)',
  ],
  [
    'a missing bar, expected',
    both(
      (text) => void text.market.splice(3, 1),
      inManifest('"flags": {}', '"flags": {"market.gaps":"expected"}'),
    ),
  ],
  [
    'overlapping bars',
    inMarket(1, String(tickTs(1) - 1), String(tickTs(2) - 1)),
    'market.jsonl:1 market.interval? closeTs',
    'market.jsonl:3 market.overlap openTs (<- 1)',
  ],
  [
    'a bar that closes before it opens',
    inMarket(8, String(tickTs(4) - 1), ts(3)),
    'market.jsonl:8 market.time.close closeTs',
  ],
  ['a zero price', inMarket(2, '"90"', '"0"'), 'market.jsonl:2 market.price.not-positive low'],
  [
    'a negative price',
    inMarket(2, '"100"', '"-100"'),
    'market.jsonl:2 market.price.not-positive open',
  ],
  [
    'high below low',
    inMarket(2, '"110.5"', '"89.999999999999999999999"'),
    'market.jsonl:2 market.price.inverted high',
  ],
  [
    'a close above the high',
    inMarket(2, '"close":"100"', '"close":"110.50000000000000000001"'),
    'market.jsonl:2 market.price.range close',
  ],
  [
    'an open below the low',
    inMarket(2, '"open":"100"', '"open":"89"'),
    'market.jsonl:2 market.price.range open',
  ],
  [
    'a negative volume',
    inMarket(2, '"12"', '"-0.1"'),
    'market.jsonl:2 market.volume.negative volume',
  ],
  [
    'a bar of an unknown symbol',
    inMarket(2, '"ETH"', '"XRP"'),
    'market.jsonl:2 market.symbol.unknown symbol',
  ],
  [
    'a bar outside the window',
    inManifest(`"toTs": ${ts(3)}`, `"toTs": ${ts(2)}`),
    'market.jsonl:7 market.window openTs',
    'market.jsonl:8 market.window openTs',
  ],
  [
    'a window the bars do not fill',
    inManifest(`"toTs": ${ts(3)}`, `"toTs": ${ts(9)}`),
    'market.jsonl market.window.uncovered?',
  ],
  [
    'a symbol without bars',
    inManifest('"ETH"', '"ETH","SOL"'),
    'market.jsonl market.symbol.absent?',
  ],
  [
    'no bar',
    (text) => {
      text.market = [];
    },
    'market.jsonl market.empty',
  ],
];

describe('broken market data', () => {
  checkRows(ROWS);
});
