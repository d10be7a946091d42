// Damaged captures and what is said about them: one row a damage. A mark behind the code: `?` is a warning, `!` an
// invalid comparison, none is bad input. `(<- n)` names the other line.
import { checkRows, type Row, inEvents, inMarket, ts } from '../../support/damaged-captures.js';

// The files fit together again after each of these damages.
const ROWS: readonly Row[] = [
  [
    'a misspelt key',
    inEvents(2, '"balance"', '"balanse"'),
    'events.jsonl:2 schema.missing balance',
    'events.jsonl:2 schema.unknown-key balanse',
  ],
  [
    'a number where text is expected',
    inEvents(2, '"101"', '101'),
    'events.jsonl:2 schema.number-not-text price',
  ],
  ['NaN as text', inMarket(3, '"110.5"', '"NaN"'), 'market.jsonl:3 schema.format high'],
  ['NaN as a word', inMarket(3, '"110.5"', 'NaN'), 'market.jsonl:3 json.syntax'],
  ['infinity', inMarket(3, '"110.5"', '"1e400"'), 'market.jsonl:3 schema.format high'],
  ['an unknown kind', inEvents(2, '"ledger"', '"ledgr"'), 'events.jsonl:2 schema.choice kind'],
  ['seconds', inMarket(1, ts(0), ts(0).slice(0, 10)), 'market.jsonl:1 schema.range openTs'],
  [
    'a key twice',
    inMarket(2, '"open":', '"open":"1","open":'),
    'market.jsonl:2 json.duplicate-key open (<- 2)',
  ],
  [
    '__proto__',
    inEvents(1, '"adx":', '"__proto__":'),
    'events.jsonl:1 json.forbidden-key indicators.__proto__',
  ],
  ['an empty line', (text) => void text.events.splice(1, 0, ''), 'events.jsonl:2 lines.blank'],
  [
    'a byte order mark',
    (text) => {
      text.market[0] = `\uFEFF${text.market[0] ?? ''}`;
    },
    'market.jsonl:1 lines.byte-order-mark',
  ],
  [
    'no newline at the end',
    (text) => {
      text.end = '';
    },
    'market.jsonl:8 lines.truncated?',
    'events.jsonl:4 lines.truncated?',
  ],
  [
    'a torn last line',
    (text) => {
      text.end = '';
      text.events[3] = text.events[3]?.slice(0, 80) ?? '';
    },
    'market.jsonl:8 lines.truncated?',
    'events.jsonl:4 lines.truncated',
  ],
  [
    'no JSON at the end',
    (text) => {
      text.events[3] = text.events[3]?.slice(0, 80) ?? '';
    },
    'events.jsonl:4 json.syntax',
  ],
  [
    'a line without end',
    (text) => {
      text.market.push(' '.repeat(5_000_000));
    },
    'market.jsonl:9 lines.too-long',
  ],
];

describe('broken lines', () => {
  checkRows(ROWS);
});
