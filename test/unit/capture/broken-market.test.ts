// Damaged captures and what is said about them: one row a damage. A mark behind the code: `?` is a warning, `!` an
// invalid comparison, none is bad input. `(<- n)` names the other line.
import { tickTs } from '../../support/captures.js';
import {
  checkRows,
  type Row,
  inMarket,
  inManifest,
  both,
  ts,
} from '../../support/damaged-captures.js';

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
